"""``chiiki capability structure | variety | inequality | shift-share``: columns as promised, options as documented."""

from __future__ import annotations

import csv
import io

import pytest
from typer.testing import CliRunner

from chiiki.cli import app

runner = CliRunner()

TABLE = """pref,trade,broad,year,jobs,pop
01,x,p,2009,30,100
01,y,p,2009,10,100
01,z,q,2009,10,100
02,x,p,2009,10,50
02,y,p,2009,30,50
02,z,q,2009,20,50
01,x,p,2014,40,110
01,y,p,2014,8,110
01,z,q,2014,12,110
02,x,p,2014,10,50
02,y,p,2014,33,50
02,z,q,2014,25,50
"""


def _rows(method, *arguments, table=TABLE):
    named = ["--region", "pref", "--value", "jobs", *arguments]
    result = runner.invoke(app, ["capability", method, "-", *named], input=table)
    assert result.exit_code == 0, result.exception
    return list(csv.reader(io.StringIO(result.stdout)))


@pytest.mark.parametrize(
    ("method", "arguments", "head", "first"),
    [
        (
            "structure",
            ["--field", "trade", "--time", "year"],
            ["year", "label", "measure", "value"],
            ["2009", "01", "shannon"],
        ),
        (
            "structure",
            [
                "--field",
                "trade",
                "--time",
                "year",
                "--persons",
                "pop",
                "--option",
                "of=fields",
                "--option",
                "period=2014",
            ],
            ["year", "label", "measure", "value"],
            ["2014", "x", "gini"],
        ),
        (
            "variety",
            ["--field", "trade", "--parent", "broad", "--time", "year", "--option", "coherence=yes"],
            ["year", "label", "measure", "value"],
            ["2009", "01", "total"],
        ),
        (
            "inequality",
            ["--field", "trade", "--persons", "pop", "--time", "year", "--option", "aversion=2"],
            ["year", "label", "measure", "value"],
            ["2009", "x", "theil"],
        ),
        (
            "shift-share",
            ["--field", "trade", "--time", "year"],
            ["label", "measure", "value"],
            ["01", "change", "10.0"],
        ),
        (
            "shift-share",
            ["--field", "trade", "--time", "year", "--option", "form=esteban-marquillas", "--option", "cells=yes"],
            ["pref", "trade", "measure", "value"],
            ["01", "x", "change", "10.0"],
        ),
    ],
)
def test_columns_come_as_promised_and_labels_as_given(method, arguments, head, first):
    rows = _rows(method, *arguments)

    assert rows[0] == head
    assert rows[1][: len(first)] == first


def test_inequality_takes_a_table_with_one_row_per_region():
    rows = _rows("inequality", table="pref,jobs\n01,1\n02,3\n")

    assert ["all", "gini", "0.25"] in rows


def test_shift_share_adds_up_to_the_change():
    rows = _rows("shift-share", "--field", "trade", "--time", "year")[1:]
    parts = {measure: float(value) for label, measure, value in rows if label == "01"}

    assert parts["national"] + parts["industry_mix"] + parts["regional"] == pytest.approx(parts["change"])


def test_variety_without_parents_says_which_option_is_missing():
    result = runner.invoke(
        app,
        ["capability", "variety", "-", "--region", "pref", "--field", "trade", "--value", "jobs"],
        input=TABLE.replace("broad", "wide"),
    )

    assert result.exit_code != 0
    assert "--parent" in str(result.exception)
