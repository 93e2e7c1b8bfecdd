r"""What effects are averaged over: the targets of a panel as weights on cohort-period groups.

Every :class:`~chiiki.evaluation.results.Target` is an average over treated cells that treats the
units of one cohort alike in one period, so that it is a weight for each cohort and period. With
``n[c, t]`` cells of cohort c in period t that have an effect::

    v[c, t] = 1 / sum of n over the cells meant        for one event time, cohort, period or all
    group     = cohorts weighted by their units          (each cohort's mean over its cells)
    dynamic   = plain mean over event times from 0 on
    calendar  = plain mean over periods
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.results import OVERALL, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.results import Kind

__all__ = ["PARTS", "TargetCells", "average_weights", "cells_of", "n_leads", "target_cells"]


PARTS: dict[Kind, Kind] = {"group": "cohort", "dynamic": "event_time", "calendar": "period"}
"""What an overall target is the average of."""


@dataclass(frozen=True, slots=True)
class TargetCells:
    """The targets that a panel allows, and the cells of each."""

    targets: tuple[Target, ...]
    """The four overall ones, then event times, cohorts, periods, cohorts in a period."""

    cells: BoolArray
    """Whether a target averages over a cohort's cells in a period; shape (n_targets, n_cohorts, n_periods)."""


def target_cells(counts: IntArray, *, cohorts: tuple[int, ...], periods: IntArray) -> TargetCells:
    """List the targets that have at least one cell.

    Parameters
    ----------
    counts : array of shape (n_cohorts, n_periods)
        Treated cells that have an effect.
    cohorts : tuple of int
        First treated periods, rising.
    periods : array of shape (n_periods,)
        Whole numbers, rising.

    Returns
    -------
    TargetCells
        Overall first, the rest rising by event time, cohort and period.

    Examples
    --------
    >>> counts, years = np.array([[0, 2, 2], [0, 0, 1]]), np.array([2000, 2001, 2002])
    >>> found = target_cells(counts, cohorts=(2001, 2002), periods=years)
    >>> [target.event_time for target in found.targets if target.kind == "event_time"]
    [0, 1]
    """
    filled = counts > 0
    distance = np.broadcast_to(periods - np.array(cohorts)[:, None], counts.shape)
    targets = [Target(kind) for kind in OVERALL]
    targets += [Target("event_time", event_time=k) for k in np.unique(distance[filled]).tolist()]
    targets += [Target("cohort", cohort=c) for c in np.array(cohorts)[filled.any(axis=1)].tolist()]
    targets += [Target("period", period=t) for t in periods[filled.any(axis=0)].tolist()]
    targets += [
        Target("cohort_and_period", cohort=cohorts[row], period=int(periods[column]))
        for row, column in np.argwhere(filled).tolist()
    ]
    return cells_of(tuple(targets), cohorts=cohorts, periods=periods)


def cells_of(targets: tuple[Target, ...], *, cohorts: tuple[int, ...], periods: IntArray) -> TargetCells:
    """Mark the treated cells that each target averages over.

    Parameters
    ----------
    targets : tuple of Target
        In the order of :func:`target_cells`.
    cohorts : tuple of int
        First treated periods, rising.
    periods : array of shape (n_periods,)
        Whole numbers, rising.

    Returns
    -------
    TargetCells
    """
    return TargetCells(targets, np.array([_is_meant(target, cohorts=cohorts, periods=periods) for target in targets]))


def _is_meant(target: Target, *, cohorts: tuple[int, ...], periods: IntArray) -> BoolArray:
    first = np.array(cohorts)[:, None]
    found: BoolArray = periods >= first
    if target.event_time is not None:
        found = found & (periods - first == target.event_time)
    if target.cohort is not None:
        found = found & (first == target.cohort)
    return found if target.period is None else found & (periods == target.period)


def average_weights(
    found: TargetCells, counts: FloatArray, sizes: FloatArray, *, positions: Sequence[int] | None = None
) -> FloatArray:
    """Weigh each cell of a cohort in a period, for every target.

    Parameters
    ----------
    found : TargetCells
        As from :func:`target_cells`.
    counts : array of shape (..., n_cohorts, n_periods)
        Treated cells that have an effect; leading axes are assignments.
    sizes : array of shape (..., n_cohorts)
        Units of each cohort that have an effect in some period.
    positions : sequence of int, optional
        Which targets; all without it.

    Returns
    -------
    array of shape (..., n_targets, n_cohorts, n_periods)
        Weight of one cell; ``sum(weights * counts)`` is 1. All 0 for a target without a cell.

    Examples
    --------
    >>> counts = np.array([[0, 2, 2], [0, 0, 1]])
    >>> found = target_cells(counts, cohorts=(2001, 2002), periods=np.array([2000, 2001, 2002]))
    >>> average_weights(found, counts.astype(float), np.array([2.0, 1.0]))[0].tolist()  # five cells
    [[0.0, 0.2, 0.2], [0.0, 0.0, 0.2]]
    """
    cells = found.cells.reshape(len(found.cells), -1).astype(float)
    total = counts.reshape(*counts.shape[:-2], -1) @ cells.T
    each = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    rows = range(len(cells)) if positions is None else positions
    kinds = np.array([target.kind for target in found.targets])
    weights = np.empty((*counts.shape[:-2], len(rows), cells.shape[1]))
    for at, row in enumerate(rows):
        parts = kinds == PARTS.get(found.targets[row].kind, "")
        if parts.any():
            units = sizes[..., found.cells[parts].any(axis=2).argmax(axis=1)] if kinds[row] == "group" else 1.0
            share = np.where(total[..., parts] > 0, units, 0.0)
            share /= np.maximum(share.sum(axis=-1, keepdims=True), 1.0)
            weights[..., at, :] = (share * each[..., parts]) @ cells[parts]
        else:
            weights[..., at, :] = each[..., row, None] * cells[row]
    return np.where(counts[..., None, :, :] > 0, weights.reshape(*weights.shape[:-1], *counts.shape[-2:]), 0.0)


def n_leads(targets: Iterable[Target], *, step: int) -> int:
    """Count the event times before treatment, back from the last without a gap.

    Parameters
    ----------
    targets : iterable of Target
        Of any kind.
    step : int
        Distance of one period from the next.

    Examples
    --------
    >>> n_leads([Target("event_time", event_time=k) for k in (-4, -2, -1, 0)], step=1)
    2
    """
    times = {target.event_time for target in targets if target.kind == "event_time"}
    leads = 0
    while -(leads + 1) * step in times:
        leads += 1
    return leads
