"""``chiiki evaluate balance``: the numbers by their formulas, files in and out, hostile input."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.errors import InputError, MissingValueError, OutputError, UnknownNameError

runner = CliRunner()

PANEL = """pref,year,income,pop,a,b,area
A,2000,1,10,0,0,w
B,2000,4,20,0,0,w
C,2000,6,20,0,0,e
A,2010,2,12,0.2,0,w
B,2010,4,18,0,0.1,w
C,2010,5,20,-0.1,0.1,e
"""
COLUMNS = ("--unit", "pref", "--time", "year", "--level", "income", "--from", "2000", "--to", "2010")
ASKED = (*COLUMNS, "--persons", "pop", "--log-effect", "a", "--log-effect", "b")


def _run(*arguments, stdin=PANEL):
    return runner.invoke(app, ["evaluate", "balance", "-", *arguments], input=stdin)


def _record(*arguments, stdin=PANEL):
    result = _run(*arguments, "--format", "json", stdin=stdin)
    assert result.exception is None, result.exception
    return json.loads(result.stdout)


def _theil(y, n):
    s = n / n.sum()
    m = s @ y
    return float((s * (y / m) * np.log(y / m)).sum())


def test_the_json_holds_the_numbers_of_the_formulas():
    found = _record(*ASKED, "--per-head-of", "residents", "--group", "area")
    theil = found["indices"]["theil"]

    y0, y1 = np.array([1.0, 4.0, 6.0]), np.array([2.0, 4.0, 5.0])
    n0, n1 = np.array([10.0, 20.0, 20.0]), np.array([12.0, 18.0, 20.0])
    a, b = np.array([0.2, 0, -0.1]), np.array([0, 0.1, 0.1])
    none, only_a, only_b = (_theil(y1 * np.exp(-off), n1) for off in (a + b, b, a))
    both = _theil(y1, n1)
    # Products of three regions in another order of summation.
    assert theil["start"] == pytest.approx(_theil(y0, n0), rel=1e-12)
    assert theil["end"] == pytest.approx(both, rel=1e-12)
    assert theil["counterfactual_end"] == pytest.approx(none, rel=1e-12)
    assert theil["change"] == pytest.approx(both - _theil(y0, n0), rel=1e-12)
    assert theil["effect"] == pytest.approx(both - none, rel=1e-12)
    assert theil["explained_share"] == pytest.approx((both - none) / (both - _theil(y0, n0)), rel=1e-12)
    assert theil["shapley"]["a"] == pytest.approx((only_a - none + both - only_b) / 2, rel=1e-12)
    assert theil["shapley"]["b"] == pytest.approx((only_b - none + both - only_a) / 2, rel=1e-12)
    assert found["unweighted"]["theil"]["end"] == pytest.approx(_theil(y1, np.ones(3)), rel=1e-12)
    split = found["theil_by_group"]["end"]
    assert split["within"] + split["between"] == pytest.approx(both, rel=1e-12)
    assert list(found["indices"]) == list(found["unweighted"]) == ["theil", "variance_of_logs", "gini"]
    assert (found["per_head_of"], found["weighting"], found["n_units"]) == ("residents", "persons", 3)
    assert [caution["code"] for caution in found["cautions"]] == ["no-interval"]
    assert found["who_gained"]["terciles"][0]["mean_effect"] == pytest.approx(0.2)
    assert found["convergence"]["beta"] < found["convergence"]["beta_without"] < 0


def test_without_persons_each_unit_counts_as_one_and_this_is_said():
    found = _record(*COLUMNS, "--log-effect", "a")

    assert found["indices"] == found["unweighted"]
    assert "unweighted" in [caution["code"] for caution in found["cautions"]]


def test_level_effects_are_taken_off_the_level():
    found = _record(*COLUMNS, "--level-effect", "a")
    worlds = np.array([2.0, 4.0, 5.0]), np.array([1.8, 4.0, 5.1])

    end, without = (_theil(world, np.ones(3)) for world in worlds)
    assert found["indices"]["theil"]["effect"] == pytest.approx(end - without, rel=1e-12)


def test_draws_in_files_give_intervals_and_take_the_bias_off(tmp_path):
    generator = np.random.default_rng(0)
    for name, scale in (("boot.csv", 0.2), ("null.csv", 0.0)):
        lines = ["draw,pref,a"]
        for draw in range(60):
            cells = scale * np.array([1, 0, -0.5]) + generator.normal(0, 0.02, 3)
            lines += [f"{draw},{unit},{cell}" for unit, cell in zip("ABC", cells, strict=True)]
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")

    files = ("--effect-draws", str(tmp_path / "boot.csv"), "--null-draws", str(tmp_path / "null.csv"))
    found = _record(*COLUMNS, "--log-effect", "a", *files)
    few = _record(*COLUMNS, "--log-effect", "a", *files, "--degrees-of-freedom", "10")
    gini, wider = found["indices"]["gini"], few["indices"]["gini"]

    assert (found["n_draws"], found["n_null"]) == (60, 60)
    assert gini["corrected_effect"] == pytest.approx(gini["effect"] - gini["bias"])
    assert gini["interval"][0] < gini["corrected_effect"] < gini["interval"][1] < 0
    # Quantiles of Student's t with 10 degrees of freedom, and of the normal distribution.
    assert np.ptp(wider["interval"]) / np.ptp(gini["interval"]) == pytest.approx(2.228139 / 1.959964, rel=1e-6)
    assert gini["share_interval"][0] < gini["explained_share"] < gini["share_interval"][1]
    assert "no-interval" not in [caution["code"] for caution in found["cautions"]]


def test_a_table_for_people_says_what_to_be_careful_with():
    result = _run(*ASKED)

    assert result.exception is None
    assert result.stdout.splitlines()[0].split()[:3] == ["weighting", "index", "start"]
    assert len(result.stdout.splitlines()) == 7
    assert "an effect below 0 brought them closer" in result.stderr
    assert "careful: The effects are estimates, and no draws" in result.stderr


def test_an_effect_at_the_start_and_a_tiny_change_are_said():
    found = _record(*ASKED, stdin=PANEL.replace("A,2000,1,10,0,0", "A,2000,2,12,0.1,0").replace("C,2000,6", "C,2000,5"))

    assert [caution["code"] for caution in found["cautions"]][:1] == ["treated-at-start"]
    assert found["unweighted"]["gini"]["explained_share"] is None
    assert found["unweighted"]["gini"]["change"] == 0


def test_where_strong_and_weak_cannot_be_told_apart_these_parts_are_empty():
    lines = PANEL.replace("B,2000,4", "B,2000,1").replace("C,2000,6", "C,2000,1")
    found = _record(*ASKED, stdin=lines)

    assert (found["who_gained"], found["convergence"], found["theil_by_group"]) == (None, None, None)
    zero = _record(*ASKED, stdin=PANEL.replace("A,2010,2", "A,2010,0"))
    assert zero["indices"]["variance_of_logs"] is None
    assert zero["convergence"] is None


def test_a_file_is_written_once_unless_forced(tmp_path):
    out = tmp_path / "balance.json"

    assert _run(*ASKED, "--out", str(out)).exception is None
    assert json.loads(out.read_text(encoding="utf-8"))["programmes"] == ["a", "b"]
    assert isinstance(_run(*ASKED, "--out", str(out)).exception, OutputError)
    assert _run(*ASKED, "--out", str(out), "--force").exception is None


@pytest.mark.parametrize(
    ("arguments", "stdin", "error", "words"),
    [
        (COLUMNS, PANEL, InputError, "--log-effect or --level-effect, one of the two"),
        ((*ASKED, "--level-effect", "a"), PANEL, InputError, "one of the two"),
        ((*COLUMNS, "--log-effect", "c"), PANEL, UnknownNameError, "no column 'c'"),
        (ASKED, PANEL.replace("B,2010,4,18,0,", "B,2010,4,18,,"), MissingValueError, "row 6: column 'a' is empty"),
        (ASKED, PANEL.replace("C,2010,5", "C,2010,"), MissingValueError, "row 7: column 'income' is empty"),
        (ASKED, PANEL.replace("C,2010,5", "C,2010,-5"), InputError, "row 7, column 'income': -5 is below 0"),
        (ASKED, PANEL.replace("C,2010,5,20", "C,2010,5,0"), InputError, "row 7, column 'pop': 0 is not above 0"),
        (ASKED, PANEL.replace("C,2010", "C,2011"), MissingValueError, "no row of 2010 for 1 of the units: C"),
        (ASKED, PANEL.replace("C,2010", "B,2010"), InputError, "stands in 2010 before"),
        (ASKED, PANEL.replace("0.2", "…"), InputError, "no number but a mark"),
        ((*ASKED, "--effect-draws", "nowhere.csv"), PANEL, InputError, "there is no file nowhere.csv"),
        ((*ASKED, "--confidence", "95"), PANEL, InputError, "level must be between 0 and 1"),
        ((*ASKED, "--format", "yaml"), PANEL, InputError, "there is no format 'yaml'"),
    ],
)
def test_hostile_input_is_refused_with_what_to_do(arguments, stdin, error, words):
    result = _run(*arguments, stdin=stdin)

    assert isinstance(result.exception, error), result.exception
    assert words in str(result.exception)
