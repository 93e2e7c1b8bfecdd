r"""What levelling the regions of a country would move or save.

With :math:`y_i` the amount per head of region *i*, :math:`s_i` its share of persons and
:math:`m = \sum_i s_i y_i` the country's mean::

    Hoover     sum(s * |y - m|) / (2 m)                      share of income to be moved
    Atkinson   1 - (sum(s * (y/m)**(1 - e)))**(1 / (1 - e))   share of income to be saved
               1 - exp(sum(s * ln(y/m)))                      where e = 1

Hoover's index (Robin Hood, Schutz, Pietra) is the share of all income that would have
to change region for all to have the mean. Atkinson's is the share that a society with
aversion *e* to inequality could do without, were the rest spread evenly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.per_head import Inequality, check_logarithms, person_shares, weighting_of
from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray

__all__ = ["atkinson", "hoover"]


def hoover(per_head: FloatArray, *, persons: FloatArray | None) -> Inequality:
    """Measure inequality by the share of income that would have to change region.

    Parameters
    ----------
    per_head : array of shape (n_regions,)
        Amounts per head >= 0 of one year in one unit, no missing cell.
    persons : array of shape (n_regions,) or None
        Persons > 0 of the same year, in the order of `per_head`; None counts each
        region as one.

    Returns
    -------
    Inequality
        From 0 (all equal) to below 1; the largest gap of the Lorenz curve.

    Raises
    ------
    ShapeError, MissingValueError, InputError, MethodError
        As for :func:`~chiiki.capability.inequality.theil`.

    Notes
    -----
    A transfer between two regions on the same side of the mean does not change it.

    References
    ----------
    Hoover, E. M. (1936). The measurement of industrial localization. The Review of
    Economics and Statistics 18, 162-171.

    Examples
    --------
    >>> hoover(np.array([1.0, 3.0]), persons=None).value  # of 4, 1 would have to move
    0.25
    """
    weights = person_shares(per_head, persons=persons)
    mean = float(weights @ per_head)
    value = float(weights @ np.abs(per_head - mean)) / (2.0 * mean)
    return Inequality("hoover", value, weighting=weighting_of(persons), n_regions=len(per_head))


def atkinson(per_head: FloatArray, *, persons: FloatArray | None, aversion: float = 1.0) -> Inequality:
    """Measure inequality by the share of income that an even spread could do without.

    Parameters
    ----------
    per_head : array of shape (n_regions,)
        Amounts per head of one year in one unit, no missing cell; >= 0 where
        `aversion` is below 1, > 0 otherwise.
    persons : array of shape (n_regions,) or None
        As for :func:`hoover`.
    aversion : float
        Aversion to inequality > 0; the larger, the more the poorest region counts.

    Returns
    -------
    Inequality
        From 0 (all equal) to below 1.

    Raises
    ------
    ShapeError, MissingValueError, MethodError
        As for :func:`hoover`.
    InputError
        As for :func:`hoover`, if `aversion` is not a number > 0, or if an amount is 0
        and `aversion` is 1 or more.

    Notes
    -----
    The aversion is a judgement on values, not a fact: show two or three of them.

    References
    ----------
    Atkinson, A. B. (1970). On the measurement of inequality. Journal of Economic
    Theory 2, 244-263.

    Examples
    --------
    >>> round(atkinson(np.array([1.0, 4.0]), persons=None, aversion=1.0).value, 6)  # 1 - 2 / 2.5
    0.2
    >>> round(atkinson(np.array([1.0, 4.0]), persons=None, aversion=0.5).value, 6)  # 1 - 2.25 / 2.5
    0.1
    """
    if not (np.isfinite(aversion) and aversion > 0):
        msg = f"aversion must be a number above 0, got {aversion}; 0.5, 1 and 2 are usual."
        raise InputError(msg)
    weights = person_shares(per_head, persons=persons)
    if aversion >= 1:
        check_logarithms(per_head)
    ratio = per_head / (weights @ per_head)
    if aversion == 1:
        even = float(np.exp(weights @ np.log(ratio)))
    else:
        # Over the smallest, so that a large aversion underflows to 0 and never overflows.
        least = float(ratio.min()) if aversion > 1 else 1.0
        even = least * float((weights @ (ratio / least) ** (1.0 - aversion)) ** (1.0 / (1.0 - aversion)))
    # Rounding can leave equal amounts at -1e-16, and the index cannot be negative.
    value = max(1.0 - even, 0.0)
    return Inequality("atkinson", value, weighting=weighting_of(persons), n_regions=len(per_head))
