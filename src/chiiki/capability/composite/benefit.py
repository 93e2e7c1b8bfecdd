"""Benefit of the doubt: each region weighed in the way that suits it best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MethodError, MissingExtraError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray

__all__ = ["Benefit", "benefit_of_the_doubt"]


@dataclass(frozen=True, slots=True)
class Benefit:
    """What :func:`benefit_of_the_doubt` returns."""

    score: FloatArray
    """Shape (n_regions,), above 0 and up to 1."""

    weights: FloatArray
    """Best weights of each region, shape (n_regions, n_indicators); they need not sum to 1."""


def benefit_of_the_doubt(scores: FloatArray, *, low_share: float = 0.0, high_share: float = 1.0) -> Benefit:
    """Score each region by its own best weights.

    For each region r, by a linear programme over the weights w >= 0::

        maximise  sum_q w_q I[r, q]    subject to  sum_q w_q I[k, q] <= 1  for every region k
                                       low_share <= w_q / sum(w) <= high_share

    Parameters
    ----------
    scores : array of shape (n_regions, n_indicators)
        Normalised, >= 0, more is better; each region has one above 0.
    low_share, high_share : float
        Least and greatest share of the sum of weights for each indicator.

    Returns
    -------
    Benefit
        A region is at 1 where some choice of weights lets no other one beat it.

    Raises
    ------
    InputError
        If a score is negative or missing.
    MethodError
        If a region has no score above 0, or no weights meet the shares.
    MissingExtraError
        If the extra ``stats`` is not installed.

    Notes
    -----
    Scores of different regions rest on different weights, and without limits many regions
    reach 1: a region then needs to lead in one indicator only. The best weights are often not
    unique; the score is.

    References
    ----------
    Cherchye, L., Moesen, W., Rogge, N. and Van Puyenbroeck, T. (2007). An introduction to
    "benefit of the doubt" composite indicators. Social Indicators Research 82, 111-145.

    Examples
    --------
    >>> scores = np.array([[1.0, 0.2], [0.5, 1.0], [0.5, 0.4]])
    >>> benefit_of_the_doubt(scores).score.round(4).tolist()
    [1.0, 1.0, 0.6667]
    """
    if np.isnan(scores).any() or (scores < 0).any():
        msg = "scores must be >= 0 and not missing; normalise by min-max, rank or best."
        raise InputError(msg)
    if empty := np.flatnonzero((scores <= 0).all(axis=1)).tolist():
        msg = f"the regions at {empty} have no score above 0, so no weights speak for them."
        raise MethodError(msg)
    weights = np.stack([_best_weights(scores, region, shares=(low_share, high_share)) for region in range(len(scores))])
    return Benefit(score=np.minimum((weights * scores).sum(axis=1), 1.0), weights=weights)


def _best_weights(scores: FloatArray, region: int, *, shares: tuple[float, float]) -> FloatArray:
    try:
        from scipy.optimize import linprog  # noqa: PLC0415 -- an optional extra
    except ImportError as error:
        msg = "bod needs the extra stats. Add it: pip install 'chiiki[stats]', or in a checkout ./run --all-extras …"
        raise MissingExtraError(msg) from error
    n = scores.shape[1]
    least, most = shares[0] - np.eye(n), np.eye(n) - shares[1]
    limits = np.vstack([scores, least, most])
    bounds = np.concatenate([np.ones(len(scores)), np.zeros(2 * n)])
    found = linprog(-scores[region], A_ub=limits, b_ub=bounds, method="highs")
    if found.status != 0 or -found.fun <= 0:
        msg = f"no weights for the region at {region} meet the shares {shares[0]:g} to {shares[1]:g}."
        raise MethodError(msg)
    return np.asarray(found.x)
