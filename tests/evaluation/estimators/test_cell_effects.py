"""Averages of cohort-by-period effects: identities, and errors by brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.evaluation.estimators.cells import Cells, average_cells
from chiiki.evaluation.results import Target

quick = settings(max_examples=25, deadline=None, derandomize=True)


def _cells(effects, counts, *, members=None, scores=None):
    """Cohorts of 2 and 3 in periods 1 to 4, cells from the period before the start on."""
    cohorts, periods = np.array([2, 2, 2, 3, 3, 3]), np.array([2, 3, 4, 1, 3, 4])
    return Cells(
        cohorts=cohorts,
        periods=periods,
        effects=np.array(effects, dtype=float),
        counts=np.array(counts),
        scores=np.eye(6) if scores is None else scores,
        sizes={2: max(counts[:3]), 3: max(counts[3:])},
        members=members,
    )


def _found(cells):
    return {one.target: one for one in average_cells(cells).estimates}


def test_averages_are_those_of_their_definition():
    found = _found(_cells([1, 2, 3, 9, 4, 5], [2, 2, 2, 4, 4, 4]))

    assert found[Target("simple")].estimate == pytest.approx((2 * (1 + 2 + 3) + 4 * (4 + 5)) / 14)
    assert found[Target("cohort", cohort=3)].estimate == pytest.approx(4.5)
    assert found[Target("group")].estimate == pytest.approx((2 * 2 + 4 * 4.5) / 6)
    assert found[Target("event_time", event_time=0)].estimate == pytest.approx((2 * 1 + 4 * 4) / 6)
    assert found[Target("event_time", event_time=-2)].estimate == pytest.approx(9)
    assert found[Target("dynamic")].estimate == pytest.approx(np.mean([3.0, (2 * 2 + 4 * 5) / 6, 3.0]))
    assert found[Target("period", period=4)].estimate == pytest.approx((2 * 3 + 4 * 5) / 6)
    assert found[Target("calendar")].estimate == pytest.approx(np.mean([1, (2 * 2 + 4 * 4) / 6, (2 * 3 + 4 * 5) / 6]))
    assert [found[Target(kind)].n for kind in ("simple", "group", "dynamic", "calendar")] == [6, 6, 6, 6]
    assert found[Target("event_time", event_time=2)].n == 2


@quick
@given(st.lists(st.floats(-5, 5), min_size=6, max_size=6), st.lists(st.integers(1, 9), min_size=2, max_size=2))
def test_every_average_of_equal_effects_is_that_effect(values, sizes):
    counts = [sizes[0]] * 3 + [sizes[1]] * 3

    assert all(
        one.estimate == pytest.approx(values[0], abs=1e-9) for one in _found(_cells([values[0]] * 6, counts)).values()
    )


@quick
@given(st.lists(st.floats(-5, 5), min_size=6, max_size=6), st.lists(st.integers(1, 9), min_size=2, max_size=2))
def test_the_error_of_a_mean_of_independent_cells_is_that_of_its_weights(values, sizes):
    counts = [sizes[0]] * 3 + [sizes[1]] * 3
    found = _found(_cells(values, counts))
    total = 3 * sizes[0] + 2 * sizes[1]

    expected = np.sqrt(3 * (sizes[0] / total) ** 2 + 2 * (sizes[1] / total) ** 2)
    assert found[Target("simple")].standard_error == pytest.approx(expected)


def test_estimated_weights_add_the_slope_of_the_average_in_each_mass():
    values, counts = [1.0, 2.0, 3.0, 9.0, 4.0, 5.0], [2, 2, 2, 4, 4, 4]
    members = np.repeat(np.eye(2), [2, 4], axis=0)
    nothing = np.zeros((6, 6))
    found = _found(_cells(values, counts, members=members, scores=nothing))

    for target in (Target("simple"), Target("group"), Target("dynamic"), Target("calendar")):
        slopes = []
        for cohort in (0, 1):  # one unit more, by a small step
            step = 1e-6
            more = [2 + step * (cohort == 0)] * 3 + [4 + step * (cohort == 1)] * 3
            moved = _found(_cells(values, more))[target].estimate
            slopes.append((moved - found[target].estimate) / step)
        expected = np.sqrt(2 * slopes[0] ** 2 + 4 * slopes[1] ** 2)
        assert found[target].standard_error == pytest.approx(expected, rel=1e-4)  # a difference quotient
