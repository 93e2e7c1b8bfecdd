"""The bootstrap of units within cohorts, against estimating on every drawn panel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import InputError
from chiiki.evaluation.did import estimate_effects
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.inference.bootstrap import bootstrap_intervals, resample_counts
from chiiki.evaluation.inference.neyman import neyman_intervals
from chiiki.evaluation.panel import Panel


def _panel(first=(2004,) * 4 + (2006,) * 5 + (np.inf,) * 11, *, gaps=False):
    y = np.random.default_rng(2).standard_normal((len(first), 6)).cumsum(axis=1)
    if gaps:
        y[0, 1] = y[12, 5] = np.nan
    return Panel(tuple(f"R{i}" for i in range(len(first))), np.arange(2002, 2008), y, np.array(first, dtype=float))


def _estimate(panel):
    return estimate_effects(panel, estimator="bjs", inference="analytic")


def _drawn_panels(panel, draws, seed):
    for row in resample_counts(panel.first_treated, draws=draws, seed=seed).astype(int):
        at = np.repeat(np.arange(panel.n_units), row)
        yield replace(panel.subset(at), units=tuple(map(str, range(len(at)))))


def _neyman(panel):
    found, codes = impute(panel), panel.first_index
    parts = [found.contributions[codes == code, 0] for code in np.unique(codes)]
    return found.values[0], np.sqrt(sum(len(part) * part.var(ddof=1) for part in parts))


def test_every_draw_keeps_the_numbers_of_each_cohort():
    cohort = np.array([0, 0, 0, 1, 1, 2])
    counts = resample_counts(cohort, draws=50, seed=0)

    assert counts[:, :3].sum(axis=1).tolist() == [3.0] * 50
    assert counts[:, 3:5].sum(axis=1).tolist() == [2.0] * 50
    assert np.array_equal(counts, resample_counts(cohort, draws=50, seed=0))


def test_the_percentile_interval_equals_that_of_estimating_on_every_drawn_panel():
    panel = _panel()
    found = bootstrap_intervals(panel, _estimate(panel), estimate=_estimate, draws=99, seed=5, kind="percentile")
    drawn = [_estimate(one).overall["simple"].estimate for one in _drawn_panels(panel, 99, 5)]

    # sums of contributions against a new fit of each panel: rounding only
    assert found.overall["simple"].interval == pytest.approx(np.quantile(drawn, [0.025, 0.975]), rel=1e-9)
    assert found.overall["simple"].standard_error == pytest.approx(np.std(drawn, ddof=1), rel=1e-9)


def test_the_percentile_t_interval_divides_by_neymans_standard_error_of_each_draw():
    panel = _panel()
    found = bootstrap_intervals(panel, _estimate(panel), estimate=_estimate, draws=99, seed=5)
    whole = neyman_intervals(panel)
    theta, error = whole.estimates[0], whole.standard_errors[0]
    t = np.array([(value - theta) / spread for value, spread in map(_neyman, _drawn_panels(panel, 99, 5))])
    low, high = theta - error * np.quantile(t, [0.975, 0.025])

    assert found.overall["simple"].interval == pytest.approx((low, high), rel=1e-8)


def test_with_gaps_the_estimator_runs_on_every_draw():
    panel = _panel(gaps=True)
    found = bootstrap_intervals(panel, _estimate(panel), estimate=_estimate, draws=99, seed=5, kind="percentile")
    drawn = [_estimate(one).overall["simple"].estimate for one in _drawn_panels(panel, 99, 5)]

    assert found.overall["simple"].interval == pytest.approx(np.quantile(drawn, [0.025, 0.975]), rel=1e-12)


def test_a_cohort_of_one_is_said_to_make_intervals_too_short():
    panel = _panel((2004,) + (2006,) * 5 + (np.inf,) * 9)
    found = bootstrap_intervals(panel, _estimate(panel), estimate=_estimate, draws=99)

    assert "level-not-kept" in [caution.code for caution in found.cautions]


def test_what_cannot_be_drawn_is_refused():
    panel = _panel()
    effects = _estimate(panel)
    with pytest.raises(InputError, match="draws must be at least 99, got 10"):
        bootstrap_intervals(panel, effects, estimate=_estimate, draws=10)
    with pytest.raises(InputError, match="units share clusters"):
        bootstrap_intervals(replace(panel, clusters=np.arange(20) // 2), effects, estimate=_estimate)
    with pytest.raises(InputError, match="level must be between"):
        bootstrap_intervals(panel, effects, estimate=_estimate, level=0.0)
