"""Sun-Abraham: equal to sunab of the R package fixest."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.evaluation.estimators.sun_abraham import fit_sun_abraham
from chiiki.evaluation.results import Target
from did_reference import ERROR, POINT, by_target, largest, panel_of, reference, terms

OF_R = reference("fixest")


def _cells(table):
    found = {}
    for term, estimate, error in zip(table["term"], table["estimate"], table["se"], strict=True):
        if ":cohort::" in term:
            event, cohort = (int(part.rsplit("::", 1)[-1]) for part in term.rsplit(":cohort", 1))
            found[Target("cohort_and_period", cohort=cohort, period=cohort + event)] = (estimate, error)
    return found


@pytest.mark.parametrize(
    ("name", "covariates"),
    [("mpdta", ()), ("panel47", ()), ("gaps47", ()), ("panel47", ("x2",)), ("gaps47", ("x2",))],
)
def test_effects_and_errors_are_those_of_the_reference(name, covariates):
    stored = OF_R["+".join([f"{name}|sunab", *covariates])]

    found = by_target(fit_sun_abraham(panel_of(name, covariates=covariates), covariates=covariates))

    wanted = {
        Target("simple"): (stored["ATT"]["estimate"][0], stored["ATT"]["se"][0]),
        **terms(stored["event"], "event_time"),
        **{target: v for target, v in terms(stored["cohort"], "cohort").items() if target in found},
        **_cells(stored["cells"]),
    }
    points, errors = largest(found, wanted)
    assert points < POINT
    assert errors < ERROR


def test_errors_may_be_clustered():
    stored = terms(OF_R["panel47|sunab"]["event_cluster_block"], "event_time")

    found = fit_sun_abraham(panel_of("panel47", cluster="block"))

    assert largest(by_target(found), stored)[1] < ERROR


def test_the_covariance_by_event_time_has_the_errors_on_its_diagonal():
    found = fit_sun_abraham(panel_of("panel47"))

    errors = [e.standard_error for e in found.estimates if e.target.kind == "event_time"]

    assert np.sqrt(np.diag(found.event_covariance)) == pytest.approx(errors)
