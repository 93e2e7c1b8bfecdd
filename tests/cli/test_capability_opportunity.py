"""``chiiki capability opportunity | similar | partners``: columns as promised, options as documented."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chiiki.cli import app

runner = CliRunner()

GOLDEN = Path(__file__).parents[1] / "golden" / "capability" / "entry.json"
NAMED = ["--region", "pref", "--field", "trade", "--value", "jobs"]


@pytest.fixture(scope="module")
def table():
    """The seeded panel of the entry model: regions 01 to 40, fields f0 to f24, 2001 to 2005."""
    panel = json.loads(GOLDEN.read_text(encoding="utf-8"))["amounts"]
    rows = [
        (2001 + t, f"{r + 1:02d}", f"f{a}", amount)
        for t, period in enumerate(panel)
        for r, region in enumerate(period)
        for a, amount in enumerate(region)
    ]
    stream = io.StringIO()
    csv.writer(stream).writerows([("year", "pref", "trade", "jobs"), *rows])
    return stream.getvalue()


def _ask(table, method, *arguments):
    result = runner.invoke(app, ["capability", method, "-", *NAMED, "--time", "year", *arguments], input=table)
    assert result.exit_code == 0, result.exception
    return result


def _rows(result):
    return list(csv.reader(io.StringIO(result.stdout)))


def test_opportunity_has_an_empty_chance_of_entry_but_for_the_last_period(table):
    head, *rows = _rows(_ask(table, "opportunity"))

    assert head == ["year", "pref", "trade", "density", "complexity", "size", "entry_probability"]
    assert rows[0][:3] == ["2001", "01", "f0"]
    assert {row[6] for row in rows if row[0] != "2005"} == {""}
    assert all(0 < float(row[6]) < 1 for row in rows if row[0] == "2005")


def test_the_judgement_of_the_entry_model_is_in_the_json(table):
    answer = json.loads(_ask(table, "opportunity", "--option", "latest=yes", "--format", "json").stdout)

    said = " ".join(answer["findings"])
    assert "AUC 0.634" in said
    assert "Brier 0.1047, of the base rate 0.1071" in said
    assert "calibration: 0.070 stated, 0.032 observed" in said
    assert answer["convention"] == "chiiki"


@pytest.mark.parametrize(
    ("method", "options", "head", "first"),
    [
        ("opportunity", ["targets=f1;f2"], ["pref", "trade", "specialised", "density"], ["02", "f1", "false"]),
        ("opportunity", ["add=f1"], ["pref", "trade", "rca_before", "rca_after"], ["02", "f0"]),
        ("opportunity", ["remove=f2"], ["pref", "trade", "rca_before", "rca_after"], ["02", "f0"]),
        ("similar", ["nearest=2"], ["pref", "other_pref", "value", "why"], ["02"]),
        ("partners", ["nearest=2", "combine=mean"], ["pref", "other_pref", "value", "why"], ["02"]),
    ],
)
def test_options_give_the_columns_that_the_help_promises(table, method, options, head, first):
    chosen = [part for option in ["period=2005", "only=02", *options] for part in ("--option", option)]

    columns, *rows = _rows(_ask(table, method, *chosen))

    assert columns[: len(head) + 1] == ["year", *head]
    assert rows[0][: len(first) + 1] == ["2005", *first]
