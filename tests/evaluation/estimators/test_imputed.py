"""Imputation: estimates and conservative errors of the R package didimputation."""

from __future__ import annotations

import pytest

from chiiki.evaluation.estimators.imputed import fit_imputation
from chiiki.evaluation.results import Target
from did_reference import ERROR, POINT, by_target, largest, panel_of, reference, terms

OF_R = reference("imputation")


@pytest.mark.parametrize(
    ("stored", "name", "covariates", "cluster"),
    [
        ("mpdta|bjs", "mpdta", (), None),
        ("panel47|bjs", "panel47", (), None),
        ("panel47|bjs cluster block", "panel47", (), "block"),
        ("panel47|bjs x2 (first_stage ~ x2 | unit + year)", "panel47", ("x2",), None),
        ("gaps47|bjs", "gaps47", (), None),
    ],
)
def test_effects_and_errors_are_those_of_the_reference(stored, name, covariates, cluster):
    table = OF_R[stored]

    found = fit_imputation(panel_of(name, covariates=covariates, cluster=cluster), covariates=covariates)

    wanted = {Target("simple"): (table["static"]["estimate"][0], table["static"]["se"][0])}
    points, errors = largest(by_target(found), {**wanted, **terms(table["event"], "event_time")})
    assert points < POINT
    assert errors < ERROR


@pytest.mark.parametrize(
    ("stored", "name", "covariates", "cluster"),
    [
        ("panel47|bjs", "panel47", (), None),
        ("panel47|bjs cluster block", "panel47", (), "block"),
        ("panel47|bjs x2 (first_stage ~ x2 | unit + year)", "panel47", ("x2",), None),
        ("gaps47|bjs", "gaps47", (), None),
    ],
)
def test_leads_and_their_errors_are_those_of_the_reference(stored, name, covariates, cluster):
    panel = panel_of(name, covariates=covariates, cluster=cluster)

    found = fit_imputation(panel, covariates=covariates, leads=3)

    points, errors = largest(by_target(found), terms(OF_R[stored]["pretrends_m1_to_m3"], "event_time"))
    assert points < POINT
    assert errors < ERROR
    assert found.event_covariance.shape == (12, 12)
