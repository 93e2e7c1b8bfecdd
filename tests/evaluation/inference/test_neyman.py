"""Neyman's variance by cohort: by hand, against SciPy's Welch test, refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import MethodError
from chiiki.evaluation.inference.neyman import neyman_intervals
from imputed_panels import drawn_panel


def test_one_cohort_and_two_periods_are_a_welch_test_of_growth():
    stats = pytest.importorskip("scipy.stats", reason="needs the extra stats: pip install 'chiiki[stats]'")
    panel = drawn_panel(0, sizes=(6,), n_never=9, n_periods=3)
    two = replace(panel, periods=panel.periods[1:], outcomes=panel.outcomes[:, 1:], covariates={})
    growth = np.diff(two.outcomes, axis=1)[:, 0]
    expected = stats.ttest_ind(growth[:6], growth[6:], equal_var=False)
    found = neyman_intervals(two, level=0.9)

    # the same sums, and SciPy's own quantiles to 1e-10
    assert found.p_values[0] == pytest.approx(expected.pvalue, abs=1e-10)
    assert found.degrees_of_freedom[0] == pytest.approx(expected.df, rel=1e-10)
    assert found.intervals[0] == pytest.approx(tuple(expected.confidence_interval(0.9)), abs=1e-9)


def test_variances_of_cohorts_add_up():
    panel = drawn_panel(1, sizes=(4, 3), n_never=6, gaps=4)
    found = neyman_intervals(panel, leads=1)

    assert found.standard_errors.shape == (len(found.targets),)
    assert (found.standard_errors > 0).all()
    assert (found.degrees_of_freedom <= 4 + 3 + 6 - 3).all()
    assert all(low < value < high for (low, high), value in zip(found.intervals, found.estimates, strict=True))


def test_a_cohort_of_one_is_refused():
    with pytest.raises(MethodError, match="'u3' is the only unit of its cohort"):
        neyman_intervals(drawn_panel(2, sizes=(3, 1)))


def test_an_effect_without_any_noise_is_certain():
    panel = drawn_panel(3)
    exact = replace(panel, outcomes=2.0 * panel.treated + np.arange(7.0))
    found = neyman_intervals(exact)

    assert found.estimates[0] == pytest.approx(2.0)
    assert found.p_values[0] == pytest.approx(0.0, abs=1e-10)  # what rounding leaves of no variance
