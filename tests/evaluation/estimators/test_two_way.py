"""Two-way fixed effects: equal to feols of the R package fixest."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.errors import MethodError
from chiiki.evaluation.estimators.two_way import fit_two_way
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.results import Target
from did_reference import ERROR, POINT, by_target, largest, panel_of, reference, terms

OF_R = reference("fixest")
EVENTS = "twfe event study (ref -1, never treated at -1)"


@pytest.mark.parametrize(
    ("name", "covariates", "cluster"),
    [
        ("mpdta", (), None),
        ("panel47", (), None),
        ("panel47", (), "block"),
        ("panel47", ("x2",), None),
        ("gaps47", (), None),
        ("gaps47", ("x2",), None),
    ],
)
def test_the_coefficient_and_its_error_are_those_of_the_reference(name, covariates, cluster):
    table = OF_R["+".join([f"{name}|twfe", *covariates])]["cluster_block" if cluster else "cluster_unit"]

    found = by_target(fit_two_way(panel_of(name, covariates=covariates, cluster=cluster), covariates=covariates))

    points, errors = largest(found, {Target("simple"): (table["estimate"][0], table["se"][0])})
    assert points < POINT
    assert errors < ERROR


@pytest.mark.parametrize("name", ["panel47", "gaps47"])
def test_event_times_are_those_of_the_reference(name):
    stored = terms(OF_R[f"{name}|{EVENTS}"]["cluster_unit"], "event_time")

    points, errors = largest(by_target(fit_two_way(panel_of(name))), stored)

    assert points < POINT
    assert errors < ERROR


def test_treatment_that_periods_already_say_is_refused():
    y = np.array([[0.0, 3.0], [1.0, 2.0]])
    panel = Panel(("A", "B"), np.array([1, 2]), y, np.array([2.0, 2.0]))
    with pytest.raises(MethodError, match="cannot be told from the effects of units and periods"):
        fit_two_way(panel)


def test_without_never_treated_units_there_are_no_event_times():
    y = np.array([[0.0, 3.0, 4.0], [1.0, 1.0, 5.0], [2.0, 2.5, 6.0]])
    found = fit_two_way(Panel(("A", "B", "C"), np.array([1, 2, 3]), y, np.array([2.0, 3.0, 3.0])))

    assert [one.target for one in found.estimates] == [Target("simple")]
    assert found.event_covariance is None
