"""A plan is carried out as it was announced; what was done otherwise or not at all is listed."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.errors import ChiikiError
from chiiki.evaluation.did import estimate_effects
from chiiki.evaluation.panel import usable
from chiiki.evaluation.plan import parse_plan
from chiiki.evaluation.tables.plans import read_plan_inputs
from chiiki.studies.plan_run import run_plan

YEARS = range(2000, 2010)
FIRST = {unit: 2004 if unit < 4 else 2006 if unit < 8 else 0 for unit in range(24)}
LEAST = 'question = "Q"\ndata = { table = "t.csv" }\n[[outcomes]]\ncolumn = "y"\n'
QUICK = "[inference]\ndraws = 99\nseed = 1\n[sensitivity]\nleave_one_out = false\n[estimation]\nsecond = []\n"


@pytest.fixture(scope="module")
def rows():
    """Return a panel whose effect on y is 2, on z none; seeded."""
    generator = np.random.default_rng(5)
    cells = [(unit, year) for unit in FIRST for year in YEARS]
    on = np.array([bool(FIRST[unit]) and year >= FIRST[unit] for unit, year in cells])
    noise = generator.normal(scale=0.3, size=(2, len(cells)))
    return {
        "unit": [f"u{unit:02d}" for unit, _ in cells],
        "time": [year for _, year in cells],
        "first_treated": [FIRST[unit] for unit, _ in cells],
        "y": (100 + noise[0] + 2.0 * on).tolist(),
        "z": (50 + noise[1]).tolist(),
        "people": [1000.0 + 10 * unit for unit, _ in cells],
        "area": ["north" if unit % 2 else "south" for unit, _ in cells],
    }


def _run(text, rows, settings=()):
    plan = parse_plan(text, name="p", settings=settings)
    return run_plan(plan, read_plan_inputs(plan, rows), announced=parse_plan(text, name="p"))


def test_the_answer_is_that_of_the_estimator_with_the_choices_of_the_plan(rows):
    found = _run(LEAST + QUICK, rows)
    panel = usable(read_plan_inputs(parse_plan(LEAST), rows).panels["y"])
    wanted = estimate_effects(panel, estimator="bjs", inference="randomisation", draws=99, seed=1)

    assert found.main.overall == wanted.overall["simple"]
    assert found.main.overall.interval[0] < 2.0 < found.main.overall.interval[1]
    assert found.deviations == {}
    assert found.skipped == ()


def test_the_detectable_effect_is_told_and_does_not_depend_on_the_effect(rows):
    moved = {
        **rows,
        "y": [
            value + (5.0 if year >= first > 0 else 0.0)
            for value, year, first in zip(rows["y"], rows["time"], rows["first_treated"], strict=True)
        ],
    }

    assert _run(LEAST + QUICK, moved).main.detectable == _run(LEAST + QUICK, rows).main.detectable


def test_what_is_done_otherwise_is_listed(rows):
    found = _run(LEAST + QUICK, rows, settings=["inference.seed=2", "window.from=2001"])

    assert found.deviations == {"window.first": ("", "2001"), "inference.seed": ("1", "2")}
    assert found.main.design.window[0] == 2001


def test_what_cannot_be_done_is_kept_with_its_reason(rows):
    text = LEAST + '[[outcomes]]\ncolumn = "z"\nlog = true\n' + QUICK
    found = _run(text, {**rows, "z": [0.0, *rows["z"][1:]]})

    assert [one.what for one in found.skipped] == ["z"]
    assert "no logarithm" in found.skipped[0].why
    assert [answer.outcome.column for answer in found.answers] == ["y"]


def test_several_outcomes_have_p_values_that_hold_together(rows):
    found = _run(LEAST + '[[outcomes]]\ncolumn = "z"\n' + QUICK, rows)

    assert found.adjusted_p["y"] < 0.05 < found.adjusted_p["z"]
    assert found.adjusted_p["z"] >= found.answers[1].overall.p_value


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mechanism", "by", "kind"),
    [("strata", "area", "strata"), ("size", "people", "size"), ("blocks", "area", "blocks")],
)
def test_the_mechanism_goes_by_the_column_that_the_plan_names(rows, mechanism, by, kind):
    text = LEAST + QUICK.replace("seed = 1", f'seed = 1\nmechanism = "{mechanism}"\nby = "{by}"')
    blocks = {**rows, "area": [f"b{int(unit[1:]) // 4}" for unit in rows["unit"]]}

    assert _run(text, blocks if kind == "blocks" else rows).main.mechanism.kind == kind


def test_second_opinions_other_intervals_and_one_left_out_are_there_when_asked(rows):
    text = LEAST + '[inference]\ndraws = 99\nbeside = ["neyman"]\n[estimation]\nsecond = ["twfe"]\n'
    main = _run(text, rows).main

    assert list(main.second) == ["twfe"]
    assert [one.inference for one in main.compared.intervals] == ["randomisation", "neyman"]
    assert len(main.leave_one_out.without) == 24


@pytest.mark.slow
def test_the_balance_has_an_interval_and_counts_those_outside_the_estimate(rows):
    unknown = [
        "unknown" if unit == "u23" else first for unit, first in zip(rows["unit"], rows["first_treated"], strict=True)
    ]
    text = LEAST + QUICK + '[balance]\nlevel = "y"\npersons = "people"\nfrom = 2003\nto = 2009\n'
    found = _run(text, {**rows, "first_treated": unknown}).balance

    assert found.weighting == "persons"
    assert found.scale == "level"
    low, high = found.indices["theil"].interval
    assert low <= found.indices["theil"].corrected_effect <= high
    assert "not-known-units" in [caution.code for caution in found.cautions]


def test_a_balance_outside_the_data_is_skipped_and_said(rows):
    found = _run(LEAST + QUICK + '[balance]\nlevel = "y"\nfrom = 1990\nto = 2009\n', rows)

    assert found.balance is None
    assert "the balance asks for 1990" in found.skipped[0].why


@pytest.mark.parametrize("last", [2003, 2009])
def test_a_balance_that_ends_where_no_effect_is_estimated_is_skipped_and_said(rows, last):
    text = LEAST + QUICK + f'[window]\nto = 2008\n[balance]\nlevel = "y"\nfrom = 2002\nto = {last}\n'
    found = _run(text, rows)

    assert found.balance is None
    assert f"the balance ends in {last}; effects are estimated from 2004 to 2008" in found.skipped[0].why


def test_a_main_outcome_without_an_answer_stops_the_run(rows):
    with pytest.raises(ChiikiError, match="no treated unit is left"):
        _run(LEAST + QUICK, {**rows, "first_treated": [0] * len(rows["y"])})
