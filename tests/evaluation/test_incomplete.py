"""Incomplete lists: every assignment that agrees with the totals, and the bounds over them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chiiki.errors import InputError
from chiiki.evaluation.incomplete import (
    OpenList,
    assignment_bounds,
    count_assignments,
    enumerate_lists,
    random_lists,
)

OPEN = OpenList(
    np.array([2002.0, np.nan, np.nan, np.inf, np.inf]),
    {2002: 2, 2004: 2},
    np.array([True, False, False, True, True]),
)


def _weights(lists):
    """A stand-in for an estimate that depends on who was treated and when."""
    weight = np.array([1.0, 5.0, -2.0, 3.0, -4.0])
    return (np.where(np.isfinite(lists), 2010.0 - np.where(np.isfinite(lists), lists, 0.0), 0.0) * weight).sum(axis=1)


def _by_brute_force(known):
    """Give every order of the periods to the undated units and every place to the rest."""
    periods = [period for period, k in known.totals.items() for _ in range(k)]
    undated, places = np.flatnonzero(np.isnan(known.first_treated)), np.flatnonzero(known.candidates)
    found = set()
    for order in product(range(len(periods)), repeat=len(periods)):
        if len(set(order)) < len(order):
            continue
        given_periods = [periods[k] for k in order]
        for chosen in product(places, repeat=len(periods) - len(undated)):
            row = known.first_treated.copy()
            row[undated] = given_periods[: len(undated)]
            for place, period in zip(chosen, given_periods[len(undated) :], strict=True):
                row[place] = min(row[place], period)
            found.add(tuple(row))
    return found


def test_every_assignment_that_agrees_with_the_totals_is_listed_once():
    lists = enumerate_lists(OPEN)

    assert len(lists) == len(_by_brute_force(OPEN))
    assert {tuple(row) for row in lists} == _by_brute_force(OPEN)


def test_a_unit_with_two_treatments_counts_from_the_first():
    known = OpenList(np.array([2002.0, np.inf]), {2004: 1}, np.array([True, False]))

    assert enumerate_lists(known).tolist() == [[2002.0, np.inf]]


@given(undated=st.integers(0, 2), first=st.integers(0, 2), second=st.integers(0, 2), places=st.integers(1, 3))
def test_enumeration_agrees_with_brute_force_whatever_is_open(undated, first, second, places):
    if first + second < undated:
        return
    g = np.array([np.nan] * undated + [np.inf] * places)
    known = OpenList(g, {2002: first, 2004: second}, np.array([False] * undated + [True] * places))

    lists = enumerate_lists(known)

    assert {tuple(row) for row in lists} == _by_brute_force(known)
    assert len(lists) <= count_assignments(known)


def test_bounds_are_the_outermost_estimates_of_all_assignments():
    found = assignment_bounds(OPEN, estimate=_weights)

    values = _weights(np.array(sorted(_by_brute_force(OPEN))))
    assert (found.lowest, found.highest) == (values.min(), values.max())
    assert found.is_exact
    assert found.n_assignments == len(values)
    assert _weights(found.lowest_list[None])[0] == found.lowest
    assert found.lowest <= found.middle[0] <= found.median <= found.middle[1] <= found.highest


def test_too_many_assignments_are_sampled_improved_and_said():
    exact = assignment_bounds(OPEN, estimate=_weights)
    found = assignment_bounds(OPEN, estimate=_weights, limit=3, draws=4)

    assert not found.is_exact
    assert [caution.code for caution in found.cautions] == ["not-known-units"]
    # Linear weights have one optimum, which single moves reach.
    assert (found.lowest, found.highest) == (exact.lowest, exact.highest)


def test_random_assignments_agree_with_the_totals_and_repeat_with_the_seed():
    lists = random_lists(OPEN, draws=200, seed=3)

    assert {tuple(row) for row in lists} <= _by_brute_force(OPEN)
    assert np.array_equal(lists, random_lists(OPEN, draws=200, seed=3))


def test_nothing_open_gives_one_assignment():
    known = OpenList(np.array([2002.0, np.inf]), {}, np.array([False, False]))
    found = assignment_bounds(known, estimate=lambda lists: np.isfinite(lists).sum(axis=1).astype(float))

    assert (found.lowest, found.highest, found.n_assignments) == (1.0, 1.0, 1)


def test_totals_that_leave_no_room_for_the_undated_are_refused():
    with pytest.raises(InputError, match="2 units are treated with unknown start, but the totals leave room for 1"):
        enumerate_lists(OpenList(OPEN.first_treated, {2002: 1}, OPEN.candidates))


def test_a_treatment_without_a_place_is_refused():
    with pytest.raises(InputError, match="candidates names no unit"):
        enumerate_lists(OpenList(np.array([2002.0, np.inf]), {2002: 1}, np.array([False, False])))
