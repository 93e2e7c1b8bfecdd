"""From the indicators of a region to one score, and from scores to ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray

__all__ = ["TIE", "arithmetic", "copeland", "geometric", "ranks"]

TIE = 1e-9
"""Scores this near each other, relative to the largest, share a rank: sums in another order,
or the tolerance of a linear programme, must not decide a place."""

HALF = 1e-12
"""A majority of weights below this is none: weights like 1/3 do not sum exactly."""

BLOCK = 1024
"""Draws compared at a time; 1,081 pairs of 47 regions then take 9 MB."""


def arithmetic(scores: FloatArray, *, weights: FloatArray) -> FloatArray:
    """Sum the weighted scores; a good one makes up for a bad one in full.

    Parameters
    ----------
    scores : array of shape (n_regions, n_indicators)
    weights : array of shape (n_indicators,) or (n_draws, n_indicators)
        Each row sums to 1.

    Returns
    -------
    array of shape (n_regions,) or (n_draws, n_regions)

    Examples
    --------
    >>> arithmetic(np.array([[21.0, 1, 1, 1], [6, 6, 6, 6]]), weights=np.full(4, 0.25)).tolist()
    [6.0, 6.0]
    """
    return np.asarray(weights @ scores.T)


def geometric(scores: FloatArray, *, weights: FloatArray) -> FloatArray:
    """Multiply the scores to the power of their weights; a bad one weighs more than a good one.

    Parameters
    ----------
    scores : array of shape (n_regions, n_indicators)
        All above 0; see :func:`~chiiki.capability.composite.normalise.positive`.
    weights : array of shape (n_indicators,) or (n_draws, n_indicators)
        Each row sums to 1.

    Returns
    -------
    array of shape (n_regions,) or (n_draws, n_regions)

    Raises
    ------
    InputError
        If a score is not above 0.

    Examples
    --------
    >>> geometric(np.array([[21.0, 1, 1, 1], [6, 6, 6, 6]]), weights=np.full(4, 0.25)).round(2).tolist()
    [2.14, 6.0]
    """
    if not (scores > 0).all():
        msg = f"geometric needs scores above 0, got {np.nanmin(scores):g}."
        raise InputError(msg)
    return np.exp(weights @ np.log(scores).T)


def copeland(scores: FloatArray, *, weights: FloatArray) -> FloatArray:
    """Count the regions that each one beats, less those that beat it.

    One region beats another where the indicators in which it is better weigh more than those
    in which it is worse. Sizes of differences play no part, so nothing makes up for anything.

    Parameters
    ----------
    scores : array of shape (n_regions, n_indicators)
        More is better.
    weights : array of shape (n_indicators,) or (n_draws, n_indicators)

    Returns
    -------
    array of shape (n_regions,) or (n_draws, n_regions)
        From −(n_regions − 1) to n_regions − 1.

    References
    ----------
    Copeland, A. H. (1951). A reasonable social welfare function. University of Michigan.

    Examples
    --------
    >>> copeland(np.array([[3.0, 1.0, 2.0], [2.0, 3.0, 1.0], [1.0, 2.0, 0.0]]), weights=np.ones(3) / 3).tolist()
    [2.0, 0.0, -2.0]
    """
    one, other = np.triu_indices(len(scores), k=1)
    better = np.sign(scores[one] - scores[other])
    rows = np.atleast_2d(weights)
    counts = np.zeros((len(rows), len(scores)))
    credit = np.zeros((len(one), len(scores)))
    credit[np.arange(len(one)), one], credit[np.arange(len(one)), other] = 1.0, -1.0
    for start in range(0, len(rows), BLOCK):
        majority = rows[start : start + BLOCK] @ better.T
        beaten = np.where(np.abs(majority) <= HALF, 0.0, np.sign(majority))
        counts[start : start + BLOCK] = beaten @ credit
    return counts.reshape((*weights.shape[:-1], len(scores)))


def ranks(scores: FloatArray) -> IntArray:
    """Rank scores, 1 the best; regions that tie share the better rank.

    Parameters
    ----------
    scores : array of shape (n_regions,) or (n_draws, n_regions)

    Returns
    -------
    int array of the same shape
        After two at rank 1 comes rank 3.

    Examples
    --------
    >>> ranks(np.array([0.5, 0.9, 0.9, 0.1])).tolist()
    [3, 1, 1, 4]
    """
    rows = np.atleast_2d(scores)
    order = np.argsort(-rows, axis=1, kind="stable")
    falling = np.take_along_axis(rows, order, axis=1)
    tie = TIE * np.abs(rows).max(axis=1, keepdims=True)
    place = np.arange(1, rows.shape[1] + 1)
    starts = np.where(np.diff(-falling, axis=1, prepend=-np.inf) > tie, place, 0)
    found = np.empty_like(order)
    np.put_along_axis(found, order, np.maximum.accumulate(starts, axis=1), axis=1)
    return found.reshape(scores.shape)
