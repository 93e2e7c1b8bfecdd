"""``chiiki evaluate coverage``: the table of any design, the same for the same seed."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.errors import UnknownNameError

runner = CliRunner()


def _run(*arguments):
    return runner.invoke(app, ["evaluate", "coverage", "--replications", "20", "--draws", "99", *arguments])


def test_a_table_has_a_row_for_each_interval_and_names_the_seed():
    result = _run("--design", "D3s")

    assert result.exit_code == 0
    header, *rows = [line.split() for line in result.stdout.splitlines()]
    assert header[:4] == ["design", "interval", "bias", "coverage"]
    assert rows[0][:2] == ["D3s", "randomisation"]
    assert [row[1] for row in rows if row[-1] == "yes"] == ["jackknife", "analytic-bjs", "analytic-cs", "analytic-twfe"]
    assert "D3s: cohorts of two, two and one" in result.stderr
    assert "20 replications, 99 draws, seed 0." in result.stderr


def test_json_is_the_same_for_the_same_seed():
    one, same, other = (_run("--design", "d4o", "--format", "json", "--seed", seed).stdout for seed in "112")

    assert one == same != other
    record = json.loads(one)
    assert record["designs"][0]["sizes"] == [1]
    assert {"coverage", "size", "power", "width", "bias", "monte_carlo_error"} < record["coverage"][0].keys()


def test_an_unknown_design_is_refused():
    assert isinstance(_run("--design", "D9").exception, UnknownNameError)
