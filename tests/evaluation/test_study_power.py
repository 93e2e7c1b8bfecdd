"""Power before any estimate: moments of errors, closed forms, what it refuses to read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import InputError, MethodError
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.power import error_model, study_power


def _panel(  # noqa: PLR0913 -- what a panel consists of
    n=47, periods=12, *, treated=18, start=2006, persistence=0.0, sd=1.0, seed=0
):
    rng = np.random.default_rng(seed)
    errors = rng.standard_normal((n, periods))
    for t in range(1, periods):
        errors[:, t] = persistence * errors[:, t - 1] + np.sqrt(1 - persistence**2) * errors[:, t]
    y = sd * errors + 5.0 * rng.standard_normal((n, 1)) + rng.standard_normal(periods)
    first = np.where(np.arange(n) < treated, float(start), np.inf)
    return Panel(tuple(map(str, range(n))), np.arange(2000, 2000 + periods), y, first)


@pytest.mark.parametrize("persistence", [0.0, 0.5, 0.8])
def test_short_panels_do_not_make_errors_look_less_persistent(persistence):
    found = [error_model(_panel(persistence=persistence, sd=2.0, seed=seed)) for seed in range(60)]

    # one panel of 47 by 6 tells persistence to about .07, so 60 tell their mean to .01
    assert np.mean([one.persistence for one in found]) == pytest.approx(persistence, abs=0.04)
    # now and then .8 looks like .95, which makes the deviation very large: the median tells
    assert np.median([one.standard_deviation for one in found]) == pytest.approx(2.0, rel=0.12)


def test_outcomes_under_treatment_are_not_read():
    panel = _panel()
    changed = replace(panel, outcomes=np.where(panel.treated, 1e6, panel.outcomes))

    one, other = (study_power(given, replications=99, draws=99) for given in (panel, changed))
    assert one.errors == other.errors
    assert one.minimum_detectable_effect == other.minimum_detectable_effect


def test_without_four_periods_before_the_start_units_never_treated_are_read():
    found = error_model(_panel(30, start=2002))

    assert (found.basis, found.n_units, found.n_periods) == ("never", 12, 12)


def test_whole_paths_are_drawn_where_many_units_are_never_treated():
    panel = _panel()
    drifts = np.random.default_rng(2).standard_normal((47, 1)) * np.arange(12) / 4
    drifting = replace(panel, outcomes=panel.outcomes + drifts)
    before = study_power(replace(drifting, outcomes=drifting.outcomes - drifts), replications=199, draws=99)
    found = study_power(drifting, replications=199, draws=99)

    assert found.errors.basis == "paths"
    # trends of their own that fill the whole span make effects much harder to find than years alone say
    assert found.minimum_detectable_effect > 2 * before.minimum_detectable_effect


def test_the_standard_deviation_of_the_estimate_is_that_of_the_closed_form():
    panel = _panel(47, treated=28, seed=1)
    found = study_power(panel, replications=399, draws=99, interval="neyman")
    # independent errors, one cohort: mean of six years less mean of six, of 28 less of 19 units
    expected = found.errors.standard_deviation * np.sqrt((1 / 6 + 1 / 6) * (1 / 28 + 1 / 19))

    persistence = found.errors.persistence
    assert abs(persistence) < 0.15
    # sums over six years of errors that resemble by rho vary more by about (1 + rho) / (1 - rho)
    assert found.standard_deviation == pytest.approx(
        expected * np.sqrt((1 + persistence) / (1 - persistence)), rel=0.12
    )


@pytest.mark.parametrize("interval", ["randomisation", "neyman"])
def test_the_minimum_detectable_effect_is_the_textbooks_with_many_treated(interval):
    found = study_power(_panel(), replications=299, draws=199, interval=interval)

    # 1.96 + .84 standard deviations if these were known; t of some 30 degrees of freedom makes it 2.9
    assert found.minimum_detectable_effect / found.standard_deviation == pytest.approx(2.9, abs=0.45)


def test_the_power_at_the_minimum_detectable_effect_is_the_one_asked_for():
    panel = _panel(treated=6)
    found = study_power(panel, replications=499, draws=199, target=0.6)
    again = study_power(panel, replications=499, draws=199, effects=(found.minimum_detectable_effect * (1 + 1e-9),))

    assert again.powers[0] == pytest.approx(0.6, abs=0.01)


def test_power_rises_with_the_effect_and_the_number_treated():
    few, many = (study_power(_panel(treated=n), replications=199, draws=199, effects=(0.5, 0.25, 1.0)) for n in (3, 20))

    assert many.effects.tolist() == [0.25, 0.5, 1.0]
    assert (np.diff(few.powers) > 0).all()
    assert (many.powers >= few.powers).all()
    assert few.minimum_detectable_effect > many.minimum_detectable_effect


def test_the_same_seed_gives_the_same_power():
    one, same, other = (study_power(_panel(), replications=99, draws=99, seed=seed) for seed in (1, 1, 2))

    assert one.minimum_detectable_effect == same.minimum_detectable_effect != other.minimum_detectable_effect


def test_missing_cells_are_said_to_be_taken_as_observed():
    panel = _panel()
    outcomes = panel.outcomes.copy()
    outcomes[30, 2] = np.nan
    found = study_power(replace(panel, outcomes=outcomes), replications=99, draws=99)

    assert [caution.code for caution in found.cautions] == ["unbalanced"]
    assert (found.errors.basis, found.errors.n_units) == ("paths", 28)


def test_what_has_no_power_is_refused():
    panel = _panel()
    with pytest.raises(InputError, match="target must lie between 0 and 1, got 80"):
        study_power(panel, target=80)
    with pytest.raises(InputError, match="effects must be above 0, got -1"):
        study_power(panel, effects=(1.0, -1.0))
    with pytest.raises(InputError, match="replications must be at least 99"):
        study_power(panel, replications=5)
    with pytest.raises(MethodError, match="every unit is treated in the end"):
        study_power(replace(panel, first_treated=np.where(np.arange(47) < 20, 2006.0, 2009.0)))
    with pytest.raises(MethodError, match="too few untreated cells"):
        study_power(_panel(n=8, treated=4, start=2002))
    with pytest.raises(MethodError, match="do not vary"):
        study_power(replace(panel, outcomes=np.zeros((47, 12))))
