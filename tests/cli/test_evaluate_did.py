"""``chiiki evaluate did | bacon``: JSON as promised, any spelling of never treated, hostile input."""

from __future__ import annotations

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.errors import InputError, MethodError, MissingValueError, OutputError, UnknownNameError
from did_reference import GOLDEN, POINT, reference, rows_of

runner = CliRunner()

COLUMNS = ("--unit", "unit", "--time", "year", "--outcome", "y", "--first-treated", "first_treated")
TABLE = (GOLDEN / "panel47.csv").read_text(encoding="utf-8")
PARTS = {"by_event_time": "event_time", "by_cohort": "cohort", "by_period": "period"}
ENTRY = {"estimate", "standard_error", "interval", "p_value", "n"}


def _run(*arguments, stdin=TABLE, command="did"):
    return runner.invoke(app, ["evaluate", command, "-", *COLUMNS, *arguments], input=stdin)


def _record(*arguments, stdin=TABLE, command="did"):
    result = _run(*arguments, "--format", "json", stdin=stdin, command=command)
    assert result.exception is None, result.exception
    return json.loads(result.stdout)


def _with(change):
    """Return the table with rows as dicts changed in place."""
    rows = list(csv.DictReader(io.StringIO(TABLE)))
    rows = [row for row in map(change, rows) if row is not None]
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _written(row, **cells):
    return {**row, **cells}


def test_the_json_holds_what_r_finds_with_full_precision():
    stored = reference("did")["panel47|~x1|dr|nevertreated|varying"]["aggte"]

    found = _record("--estimator", "cs", "--comparison", "never", "--covariate", "x1", "--method", "dr")

    for kind in ("simple", "group", "dynamic", "calendar"):
        entry = found["overall"][kind]
        assert set(entry) == ENTRY
        assert entry["estimate"] == pytest.approx(stored[kind]["overall_att"], abs=POINT)
        assert entry["standard_error"] == pytest.approx(stored[kind]["overall_se"], abs=1e-6)
    assert [row["event_time"] for row in found["by_event_time"]] == stored["dynamic"]["egt"]
    assert [row["cohort"] for row in found["by_cohort"]] == [2003, 2005, 2008]
    assert [row["period"] for row in found["by_period"]] == list(range(2003, 2012))
    assert found["settings"]["package"] == "diff-diff 3.13.0"


def test_every_entry_says_what_it_is_about():
    found = _record("--draws", "99")

    assert (found["estimator"], found["comparison"], found["inference"], found["level"]) == (
        "bjs",
        "not-yet",
        "randomisation",
        0.95,
    )
    for part, name in PARTS.items():
        assert {frozenset(entry) for entry in found[part]} == {frozenset(ENTRY | {name})}
    cells = found["by_cohort_and_period"]
    assert {frozenset(entry) for entry in cells} == {frozenset(ENTRY | {"event_time", "cohort", "period"})}
    assert all(entry["event_time"] == entry["period"] - entry["cohort"] for entry in cells)
    counts = ("n_units", "n_treated", "n_never", "n_periods", "n_cells")
    assert [found[name] for name in counts] == [47, 19, 28, 12, 564]
    assert found["exclusions"] == []
    assert [caution["code"] for caution in found["cautions"]] == ["mechanism"]
    assert found["settings"]["seed"] == "0"


@pytest.mark.parametrize("estimator", ["sa", "2s", "etwfe", "dcdh", "lpdid", "twfe"])
def test_every_estimator_has_the_same_form(estimator):
    found = _record("--estimator", estimator)

    assert found["overall"].keys() <= {"simple", "group", "dynamic", "calendar"}
    assert found["overall"]
    assert {frozenset(entry) for entry in found["by_event_time"]} == {frozenset(ENTRY | {"event_time"})}
    assert isinstance(found["by_cohort_and_period"], list)


@pytest.mark.parametrize(("estimator", "asked"), [("bjs", "never"), ("2s", "never"), ("sa", "not-yet")])
def test_an_estimator_with_one_comparison_keeps_it_and_says_so(estimator, asked):
    plain = _record("--estimator", estimator, "--inference", "analytic")
    found = _record("--estimator", estimator, "--inference", "analytic", "--comparison", asked)

    assert found["overall"] == plain["overall"]
    assert found["comparison"] != asked
    assert "own-comparison" in [caution["code"] for caution in found["cautions"]]


def test_counts_are_for_poisson():
    table = (GOLDEN / "counts47.csv").read_text(encoding="utf-8").replace(",count\n", ",y\n", 1)

    found = _record("--estimator", "ppml", stdin=table)

    stored = reference("etwfe")["counts47|poisson|notyet"]["simple"]["estimate"][0]
    assert found["overall"]["simple"]["estimate"] == pytest.approx(stored, abs=POINT)


@pytest.mark.parametrize(("never", "written"), [("empty", ""), ("zero", "0"), ("inf", "inf"), ("any", "inf")])
def test_never_treated_is_written_as_the_caller_says(never, written):
    table = _with(lambda row: _written(row, first_treated=written) if row["first_treated"] == "0" else row)

    found = _record("--estimator", "twfe", "--never", never, stdin=table)

    stored = reference("fixest")["panel47|twfe"]["cluster_unit"]["estimate"][0]
    assert found["n_never"] == 28
    assert found["overall"]["simple"]["estimate"] == pytest.approx(stored, abs=POINT)


def test_another_spelling_of_never_treated_is_refused():
    result = _run("--never", "empty")

    assert isinstance(result.exception, InputError)
    assert "'0' is no first treated period. Write a whole number, an empty cell" in str(result.exception)
    assert "choose from any, empty, zero, inf" in str(_run("--never", "nil").exception)


