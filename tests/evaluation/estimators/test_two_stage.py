"""Two stages: equal to the R package did2s; points are those of imputation."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.evaluation.estimators.imputed import fit_imputation
from chiiki.evaluation.estimators.two_stage import fit_two_stage
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.results import Target
from did_reference import ERROR, POINT, by_target, largest, panel_of, reference, terms

OF_R = reference("imputation")


@pytest.mark.parametrize(
    ("stored", "name", "covariates", "cluster"),
    [
        ("mpdta|did2s", "mpdta", (), None),
        ("panel47|did2s", "panel47", (), None),
        ("panel47|did2s cluster block", "panel47", (), "block"),
        ("panel47|did2s x2", "panel47", ("x2",), None),
        ("gaps47|did2s", "gaps47", (), None),
    ],
)
def test_effects_and_errors_are_those_of_the_reference(stored, name, covariates, cluster):
    table = OF_R[stored]

    found = fit_two_stage(panel_of(name, covariates=covariates, cluster=cluster), covariates=covariates)

    wanted = {Target("simple"): (table["static"]["estimate"][0], table["static"]["se"][0])}
    points, errors = largest(by_target(found), {**wanted, **terms(table["event_all_ref_Inf"], "event_time")})
    assert points < POINT
    assert errors < ERROR


@pytest.mark.parametrize("name", ["panel47", "gaps47"])
def test_every_average_is_that_of_imputation(name):
    panel = panel_of(name)

    found, imputed = by_target(fit_two_stage(panel)), by_target(fit_imputation(panel))

    wanted = {target: (one.estimate, None) for target, one in imputed.items()}
    assert largest(found, wanted)[0] < POINT
    assert [found[target].n for target in wanted] == [one.n for one in imputed.values()]


def test_treated_cells_without_an_untreated_unit_are_left_out_and_counted():
    y = np.array([[0.0, 3.0, 4.0], [1.0, 1.0, 5.0], [2.0, 2.5, 6.0]])
    panel = Panel(("A", "B", "C"), np.array([1, 2, 3]), y, np.array([2.0, 3.0, 3.0]))

    found = fit_two_stage(panel)

    assert by_target(found)[Target("simple")].estimate == pytest.approx(2.75)
    assert [caution.code for caution in found.cautions] == ["not-imputed"]
    assert "3 treated cells" in found.cautions[0].message
