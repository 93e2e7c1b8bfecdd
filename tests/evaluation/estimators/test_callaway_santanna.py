"""Callaway-Sant'Anna: equal to the R package did, in all its choices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import MethodError
from chiiki.evaluation.estimators.callaway_santanna import fit_callaway_santanna
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.results import Target
from did_reference import ERROR, POINT, by_target, largest, panel_of, reference

OF_R = reference("did")
SPELLED = {"never": "nevertreated", "not-yet": "notyettreated"}


def wanted(stored, *, pre=True):
    """Read what the reference found as targets."""
    found = {}
    for kind, part in (("group", "cohort"), ("dynamic", "event_time"), ("calendar", "period")):
        table = stored["aggte"][kind]
        for label, estimate, error in zip(table["egt"], table["att"], table["se"], strict=True):
            found[Target(part, **{part: label})] = (estimate, error)
    cells = stored["att_gt"]
    for cohort, period, estimate, error in zip(*(cells[key] for key in ("group", "t", "att", "se")), strict=True):
        found[Target("cohort_and_period", cohort=cohort, period=period)] = (estimate, error)
    for kind in ("simple", "group", "dynamic", "calendar"):
        found[Target(kind)] = (stored["aggte"][kind]["overall_att"], stored["aggte"][kind]["overall_se"])
    return {target: values for target, values in found.items() if values[1] is not None or not pre}


@pytest.mark.parametrize("base_period", ["varying", "universal"])
@pytest.mark.parametrize("comparison", ["never", "not-yet"])
@pytest.mark.parametrize("method", ["reg", "ipw", "dr"])
@pytest.mark.parametrize(
    ("name", "covariate"),
    [
        ("mpdta", ""),
        pytest.param("mpdta", "lpop", marks=pytest.mark.slow),
        ("panel47", ""),
        ("panel47", "x1"),
    ],
)
def test_effects_and_errors_are_those_of_the_reference(name, covariate, method, comparison, base_period):
    names = (covariate,) if covariate else ()
    stored = OF_R[f"{name}|~{covariate or 1}|{method}|{SPELLED[comparison]}|{base_period}"]

    found = fit_callaway_santanna(
        panel_of(name, covariates=names),
        method=method,
        comparison=comparison,
        covariates=names,
        base_period=base_period,
    )

    points, errors = largest(by_target(found), wanted(stored))
    assert points < POINT
    assert errors < ERROR


@pytest.mark.parametrize("comparison", ["never", "not-yet"])
@pytest.mark.parametrize("covariates", [(), ("x1",)])
def test_errors_may_be_clustered(covariates, comparison):
    stored = OF_R[f"panel47|~{'x1' if covariates else 1}|dr|{SPELLED[comparison]}|varying|clustervars=block"]

    found = fit_callaway_santanna(
        panel_of("panel47", covariates=covariates, cluster="block"), comparison=comparison, covariates=covariates
    )

    points, errors = largest(by_target(found), wanted(stored))
    assert points < POINT
    assert errors < ERROR


@pytest.mark.parametrize("method", ["reg", "ipw", "dr"])
def test_units_without_gaps_give_what_the_reference_finds_when_it_drops_the_others(method):
    stored = OF_R[f"gaps47|~1|{method}|nevertreated|varying|allow_unbalanced_FALSE"]

    found = fit_callaway_santanna(panel_of("gaps47", whole=True), method=method, comparison="never")

    points, errors = largest(by_target(found), wanted(stored))
    assert points < POINT
    assert errors < ERROR


def test_a_cell_with_gaps_is_estimated_from_the_units_seen_in_both_periods():
    panel = panel_of("gaps47")
    change = panel.outcomes[:, 5] - panel.outcomes[:, 4]  # 2005 less 2004
    seen = ~np.isnan(change)
    expected = change[seen & (panel.first_treated == 2005)].mean() - change[seen & (panel.first_treated > 2005)].mean()

    found = by_target(fit_callaway_santanna(panel))

    assert found[Target("cohort_and_period", cohort=2005, period=2005)].estimate == pytest.approx(expected)


def test_the_covariance_by_event_time_has_the_errors_on_its_diagonal():
    found = fit_callaway_santanna(panel_of("panel47"))

    errors = [e.standard_error for e in found.estimates if e.target.kind == "event_time"]

    assert np.sqrt(np.diag(found.event_covariance)) == pytest.approx(errors)


def test_a_propensity_score_of_few_treated_comes_with_a_caution():
    found = fit_callaway_santanna(panel_of("panel47", covariates=("x1",)), covariates=("x1",))

    assert [caution.code for caution in found.cautions] == ["few-treated"]
    assert "2003 (6), 2005 (9), 2008 (4)" in found.cautions[0].message


def test_cells_whose_score_has_no_maximum_are_left_out_and_said():
    panel = panel_of("panel47", covariates=("x1",))
    apart = np.where(panel.first_treated == 2008, 9.0, 0.0)[:, None] + panel.covariates["x1"] * 0.01
    found = fit_callaway_santanna(replace(panel, covariates={"x1": apart}), covariates=("x1",))

    assert {e.target.cohort for e in found.estimates if e.target.kind == "cohort"} == {2003, 2005}
    assert [caution.code for caution in found.cautions] == ["incomplete-dropped", "few-treated"]
    assert "tell 4 treated from" in found.cautions[0].message


def test_a_covariate_that_is_treatment_leaves_no_cell():
    panel = panel_of("panel47", covariates=("x1",))
    apart = {"x1": panel.is_ever_treated[:, None] + np.zeros(panel.outcomes.shape)}
    with pytest.raises(MethodError, match="the covariates tell 6 treated from 28 untreated units without error"):
        fit_callaway_santanna(replace(panel, covariates=apart), covariates=("x1",), comparison="never")


def test_without_never_treated_units_the_last_cohort_is_compared_with():
    y = np.array([[0.0, 3.0, 4.0], [1.0, 1.0, 5.0], [2.0, 2.0, 6.0]])
    panel = Panel(("A", "B", "C"), np.array([1, 2, 3]), y, np.array([2.0, 3.0, 3.0]))

    found = fit_callaway_santanna(panel)

    assert by_target(found)[Target("simple")].estimate == pytest.approx(3.0)
    assert {e.target.cohort for e in found.estimates if e.target.kind == "cohort"} == {2}


def test_cells_before_treatment_alone_are_no_answer():
    y = np.array([[0.0, 1.0, 3.0, 4.0], [0.0, 1.0, np.nan, 5.0]])
    with pytest.raises(
        MethodError, match=r"no treated cell has an effect\. Compare with units that are not yet treated"
    ):
        fit_callaway_santanna(Panel(("A", "B"), np.arange(1, 5), y, np.array([3.0, 4.0])))
