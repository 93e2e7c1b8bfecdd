"""Judging: order, distance and frequency of stated probabilities, equal to scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.capability.judging import auc, brier, calibration, judge
from chiiki.errors import InputError, MethodError, ShapeError

quick = settings(max_examples=25, deadline=None, derandomize=True)

STATED = np.array([0.1, 0.2, 0.2, 0.7, 0.9])
HAPPENED = np.array([False, False, True, False, True])


def seeded(seed, *, digits):
    rng = np.random.default_rng(seed)
    stated = rng.random(60).round(digits)
    return stated, np.r_[rng.random(58) < stated[:58], True, False]


def test_the_score_of_each_pair_of_yes_and_no_is_compared_and_a_tie_counts_half():
    # .2 against .1, .2, .7: 1 + 1/2 + 0; .9 against all three: 3
    assert auc(STATED, HAPPENED) == pytest.approx(4.5 / 6)


@quick
@given(st.integers(0, 10_000), st.sampled_from([1, 2, 12]))
def test_values_are_those_of_scikit_learn_ties_included(seed, digits):
    metrics, curves = pytest.importorskip("sklearn.metrics"), pytest.importorskip("sklearn.calibration")
    stated, happened = seeded(seed, digits=digits)

    observed, mean_stated = curves.calibration_curve(happened, stated, n_bins=7, strategy="quantile")
    bins = calibration(stated, happened, n_bins=7)
    # abs: means of sixty numbers of at most 1
    assert auc(stated, happened) == pytest.approx(metrics.roc_auc_score(happened, stated), abs=1e-12)
    assert brier(stated, happened) == pytest.approx(metrics.brier_score_loss(happened, stated), abs=1e-12)
    np.testing.assert_allclose([place.stated for place in bins], mean_stated, atol=1e-12)
    np.testing.assert_allclose([place.observed for place in bins], observed, atol=1e-12)
    assert sum(place.n for place in bins) == 60


def test_the_judgement_has_all_of_it_and_the_score_of_the_base_rate():
    found = judge(STATED, HAPPENED, base_rate=0.2, n_bins=2)

    assert (found.n, found.n_happened, found.base_rate) == (5, 2, 0.2)
    assert found.auc == auc(STATED, HAPPENED)
    assert found.brier == brier(STATED, HAPPENED)
    assert found.brier_of_base == pytest.approx((3 * 0.04 + 2 * 0.64) / 5)
    assert found.skill == pytest.approx(1 - found.brier / found.brier_of_base)
    assert found.calibration == calibration(STATED, HAPPENED, n_bins=2)


def test_what_cannot_be_judged_is_refused():
    with pytest.raises(MethodError, match=r"nothing happened among 5 cases"):
        auc(STATED, np.zeros(5, dtype=bool))
    with pytest.raises(MethodError, match=r"everything happened among 5 cases"):
        auc(STATED, np.ones(5, dtype=bool))
    with pytest.raises(ShapeError, match=r"equally many, at least one, got shapes \(5,\), \(4,\)"):
        brier(STATED, HAPPENED[:4])
    with pytest.raises(InputError, match=r"a probability must be from 0 to 1, got 1.3"):
        brier(np.array([0.1, 1.3]), np.array([True, False]))
    with pytest.raises(InputError, match=r"n_bins must be at least 1, got 0"):
        calibration(STATED, HAPPENED, n_bins=0)
