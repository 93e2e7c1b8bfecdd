"""Upper tails of the hypergeometric distribution, exact in the tail where sums cancel.

The probability of one value is three binomial probabilities, each by Loader's expansion
around its mode, so that factorials of millions never meet; the tail is summed from there
by the ratio of neighbours, on the side where the terms fall.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["hypergeometric_tail"]

TABULATED = 16
"""Below this the error of Stirling's formula is tabulated, from it on its series is exact in double precision."""

_STIRLING = np.array(
    [0.0]
    + [math.lgamma(n + 1) - (n + 0.5) * math.log(n) + n - 0.5 * math.log(2 * math.pi) for n in range(1, TABULATED)]
)
_SERIES = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)
"""Coefficients of 1/n, 1/n³, … in the error of Stirling's formula (Abramowitz and Stegun 6.1.41)."""

_SMALL = 1e-17
"""A tail is summed until its terms add less than this share."""


def hypergeometric_tail(values: FloatArray, *, total: float, marked: FloatArray, drawn: FloatArray) -> FloatArray:
    """Return ``P(X >= value)`` of draws without replacement.

    Parameters
    ----------
    values : array of any shape
        Whole numbers from 0 to the smaller of `marked` and `drawn`.
    total : float
        Units altogether, fewer than 2**53.
    marked : array of the same shape
        Units of the kind counted.
    drawn : array of the same shape
        Units drawn.

    Returns
    -------
    array of the same shape
        Probabilities, to about 12 digits.

    References
    ----------
    Loader, C. (2000). Fast and accurate computation of binomial probabilities.
    Bell Laboratories.

    Examples
    --------
    >>> of = np.array([4.0])
    >>> hypergeometric_tail(np.array([3.0]), total=8.0, marked=of, drawn=of).round(6).tolist()
    [0.242857]
    """
    x, k, n = (np.asarray(part, dtype=np.float64).ravel() for part in (values, marked, drawn))
    lowest = np.maximum(0.0, n + k - total)
    is_upper = x * total >= k * n
    start = np.where(is_upper, x, x - 1)
    tail = np.ones(x.size)
    asked = np.flatnonzero(x > lowest)
    at = _probability(start[asked], total=total, marked=k[asked], drawn=n[asked])
    summed = at * _relative_tail(start[asked], total=total, marked=k[asked], drawn=n[asked], upper=is_upper[asked])
    tail[asked] = np.where(is_upper[asked], summed, 1 - summed)
    return np.clip(tail, 0.0, 1.0).reshape(np.shape(values))


def _relative_tail(
    start: FloatArray, *, total: float, marked: FloatArray, drawn: FloatArray, upper: BoolArray
) -> FloatArray:
    """Sum of the probabilities from `start` outwards, over that of `start`."""
    sums = np.ones(start.size)
    term, at, others = np.ones(start.size), start.copy(), total - marked - drawn
    active = np.arange(start.size)
    step = np.where(upper, 1.0, -1.0)
    while active.size:
        here, k, n, rest, up = at[active], marked[active], drawn[active], others[active], upper[active]
        rising = (k - here) * (n - here) / np.maximum((here + 1) * (rest + here + 1), 1.0)
        falling = here * (rest + here) / ((k - here + 1) * (n - here + 1))
        term[active] *= np.where(up, rising, falling)
        sums[active] += term[active]
        at[active] += step[active]
        active = active[term[active] > _SMALL * sums[active]]
    return sums


def _probability(values: FloatArray, *, total: float, marked: FloatArray, drawn: FloatArray) -> FloatArray:
    share = drawn / total
    among_marked = _log_binomial(values, of=marked, share=share, left=(total - drawn) / total)
    others = _log_binomial(drawn - values, of=total - marked, share=share, left=(total - drawn) / total)
    together = _log_binomial(drawn, of=np.full(drawn.size, total), share=share, left=(total - drawn) / total)
    return np.exp(among_marked + others - together)


def _log_binomial(values: FloatArray, *, of: FloatArray, share: FloatArray, left: FloatArray) -> FloatArray:
    """Logarithm of the probability of `values` successes out of `of`."""
    failures = of - values
    inner = (values > 0) & (failures > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (
            _stirling_error(of)
            - _stirling_error(values)
            - _stirling_error(failures)
            - _deviance(values, of * share)
            - _deviance(failures, of * left)
            - 0.5 * np.log(2 * math.pi * values * failures / of)
        )
        none = np.where(of > 0, of * np.log(left), 0.0)
        every = np.where(of > 0, of * np.log(share), 0.0)
    return np.where(inner, middle, np.where(values > 0, every, none))


def _stirling_error(n: FloatArray) -> FloatArray:
    """``log n! - log(sqrt(2 pi n) (n/e)**n)``."""
    large = np.maximum(n, TABULATED)
    series = sum(c / large ** (2 * power + 1) for power, c in enumerate(_SERIES))
    return np.where(n < TABULATED, _STIRLING[np.minimum(n, TABULATED - 1).astype(np.intp)], series)


def _deviance(x: FloatArray, mean: FloatArray) -> FloatArray:
    """``x log(x/mean) + mean - x`` without cancellation near ``x = mean``."""
    v = (x - mean) / (x + mean)
    near = np.abs(v) < 0.1  # noqa: PLR2004 -- Loader's choice: v² < .01, so eight terms are exact
    odd = sum(v ** (2 * j) / (2 * j + 1) for j in range(1, 9))
    return np.where(near, (x - mean) * v + 2 * x * v * odd, x * np.log(x / mean) + mean - x)
