r"""Intervals by drawing units with replacement within their cohorts.

Every draw keeps the numbers of each cohort, so that nobody's comparison group vanishes. The
percentile interval is the middle part of the drawn estimates; the percentile-t interval divides
each by its own standard error first, which does better with few units::

    [theta^ - s^ q(1 - a/2), theta^ - s^ q(a/2)]      q: quantiles of (theta* - theta^) / s*
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray

__all__ = ["resample_counts"]


def resample_counts(cohort: IntArray, *, draws: int, seed: int) -> FloatArray:
    """Count how often each unit is drawn, with replacement within its cohort.

    Parameters
    ----------
    cohort : array of shape (n_units,)
        Code of the cohort of each unit.
    draws : int
        At least 1.
    seed : int

    Returns
    -------
    array of shape (draws, n_units)
        Whole numbers; in each draw a cohort's add up to its units.

    Raises
    ------
    InputError
        If there is not one draw.

    Examples
    --------
    >>> resample_counts(np.array([0, 0, 0, 1]), draws=5, seed=0).sum(axis=0)[-1]  # a cohort of one is always drawn
    np.float64(5.0)
    """
    if draws < 1:
        msg = f"draws must be at least 1, got {draws}."
        raise InputError(msg)
    rng = np.random.default_rng(seed)
    found = np.zeros((draws, len(cohort)))
    for code in np.unique(cohort):
        rows = np.flatnonzero(cohort == code)
        found[:, rows] = rng.multinomial(len(rows), np.full(len(rows), 1.0 / len(rows)), size=draws)
    return found
