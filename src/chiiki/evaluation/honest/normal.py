"""Normal probabilities: single ones from the standard library, whole arrays and far tails from SciPy."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import MissingExtraError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray

__all__ = ["all_below", "below", "log_above", "quantile", "survival_between"]

REMEDY = "Bounds by relative magnitudes need SciPy: pip install 'chiiki[stats]', or in a checkout ./run --all-extras …"


def below(x: float) -> float:
    """Return the probability that a standard normal lies below `x`."""
    return math.erfc(-x / math.sqrt(2)) / 2


def quantile(probability: float) -> float:
    """Return the value below which a standard normal lies with the probability given."""
    return NormalDist().inv_cdf(probability)


def all_below(x: FloatArray) -> FloatArray:
    """Return the probability that a standard normal lies below each `x`."""
    try:
        from scipy.special import ndtr  # noqa: PLC0415 -- an extra
    except ImportError as error:
        raise MissingExtraError(REMEDY) from error
    found: FloatArray = ndtr(x)
    return found


def log_above(x: FloatArray) -> FloatArray:
    """Return the logarithm of the probability that a standard normal lies above `x`."""
    try:
        from scipy.special import log_ndtr  # noqa: PLC0415 -- an extra
    except ImportError as error:
        raise MissingExtraError(REMEDY) from error
    found: FloatArray = log_ndtr(-x)
    return found


def survival_between(x: FloatArray, *, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return the probability that a standard normal between `low` and `high` lies above `x`.

    Parameters
    ----------
    x, low, high : array of one shape
        With ``low <= x <= high``; ends may be infinite.
    """
    at_x, at_low, at_high = log_above(x), log_above(low), log_above(high)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.expm1(at_high - at_x) / np.expm1(at_high - at_low)
        found: FloatArray = np.where(high > low, np.exp(at_x - at_low) * share, 1.0)
    return found
