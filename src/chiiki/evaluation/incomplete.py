r"""What an incomplete list of treated units may do to an estimate.

A list can be short in two ways: a unit is known to be treated, but not since when; or a treatment
is known to exist, but not where. Published totals say how many began in each period. Every
assignment that agrees with the list and the totals is possible, and the estimate is made under
each of them::

    bounds = [min over assignments of the estimate, max over assignments of the estimate]

The estimate is linear in the outcome but not in the assignment, so the assignments are enumerated.
Where they are too many, a seeded sample of them is improved step by step, and the result says that
the bounds are inner ones. The bounds are no interval of confidence: they hold what is not known of
the list, and nothing of chance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement, product
from typing import TYPE_CHECKING, Protocol

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError
from chiiki.evaluation.inference.arrangements import arrangements

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = [
    "LIMIT",
    "BatchEstimator",
    "Bounds",
    "OpenList",
    "assignment_bounds",
    "count_assignments",
    "enumerate_lists",
    "random_lists",
]

LIMIT = 50_000
"""Most assignments that are enumerated; above, they are sampled and improved."""

SAMPLE = 999
"""Assignments drawn at random for their distribution, and to start improving from."""

STARTS = 5
"""From how many of the lowest and of the highest of the sample an assignment is improved."""


class BatchEstimator(Protocol):
    """Estimate under many assignments at once."""

    def __call__(self, first_treated: FloatArray, /) -> FloatArray:
        """From first treated periods, shape (n_assignments, n_units), to estimates, shape (n_assignments,)."""


@dataclass(frozen=True, slots=True)
class OpenList:
    """What is known of who was treated, and what is open."""

    first_treated: FloatArray
    """Shape (n_units,): a period; infinite for no treatment on record; NaN for treated, start not known."""

    totals: Mapping[int, int]
    """By period: treatments that began then and have no place on the list, or no period on it."""

    candidates: BoolArray
    """Units in which a treatment without a place may lie, shape (n_units,)."""

    @property
    def undated(self) -> IntArray:
        """Rows treated with unknown start, rising."""
        return np.flatnonzero(np.isnan(self.first_treated))

    @property
    def n_unplaced(self) -> int:
        """Treatments that are not on the list at all."""
        return sum(self.totals.values()) - len(self.undated)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lowest and highest estimate over all assignments that agree with what is known."""

    lowest: float
    highest: float
    n_assignments: int
    """Different assignments that are possible, or were tried where they are too many."""

    is_exact: bool
    """Whether all were tried; otherwise the true bounds may lie further out."""

    lowest_list: FloatArray
    """First treated periods under which the estimate is lowest, shape (n_units,)."""

    highest_list: FloatArray
    median: float
    """Over the assignments, each drawn with the chance that random placing gives it."""

    middle: tuple[float, float]
    """Ends of the middle 95 % of the same draws."""

    cautions: tuple[Caution, ...] = ()


def count_assignments(known: OpenList) -> int:
    """Count the ways to give the open treatments a period and a unit, before those that are alike are merged.

    Examples
    --------
    One unit of unknown start, two treatments, three places for the other: two orders of two periods.

    >>> g = np.array([np.nan, np.inf, np.inf])
    >>> count_assignments(OpenList(g, {2002: 1, 2004: 1}, np.array([True, True, True])))
    6
    """
    n = int(known.candidates.sum())
    return sum(
        math.prod(math.comb(n + k - 1, k) for k in left.values()) * _orders(dated)
        for dated, left in _splits(known.totals, len(known.undated))
    )


def enumerate_lists(known: OpenList) -> FloatArray:
    """List every assignment that agrees with the totals, once each.

    Parameters
    ----------
    known : OpenList

    Returns
    -------
    array of shape (n_assignments, n_units)
        First treated periods, infinite for never. A unit with several treatments counts from the first.

    Raises
    ------
    InputError
        If the totals are fewer than the units of unknown start, or a treatment has no unit to lie in.

    Examples
    --------
    >>> g = np.array([np.nan, 2002.0, np.inf])
    >>> enumerate_lists(OpenList(g, {2002: 1, 2004: 1}, np.array([False, False, True])))
    array([[2002., 2002., 2004.],
           [2004., 2002., 2002.]])
    """
    _check(known)
    lists: list[FloatArray] = []
    for dated, left in _splits(known.totals, len(known.undated)):
        placings = _placings(known, left)
        for order in arrangements([period for period, k in dated.items() for _ in range(k)]):
            row = known.first_treated.copy()
            row[known.undated] = order
            lists.append(np.minimum(row, placings))
    return _distinct(known, np.concatenate(lists))


