"""Specification curves: what is combined, what a panel becomes, what is sorted, what is listed as not run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import InputError, MethodError, MissingExtraError
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.results import Effects, Estimate, Target
from chiiki.evaluation.specification import Specification, specification_curve, specifications, specified


@pytest.fixture
def panel():
    rng = np.random.default_rng(20260111)
    periods = np.arange(2000, 2010)
    first = np.array([2004.0, 2006.0, np.inf, np.inf])
    outcomes = np.exp(rng.standard_normal((4, 10)))
    covariates = {name: rng.standard_normal((4, 10)) for name in ("x", "z")}
    return Panel(tuple("ABCD"), periods, outcomes, first, covariates=covariates)


def of_mean(panel, specification):
    """An estimator that has an answer by hand: the mean of the treated cells, an interval of width 1."""
    if specification.estimator == "cs":
        msg = "this estimator refuses."
        raise MethodError(msg)
    mean = float(panel.outcomes[panel.treated].mean())
    found = Estimate(Target("simple"), mean, n=2, interval=(mean - 0.5, mean + 0.5), p_value=0.5)
    return Effects(specification.estimator, "not-yet", "analytic", (found,), 4, 2, 2, panel.n_periods, 40)


def test_every_choice_is_combined_with_every_other_once():
    found = specifications(
        estimators=["bjs", "cs"], windows=[(None, None), (2001, 2008)], covariates=[(), ("x",), ()], outcomes=["level"]
    )

    assert len(found) == 2 * 2 * 2
    assert found[0] == Specification()
    assert found[-1].label == "cs, not-yet, level, 2001-2008, x"


def test_a_panel_is_cut_to_its_window_and_covariates(panel):
    found = specified(panel, Specification(window=(2003, 2007), covariates=("z",)))

    assert found.periods.tolist() == [2003, 2004, 2005, 2006, 2007]
    assert found.outcomes.tolist() == panel.outcomes[:, 3:8].tolist()
    assert list(found.covariates) == ["z"]
    assert found.covariates["z"].tolist() == panel.covariates["z"][:, 3:8].tolist()


def test_logarithms_keep_cells_that_were_not_observed(panel):
    outcomes = panel.outcomes.copy()
    outcomes[0, 0] = np.nan

    found = specified(replace(panel, outcomes=outcomes), Specification(outcome="log"))

    assert np.isnan(found.outcomes[0, 0])
    assert found.outcomes[1:] == pytest.approx(np.log(panel.outcomes[1:]))


def test_estimates_are_sorted_and_counted(panel):
    chosen = specifications(windows=[(2000 + k, None) for k in range(4)], outcomes=["log", "level"])

    found = specification_curve(panel, chosen, estimate=of_mean)

    keys = [(one.specification.outcome, one.estimate.estimate) for one in found.ran]
    assert keys == sorted(keys)
    assert len(keys) == 8
    assert found.share_positive == np.mean([value > 0 for _, value in keys])
    assert found.share_same_sign == max(found.share_positive, 1 - found.share_positive)
    assert found.share_excluding_zero == np.mean([abs(value) > 0.5 for _, value in keys])


def test_what_cannot_be_run_is_listed_with_its_reason(panel):
    chosen = [
        Specification(),
        Specification(estimator="cs"),
        Specification(window=(2020, None)),
        Specification(covariates=("population",)),
    ]

    found = specification_curve(panel, chosen, estimate=of_mean)

    assert len(found.ran) == 1
    assert [(one.name, one.reason) for one in found.not_run] == [
        ("cs, not-yet, level", "this estimator refuses."),
        (
            "bjs, not-yet, level, 2020-",
            "the window 2020-None holds 0 of the periods 2000 to 2009; at least two are needed.",
        ),
        ("bjs, not-yet, level, population", "the panel has no covariate 'population'; it has x, z."),
    ]


def test_what_needs_an_extra_that_is_not_installed_is_listed_as_not_run(panel):
    def without_extra(panel, specification):
        if specification.estimator == "cs":
            msg = "needs the extra stats."
            raise MissingExtraError(msg)
        return of_mean(panel, specification)

    found = specification_curve(panel, specifications(estimators=["bjs", "cs"]), estimate=without_extra)

    assert [one.specification.estimator for one in found.ran] == ["bjs"]
    assert [(one.name, one.reason) for one in found.not_run] == [("cs, not-yet, level", "needs the extra stats.")]


def test_an_outcome_of_zero_has_no_logarithm(panel):
    zero = replace(panel, outcomes=np.where(panel.outcomes < 1, 0.0, panel.outcomes))

    with pytest.raises(MethodError, match=r"none of 1 specifications.*outcomes are not above 0 and have no logarithm"):
        specification_curve(zero, [Specification(outcome="log")], estimate=of_mean)


def test_intervals_that_do_not_exist_have_no_share(panel):
    def bare(panel, specification):
        return of_mean(panel, specification).with_estimates(lambda one: replace(one, interval=None))

    assert specification_curve(panel, [Specification()], estimate=bare).share_excluding_zero is None


def test_no_specification_is_refused(panel):
    with pytest.raises(InputError, match="at least one specification"):
        specification_curve(panel, [], estimate=of_mean)
