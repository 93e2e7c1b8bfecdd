"""``chiiki evaluate sensitivity``: each kind as promised, and what it refuses."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.errors import InputError, MethodError, UnknownNameError
from chiiki.evaluation.did import estimate_effects
from chiiki.evaluation.honest.event_study import event_study_of
from chiiki.evaluation.honest.relative_magnitudes import relative_magnitudes
from did_reference import GOLDEN, panel_of

runner = CliRunner()

COLUMNS = ("--unit", "unit", "--time", "year", "--outcome", "y", "--first-treated", "first_treated")
TABLE = str(GOLDEN / "panel47.csv")


def _run(*arguments, table=(TABLE, *COLUMNS)):
    return runner.invoke(app, ["evaluate", "sensitivity", *table, *arguments])


def _record(*arguments, table=(TABLE, *COLUMNS)):
    result = _run(*arguments, "--format", "json", table=table)
    assert result.exception is None, result.exception
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def panel():
    return panel_of("panel47")


def test_honest_bounds_are_those_of_the_event_study_against_one_base(panel):
    effects = estimate_effects(panel, estimator="cs", base_period="universal", inference="analytic")
    expected = relative_magnitudes(event_study_of(effects), bounds=[0.0, 1.0])

    found = _record("--kind", "honest", "--bound", "0", "--bound", "1")

    assert found["event_study"] == "cs, not-yet treated"
    assert [row["interval"] for row in found["robust"]] == [list(one.interval) for one in expected.robust]
    assert found["breakdown"] == expected.breakdown
    assert (found["n_before"], found["n_after"]) == (7, 9)


def test_smoothness_and_the_first_period_may_be_asked_for():
    found = _record("--kind", "honest", "--restriction", "smoothness", "--weights", "first", "--bound", "0.1")

    assert found["restriction"] == "smoothness"
    assert found["weights"] == [1.0, *[0.0] * 8]
    assert [row["bound"] for row in found["robust"]] == [0.1]


@pytest.fixture
def study(tmp_path):
    table, matrix = tmp_path / "study.csv", tmp_path / "covariance.csv"
    table.write_text("event_time,estimate\n-2,-1\n-1,0\n0,3\n", encoding="utf-8")
    matrix.write_text("-2,0\n0.01,0\n0,0.04\n", encoding="utf-8")
    return ("--event-study", str(table), "--covariance", str(matrix))


def test_an_event_study_of_others_needs_no_panel(study):
    found = _record("--kind", "honest", *study, "--restriction", "smoothness", "--bound", "0", table=())

    low, high = found["robust"][0]["interval"]
    assert (low + high) / 2 == pytest.approx(2.0)  # it rose by 1 in the period before
    assert (found["n_before"], found["n_after"], found["original"][0] > 2.5) == (1, 1, True)


def test_the_covariance_is_matched_by_its_event_times(study, tmp_path):
    in_order = _record("--kind", "honest", *study, table=())
    (tmp_path / "covariance.csv").write_text("0,-1,-2\n0.04,0,0\n0,0,0\n0,0,0.01\n", encoding="utf-8")

    assert _record("--kind", "honest", *study, table=())["robust"] == in_order["robust"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b\n0.01,0\n0,0.04\n", "the first row must hold the event times, got a, b"),
        ("-3,0\n0.01,0\n0,0.04\n", "event times -3, 0, the event study -2, 0. Give one row"),
        ("-2,0\n0.01,0\n", "has 1 rows"),
        ("-2,0\n0.01,\n,0.04\n", "missing or infinite"),
    ],
)
def test_a_covariance_that_does_not_fit_is_refused(study, tmp_path, content, message):
    (tmp_path / "covariance.csv").write_text(content, encoding="utf-8")

    result = _run("--kind", "honest", *study, table=())

    assert isinstance(result.exception, InputError)
    assert message in str(result.exception)


def test_an_event_study_that_has_an_estimate_at_its_reference_is_refused(study, tmp_path):
    (tmp_path / "study.csv").write_text("event_time,estimate\n-2,-1\n-1,0.5\n0,3\n", encoding="utf-8")

    assert "event time -1 has the estimate 0.5" in str(_run("--kind", "honest", *study, table=()).exception)


def test_a_table_says_where_zero_enters(study):
    result = _run("--kind", "honest", *study, table=())

    assert result.stdout.splitlines()[0].split() == ["interval", "bound", "low", "high", "excludes_zero"]
    assert "0 stays outside the interval up to a violation of" in result.stderr


def test_leaving_out_a_unit_equals_the_estimate_without_its_rows(panel):
    found = _record("--kind", "leave-one-out")

    without = estimate_effects(panel.subset(np.arange(1, 47)), inference="analytic").overall["simple"]
    assert found["without"][0]["left_out"] == panel.units[0]
    assert found["without"][0]["estimate"] == pytest.approx(without.estimate, abs=1e-12)
    assert len(found["without"]) == 47
    assert found["extent"][0] <= found["whole"]["estimate"] <= found["extent"][1]


def test_cohorts_are_left_out_one_by_one():
    found = _record("--kind", "leave-cohort-out")

    assert [row["left_out"] for row in found["without"]] == ["2003", "2005", "2008"]
    assert found["most_influential"] in {"2003", "2005", "2008"}


def test_specifications_are_sorted_and_what_cannot_be_run_says_why():
    options = ("--estimator", "bjs", "--estimator", "cs", "--window", "2000-", "--window", "2003-2011")

    found = _record("--kind", "specifications", *options, "--outcome-form", "level", "--outcome-form", "log")

    estimates = [row["estimate"] for row in found["ran"]]
    assert estimates == sorted(estimates)
    assert len(found["ran"]) + len(found["not_run"]) == 8
    assert all("no logarithm" in row["reason"] for row in found["not_run"])
    assert found["share_same_sign"] == 1.0


def test_neighbours_may_come_as_pairs(tmp_path, panel):
    pairs = tmp_path / "pairs.csv"
    lines = [f"{panel.units[row]},{panel.units[row + 1]}" for row in range(0, 40, 3)]
    pairs.write_text("a,b\n" + "\n".join(lines) + "\n", encoding="utf-8")

    found = _record("--kind", "neighbours", "--neighbours", str(pairs))

    assert found["n_pairs"] == 14
    left_out = found["dropped"]["left_out"]
    assert left_out
    assert found["own_level"]["difference"]["estimate"] == pytest.approx(
        found["own_level"]["direct"]["estimate"] - found["own_level"]["ignoring"]["estimate"]
    )


@pytest.fixture
def prefectures(tmp_path):
    names = ["北海道", "青森", "Iwate", "04", "秋田県", "Yamagata", "福島", "沖縄"]
    starts = {"青森": 2004, "04": 2005}
    rng = np.random.default_rng(5)
    rows = [
        f"{name},{year},{rng.standard_normal():.6f},{starts.get(name, '')}"
        for name in names
        for year in range(2000, 2008)
    ]
    table = tmp_path / "prefectures.csv"
    table.write_text("unit,year,y,first_treated\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return (str(table), *COLUMNS)


def test_prefectures_are_found_by_any_name_and_their_borders_in_the_pack(prefectures):
    found = _record("--kind", "neighbours", "--prefectures", "land", table=prefectures)

    assert found["dropped"]["left_out"] == ["Iwate", "秋田県", "Yamagata", "福島"]
    assert [caution["code"] for caution in found["cautions"]] == ["islands"]
    by_tunnel = _record("--kind", "neighbours", "--prefectures", "link", table=prefectures)
    assert by_tunnel["dropped"]["left_out"] == ["北海道"]


def test_rings_are_measured_between_the_seats(prefectures):
    found = _record("--kind", "neighbours", "--prefectures", "land", "--ring", "60", "--ring", "140", table=prefectures)

    assert [row["ring"] for row in found["own_level"]["spillovers"]] == [1, 2]


def test_seats_may_stand_in_the_table(tmp_path, prefectures):
    lines = (tmp_path / "prefectures.csv").read_text(encoding="utf-8").splitlines()
    units = list(dict.fromkeys(line.split(",")[0] for line in lines[1:]))
    placed = [f"{line},35,{130 + units.index(line.split(',')[0])}" for line in lines[1:]]
    (tmp_path / "prefectures.csv").write_text("\n".join([lines[0] + ",lat,lon", *placed]) + "\n", encoding="utf-8")

    found = _record("--kind", "neighbours", "--seats", "lat,lon", "--ring", "100", table=prefectures)

    assert found["n_pairs"] == 7  # one degree of longitude at 35°N is 91 km


def test_dropping_that_leaves_nobody_is_said_and_the_rest_is_given(prefectures, tmp_path):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(
        "a,b\n" + "".join(f"青森,{unit}\n" for unit in ("北海道", "Iwate", "秋田県", "Yamagata", "福島", "沖縄"))
    )

    found = _record("--kind", "neighbours", "--neighbours", str(pairs), table=prefectures)

    assert found["dropped"]["not_run"].startswith("every one of 6 never treated units borders a treated one")
    assert found["own_level"]["direct"]["n_cells"] == 1  # Aomori in 2004, while Miyagi was neither


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("--kind", "magic"), InputError, "there is no kind 'magic'; choose from honest, leave-one-out"),
        (("--kind", "honest", "--restriction", "any"), InputError, "choose relative-magnitudes or smoothness"),
        (("--kind", "honest", "--weights", "all"), InputError, "mean, first, or a number for each period"),
        (("--kind", "honest", "--estimator", "cs", "--estimator", "sa"), InputError, "takes one estimator"),
        (("--kind", "honest", "--event-study", "x.csv"), InputError, "--covariance together, and no TABLE"),
        (("--kind", "leave-one-out", "--estimator", "magic"), InputError, "estimator is one of"),
        (("--kind", "specifications", "--window", "early"), InputError, "FROM-TO such as 2001-2012"),
        (("--kind", "neighbours"), InputError, "say who is near whom.*got none"),
        (("--kind", "neighbours", "--ring", "50"), InputError, "--ring needs the seats"),
        (("--kind", "neighbours", "--ring", "50", "--seats", "lat"), InputError, "two columns as LAT,LON"),
        (("--kind", "neighbours", "--prefectures", "sea"), InputError, "sea is no kind of border"),
        (("--kind", "neighbours", "--neighbours", TABLE), UnknownNameError, "no pair of neighbours has both names"),
    ],
)
def test_options_that_ask_for_nothing_are_refused(arguments, error, message):
    result = _run(*arguments)

    assert isinstance(result.exception, error)
    assert re.search(message, str(result.exception))


def test_a_table_without_its_columns_is_refused():
    result = _run("--kind", "leave-one-out", table=(TABLE, "--unit", "unit"))

    assert str(result.exception).startswith("--time, --outcome, --first-treated is not given.")


def test_too_few_treated_have_no_event_study_to_bound(prefectures):
    result = _run("--kind", "honest", table=prefectures)

    assert isinstance(result.exception, MethodError)
    assert "fewer than six treated units" in str(result.exception)
