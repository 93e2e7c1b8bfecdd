"""The weighted effect of one cell: identities and refusals; values of R stand in test_callaway_santanna."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.errors import MethodError
from chiiki.evaluation.estimators.doubly_robust import weighted_cell


def _drawn(n=60, seed=3):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 1))
    treated = rng.random(n) < 1 / (1 + np.exp(-x[:, 0]))
    return x, treated, 1.0 + 2.0 * x[:, 0] + 0.5 * treated, rng


@pytest.mark.parametrize("with_outcomes", [True, False])
def test_scores_add_up_to_nothing(with_outcomes):
    x, treated, change, rng = _drawn()
    found = weighted_cell(change + rng.normal(size=len(change)), treated, covariates=x, with_outcomes=with_outcomes)

    assert found.scores.sum() == pytest.approx(0.0, abs=1e-12)


def test_a_change_that_the_covariates_explain_leaves_the_effect():
    x, treated, change, _ = _drawn()

    assert weighted_cell(change, treated, covariates=x, with_outcomes=True).effect == pytest.approx(0.5, abs=1e-12)


def test_a_common_change_moves_nothing_and_the_unit_scales():
    x, treated, change, rng = _drawn()
    change = change + rng.normal(size=len(change))
    found = weighted_cell(change, treated, covariates=x, with_outcomes=False)
    moved = weighted_cell(10 * (change + 7), treated, covariates=100 * x - 3, with_outcomes=False)

    assert moved.effect == pytest.approx(10 * found.effect)
    assert moved.scores == pytest.approx(10 * found.scores)


def test_covariates_that_tell_treated_units_without_error_are_refused():
    x = np.array([[0.0], [1.0], [2.0], [3.0]])
    with pytest.raises(MethodError, match="tell 2 treated from 2 untreated units without error"):
        weighted_cell(np.arange(4.0), x[:, 0] > 1, covariates=x, with_outcomes=False)


def test_more_covariates_than_untreated_units_are_refused():
    x = np.array([[0.0, 1.0], [1.0, 0.0], [0.5, 0.5], [0.2, 0.9], [0.9, 0.1], [0.4, 0.4]])
    treated = np.array([True, True, True, True, False, False])
    with pytest.raises(MethodError, match="untreated units"):
        weighted_cell(np.arange(6.0), treated, covariates=x, with_outcomes=True)


def test_covariates_that_do_not_vary_among_the_untreated_cannot_predict_their_change():
    x = np.array([[-1.0], [0.0], [1.0], [0.0], [0.0], [0.0]])
    treated = np.array([True, True, True, False, False, False])
    with pytest.raises(MethodError, match="3 untreated units cannot carry 1 covariates"):
        weighted_cell(np.arange(6.0), treated, covariates=x, with_outcomes=True)