def assignment_bounds(
    known: OpenList, *, estimate: BatchEstimator, seed: int = 0, draws: int = SAMPLE, limit: int = LIMIT
) -> Bounds:
    """Bound an estimate over all assignments that agree with what is known of them.

    Parameters
    ----------
    known : OpenList
    estimate : BatchEstimator
        Must give a number for every assignment.
    seed : int
        Of the random assignments.
    draws : int
        Random assignments: each open treatment gets a period within the totals and a unit, all orders and units
        equally likely.
    limit : int
        Most assignments that are enumerated.

    Returns
    -------
    Bounds
        Exact where all assignments were tried; otherwise inner bounds, with a Caution.

    Raises
    ------
    InputError
        See :func:`enumerate_lists`.

    Notes
    -----
    Where the assignments are too many, the lowest and the highest of the sample are improved by moving one open
    treatment at a time, until no move helps.

    Examples
    --------
    >>> y = np.array([5.0, 1.0, 2.0])  # an "estimate": the mean of the treated less that of the others
    >>> def gap(lists):
    ...     treated = np.isfinite(lists)
    ...     return (treated * y).sum(1) / treated.sum(1) - (~treated * y).sum(1) / (~treated).sum(1)
    >>> known = OpenList(np.array([2002.0, np.inf, np.inf]), {2002: 1}, np.array([False, True, True]))
    >>> found = assignment_bounds(known, estimate=gap)
    >>> found.lowest, found.highest, found.n_assignments
    (1.0, 2.5, 2)
    """
    _check(known)
    n_possible = count_assignments(known)
    states = _draws(known, draws=draws, seed=seed)
    drawn = estimate(_rows(known, states))
    cautions: tuple[Caution, ...] = ()
    if n_possible <= limit:
        lists = enumerate_lists(known)
        values = estimate(lists)
    else:
        lists, values = _improved(known, states, values=drawn, estimate=estimate)
        message = (
            f"{n_possible:,} assignments agree with the totals, too many to try. The bounds are the outermost of "
            f"{len(lists):,} that were tried; the true ones may lie further out."
        )
        cautions = (Caution("not-known-units", message),)
    low, high = int(np.argmin(values)), int(np.argmax(values))
    middle = np.quantile(drawn, (0.025, 0.5, 0.975))
    return Bounds(
        lowest=float(values[low]),
        highest=float(values[high]),
        n_assignments=len(lists),
        is_exact=n_possible <= limit,
        lowest_list=lists[low],
        highest_list=lists[high],
        median=float(middle[1]),
        middle=(float(middle[0]), float(middle[2])),
        cautions=cautions,
    )


def random_lists(known: OpenList, *, draws: int, seed: int) -> FloatArray:
    """Draw assignments at random: the open treatments are shuffled over the totals, places are uniform.

    Returns
    -------
    array of shape (draws, n_units)
    """
    return _rows(known, _draws(known, draws=draws, seed=seed))


def _check(known: OpenList) -> None:
    if known.n_unplaced < 0:
        msg = (
            f"{len(known.undated)} units are treated with unknown start, but the totals leave room for "
            f"{sum(known.totals.values())}. Give the totals of all periods in which they may have begun."
        )
        raise InputError(msg)
    if known.n_unplaced and not known.candidates.any():
        msg = f"{known.n_unplaced} treatments have no place on the list, and candidates names no unit for them."
        raise InputError(msg)


def _splits(totals: Mapping[int, int], n_undated: int) -> Iterator[tuple[dict[int, int], dict[int, int]]]:
    """Split the totals into those of units on the list and the rest, in every way."""
    for taken in product(*(range(total + 1) for total in totals.values())):
        if sum(taken) == n_undated:
            dated = dict(zip(totals, taken, strict=True))
            yield dated, {period: total - dated[period] for period, total in totals.items()}


