"""Fitness of regions and complexity of activities by their mutual definition.

A region is fit that has many demanding activities; an activity is demanding that unfit
regions do not have (Tacchella et al. 2012)::

    F[r] = sum over a of M[r, a] Q[a]
    Q[a] = 1 / (sum over r of M[r, a] / F[r])

both divided by their mean at each step. Values can fall towards 0 for ever while the order
has long stood (Pugliese et al. 2016): so it is the order that has to converge.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability.kernels import links
from chiiki.capability.presence import check_presence
from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.capability.kernels import Links

__all__ = ["Fitness", "fitness", "renewals"]

SETTLED = 1e-14
"""Relative change of every value at which an update no longer moves anything but rounding."""

TIED = 1e-9
"""Values that differ by less than this share count as one rank: rounding decides nothing."""

AT_LEAST = 1000
"""Updates before an order that has stood for half of them counts as converged."""

SETTLING = 0.3
"""Fall of the largest change over the second half of the updates that shows values on their way to settle: values
that fall to 0 for ever change by as much each time, or by half as much in twice the time."""

VANISHED = 1e-150
"""Values below this are on their way to 0; their reciprocals would soon overflow."""


@dataclass(frozen=True, slots=True)
class Fitness:
    """What :func:`fitness` returns, in the order of the input."""

    fitness: FloatArray
    """Of regions, shape (n_regions,), >= 0, mean 1."""

    quality: FloatArray
    """Of activities, shape (n_activities,), >= 0, mean 1."""

    n_updates: int
    """How often both were renewed."""

    cautions: tuple[Caution, ...] = ()

    @property
    def log_fitness(self) -> FloatArray:
        """Natural logarithm of `fitness`; minus infinity where it fell to 0."""
        return _logarithm(self.fitness)

    @property
    def log_quality(self) -> FloatArray:
        """Natural logarithm of `quality`; minus infinity where it fell to 0."""
        return _logarithm(self.quality)


def fitness(
    presence: BoolArray,
    *,
    n_updates: int | None = None,
    order: Literal["new", "old"] = "old",
    max_updates: int = 20_000,
) -> Fitness:
    """Return the fitness of regions and the quality of activities.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity.
    n_updates : int, optional
        How often both are renewed. Without it, until no value changes any more, or,
        where values fall to 0 for ever, until the order of regions and of activities has
        stood for half of at least 1,000 updates.
    order : "new" or "old"
        Whether an activity's quality takes the fitness of the same update or of the
        one before, as in the paper. Both lead to the same values.
    max_updates : int
        How many updates may pass without the order converging.

    Returns
    -------
    Fitness

    Raises
    ------
    InputError
        If `presence` is not a table of presence, or a number of updates is below 1.
    MethodError
        If the order has not converged after `max_updates`.

    References
    ----------
    Tacchella, A., Cristelli, M., Caldarelli, G., Gabrielli, A. and Pietronero, L.
    (2012). A new metrics for countries' fitness and products' complexity.
    Scientific Reports 2, 723.
    Pugliese, E., Zaccaria, A. and Pietronero, L. (2016). On the convergence of the
    fitness-complexity algorithm. European Physical Journal Special Topics 225, 1893-1911.

    Examples
    --------
    >>> table = np.array([[True, True], [False, True]])
    >>> fitness(table, n_updates=1).quality.round(6).tolist()  # 1 and 1/2, over their mean
    [1.333333, 0.666667]
    """
    check_presence(presence)
    if min(max_updates, max_updates if n_updates is None else n_updates) < 1:
        msg = "fitness needs at least one update."
        raise InputError(msg)
    table = links(presence)
    if n_updates is None:
        return _converged(table, order=order, max_updates=max_updates)
    of_regions, of_activities = next(islice(renewals(table, order=order), n_updates - 1, None))
    return Fitness(fitness=of_regions, quality=of_activities, n_updates=n_updates)


def renewals(table: FloatArray | Links, *, order: Literal["new", "old"]) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Yield fitness and quality after each update, without end.

    Parameters
    ----------
    table : array of shape (n_regions, n_activities)
        1 where present, 0 where not.
    order : "new" or "old"
        See :func:`fitness`.

    Yields
    ------
    tuple of two arrays

    Examples
    --------
    >>> of_regions, _ = next(renewals(np.array([[1.0, 1.0], [0.0, 1.0]]), order="new"))
    >>> of_regions.round(6).tolist()
    [1.333333, 0.666667]
    """
    of_regions, of_activities = np.ones(table.shape[0]), np.ones(table.shape[1])
    while True:
        renewed = table @ of_activities
        renewed /= renewed.mean()
        seen = renewed if order == "new" else of_regions
        of_activities = 1 / ((1 / seen) @ table)
        of_activities /= of_activities.mean()
        of_regions = renewed
        yield of_regions, of_activities


def _converged(table: FloatArray | Links, *, order: Literal["new", "old"], max_updates: int) -> Fitness:
    before, changes = np.ones(sum(table.shape)), [1.0]
    ranks, stood_since = np.argsort(before, kind="stable"), 0
    for n, (of_regions, of_activities) in enumerate(renewals(table, order=order), start=1):
        both = np.concatenate([of_regions, of_activities])
        changes.append(float((np.abs(both - before) / both).max()))
        if changes[n] <= SETTLED:
            return Fitness(fitness=of_regions, quality=of_activities, n_updates=n)
        if _out_of_order(both, ranks, n_regions=len(of_regions)):
            ranks, stood_since = _ranked(of_regions, of_activities), n
        vanishing = both.min() < VANISHED
        still_settling = changes[n] < SETTLING * changes[n // 2] and n < max_updates and not vanishing
        if (n >= AT_LEAST or vanishing) and 2 * stood_since <= n and not still_settling:
            return Fitness(of_regions, of_activities, n_updates=n, cautions=(_rank_only(both, n),))
        if n >= max_updates or vanishing:
            break
        before = both
    msg = (
        f"the order of regions and activities still changed in update {stood_since} of {n}. "
        "Ask for a fixed number of updates (n_updates), or use complexity."
    )
    raise MethodError(msg)


def _ranked(of_regions: FloatArray, of_activities: FloatArray) -> IntArray:
    ranks = [np.argsort(of_regions, kind="stable"), len(of_regions) + np.argsort(of_activities, kind="stable")]
    return np.concatenate(ranks)


def _out_of_order(values: FloatArray, ranks: IntArray, *, n_regions: int) -> bool:
    """Say whether a value, in the order of `ranks`, is below the one before by more than rounding."""
    sorted_values = values[ranks]
    falls = sorted_values[1:] < sorted_values[:-1] * (1 - TIED)
    falls[n_regions - 1] = False  # the last region and the first activity are not compared
    return bool(falls.any())


def _rank_only(values: FloatArray, n: int) -> Caution:
    message = (
        f"after {n} updates the order has long stood but values still move, the smallest being {values.min():.1e}: "
        "read the order, or the logarithm, and not the distance."
    )
    return Caution("rank-only", message)


def _logarithm(values: FloatArray) -> FloatArray:
    return np.log(values, out=np.full_like(values, -np.inf), where=values > 0)
