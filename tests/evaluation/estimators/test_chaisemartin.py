"""De Chaisemartin-D'Haultfoeuille: equal to diff-diff's port by event time, with a joint error overall."""

from __future__ import annotations

import diff_diff
import numpy as np
import pytest

from chiiki.errors import MethodError
from chiiki.evaluation.estimators.border import ask, frame_of
from chiiki.evaluation.estimators.chaisemartin import fit_chaisemartin
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.results import Target
from did_reference import by_target, panel_of

COLUMNS = {"outcome": "outcome", "unit": "unit", "time": "time", "treatment": "treated"}


@pytest.mark.parametrize(("name", "last"), [("panel47", 9), pytest.param("mpdta", 4, marks=pytest.mark.slow)])
def test_effects_by_event_time_are_those_of_the_reference(name, last):
    panel = panel_of(name)
    with ask("reference"):
        peer = diff_diff.ChaisemartinDHaultfoeuille().fit(frame_of(panel), **COLUMNS, L_max=last)
    rows = {**peer.event_study_effects, **peer.placebo_event_study}

    found = by_target(fit_chaisemartin(panel))

    assert found[Target("simple")].estimate == pytest.approx(peer.overall_att, abs=1e-12)
    for distance, row in rows.items():
        if np.isfinite(row["effect"]):
            one = found[Target("event_time", event_time=distance - 1)]
            assert (one.estimate, one.standard_error) == pytest.approx((row["effect"], row["se"]), abs=1e-12)


def test_the_error_overall_takes_event_times_as_dependent():
    panel = panel_of("panel47")
    found = fit_chaisemartin(panel)
    counts = np.array([one.n for one in found.estimates if (one.target.event_time or -1) >= 0 or _is_start(one)])
    share = counts / counts.sum()
    after = [k for k, one in enumerate(_events(found)) if one.target.event_time >= 0]
    covariance = found.event_covariance[np.ix_(after, after)]

    assert found.estimates[0].standard_error == pytest.approx(np.sqrt(share @ covariance @ share))
    assert found.estimates[0].standard_error > 2 * np.sqrt(share**2 @ np.diag(covariance))  # as if independent


def _events(found):
    return [one for one in found.estimates if one.target.kind == "event_time"]


def _is_start(one):
    return one.target.kind == "event_time" and one.target.event_time == 0


def test_gaps_leave_out_the_differences_they_break():
    panel = panel_of("gaps47")
    change = panel.outcomes[:, 8] - panel.outcomes[:, 7]  # 2008 less 2007
    seen = ~np.isnan(change)
    expected = change[seen & (panel.first_treated == 2008)].mean() - change[seen & (panel.first_treated > 2008)].mean()

    found = by_target(fit_chaisemartin(panel))

    assert found[Target("cohort_and_period", cohort=2008, period=2008)].estimate == pytest.approx(expected)


def test_switchers_without_a_unit_that_waits_are_refused():
    y = np.array([[0.0, 3.0, np.nan], [np.nan, 1.0, 5.0]])
    panel = Panel(("A", "B"), np.array([1, 2, 3]), y, np.array([2.0, 3.0]))
    with pytest.raises(MethodError, match="no treated unit has a unit to compare with"):
        fit_chaisemartin(panel)
