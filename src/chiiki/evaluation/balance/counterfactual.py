"""What the regions would have had without the programmes.

An effect on the logarithm of the outcome multiplies what a region has, so that without it the
region has ``y * exp(-tau)``, never ``y * (1 - tau)``; an effect on its level is taken off,
``y - tau``. An effect estimated for one region in one year is mostly noise, and noise added to
every region looks like inequality; :func:`cohort_time_means` puts the mean of the regions that
started together in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from chiiki.errors import InputError, MethodError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray

__all__ = ["Scale", "cohort_time_means", "without_effect"]

Scale: TypeAlias = Literal["log", "level"]
"""Whether effects are differences of logarithms, or of amounts per head in their unit."""


def without_effect(per_head: FloatArray, effect: FloatArray, *, scale: Scale) -> FloatArray:
    """Take an effect out of observed amounts.

    Parameters
    ----------
    per_head : array of shape (..., n_regions)
        Observed amounts per head.
    effect : array that broadcasts with `per_head`
        Effect on each region; 0 where it was not treated.
    scale : {"log", "level"}
        ``y * exp(-effect)``, or ``y - effect``.

    Returns
    -------
    array of the broadcast shape
        Amounts without the effect, in the unit of `per_head`.

    Raises
    ------
    InputError
        If `scale` is neither.

    Examples
    --------
    >>> without_effect(np.array([1.1, 2.0]), np.array([np.log(1.1), 0.0]), scale="log").round(12).tolist()
    [1.0, 2.0]
    >>> without_effect(np.array([1.5, 2.0]), np.array([0.5, 0.0]), scale="level").tolist()
    [1.0, 2.0]
    """
    if scale not in {"log", "level"}:
        msg = f"scale must be 'log' or 'level', got {scale!r}."
        raise InputError(msg)
    if scale == "level":
        return per_head - effect
    with np.errstate(over="ignore"):  # the caller sees infinity, and can say where
        found: FloatArray = per_head * np.exp(-effect)
    return found


def cohort_time_means(effects: FloatArray, *, first_treated: FloatArray) -> FloatArray:
    """Put the mean of the units that started together in the place of each single effect.

    Parameters
    ----------
    effects : array of shape (n_units, n_periods)
        Estimated effect on each unit in each period; NaN where none was estimated.
    first_treated : array of shape (n_units,)
        First treated period; infinite for a unit that was never treated.

    Returns
    -------
    array of shape (n_units, n_periods)
        By cohort and period the mean over its units with an estimate, and NaN where there is
        none; 0 for units that were never treated.

    Raises
    ------
    ShapeError
        If there is not one first treated period for each unit.
    InputError
        If one of them is NaN.
    MethodError
        If a cohort has no estimate at all.

    Notes
    -----
    Units of a cohort weigh equally. A unit without an estimate in a period takes the mean of
    its cohort.

    Examples
    --------
    >>> tau = np.array([[0.0, 0.2], [0.0, 0.4], [0.0, 0.0]])
    >>> cohort_time_means(tau, first_treated=np.array([2002.0, 2002.0, np.inf])).round(12).tolist()
    [[0.0, 0.3], [0.0, 0.3], [0.0, 0.0]]
    """
    if effects.ndim != 2 or first_treated.shape != effects.shape[:1]:  # noqa: PLR2004 -- units by periods
        msg = (
            f"effects must be units by periods, one first_treated each, got {effects.shape} and {first_treated.shape}."
        )
        raise ShapeError(msg)
    if np.isnan(first_treated).any():
        msg = f"first_treated is not known at position {int(np.argmax(np.isnan(first_treated)))}. Leave that unit out."
        raise InputError(msg)
    found = np.zeros_like(effects)
    for cohort in np.unique(first_treated[np.isfinite(first_treated)]):
        rows = first_treated == cohort
        known = ~np.isnan(effects[rows])
        if not known.any():
            msg = f"no effect is estimated for the cohort {cohort:g}, so it has no mean. Leave its units out."
            raise MethodError(msg)
        count = known.sum(axis=0)
        sums = np.where(known, effects[rows], 0.0).sum(axis=0)
        found[rows] = np.divide(sums, count, out=np.full(len(sums), np.nan), where=count > 0)
    return found
