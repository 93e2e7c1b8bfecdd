"""Several treated units at different dates: cohorts, averages, placebo draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import MethodError
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.synthetic.difference import difference_fits
from chiiki.evaluation.synthetic.estimate import synthetic_control
from chiiki.evaluation.synthetic.staggered import staggered_control


@pytest.fixture(scope="module")
def panel():
    generator = np.random.default_rng(2)
    outcomes = generator.normal(size=(20, 2)) @ generator.normal(size=(2, 12)) + 0.1 * generator.normal(size=(20, 12))
    first = np.full(20, np.inf)
    first[:3], first[3:5] = 2006, 2009
    periods = np.arange(2000, 2012)
    outcomes += 2.0 * (periods >= first[:, None])
    return Panel(tuple(f"u{row}" for row in range(20)), periods, outcomes, first)


@pytest.mark.parametrize("method", ["sc", "asc"])
def test_each_unit_is_compared_as_if_it_were_alone(panel, method):
    found = staggered_control(panel, method=method, draws=0)

    for unit in found.units:
        alone = synthetic_control(panel, treated=unit.unit, start=unit.first_treated, method=method, placebos=())
        assert unit.gaps == pytest.approx(alone.gaps, abs=1e-9)
        assert unit.weights == pytest.approx(dict(alone.weights), abs=1e-9)
        assert (unit.att, unit.rmspe_pre) == (pytest.approx(alone.att), pytest.approx(alone.rmspe_pre))


@pytest.mark.parametrize("method", ["sc", "asc", "sdid", "mc"])
def test_the_effect_is_the_mean_over_treated_cells_and_the_mean_of_event_times_by_their_units(panel, method):
    found = staggered_control(panel, method=method, draws=0)

    after = [one for one in found.by_event_time if one.event_time >= 0]
    assert found.att == pytest.approx(sum(one.gap * one.n for one in after) / sum(one.n for one in after))
    assert [(one.event_time, one.n) for one in after] == [(e, 5 if e < 3 else 3) for e in range(6)]
    cells = {one.unit: (2012 - one.first_treated) * one.n for one in found.units}
    assert found.att == pytest.approx(sum(one.att * cells[one.unit] for one in found.units) / sum(cells.values()))
    assert found.n_treated == 5
    assert found.att == pytest.approx(2.0, abs=0.7 if method == "mc" else 0.3)  # seeded, noise .1


def test_a_cohort_is_mixed_as_one_by_synthetic_difference_in_differences(panel):
    found = staggered_control(panel, method="sdid", draws=0)

    donors = panel.outcomes[5:]
    fit = difference_fits(
        donors, panel.outcomes[:3].mean(axis=0)[None], n_pre=6, allowed=np.ones((1, 15), dtype=bool), n_treated=3
    )
    assert found.units[0].unit == "u0, u1, u2"
    assert found.units[0].gaps == pytest.approx(fit.gaps[0])


def test_one_treated_unit_is_the_single_form(panel):
    kept = panel.subset(np.array([0, *range(5, 20)]))
    for method in ("sc", "asc", "sdid", "mc"):
        several = staggered_control(kept, method=method, draws=0)
        single = synthetic_control(kept, treated="u0", start=2006, method=method, placebos=())
        assert several.att == pytest.approx(single.att, abs=1e-8)


@pytest.mark.parametrize("method", ["sc", "sdid"])
def test_placebo_draws_are_donors_at_the_same_dates_and_depend_on_the_seed_alone(panel, method):
    first, second, other = (staggered_control(panel, method=method, draws=60, seed=seed) for seed in (1, 1, 2))

    assert (first.standard_error, first.p_value) == (second.standard_error, second.p_value)
    assert first.standard_error != other.standard_error
    assert first.p_value == first.ratio_rank / 61
    assert first.effect_p_value == pytest.approx(1 / 61)  # an effect of 2 beside placebos of about .2
    low, high = first.interval
    assert (low + high) / 2 == pytest.approx(first.att)


def test_a_draw_of_synthetic_control_is_the_mean_of_donors_in_the_role(panel):
    generator = np.random.default_rng(0)
    drawn = generator.permutation(15)[:5]
    donors = panel.subset(np.arange(5, 20))
    gaps = []
    for row, date in zip(drawn, (2006, 2006, 2006, 2009, 2009), strict=True):
        alone = synthetic_control(donors, treated=donors.units[row], start=date, placebos=())
        gaps.append(alone.gaps[alone.periods >= date])
    expected = np.concatenate(gaps).mean()

    found = staggered_control(panel, draws=1, seed=0)

    # with one draw: the error is its deviation from itself, the p value says on which side it lies
    assert found.standard_error == 0.0
    assert (found.effect_p_value == 1.0) == (abs(expected) >= abs(found.att))


def test_matrix_completion_draws_and_takes_gaps(panel):
    holes = panel.outcomes.copy()
    holes[7, 3] = holes[0, 8] = np.nan

    found = staggered_control(replace(panel, outcomes=holes), method="mc", draws=5)

    assert found.draws == 5
    assert found.standard_error > 0
    assert {one.event_time: one.n for one in found.by_event_time}[2] == 4


def test_too_few_donors_for_placebos_give_no_interval_and_say_so(panel):
    kept = panel.subset(np.arange(11))

    found = staggered_control(kept)

    assert (found.interval, found.p_value, found.draws) == (None, None, 0)
    assert "interval-refused" in [caution.code for caution in found.cautions]


def test_paths_that_miss_the_past_are_named(panel):
    far = panel.outcomes.copy()
    far[1] += 30.0

    found = staggered_control(replace(panel, outcomes=far), draws=0)

    assert found.cautions[0].code == "poor-fit"
    assert "of 5 synthetic paths miss theirs" in found.cautions[0].message
    assert "u1" in found.cautions[0].message


def test_no_treated_unit_and_one_without_a_past_are_refused(panel):
    with pytest.raises(MethodError, match="no unit is treated within the table"):
        staggered_control(replace(panel, first_treated=np.full(20, np.inf)))
    early = panel.first_treated.copy()
    early[0] = 2000
    with pytest.raises(MethodError, match="u0 is treated from 2000 on"):
        staggered_control(replace(panel, first_treated=early))