def _orders(dated: Mapping[int, int]) -> int:
    return math.factorial(sum(dated.values())) // math.prod(math.factorial(k) for k in dated.values())


def _placings(known: OpenList, left: Mapping[int, int]) -> FloatArray:
    """List where treatments without a place may lie: periods by unit, infinite for none; shape (n, n_units)."""
    places = np.flatnonzero(known.candidates).tolist()
    n_units = len(known.first_treated)
    found: FloatArray = np.full((1, n_units), np.inf)
    for period, k in left.items():
        if not k:
            continue
        chosen = np.array(list(combinations_with_replacement(places, k)), dtype=np.intp)
        block = np.full((len(chosen), n_units), np.inf)
        np.put_along_axis(block, chosen, float(period), axis=1)
        found = np.minimum(found[:, None], block).reshape(-1, n_units)
    return found


def _distinct(known: OpenList, lists: FloatArray) -> FloatArray:
    """Drop lists that stand twice; what is left is in rising order."""
    periods = np.unique([*np.unique(known.first_treated[known.first_treated < np.inf]), *known.totals, np.inf])
    codes = np.searchsorted(periods, lists).astype(">u2")
    keys = np.unique(codes.view(f"V{codes.itemsize * codes.shape[1]}").ravel())
    kept: FloatArray = periods[keys.view(">u2").reshape(-1, lists.shape[1])]
    return kept


@dataclass(frozen=True, slots=True)
class _State:
    """One assignment: the periods of the undated units and then of the unplaced treatments, and where those lie."""

    periods: tuple[float, ...]
    places: tuple[int, ...]


def _draws(known: OpenList, *, draws: int, seed: int) -> list[_State]:
    rng = np.random.default_rng(seed)
    periods = np.repeat(np.array(list(known.totals), dtype=float), list(known.totals.values()))
    orders = rng.permuted(np.tile(periods, (draws, 1)), axis=1)
    chosen = np.zeros((draws, 0), dtype=np.intp)
    if known.n_unplaced:
        chosen = rng.choice(np.flatnonzero(known.candidates), size=(draws, known.n_unplaced))
    return [_State(tuple(a), tuple(b)) for a, b in zip(orders.tolist(), chosen.tolist(), strict=True)]


def _rows(known: OpenList, states: Sequence[_State]) -> FloatArray:
    lists: FloatArray = np.tile(known.first_treated, (len(states), 1))
    undated = known.undated
    lists[:, undated] = np.array([state.periods[: len(undated)] for state in states])
    for row, state in zip(lists, states, strict=True):
        for place, period in zip(state.places, state.periods[len(undated) :], strict=True):
            row[place] = min(row[place], period)
    return lists


def _improved(
    known: OpenList, states: Sequence[_State], *, values: FloatArray, estimate: BatchEstimator
) -> tuple[FloatArray, FloatArray]:
    """Improve the outermost of a sample by single moves; return the sample with them, and the estimates."""
    ends, found = list(states), list(values)
    for sign in (1.0, -1.0):
        for start in np.argsort(sign * values, kind="stable")[:STARTS].tolist():
            state, value = states[start], float(values[start])
            while True:
                moves = _moves(known, state)
                tried = estimate(_rows(known, moves))
                best = int(np.argmin(sign * tried))
                if sign * float(tried[best]) >= sign * value:
                    break
                state, value = moves[best], float(tried[best])
            ends.append(state)
            found.append(value)
    return _rows(known, ends), np.array(found)


def _moves(known: OpenList, state: _State) -> list[_State]:
    """Give the assignments that differ by a swap of two periods or by the place of one treatment; itself is one."""
    moves = [state]
    for a, b in combinations(range(len(state.periods)), 2):
        swapped = list(state.periods)
        swapped[a], swapped[b] = swapped[b], swapped[a]
        moves.append(_State(tuple(swapped), state.places))
    for k in range(len(state.places)):
        moves += [
            _State(state.periods, (*state.places[:k], place, *state.places[k + 1 :]))
            for place in np.flatnonzero(known.candidates).tolist()
        ]
    return moves