def test_what_is_left_out_is_counted():
    table = _with(
        lambda row: (
            None
            if row["unit"] == "4" and row["year"] == "2001"
            else _written(row, first_treated={"1": "unknown", "2": "1990"}.get(row["unit"], row["first_treated"]))
        )
    )
    found = _record("--estimator", "2s", stdin=table)

    assert [(left["reason"], left["n"], left["units"]) for left in found["exclusions"]] == [
        ("not-known", 1, ["1"]),
        ("always-treated", 1, ["2"]),
    ]
    assert found["n_units"] == 45
    assert "unbalanced" in [caution["code"] for caution in found["cautions"]]


def test_clusters_levels_and_seeds_are_repeated():
    found = _record(
        "--estimator",
        "cs",
        "--cluster",
        "block",
        "--inference",
        "analytic",
        "--level",
        "0.9",
        "--base-period",
        "universal",
    )

    assert found["settings"]["clusters"] == "8 clusters"
    assert found["settings"]["base_period"] == "universal"
    assert found["level"] == 0.9
    assert _record("--draws", "99", "--seed", "3") == _record("--draws", "99", "--seed", "3")


def test_a_table_for_people_has_a_line_for_each_effect_and_the_rest_beside_it():
    result = _run("--estimator", "sa")

    lines = result.stdout.splitlines()
    assert lines[0].split() == ["effect", "estimate", "standard_error", "low", "high", "p_value", "n"]
    assert lines[1].split()[:3] == ["simple", "1.155", "0.2247"]
    assert "19 of 47 units treated, 564 cells" in result.stderr
    assert "Compared with units never treated. Intervals: analytic, level 0.95." in result.stderr


def test_a_result_may_go_to_a_file_that_is_not_there_yet(tmp_path):
    out = tmp_path / "did.json"

    assert _run("--estimator", "twfe", "--out", str(out)).exception is None
    assert json.loads(out.read_text(encoding="utf-8"))["estimator"] == "twfe"
    assert isinstance(_run("--estimator", "twfe", "--out", str(out)).exception, OutputError)
    assert _run("--estimator", "twfe", "--out", str(out), "--force").exception is None


@pytest.mark.parametrize(
    ("arguments", "table", "error", "message"),
    [
        (("--estimator", "did"), TABLE, InputError, "estimator is one of cs, sa"),
        (("--inference", "guess"), TABLE, InputError, "there is no inference 'guess'"),
        (("--format", "xml"), TABLE, InputError, "no format 'xml'"),
        (("--covariate", "gdp"), TABLE, UnknownNameError, "gdp"),
        (("--cluster", "area"), TABLE, UnknownNameError, "area"),
        (
            ("--estimator", "sa"),
            _with(lambda row: row if row["first_treated"] != "0" else None),
            MethodError,
            "so none is never treated",
        ),
        ((), _with(lambda row: _written(row, year="2000.5") if row["year"] == "2000" else row), InputError, "no whole"),
        (
            (),
            _with(lambda row: _written(row, year="") if row["year"] == "2000" else row),
            MissingValueError,
            "is empty",
        ),
        ((), TABLE + TABLE.splitlines()[1] + "\n", InputError, "stands twice in year 2000"),
        (
            (),
            _with(lambda row: _written(row, first_treated="2004") if row["year"] == "2007" else row),
            InputError,
            "stays treated",
        ),
        ((), _with(lambda row: _written(row, y="1")), InputError, "the outcome is 1.0 in every cell"),
        (("--estimator", "ppml"), TABLE, InputError, "is below 0, and a count is not"),
        ((), _with(lambda row: None if row["year"] == "2004" else row), InputError, "one common step"),
        ((), _with(lambda row: _written(row, first_treated="0")), MethodError, "no treated unit is left"),
    ],
)
def test_bad_input_is_refused_with_a_reason(arguments, table, error, message):
    result = _run(*arguments, stdin=table)

    assert isinstance(result.exception, error)
    assert message in str(result.exception)
    assert not result.stdout


def test_bacon_has_the_comparisons_of_r():
    stored = reference("bacon")["panel47|y ~ treated"]

    found = _record(command="bacon")

    assert found["estimate"] == pytest.approx(stored["total"], abs=POINT)
    assert sum(entry["weight"] for entry in found["by_kind"].values()) == pytest.approx(1.0)
    assert found["comparisons"][0].keys() == {"kind", "treated", "untreated", "estimate", "weight"}
    assert found["comparisons"][0]["untreated"] is None
    assert len(found["comparisons"]) == len(stored["comparisons"]["weight"])


def test_bacon_for_people_says_how_much_is_no_effect():
    result = _run(command="bacon")

    assert result.stdout.splitlines()[0].split() == ["compared_with", "treated", "untreated", "estimate", "weight"]
    assert "compared with never: 85.4%" in result.stderr
    assert "8% of the coefficient compares cohorts with units that were treated before them" in result.stderr


@pytest.mark.parametrize("command", ["did", "bacon"])
def test_help_shows_a_command_to_copy(command):
    result = runner.invoke(app, ["evaluate", command, "--help"])

    assert f"chiiki evaluate {command} panel.csv --unit pref --time year" in " ".join(result.stdout.split())


def test_the_stored_panel_is_the_one_the_command_reads():
    assert len(rows_of("panel47")) == len(TABLE.splitlines()) - 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("did", "-", *COLUMNS),
        ("sensitivity", "-", "--kind", "leave-one-out", *COLUMNS),
        ("overlap", "-", *COLUMNS, "--first-treated", "other"),
        ("programme", "KCI"),
    ],
)
def test_a_seed_below_zero_is_refused_at_the_door(arguments):
    result = runner.invoke(app, ["evaluate", *arguments, "--seed", "-1"], input=TABLE)

    assert result.exit_code == 2
    assert "-1 is not in the range x>=0" in result.stderr
