"""``chiiki capability``: every method through the command, on an artificial table one can check by hand."""

from __future__ import annotations

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from chiiki.cli import app

runner = CliRunner()

JOBS = """pref,trade,jobs
01,x,30
01,y,10
02,x,10
02,y,30
"""


def _run(*arguments, stdin=None):
    return runner.invoke(app, ["capability", *arguments], input=stdin)


def _columns(*, time=False):
    return ["--region", "pref", "--field", "trade", "--value", "jobs", *(["--time", "year"] if time else [])]


@pytest.fixture
def jobs(tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text(JOBS, encoding="utf-8")
    return str(path)


def _rows(result):
    return list(csv.reader(io.StringIO(result.stdout)))


def test_rca_gives_the_ratios_in_long_form_with_labels_as_given(jobs):
    result = _run("rca", jobs, *_columns())

    assert result.exit_code == 0, result.exception
    assert _rows(result) == [
        ["pref", "trade", "amount", "rca", "specialised"],
        ["01", "x", "30.0", "1.5", "true"],
        ["01", "y", "10.0", "0.5", "false"],
        ["02", "x", "10.0", "0.5", "false"],
        ["02", "y", "30.0", "1.5", "true"],
    ]


def test_json_carries_records_settings_and_cautions():
    result = _run("rca", "-", *_columns(), "--format", "json", stdin=JOBS)

    answer = json.loads(result.stdout)
    assert answer["records"][0] == {"pref": "01", "trade": "x", "amount": 30.0, "rca": 1.5, "specialised": True}
    assert (answer["method"], answer["convention"], answer["cautions"]) == ("rca", "chiiki", [])
