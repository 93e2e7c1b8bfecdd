"""Unit and period effects taken out: equal to least squares on dummies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.evaluation.estimators.within import within_units_and_periods

quick = settings(max_examples=25, deadline=None, derandomize=True)


@quick
@given(st.integers(0, 10_000), st.integers(2, 6), st.integers(2, 6), st.floats(0.2, 1.0))
def test_residuals_are_those_of_a_regression_on_dummies(seed, n_units, n_periods, share):
    rng = np.random.default_rng(seed)
    cells, used = rng.normal(size=(n_units, n_periods)), rng.random((n_units, n_periods)) < share
    rows, columns = np.nonzero(used)
    dummies = np.column_stack([np.eye(n_units)[rows], np.eye(n_periods)[columns]])
    expected = np.zeros(cells.shape)
    y = cells[used]
    expected[used] = y - dummies @ np.linalg.lstsq(dummies, y, rcond=None)[0]

    assert within_units_and_periods(cells, used) == pytest.approx(expected, abs=1e-9)
