"""The cluster jackknife, against deleting every unit and estimating again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import InputError, ShapeError
from chiiki.evaluation.did import estimate_effects
from chiiki.evaluation.inference.jackknife import jackknife_intervals, leave_one_out
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.results import Target
from chiiki.evaluation.student import t_quantile


def _panel(first=(2004,) * 4 + (2006,) * 5 + (np.inf,) * 11, *, gaps=False):
    y = np.random.default_rng(1).standard_normal((len(first), 8)).cumsum(axis=1)
    if gaps:
        y[0, 2] = y[12, 5] = np.nan
    return Panel(tuple(f"R{i}" for i in range(len(first))), np.arange(2001, 2009), y, np.array(first, dtype=float))


def _estimate(panel):
    return estimate_effects(panel, estimator="bjs", inference="neyman")


def _by_deletion(panel, groups, target):
    values = []
    for group in np.unique(groups):
        found = _estimate_plain(panel.subset(groups != group))
        values.append(next(one.estimate for one in found.estimates if one.target == target))
    whole = next(one.estimate for one in _estimate_plain(panel).estimates if one.target == target)
    n = len(values)
    return np.sqrt((n - 1) / n * sum((value - whole) ** 2 for value in values))


def _estimate_plain(panel):
    return estimate_effects(panel, estimator="bjs", inference="analytic")


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize(
    "target", [Target("simple"), Target("dynamic"), Target("event_time", event_time=2), Target("cohort", cohort=2006)]
)
def test_standard_errors_equal_deleting_each_unit_and_estimating_again(gaps, target):
    panel = _panel(gaps=gaps)
    effects = _estimate_plain(panel)
    found = jackknife_intervals(panel, effects, estimate=_estimate_plain)
    one = next(one for one in found.estimates if one.target == target)
    expected = _by_deletion(panel, np.arange(20), target)

    assert one.standard_error == pytest.approx(expected, rel=1e-10)  # exact algebra, rounding only
    assert one.interval == pytest.approx(
        (one.estimate - t_quantile(0.95, df=19.0) * expected, one.estimate + t_quantile(0.95, df=19.0) * expected)
    )


def test_regions_are_left_out_whole():
    panel, regions = _panel(), np.arange(20) % 5
    found = jackknife_intervals(panel, _estimate_plain(panel), estimate=_estimate_plain, clusters=regions)

    expected = _by_deletion(panel, regions, Target("simple"))
    assert found.overall["simple"].standard_error == pytest.approx(expected, rel=1e-10)
    assert found.settings["jackknife"] == "CV3, 5 clusters left out in turn"


def test_clusters_of_the_panel_are_used_without_being_named():
    regions = np.arange(20) % 5
    panel = replace(_panel(), clusters=regions)
    named = jackknife_intervals(_panel(), _estimate_plain(_panel()), estimate=_estimate_plain, clusters=regions)
    found = jackknife_intervals(panel, _estimate_plain(panel), estimate=_estimate_plain)

    assert found.overall["simple"].standard_error == pytest.approx(named.overall["simple"].standard_error, rel=1e-12)


def test_a_target_that_vanishes_with_a_unit_has_no_interval_and_is_counted():
    panel = _panel((2004,) + (2006,) * 5 + (np.inf,) * 9)
    found = jackknife_intervals(panel, _estimate_plain(panel), estimate=_estimate_plain)
    alone = next(one for one in found.estimates if one.target == Target("cohort", cohort=2004))

    assert (alone.standard_error, alone.interval, alone.p_value) == (None, None, None)
    assert found.overall["simple"].interval is not None
    assert [caution.code for caution in found.cautions][-1] == "interval-refused"


def test_a_single_treated_unit_leaves_nothing_to_estimate_without_it():
    panel = _panel((2004,) + (np.inf,) * 9)
    without = leave_one_out(panel, _estimate_plain(panel), targets=[Target("simple")], estimate=_estimate_plain)

    assert np.isnan(without[:, 0]).tolist() == [True] + [False] * 9


def test_clusters_that_do_not_fit_are_refused():
    panel = _panel()
    effects = _estimate(panel)
    with pytest.raises(ShapeError, match="one value for each of 20 units"):
        jackknife_intervals(panel, effects, estimate=_estimate, clusters=np.zeros(3, dtype=int))
    with pytest.raises(InputError, match="in one cluster"):
        jackknife_intervals(panel, effects, estimate=_estimate, clusters=np.zeros(20, dtype=int))
    with pytest.raises(InputError, match="level must be between"):
        jackknife_intervals(panel, effects, estimate=_estimate, level=1.0)
