"""Leaving out one unit or cohort: brute force, what cannot be left out, refusals."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.errors import MethodError, UnknownNameError
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.leave_out import leave_one_cohort_out, leave_one_unit_out
from chiiki.evaluation.panel import Panel, usable
from chiiki.evaluation.refitting import estimate_of
from chiiki.evaluation.results import Effects, Estimate, Target


def effects_by_imputation(panel):
    """Estimates of the imputation, as an estimator gives them back."""
    ready = usable(panel)
    found = impute(ready)
    estimates = tuple(
        Estimate(target, float(value), int(n))
        for target, value, n in zip(found.targets, found.values, found.n, strict=True)
    )
    treated = int(ready.is_ever_treated.sum())
    never = ready.n_units - treated
    return Effects(
        "bjs", "not-yet", "analytic", estimates, ready.n_units, treated, never, ready.n_periods, found.n_cells
    )


@pytest.fixture
def panel():
    rng = np.random.default_rng(20260110)
    first = np.array([2003.0, 2003.0, 2003.0, 2005.0, 2005.0, np.inf, np.inf, np.inf, np.inf])
    periods = np.arange(2000, 2008)
    outcomes = rng.standard_normal((9, 8)) + 2.0 * (periods >= first[:, None])
    outcomes[1] += 20.0 * (periods >= 2003)  # one unit carries the effect
    return Panel(tuple("ABCDEFGHI"), periods, outcomes, first)


def test_every_estimate_is_the_one_of_the_panel_without_the_unit(panel):
    found = leave_one_unit_out(panel, estimate=effects_by_imputation)

    whole = impute(panel).values[0]
    assert [one.left_out for one in found.without] == list("ABCDEFGHI")
    for row, one in enumerate(found.without):
        alone = impute(panel.subset(np.delete(np.arange(9), row))).values[0]
        assert one.estimate.estimate == alone
        assert one.change == alone - whole
    assert found.whole.estimate == whole
    assert found.not_run == ()


def test_the_unit_that_carries_the_effect_is_named(panel):
    found = leave_one_unit_out(panel, estimate=effects_by_imputation)

    assert found.most_influential.left_out == "B"
    assert found.extent[0] == found.most_influential.estimate.estimate
    assert found.n_other_sign == 0


def test_a_cohort_is_left_out_as_a_whole(panel):
    found = leave_one_cohort_out(panel, estimate=effects_by_imputation)

    late = impute(panel.subset(panel.first_treated != 2003)).values[0]
    assert [one.left_out for one in found.without] == ["2003", "2005"]
    assert found.without[0].estimate.estimate == late
    assert found.without[0].estimate.n == 2


def test_another_target_may_be_followed(panel):
    target = Target("event_time", event_time=1)

    found = leave_one_unit_out(panel, estimate=effects_by_imputation, target=target)

    assert found.whole == estimate_of(effects_by_imputation(panel), target)
    with pytest.raises(UnknownNameError, match=r"'bjs' gives no estimate of Target.*It gives simple, group"):
        leave_one_unit_out(panel, estimate=effects_by_imputation, target=Target("event_time", event_time=99))


def test_a_unit_without_which_nothing_is_left_is_listed_with_the_reason(panel):
    one_treated = panel.subset(np.array([0, 5, 6, 7]))

    found = leave_one_unit_out(one_treated, estimate=effects_by_imputation)

    assert [(one.name, one.reason[:28]) for one in found.not_run] == [("A", "no treated unit is left, so ")]
    assert [one.left_out for one in found.without] == ["F", "G", "H"]


def test_a_single_cohort_cannot_be_left_out(panel):
    with pytest.raises(MethodError, match=r"without any one cohort\. Without 2003: no treated unit is left"):
        leave_one_cohort_out(panel.subset(panel.first_treated != 2005), estimate=effects_by_imputation)


def test_units_of_which_treatment_is_not_known_are_not_left_out_one_by_one(panel):
    first = panel.first_treated.copy()
    first[8] = np.nan
    unknown = Panel(panel.units, panel.periods, panel.outcomes, first)

    found = leave_one_unit_out(unknown, estimate=effects_by_imputation)

    assert "I" not in [one.left_out for one in found.without]
