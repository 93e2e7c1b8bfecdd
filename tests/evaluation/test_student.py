"""Student's t: against SciPy and where it is known in closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest

from chiiki.errors import InputError
from chiiki.evaluation.student import t_quantile, two_sided_p

stats = pytest.importorskip("scipy.stats", reason="needs the extra stats: pip install 'chiiki[stats]'")


@pytest.mark.parametrize("df", [0.5, 1.0, 1.7, 2.0, 5.0, 46.0, 300.0, 10_000.0])
def test_tails_equal_scipy(df):
    for t in (1e-3, 0.3, 1.0, 1.96, 4.0, 30.0):
        # the logarithms of the gamma function cancel to about 1e-12
        assert two_sided_p(t, df=df) == pytest.approx(2 * stats.t.sf(t, df), abs=1e-11)


@pytest.mark.parametrize("df", [1.0, 1.7, 2.0, 5.0, 46.0, 300.0, 10_000.0, 1e6])
def test_quantiles_equal_scipy(df):
    for level in (0.5, 0.9, 0.95, 0.99):
        # at a million degrees of freedom the same logarithms leave 1e-9
        assert t_quantile(level, df=df) == pytest.approx(stats.t.ppf(0.5 + level / 2, df), rel=1e-8)


def test_two_degrees_of_freedom_have_a_closed_form():
    assert two_sided_p(2.0, df=2.0) == pytest.approx(1 - 2 / math.sqrt(6), abs=1e-14)


def test_many_degrees_of_freedom_are_normal():
    assert two_sided_p(1.96, df=1e12) == pytest.approx(0.0499957902964409, abs=1e-13)


def test_both_ends_are_answered():
    assert two_sided_p(0.0, df=3.0) == 1.0
    assert two_sided_p(-np.inf, df=3.0) == 0.0


def test_what_is_out_of_range_is_refused():
    with pytest.raises(InputError, match="above 0"):
        two_sided_p(1.0, df=0.0)
    with pytest.raises(InputError, match="between 0 and 1"):
        t_quantile(1.0, df=3.0)
