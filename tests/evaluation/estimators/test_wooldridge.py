"""Extended two-way effects: equal to the R package etwfe."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import InputError
from chiiki.evaluation.estimators.wooldridge import fit_etwfe, fit_poisson
from chiiki.evaluation.results import Target
from did_reference import ERROR, POINT, by_target, largest, panel_of, reference

OF_R = reference("etwfe")
SPELLED = {"never": "never", "not-yet": "notyet"}


def wanted(stored, *, with_errors=True):
    """Read marginal effects as targets."""
    found = {Target("simple"): (stored["simple"]["estimate"][0], stored["simple"]["std.error"][0])}
    for table, column, kind in (
        (stored["event"], "event", "event_time"),
        (stored["calendar"], "year", "period"),
        (stored["group"], "first_treated" if "first_treated" in stored["group"] else "first_treat", "cohort"),
    ):
        for label, estimate, error in zip(table[column], table["estimate"], table["std.error"], strict=True):
            if kind != "event_time" or label >= 0:
                found[Target(kind, **{kind: int(label)})] = (estimate, error)
    return found if with_errors else {target: (point, None) for target, (point, _) in found.items()}


@pytest.mark.parametrize("comparison", ["never", "not-yet"])
@pytest.mark.parametrize("name", ["panel47", "gaps47"])
def test_effects_and_errors_are_those_of_the_reference(name, comparison):
    stored = OF_R[f"{name}|ols|ivar=unit|{SPELLED[comparison]}"]

    found = fit_etwfe(panel_of(name), comparison=comparison)

    points, errors = largest(by_target(found), wanted(stored))
    assert points < POINT
    assert errors < ERROR


@pytest.mark.parametrize("comparison", ["never", "not-yet"])
@pytest.mark.parametrize(("name", "covariate"), [("panel47", "x1"), ("mpdta", "lpop")])
def test_a_covariate_enters_as_in_the_reference(name, covariate, comparison):
    stored = OF_R[f"{name}|ols|ctrl {covariate}|{SPELLED[comparison]}"]

    found = fit_etwfe(panel_of(name, covariates=(covariate,)), comparison=comparison, covariates=(covariate,))

    assert largest(by_target(found), wanted(stored, with_errors=False))[0] < POINT


@pytest.mark.parametrize("covariates", [(), ("x1",)])
def test_effects_on_counts_are_those_of_the_reference(covariates):
    stored = OF_R["|".join(["counts47", "poisson", *(f"ctrl {name}" for name in covariates), "notyet"])]

    found = fit_poisson(panel_of("counts47", covariates=covariates), covariates=covariates)

    points, errors = largest(by_target(found), wanted(stored))
    assert points < POINT
    assert errors < ERROR


def test_a_count_below_zero_is_refused():
    panel = panel_of("counts47")
    with pytest.raises(InputError, match="the outcome of '1' is below 0, and a count is not"):
        fit_poisson(replace(panel, outcomes=panel.outcomes - 3))


def test_a_covariate_that_changes_is_taken_less_its_cohorts_mean():
    panel = panel_of("panel47", covariates=("x2",))
    shifted = replace(panel, covariates={"x2": panel.covariates["x2"] + 5.0})

    found, other = fit_etwfe(panel, covariates=("x2",)), fit_etwfe(shifted, covariates=("x2",))

    assert other.estimates[0].estimate == pytest.approx(found.estimates[0].estimate, abs=POINT)
    assert np.isfinite(found.estimates[0].standard_error)
