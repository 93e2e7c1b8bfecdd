"""Randomisation inference: against re-estimation draw by draw, enumeration, and its own level."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.errors import InputError, MethodError, UnknownNameError
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.inference.linear import cohort_weights
from chiiki.evaluation.inference.mechanism import complete_mechanism, size_mechanism
from chiiki.evaluation.inference.randomisation import interval_ends, p_values_at, randomise
from chiiki.evaluation.results import Target
from imputed_panels import drawn_panel

EXACT = 1e-10
"""The same sums in another order."""

SIMPLE = [Target("simple")]


def _statistic(panel, assignment, *, targets, covariates, effect):
    """Estimate again as if `assignment` had been made, after taking out a tried effect."""
    first = np.append(panel.periods, np.inf)[assignment]
    outcomes = panel.outcomes - effect * panel.treated
    found = impute(replace(panel, first_treated=first.astype(float), outcomes=outcomes), covariates=covariates)
    rows = [found.position(target) for target in targets]
    variance = np.zeros(len(targets))
    for start in np.unique(assignment):
        members = assignment == start
        own = found.contributions[members][:, rows]
        if len(own) == 1:
            weights = np.stack([found.weights(target)[members][0] for target in targets])
            own = panel_residuals(panel, outcomes, assignment) @ weights.T
        variance += members.sum() * own.var(axis=0, ddof=1)
    return np.abs(found.values[rows]) / np.sqrt(variance)


def panel_residuals(panel, outcomes, assignment):
    """Outcomes of units never treated."""
    return outcomes[assignment == panel.n_periods]


@pytest.mark.parametrize("effect", [0.0, 1.7])
@pytest.mark.parametrize(("gaps", "covariates"), [(0, ()), (9, ()), (0, ("x",)), (9, ("x",))])
def test_every_draw_equals_re_estimation(effect, gaps, covariates):
    panel = drawn_panel(1, gaps=gaps)
    found = randomise(panel, draws=99, seed=3, covariates=covariates)
    assignments = complete_mechanism(panel).draw(np.random.default_rng(3), 99)[:15]
    ours = found.statistics.at(np.full(len(found.targets), effect))

    for column, assignment in enumerate([panel.first_index, *assignments]):
        expected = _statistic(panel, assignment, targets=found.targets, covariates=covariates, effect=effect)
        assert ours[:, column] == pytest.approx(expected, abs=EXACT)


def test_a_cohort_of_one_takes_the_variance_of_units_never_treated():
    panel = drawn_panel(2, sizes=(2, 1), n_never=5)
    found = randomise(panel, draws=99)

    for column, assignment in enumerate(
        [panel.first_index, *complete_mechanism(panel).draw(np.random.default_rng(0), 5)]
    ):
        expected = _statistic(panel, assignment, targets=found.targets, covariates=(), effect=0.3)
        assert found.statistics.at(np.full(len(found.targets), 0.3))[:, column] == pytest.approx(expected, abs=EXACT)


@pytest.mark.parametrize("sizes", [(3, 2), (2, 1)])
def test_the_path_for_gaps_equals_the_closed_form_where_there_are_none(sizes):
    panel = drawn_panel(3, sizes=sizes)
    constant = replace(panel, covariates={"one": np.ones(panel.outcomes.shape)})
    closed, general = randomise(panel, draws=99), randomise(constant, draws=99, covariates=("one",))

    for effect in (0.0, -0.8):
        tried = np.full(len(closed.targets), effect)
        assert general.statistics.at(tried) == pytest.approx(closed.statistics.at(tried), abs=EXACT)


def test_covariates_that_follow_from_one_another_are_refused():
    panel = drawn_panel(3, gaps=4)
    twice = replace(panel, covariates={**panel.covariates, "twice": 2.0 * panel.covariates["x"]})
    with pytest.raises(MethodError, match="cannot be told apart"):
        randomise(twice, draws=99, covariates=("x", "twice"))


def test_all_assignments_are_gone_through_where_they_are_few():
    panel = drawn_panel(4, sizes=(2,), n_never=5)
    found = randomise(panel)
    every = [
        _statistic(panel, one, targets=SIMPLE, covariates=(), effect=0.0)[0]
        for one in complete_mechanism(panel).every()
    ]
    own = _statistic(panel, panel.first_index, targets=SIMPLE, covariates=(), effect=0.0)[0]

    assert found.is_exact
    assert found.n_draws == 21
    assert found.p_values[0] == pytest.approx(np.mean(np.array(every) >= own * (1 - 1e-9)))


def test_one_treated_unit_is_ranked_among_all():
    panel = drawn_panel(5, sizes=(1,), n_never=40, n_periods=6)
    strong = replace(panel, outcomes=panel.outcomes + 50.0 * panel.treated)
    found = randomise(strong)

    assert found.p_values[0] == pytest.approx(1 / 41)
    assert found.intervals[0] is not None
    assert [caution.code for caution in found.cautions] == ["rank-only"]


def test_too_few_assignments_leave_no_interval():
    found = randomise(drawn_panel(6, sizes=(1,), n_never=9))

    assert found.intervals[0] is None
    assert found.p_values[0] >= 0.1
    assert "interval-refused" in [caution.code for caution in found.cautions]


@pytest.mark.parametrize("gaps", [0, 6])
def test_p_values_at_the_ends_of_the_interval_are_alpha(gaps):
    panel = drawn_panel(7, sizes=(6, 5), n_never=12, gaps=gaps)
    found = randomise(panel, targets=SIMPLE)
    low, high = found.intervals[0]
    step = 2e-4 * found.standard_errors[0]  # ends are found to half of this

    for end, outward in ((low, -step), (high, step)):
        outside = p_values_at(found.statistics, np.array([end + outward]), is_exact=False)[0]
        inside = p_values_at(found.statistics, np.array([end - outward]), is_exact=False)[0]
        assert outside <= 0.05 < inside
        assert inside - outside < 0.01  # a few draws change sides at once
    assert p_values_at(found.statistics, found.estimates, is_exact=False)[0] == 1.0


def test_ends_are_infinite_where_the_test_never_rejects():
    found = randomise(drawn_panel(6, sizes=(1,), n_never=9))
    low, high = interval_ends(found.statistics, is_exact=True, level=0.95)

    assert low[0] == -np.inf
    assert high[0] == np.inf


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1000))
def test_effects_of_units_and_periods_change_nothing_scales_scale_and_a_constant_effect_shifts(seed):
    panel = drawn_panel(seed, sizes=(5, 4), n_never=8)
    rng = np.random.default_rng(seed)
    moved = panel.outcomes + rng.normal(size=(17, 1)) + rng.normal(size=7)
    before = randomise(panel, targets=SIMPLE, draws=199)
    after = randomise(replace(panel, outcomes=3.0 * moved + 2.0 * panel.treated), targets=SIMPLE, draws=199)

    assert before.intervals[0] is not None
    # the same draws decide, so that only rounding of the halved spans differs
    assert after.intervals[0] == pytest.approx(3.0 * np.array(before.intervals[0]) + 2.0, abs=1e-8)


def test_relabelling_with_all_assignments_changes_nothing():
    panel = drawn_panel(8, sizes=(2,), n_never=6)
    order = np.random.default_rng(0).permutation(8)
    before, after = randomise(panel), randomise(panel.subset(order))

    assert after.p_values == pytest.approx(before.p_values)
    assert after.estimates == pytest.approx(before.estimates)


def test_the_same_seed_gives_the_same_result_and_another_does_not():
    panel = drawn_panel(9, sizes=(4, 4), n_never=8)
    first, again, other = (randomise(panel, seed=seed, draws=199) for seed in (1, 1, 2))

    assert first.intervals == again.intervals
    assert first.intervals != other.intervals


@pytest.mark.parametrize("comparison", ["never", "not-yet"])
def test_callaway_santanna_is_growth_since_the_last_untreated_period_less_that_of_the_others(comparison):
    panel = drawn_panel(10)
    found = cohort_weights(panel, estimator="cs", comparison=comparison)
    weights = found.weights[:, np.searchsorted(found.starts, panel.first_index)]
    values = np.einsum("kit,it->k", weights, panel.outcomes)
    growth = panel.outcomes[:, 2:4] - panel.outcomes[:, [1]]
    others = np.isin(panel.first_index, [7] if comparison == "never" else [4, 7])
    expected = growth[:3].mean(axis=0) - growth[others].mean(axis=0)

    for period, value in zip((2002, 2003), expected, strict=True):
        target = Target("cohort_and_period", cohort=2002, period=period)
        assert values[found.targets.index(target)] == pytest.approx(value, abs=EXACT)


def test_sizes_of_units_may_decide_the_draws():
    panel = drawn_panel(11, sizes=(3, 3), n_never=9)
    found = randomise(panel, mechanism=size_mechanism(panel, sizes=np.arange(1.0, 16.0)), draws=199)

    assert found.mechanism.kind == "size"
    assert not found.is_exact


def test_what_does_not_fit_is_refused():
    panel = drawn_panel(12)
    with pytest.raises(InputError, match="at least 99"):
        randomise(panel, draws=10)
    with pytest.raises(InputError, match="between 0 and 1"):
        randomise(panel, level=95)
    with pytest.raises(InputError, match="made for other units"):
        randomise(panel, mechanism=complete_mechanism(panel.subset(np.arange(10))))
    with pytest.raises(MethodError, match="'ppml' is not"):
        randomise(panel, estimator="ppml")
    with pytest.raises(MethodError, match="weights of 'cs' change"):
        randomise(panel, estimator="cs", covariates=("x",))
    with pytest.raises(UnknownNameError, match="none of the 1 targets"):
        randomise(panel, targets=[Target("period", period=1900)])


@pytest.mark.slow
@pytest.mark.parametrize(("sizes", "gaps"), [((6, 6, 6), 0), ((2, 2, 1), 0), ((1,), 0), ((5, 4), 12)])
def test_p_values_are_uniform_where_there_is_no_effect(sizes, gaps):
    n = 400
    found = np.array(
        [
            randomise(
                drawn_panel(seed, sizes=sizes, n_never=30, n_periods=8, gaps=gaps), targets=SIMPLE, draws=199, seed=seed
            ).p_values[0]
            for seed in range(n)
        ]
    )
    # three Monte Carlo standard errors of a share among 400
    for level in (0.05, 0.1, 0.25, 0.5):
        assert (found <= level + 1e-12).mean() <= level + 3 * np.sqrt(level * (1 - level) / n)
        assert (found <= level + 1e-12).mean() >= level - 1 / 31 - 3 * np.sqrt(level * (1 - level) / n)
