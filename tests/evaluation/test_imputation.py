"""Imputation: against two packages, dense least squares, and identities."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chiiki.errors import MethodError, UnknownNameError
from chiiki.evaluation.imputation import impute, untreated_residuals
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.results import Target
from imputed_panels import GOLDEN, drawn_panel, golden_panel

R = json.loads((GOLDEN / "didimputation.json").read_text())
DIFF_DIFF = json.loads((GOLDEN / "diff_diff.json").read_text())

FIXEST = 1e-9
"""Effects of units and periods are iterated to 1e-11 there."""

EXACT = 1e-10
"""Dense least squares and the closed form differ by rounding."""


def _value(found, target):
    return found.values[found.position(target)]


@pytest.mark.parametrize(
    ("name", "panel", "covariates"),
    [("panel47", "panel47", ()), ("panel47 x2", "panel47", ("x2",)), ("gaps47", "gaps47", ())],
)
def test_estimates_equal_didimputation(name, panel, covariates):
    found, expected = impute(golden_panel(panel), covariates=covariates, leads=3), R[name]

    assert _value(found, Target("simple")) == pytest.approx(expected["static"]["treat"], rel=FIXEST)
    for part in ("event", "pretrends_m1_to_m3"):
        for event_time, value in expected[part].items():
            ours = _value(found, Target("event_time", event_time=int(event_time)))
            assert ours == pytest.approx(value, rel=FIXEST), (part, event_time)


@pytest.mark.parametrize("name", ["panel47", "gaps47"])
def test_estimates_equal_diff_diff(name):
    found, expected = impute(golden_panel(name)), DIFF_DIFF[name]

    assert found.values[0] == pytest.approx(expected["simple"], rel=FIXEST)
    for kind in ("event_time", "cohort"):
        for label, value in expected[kind].items():
            assert _value(found, Target(kind, **{kind: int(label)})) == pytest.approx(value, rel=FIXEST)


def _by_dense_least_squares(panel, covariates=()):
    """Effects cell by cell, from all indicators at once."""
    rows, columns = np.nonzero(panel.observed)
    indicators = [np.eye(panel.n_units)[rows], np.eye(panel.n_periods)[columns]]
    values = [panel.covariates[name][rows, columns][:, None] for name in covariates]
    design = np.concatenate([*indicators, *values], axis=1)
    treated, outcomes = panel.treated[rows, columns], panel.outcomes[rows, columns]
    slopes = np.linalg.lstsq(design[~treated], outcomes[~treated], rcond=None)[0]
    found = np.full(panel.outcomes.shape, np.nan)
    found[rows[treated], columns[treated]] = (outcomes - design @ slopes)[treated]
    return found


@pytest.mark.parametrize("gaps", [0, 8])
@pytest.mark.parametrize("covariates", [(), ("x",)])
def test_effects_are_those_of_dense_least_squares(gaps, covariates):
    panel = drawn_panel(1, gaps=gaps)
    found, expected = impute(panel, covariates=covariates), _by_dense_least_squares(panel, covariates)

    assert found.effects == pytest.approx(expected, abs=EXACT, nan_ok=True)
    assert found.values[0] == pytest.approx(np.nanmean(expected), abs=EXACT)
    second = expected[panel.first_treated == 2004]
    assert _value(found, Target("cohort", cohort=2004)) == pytest.approx(np.nanmean(second), abs=EXACT)


@pytest.mark.parametrize("gaps", [0, 8])
@pytest.mark.parametrize("covariates", [(), ("x",)])
def test_every_target_is_a_weighted_sum_of_outcomes(gaps, covariates):
    panel = drawn_panel(2, gaps=gaps)
    found = impute(panel, covariates=covariates, leads=1)

    for target, value in zip(found.targets, found.values, strict=True):
        weights = found.weights(target)
        assert np.nansum(weights * panel.outcomes) == pytest.approx(value, abs=EXACT)
        assert weights.sum(axis=1) == pytest.approx(np.zeros(panel.n_units), abs=EXACT)
        assert weights.sum(axis=0) == pytest.approx(np.zeros(panel.n_periods), abs=EXACT)
        for name in covariates:
            assert np.sum(weights * panel.covariates[name]) == pytest.approx(0.0, abs=EXACT)


def test_contributions_of_units_add_up_to_the_estimates():
    found = impute(drawn_panel(3, gaps=5), leads=1)

    assert found.contributions.sum(axis=0) == pytest.approx(found.values, abs=EXACT)


def test_the_same_panel_by_cohorts_and_by_units_gives_the_same():
    panel = drawn_panel(4)
    constant = replace(panel, covariates={"one": np.ones(panel.outcomes.shape)})
    by_cohort, by_unit = impute(panel), impute(constant, covariates=("one",))

    assert by_unit.profile_weights.shape[1] == panel.n_units
    assert by_unit.values == pytest.approx(by_cohort.values, abs=EXACT)
    assert [caution.code for caution in by_unit.cautions] == ["covariate-dropped"]


@given(seed=st.integers(0, 10_000), scale=st.floats(0.1, 100.0))
def test_effects_of_units_and_periods_change_nothing_and_units_of_the_outcome_scale(seed, scale):
    panel = drawn_panel(seed, gaps=4)
    rng = np.random.default_rng(seed)
    shifted = panel.outcomes * scale + rng.normal(size=(panel.n_units, 1)) + rng.normal(size=panel.n_periods)
    before, after = impute(panel), impute(replace(panel, outcomes=shifted))

    assert after.values == pytest.approx(before.values * scale, abs=EXACT * (1 + scale))
    assert after.contributions == pytest.approx(before.contributions * scale, abs=EXACT * (1 + scale))


@given(seed=st.integers(0, 10_000))
def test_relabelling_units_permutes_their_contributions(seed):
    panel = drawn_panel(seed, gaps=4)
    order = np.random.default_rng(seed).permutation(panel.n_units)
    before, after = impute(panel), impute(panel.subset(order))

    assert after.values == pytest.approx(before.values, abs=EXACT)
    assert after.contributions == pytest.approx(before.contributions[order], abs=EXACT)


def test_a_constant_effect_is_found_without_error():
    panel = drawn_panel(5)
    smooth = np.arange(panel.n_units)[:, None] + np.arange(panel.n_periods) ** 2 + 1.5 * panel.treated
    found = impute(replace(panel, outcomes=smooth), leads=1)
    after = np.array([target.event_time is None or target.event_time >= 0 for target in found.targets])

    assert found.values[after] == pytest.approx(np.full(after.sum(), 1.5), abs=EXACT)
    assert found.values[~after] == pytest.approx(np.zeros((~after).sum()), abs=EXACT)
    assert np.abs(untreated_residuals(replace(panel, outcomes=smooth))).max() < EXACT


def test_event_times_are_in_the_unit_of_the_periods():
    found = impute(drawn_panel(6, step=5), leads=1)

    assert [target.event_time for target in found.targets if target.kind == "event_time"] == [-5, 0, 5, 10, 15, 20]


def test_cells_of_a_period_without_an_untreated_unit_are_left_out_counted_and_cautioned():
    panel = drawn_panel(7, n_never=0)  # the last cohort, treated from 2004 on, is all there is to compare with
    found = impute(panel)

    assert found.n_not_imputed == 5 * 3
    assert [caution.code for caution in found.cautions] == ["not-imputed"]
    assert "15 treated cells" in found.cautions[0].message
    assert {target.period for target in found.targets if target.kind == "period"} == {2002, 2003}
    assert np.isnan(found.effects[:, 4:]).all()


def test_targets_count_the_treated_units_they_average_over():
    panel = drawn_panel(8)
    found = impute(panel)

    assert dict(zip((t.event_time for t in found.targets), found.n.tolist(), strict=True))[3] == 3
    assert found.n[0] == 5


def test_a_cell_without_a_covariate_counts_as_not_observed():
    panel = drawn_panel(9)
    values = panel.covariates["x"].copy()
    values[0, 1] = np.nan
    found = impute(replace(panel, covariates={"x": values}), covariates=("x",))

    assert found.n_cells == panel.outcomes.size - 1
    assert [caution.code for caution in found.cautions] == ["incomplete-dropped"]


def test_an_unknown_covariate_is_refused_with_those_there_are():
    with pytest.raises(UnknownNameError, match=r"no covariate 'z'. It has: x."):
        impute(drawn_panel(0), covariates=("z",))


def test_a_target_that_the_panel_does_not_have_is_refused():
    with pytest.raises(UnknownNameError, match="no imputed cell"):
        impute(drawn_panel(0)).weights(Target("cohort", cohort=1900))


def test_leads_that_reach_the_first_period_of_every_treated_unit_are_refused():
    with pytest.raises(MethodError, match="event times -2"):
        impute(drawn_panel(0, sizes=(3,)), leads=2)


def test_a_panel_in_which_nothing_can_be_imputed_is_refused():
    outcomes = np.array([[1.0, 2.0, 3.0], [1.0, 5.0, np.nan]])
    panel = Panel(("A", "B"), np.arange(3), outcomes, np.array([2.0, np.inf]))
    with pytest.raises(MethodError, match="no treated cell can be imputed"):
        impute(panel)
