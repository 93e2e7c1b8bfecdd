"""Local projections: equal to a regression of long differences written out."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.evaluation.estimators.local_projections import fit_local_projections
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.results import Target
from did_reference import by_target, panel_of


def written_out(panel, horizon, *, comparison):
    """Regress long differences on starting and on periods, with clustered errors."""
    rows = []
    for unit in range(panel.n_units):
        for start in range(1, panel.n_periods):
            end = start + horizon
            if not 0 <= end < panel.n_periods:
                continue
            begins = panel.first_index[unit] == start
            waits = panel.first_index[unit] > (max(start, end) if comparison == "not-yet" else panel.n_periods - 1)
            change = panel.outcomes[unit, end] - panel.outcomes[unit, start - 1]
            if (begins or waits) and np.isfinite(change) and np.isfinite(panel.outcomes[unit, start]):
                rows.append((change, begins, start, unit))
    y, begins, periods, units = (np.array(column) for column in zip(*rows, strict=True))
    x = np.column_stack([begins.astype(float), *(periods == t for t in np.unique(periods))]).astype(float)
    bread = np.linalg.pinv(x.T @ x)
    coefficients = bread @ x.T @ y
    scores = x * (y - x @ coefficients)[:, None]
    summed = np.array([scores[units == unit].sum(axis=0) for unit in np.unique(units)])
    n, n_clusters = len(y), len(summed)
    factor = n_clusters / (n_clusters - 1) * (n - 1) / (n - np.linalg.matrix_rank(x))
    return coefficients[0], np.sqrt(factor * (bread @ summed.T @ summed @ bread)[0, 0])


@pytest.mark.parametrize("comparison", ["never", "not-yet"])
def test_effects_and_errors_are_those_of_the_regression_written_out(comparison):
    panel = panel_of("panel47")

    found = by_target(fit_local_projections(panel, comparison=comparison))

    for horizon in (-5, -2, 0, 1, 6):
        one = found[Target("event_time", event_time=horizon)]
        assert (one.estimate, one.standard_error) == pytest.approx(
            written_out(panel, horizon, comparison=comparison), abs=1e-10
        )


def test_pooled_event_times_are_those_that_all_cohorts_reach():
    found = fit_local_projections(panel_of("panel47"))

    assert found.settings["dynamic"] == "pooled over event times 0 to 3"
    assert found.estimates[0].target == Target("dynamic")
    assert found.estimates[0].n == 19


def test_gaps_leave_out_the_differences_they_break():
    panel = panel_of("gaps47")

    found = by_target(fit_local_projections(panel))

    assert found[Target("event_time", event_time=2)].estimate == pytest.approx(
        written_out(panel, 2, comparison="not-yet")[0], abs=1e-10
    )


@pytest.mark.parametrize("comparison", ["never", "not-yet"])
def test_units_that_start_in_the_second_period_have_a_pooled_effect(comparison):
    outcomes = np.random.default_rng(3).normal(size=(12, 4))
    first = np.array([2.0] * 5 + [np.inf] * 7)
    panel = Panel(tuple("ABCDEFGHIJKL"), np.arange(1, 5), outcomes, first)

    pooled = by_target(fit_local_projections(panel, comparison=comparison))[Target("dynamic")]

    # One regression on starting: the mean after less the first period, robust to heteroskedasticity.
    change = outcomes[:, 1:].mean(axis=1) - outcomes[:, 0]
    begins = change[:5], change[5:]
    spread = sum(((part - part.mean()) ** 2).sum() / len(part) ** 2 for part in begins) * 12 / 11 * 11 / 10
    assert pooled.estimate == pytest.approx(begins[0].mean() - begins[1].mean(), abs=1e-12)
    assert pooled.standard_error == pytest.approx(np.sqrt(spread), abs=1e-12)
    assert pooled.n == 5
