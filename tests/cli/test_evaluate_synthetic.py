"""``chiiki evaluate synthetic``: its JSON, its table, and input that it refuses."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.errors import ChiikiError
from synthetic_data import GOLDEN

SMOKING = ("--unit", "state", "--time", "year", "--outcome", "cigsale")
COLUMNS = ("--unit", "pref", "--time", "year", "--outcome", "y")


def run(*arguments):
    return CliRunner().invoke(app, ["evaluate", "synthetic", *map(str, arguments)])


def answer(*arguments):
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, (result.output, result.exception)
    return json.loads(result.stdout)


def refused(*arguments):
    result = run(*arguments)
    assert isinstance(result.exception, ChiikiError), (result.output, result.exception)
    assert result.stdout == ""
    return str(result.exception)


@pytest.fixture
def lines():
    """Nine prefectures over ten years; T is midway between A and B, and 3 higher from 2006 on."""
    generator = np.random.default_rng(4)
    outcomes = generator.normal(size=(9, 2)) @ generator.normal(size=(2, 10)) + generator.normal(size=(9, 10)) * 0.1
    outcomes[0] = (outcomes[1] + outcomes[2]) / 2 + 3.0 * (np.arange(2000, 2010) >= 2006)
    start = {"T": 2006, "H": 2008}
    return [
        f"{unit},{year},{outcomes[row, at]!r},{start.get(unit, 0)}".replace("np.float64(", "").replace(")", "")
        for row, unit in enumerate("TABCDEFGH")
        for at, year in enumerate(range(2000, 2010))
    ]


@pytest.fixture
def write(tmp_path, lines):
    def written(change=lambda rows: rows):
        path = tmp_path / "panel.csv"
        path.write_text("\n".join(["pref,year,y,start", *change(list(lines))]) + "\n", encoding="utf-8")
        return path

    return written


def test_proposition_99_gives_weights_gaps_and_ranks_at_full_precision():
    found = answer(GOLDEN / "smoking.csv", *SMOKING, "--treated", "California", "--from", 1989)

    assert found["weights"]["Utah"] == pytest.approx(0.39391, abs=1e-4)  # as the reference solver
    assert sum(found["weights"].values()) == pytest.approx(1.0)
    assert found["att"] == pytest.approx(-19.5136, abs=1e-4)
    assert found["rmspe_pre"] == pytest.approx(1.65640, abs=1e-5)
    assert (found["ratio_rank"], found["n_ranked"]) == (3, 39)
    assert found["p_value"] == 3 / 39
    assert [gap["time"] for gap in found["gaps"]] == list(range(1970, 2001))
    assert np.mean([gap["gap"] for gap in found["gaps"][19:]]) == pytest.approx(found["att"])
    assert len(found["placebos"]) == 38
    assert found["placebo_in_time"]["from"] == 1979
    assert {one["unit"] for one in found["without_donor"]} == set(found["weights"])


def test_the_table_is_the_series_and_the_rest_is_said_beside_it():
    result = run(GOLDEN / "smoking.csv", *SMOKING, "--treated", "California", "--from", 1989)

    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0].split() == ["time", "cigsale", "synthetic", "gap"]
    assert len(result.stdout.splitlines()) == 32
    for told in ("Mean gap -19.51", "Rank 3 of 39", "Utah 0.394", "As if from 1979 on", "Without single donors"):
        assert told in result.stderr


@pytest.mark.parametrize("method", ["sc", "asc", "sdid", "mc"])
def test_every_method_has_the_same_keys_in_both_forms(write, method):
    table = write()

    single = answer(table, *COLUMNS, "--treated", "T", "--from", 2006, "--method", method)
    several = answer(table, *COLUMNS, "--first-treated", "start", "--method", method, "--draws", 20)

    assert {"weights", "gaps", "att", "rmspe_pre", "rmspe_post", "ratio_rank", "p_value"} <= set(single)
    assert single["method"] == several["method"] == method
    assert (single["weights"] == {}) == (method == "mc")
    assert (single["standard_error"] is not None) == (method == "sdid")
    assert (several["n_treated"], several["n_ranked"]) == (2, 21)
    assert {"by_event_time", "by_unit", "effect_p_value", "interval"} <= set(several)


def test_predictors_are_matched_and_their_weights_shown(write):
    table = write()

    found = answer(table, *COLUMNS, "--treated", "T", "--from", 2006, "--predictor", "y:2000-2002",
                   "--predictor", "y:2005-2005", "--placebo", "none")  # fmt: skip

    assert [one["predictor"] for one in found["predictors"]] == ["y:2000-2002", "y:2005-2005"]
    assert sum(one["weight"] for one in found["predictors"]) == pytest.approx(1.0)
    assert (found["placebos"], found["p_value"], found["placebo_in_time"]) == ([], None, None)


def test_the_date_may_come_from_the_column_and_treated_units_are_no_donors(write):
    found = answer(write(), *COLUMNS, "--treated", "T", "--first-treated", "start", "--placebo", "space")

    assert found["from"] == 2006
    assert found["donors"] == list("ABCDEFG")


def test_the_result_goes_to_a_file_that_is_not_overwritten(write, tmp_path):
    out = tmp_path / "found.json"
    arguments = (write(), *COLUMNS, "--treated", "T", "--from", 2006, "--placebo", "none", "--out", out)

    assert run(*arguments).exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["treated"] == "T"
    assert "found.json" in refused(*arguments)
    assert run(*arguments, "--force").exit_code == 0


def test_the_staggered_table_is_by_event_time(write):
    result = run(write(), *COLUMNS, "--first-treated", "start", "--draws", 20)

    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0].split() == ["event_time", "gap", "n"]
    assert "Beside 20 draws of donors" in result.stderr


def test_a_perfect_fit_has_no_ratio_in_json(write):
    def same(rows):
        values = {row.split(",")[1]: row.split(",")[2] for row in rows if row.startswith("A,")}
        return [f"T,{r.split(',')[1]},{values[r.split(',')[1]]},0" if r.startswith("T,") else r for r in rows]

    found = answer(write(same), *COLUMNS, "--treated", "T", "--from", 2006)

    assert (found["rmspe_pre"], found["ratio"]) == (0.0, None)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "name the treated unit with --treated UNIT --from TIME"),
        (("--treated", "T"), "say from when T is treated: --from TIME"),
        (("--treated", "Tt", "--from", 2006), "there is no treated unit 'Tt'. Did you mean 'T'?"),
        (("--treated", "T", "--from", 2000), "no period before treatment"),
        (("--treated", "T", "--from", 2030), "no period in which to see an effect"),
        (("--treated", "A", "--first-treated", "start"), "gives no period for A. Add --from TIME"),
        (("--from", 2006, "--first-treated", "start"), "--from is for one treated unit"),
        (("--predictor", "y:1-2", "--first-treated", "start"), "--predictor is for one treated unit"),
        (("--treated", "T", "--from", 2006, "--method", "did"), "choose from sc, asc, sdid, mc"),
        (("--treated", "T", "--from", 2006, "--placebo", "some"), "choose from all, space, time, donors, none"),
        (("--treated", "T", "--from", 2006, "--predictor", "y"), "Write COLUMN:FROM-TO"),
        (("--treated", "T", "--from", 2006, "--predictor", "z:2000-2001"), "has no column 'z'"),
        (("--treated", "T", "--from", 2006, "--predictor", "y:1990-1995"), "has no value for 9 of 9 units"),
        (("--treated", "T", "--from", 2006, "--predictor", "y:2004-2007"), "reaches into treatment"),
        (("--treated", "T", "--from", 2006, "--donor", "A"), "at least 2 untreated units"),
        (("--treated", "T", "--from", 2006, "--donor", "A", "--donor", "T"), "cannot be a donor"),
        (("--treated", "T", "--first-treated", "start", "--donor", "A", "--donor", "H"), "'H' is treated from 2008"),
        (("--treated", "T", "--from", 2006, "--format", "csv"), "there is no format 'csv'"),
        (("--first-treated", "start", "--never", "nil"), "choose from any, empty, zero, inf"),
        (("--first-treated", "start", "--never", "inf"), "is no first treated period"),
        (("--treated", "T", "--from", 2006, "--method", "sdid", "--penalty", "1"), "a penalty is for the methods asc"),
    ],
)  # fmt: skip
def test_options_that_do_not_fit_are_refused(write, options, told):
    assert told in refused(write(), *COLUMNS, *options)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rows: [*rows, rows[3]], "'T' stands twice in year 2003"),
        (lambda rows: rows[:12] + rows[13:], "1 outcome of 1 donor is missing (A 2002)"),
        (lambda rows: rows[:3] + rows[4:], "1 outcome of 1 treated unit is missing (T 2003)"),
        (lambda rows: [row.replace("A,2001,", "A,2001.5,") for row in rows], "is no whole number"),
        (lambda rows: [*rows[:5], "T,2005,much,0", *rows[6:]], "'much'"),
        (lambda rows: [*rows[:15], "A,2005,inf,0", *rows[16:]], "inf"),
        (lambda rows: rows[:10], "at least 2 untreated units"),
        (lambda rows: rows[:20], "there is 1"),
        (lambda _rows: [], "no rows"),
    ],
)  # fmt: skip
def test_tables_that_no_comparison_can_be_made_of_are_refused(write, change, told):
    assert told in refused(write(change), *COLUMNS, "--treated", "T", "--from", 2006)


def test_incomplete_donors_are_left_out_on_request_and_counted(write):
    table = write(lambda rows: rows[:12] + rows[13:])

    found = answer(table, *COLUMNS, "--treated", "T", "--from", 2006, "--drop-incomplete", "--placebo", "none")

    assert "A" not in found["donors"]
    assert found["cautions"][0]["code"] == "incomplete-dropped"


def test_the_help_page_says_what_each_method_does():
    result = CliRunner().invoke(app, ["evaluate", "synthetic", "--help"])

    for told in ("sc    synthetic control", "asc   augmented", "sdid  synthetic difference", "mc    matrix completion"):
        assert told in result.stdout
