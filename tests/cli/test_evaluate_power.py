"""``chiiki evaluate power``: the minimum detectable effect as JSON and as a table."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.errors import InputError, UnknownNameError

runner = CliRunner()
TABLE = Path(__file__).parents[1] / "golden" / "evaluation" / "did" / "panel47.csv"
COLUMNS = ("--unit", "unit", "--time", "year", "--outcome", "y", "--first-treated", "first_treated")
QUICK = ("--replications", "99", "--draws", "99")


def _run(*arguments):
    return runner.invoke(app, ["evaluate", "power", str(TABLE), *COLUMNS, *QUICK, *arguments])


def test_json_has_the_effect_its_powers_and_how_outcomes_vary():
    record = json.loads(_run("--effect", "0.5", "--effect", "1.0", "--format", "json").stdout)

    assert [one["effect"] for one in record["powers"]] == [0.5, 1.0]
    assert 0.0 < record["powers"][0]["power"] <= record["powers"][1]["power"] <= 1.0
    assert record["minimum_detectable_effect"] > 2.5 * record["standard_deviation"]
    assert record["errors"]["basis"] == "paths"  # 28 units are never treated
    assert (record["n_treated"], record["n_never"], record["seed"]) == (19, 28, 0)
    assert "estimate" not in record


def test_a_table_says_the_minimum_detectable_effect_beneath():
    result = _run("--interval", "neyman")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].split() == ["effect", "power"]
    assert "19 treated, 28 never treated: minimum detectable effect" in result.stderr
    assert "from whole paths of units never treated." in result.stderr


def test_an_unknown_interval_or_column_is_refused():
    assert isinstance(_run("--interval", "guess").exception, InputError)
    assert isinstance(_run("--outcome", "income").exception, UnknownNameError)


def test_a_file_is_not_replaced_without_being_told(tmp_path):
    out = tmp_path / "power.json"
    assert _run("--out", str(out)).exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["target"] == 0.8
    assert _run("--out", str(out)).exception is not None
    assert _run("--out", str(out), "--force").exit_code == 0
