"""``chiiki evaluate overlap``: numbers, files, hostile input."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest
from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.errors import InputError, MethodError, MissingValueError, UnknownNameError
from chiiki.evaluation.tables.overlap import read_overlap

runner = CliRunner()

STARTS = {"a": (2003, ""), "b": (2003, ""), "c": ("", 2004), "d": ("", 2004), "e": (2003, 2004), "f": (2003, 2004)}
"""Units in A, in B, in both; six more are in none."""

COLUMNS = ("--unit", "pref", "--time", "year", "--outcome", "y", "--first-treated", "A", "--first-treated", "B")
QUICK = ("--draws", "99")


def _table(starts=STARTS):
    generator = np.random.default_rng(4)
    lines = ["pref,year,y,A,B"]
    for row, unit in enumerate("abcdefghijkl"):
        start = starts.get(unit, ("", ""))
        for year in range(2000, 2007):
            on = [begin != "" and year >= begin for begin in start]
            outcome = row + 0.5 * year + 1.0 * on[0] + 2.0 * on[1] + generator.normal(0, 1e-6)
            lines.append(f"{unit},{year},{outcome:.9f},{start[0]},{start[1]}")
    return "\n".join(lines) + "\n"


PANEL = _table()


def _run(*arguments, stdin=PANEL):
    return runner.invoke(app, ["evaluate", "overlap", "-", *arguments], input=stdin)


def test_the_json_holds_every_programme_by_event_time_with_its_cells():
    result = _run(*COLUMNS, *QUICK, "--format", "json")
    assert result.exception is None, result.exception
    found = json.loads(result.stdout)
    a, b = found["programmes"]

    # Noise has a standard deviation of 1e-6.
    assert (a["overall"]["estimate"], b["overall"]["estimate"]) == pytest.approx((1, 2), abs=1e-5)
    assert [one["event_time"] for one in a["by_event_time"]] == [0, 1, 2, 3]
    assert [one["estimate"] for one in b["by_event_time"]] == pytest.approx([2, 2, 2], abs=1e-5)
    assert (a["n_cells"], a["n_cells_alone"], b["n_cells"], b["n_cells_alone"]) == (16, 10, 12, 6)
    assert found["pairs"][0]["programmes"] == ["A", "B"]
    assert found["pairs"][0]["estimate"] == pytest.approx(0, abs=1e-5)
    assert [step["added"] for step in found["steps"]] == ["A", "B"]
    assert set(a["overall"]) == {"estimate", "standard_error", "interval", "p_value", "n"}
    assert a["overall"]["p_value"] < 0.1
    assert (found["n_draws"], found["seed"], found["effects"], found["n_units"]) == (99, 0, "event_time", 12)
    assert found["joint_p_value"] == 0.01


def test_a_table_for_people_has_a_line_for_each_effect_and_says_the_rest():
    result = _run(*COLUMNS, *QUICK, "--effects", "constant", "--no-pairs", "--order", "B", "--order", "A")

    assert result.exception is None, result.exception
    assert [line.split()[:2] for line in result.stdout.splitlines()] == [
        ["programme", "event_time"],
        ["A", "all"],
        ["B", "all"],
        ["A", "and"],
    ]
    assert "A: 16 cells, 10 alone; B: 12 cells, 6 alone" in result.stderr


def test_gaps_are_fitted_draw_by_draw_and_units_not_known_are_counted():
    lines = [line for line in PANEL.splitlines() if not line.startswith(("l,2001", "k,2005"))]
    lines += [f"m,{year},{1.5 * year},unknown," for year in range(2000, 2007)]
    result = _run(*COLUMNS, "--effects", "constant", *QUICK, "--format", "json", stdin="\n".join(lines) + "\n")

    assert result.exception is None, result.exception
    found = json.loads(result.stdout)
    assert found["exclusions"] == [{"reason": "not-known", "units": ["m"]}]
    assert found["programmes"][0]["overall"]["estimate"] == pytest.approx(1, abs=1e-5)


def test_a_long_computation_is_announced(monkeypatch):
    monkeypatch.setattr(sys.modules["chiiki.cli.evaluate.overlap"], "SLOW", 5_000)
    lines = [line for line in PANEL.splitlines() if not line.startswith("l,2001")]

    long, short = (_run(*COLUMNS, *QUICK, "--effects", "constant", stdin=text) for text in ("\n".join(lines), PANEL))

    assert "every one of 99 draws is a fit of its own" in long.stderr
    assert "fit of its own" not in short.stderr


@pytest.mark.parametrize(
    ("arguments", "stdin", "error", "words"),
    [
        (COLUMNS[:8], PANEL, InputError, "at least two programmes, each once, got 'A'"),
        ((*COLUMNS, "--first-treated", "A"), PANEL, InputError, "each once, got 'A', 'B', 'A'"),
        ((*COLUMNS[:8], "--first-treated", "C"), PANEL, UnknownNameError, "no column 'C'"),
        (COLUMNS, PANEL.replace("a,2002,", "a,2001,"), InputError, "stands twice in year 2001"),
        (COLUMNS, PANEL.replace("a,2002,", ",2002,"), MissingValueError, "column 'pref' is empty"),
        ((*COLUMNS, "--never", "zero"), PANEL, InputError, "is no first treated period. Write a whole number, 0"),
        ((*COLUMNS, "--never", "no"), PANEL, UnknownNameError, "--never 'no' is unknown"),
        ((*COLUMNS, "--effects", "linear"), PANEL, UnknownNameError, "choose from event_time, constant"),
        ((*COLUMNS, "--order", "B"), PANEL, UnknownNameError, "order must list every programme once, got B"),
        ((*COLUMNS, "--draws", "9"), PANEL, InputError, "draws must be at least 99"),
        (COLUMNS, _table({"a": (2003, 2003), "b": (2004, 2004)}), MethodError, "told apart"),
        (COLUMNS, _table({"c": ("", 2004)}), MethodError, "A: no cell under it has an imputed effect"),
    ],
)
def test_hostile_input_is_refused_with_what_to_do(arguments, stdin, error, words):
    result = _run(*arguments, stdin=stdin)

    assert isinstance(result.exception, error), result.exception
    assert words in str(result.exception)


def test_programmes_are_read_side_by_side_with_the_first_of_any():
    rows = {
        "u": ["A", "A", "B", "B"],
        "t": [1, 2, 1, 2],
        "y": [1.0, 2, 3, 4],
        "p": [2, 2, "", ""],
        "q": ["?", "?", 1, 1],
    }

    panel, first = read_overlap(rows, unit="u", time="t", outcome="y", first_treated=["p", "q"])

    np.testing.assert_array_equal(first, [[2, np.nan], [np.inf, 1]])
    np.testing.assert_array_equal(panel.first_treated, [np.nan, 1])
