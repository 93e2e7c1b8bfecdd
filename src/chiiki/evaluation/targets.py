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
    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["TargetCells", "average_weights", "cells_of", "target_cells"]


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
    >>> found = target_cells(np.array([[0, 2, 2], [0, 0, 1]]), cohorts=(2001, 2002), periods=np.array([2000, 2001, 2002]))
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
    first = np.array(cohorts)[:, None]
    treated: BoolArray = periods >= first
    cells = np.tile(treated, (len(targets), 1, 1))
    for row, target in zip(cells, targets, strict=True):
        if target.event_time is not None:
            row &= periods - first == target.event_time
        if target.cohort is not None:
            row &= first == target.cohort
        if target.period is not None:
            row &= periods == target.period
    return TargetCells(targets, cells)


def average_weights(found: TargetCells, counts: FloatArray, sizes: FloatArray) -> FloatArray:
    """Weigh each cell of a cohort in a period, for every target.

    Parameters
    ----------
    found : TargetCells
        As from :func:`target_cells`.
    counts : array of shape (..., n_cohorts, n_periods)
        Treated cells that have an effect; leading axes are assignments.
    sizes : array of shape (..., n_cohorts)
        Units of each cohort that have an effect in some period.

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
    parts = found.cells.astype(float)
    total = np.einsum("...ct,kct->...k", counts, parts)
    each = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    weights = each[..., None, None] * parts * (counts > 0)[..., None, :, :]
    kinds = np.array([target.kind for target in found.targets])
    for average, kind in (("dynamic", "event_time"), ("calendar", "period")):
        position, rows = OVERALL.index(average), kinds == kind
        share = (total[..., rows] > 0).astype(float)
        share /= np.maximum(share.sum(axis=-1, keepdims=True), 1.0)
        weights[..., position, :, :] = np.einsum("...k,...kct->...ct", share, weights[..., rows, :, :])
    rows = kinds == "cohort"
    units = sizes[..., np.flatnonzero(found.cells[rows].any(axis=2).any(axis=0))]
    share = units / units.sum(axis=-1, keepdims=True)
    weights[..., OVERALL.index("group"), :, :] = np.einsum("...k,...kct->...ct", share, weights[..., rows, :, :])
    return weights
