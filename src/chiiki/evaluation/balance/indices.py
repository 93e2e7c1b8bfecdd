r"""Inequality between regions, for one or many vectors of amounts at once.

With :math:`s_i` the share of region *i* in all persons and :math:`m = \sum_i s_i y_i`::

    theil              sum(s * (y/m) * ln(y/m))
    variance of logs   sum(s * (ln y - sum(s * ln y))**2)
    Gini               sum over i, j of s_i s_j |y_i - y_j| / (2 m)

The last axis lists the regions; axes before it are draws, subsets of programmes, periods.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chiiki.arrays import FloatArray

__all__ = [
    "INDICES",
    "Index",
    "TheilSplit",
    "check_amounts",
    "gini",
    "person_shares",
    "theil",
    "theil_split",
    "variance_of_logs",
]

Index: TypeAlias = Literal["theil", "variance_of_logs", "gini"]


@dataclass(frozen=True, slots=True)
class TheilSplit:
    """Theil's index as inequality within groups of regions and between them."""

    total: float
    within: float
    """Income-weighted mean of the groups' own indices; `within` + `between` = `total`."""

    between: float
    """What would be left if every region had the mean of its group."""


def person_shares(per_head: FloatArray, *, persons: FloatArray | None) -> FloatArray:
    """Say what each region counts: its share in all persons, or the same for each.

    Parameters
    ----------
    per_head : array of shape (..., n_regions)
        Amounts per head.
    persons : array of shape (n_regions,) or None
        Persons > 0 of the same year; None counts each region as one.

    Returns
    -------
    array of shape (n_regions,)
        Positive, with sum 1.

    Raises
    ------
    ShapeError
        If `persons` does not list the regions of `per_head`.
    InputError
        If a region has no persons.
    MissingValueError
        If a number of persons is missing.
    MethodError
        If there are fewer than two regions.

    Examples
    --------
    >>> person_shares(np.array([5.0, 9.0]), persons=np.array([3.0, 1.0])).tolist()
    [0.75, 0.25]
    """
    n_regions = per_head.shape[-1] if per_head.ndim else 0
    if n_regions < 2:  # noqa: PLR2004 -- between regions
        msg = f"inequality between regions needs at least 2 of them, got {n_regions}."
        raise MethodError(msg)
    weights = np.ones(n_regions) if persons is None else persons
    if weights.shape != (n_regions,):
        msg = f"persons must have one number for each of {n_regions} regions, got shape {weights.shape}."
        raise ShapeError(msg)
    if np.isnan(weights).any():
        msg = f"persons is missing at position {int(np.argmax(np.isnan(weights)))}. Give the persons of every region."
        raise MissingValueError(msg)
    if not (np.isfinite(weights) & (weights > 0)).all():
        at = int(np.argmin(np.isfinite(weights) & (weights > 0)))
        msg = f"persons must be above 0, got {weights[at]} at position {at}. Leave that region out."
        raise InputError(msg)
    shares: FloatArray = weights / weights.sum()
    return shares


def check_amounts(per_head: FloatArray, *, positive: bool = False) -> None:
    """Refuse amounts per head that have no index of inequality.

    Parameters
    ----------
    per_head : array of shape (..., n_regions)
        Amounts per head.
    positive : bool
        Whether 0 is refused too, since it has no logarithm.

    Raises
    ------
    MissingValueError
        If an amount is missing.
    InputError
        If one is negative or infinite, or 0 where `positive`.
    MethodError
        If all amounts of a vector are 0.

    Examples
    --------
    >>> check_amounts(np.array([0.0, 3.0]))
    """
    if np.isnan(per_head).any():
        msg = f"an amount per head is missing at position {_position(np.isnan(per_head))}. Leave the region out."
        raise MissingValueError(msg)
    wrong = (per_head < 0) | ~np.isfinite(per_head) | ((per_head == 0) & positive)
    if wrong.any():
        least = "above 0, for logarithms" if positive else "0 or more"
        msg = f"amounts per head must be {least}, got {per_head[wrong][0]} at position {_position(wrong)}."
        raise InputError(msg)
    if not per_head.any(axis=-1).all():
        msg = "all amounts per head are 0, so there is nothing to be unequal in."
        raise MethodError(msg)


def theil(per_head: FloatArray, *, persons: FloatArray | None) -> FloatArray:
    """Measure inequality by Theil's T.

    Parameters
    ----------
    per_head : array of shape (..., n_regions)
        Amounts per head >= 0; 0 adds nothing to the sum.
    persons : array of shape (n_regions,) or None
        Persons > 0 of the same year; None counts each region as one.

    Returns
    -------
    array of shape (...)
        From 0 (all equal), without unit.

    Raises
    ------
    ShapeError, MissingValueError, InputError, MethodError
        As for :func:`person_shares` and :func:`check_amounts`.

    References
    ----------
    Theil, H. (1967). Economics and Information Theory. North-Holland.

    Examples
    --------
    >>> theil(np.array([[1.0, 3.0], [2.0, 2.0]]), persons=None).round(6).tolist()  # (ln 0.5)/4 + 3 (ln 1.5)/4
    [0.130812, 0.0]
    """
    shares = person_shares(per_head, persons=persons)
    check_amounts(per_head)
    ratio = per_head / (per_head @ shares)[..., None]
    logs = np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)
    # Rounding can leave equal amounts at -1e-17, and T cannot be negative.
    return np.maximum((ratio * logs) @ shares, 0.0)


def theil_split(per_head: FloatArray, *, persons: FloatArray | None, groups: Sequence[str]) -> TheilSplit:
    """Split Theil's T into inequality within groups of regions and between them.

    Parameters
    ----------
    per_head : array of shape (n_regions,)
        Amounts per head >= 0.
    persons : array of shape (n_regions,) or None
        As for :func:`theil`.
    groups : sequence of str, length n_regions
        Group of each region, in the order of `per_head`.

    Returns
    -------
    TheilSplit
        Total and parts.

    Raises
    ------
    ShapeError
        If `groups` has another length than `per_head`.
    MissingValueError, InputError, MethodError
        As for :func:`theil`.

    References
    ----------
    Shorrocks, A. F. (1980). The class of additively decomposable inequality measures. Econometrica 48, 613-625.

    Examples
    --------
    >>> split = theil_split(np.array([1.0, 3.0, 2.0, 2.0]), persons=None, groups=["a", "a", "b", "b"])
    >>> round(split.within, 6), split.between  # half of 0.130812, as both means are 2
    (0.065406, 0.0)
    """
    shares = person_shares(per_head, persons=persons)
    if len(groups) != per_head.shape[-1]:
        msg = f"groups must name one group for each of {per_head.shape[-1]} regions, got {len(groups)}."
        raise ShapeError(msg)
    total = float(theil(per_head, persons=persons))
    _, codes = np.unique(np.array(groups, dtype=str), return_inverse=True)
    of_group = np.bincount(codes, weights=shares)
    means = np.bincount(codes, weights=shares * per_head) / of_group
    mean = float(of_group @ means)
    ratio = means / mean
    between = float(of_group @ (ratio * np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)))
    own = per_head / mean
    inner = np.divide(per_head, means[codes], out=np.ones_like(per_head), where=per_head > 0)
    return TheilSplit(total=total, within=float(shares @ (own * np.log(inner))), between=between)


def variance_of_logs(per_head: FloatArray, *, persons: FloatArray | None) -> FloatArray:
    """Measure inequality by the variance of the logarithms.

    Parameters
    ----------
    per_head : array of shape (..., n_regions)
        Amounts per head > 0.
    persons : array of shape (n_regions,) or None
        As for :func:`theil`.

    Returns
    -------
    array of shape (...)
        From 0 (all equal); its square root is the dispersion of sigma convergence.

    Raises
    ------
    ShapeError, MissingValueError, InputError, MethodError
        As for :func:`theil`, and if an amount is 0.

    Notes
    -----
    The variance is divided by n: the regions are all there are.

    Examples
    --------
    >>> round(float(variance_of_logs(np.array([1.0, np.e**2]), persons=None)), 12)
    1.0
    """
    shares = person_shares(per_head, persons=persons)
    check_amounts(per_head, positive=True)
    logs = np.log(per_head)
    found: FloatArray = (logs - (logs @ shares)[..., None]) ** 2 @ shares
    return found


def gini(per_head: FloatArray, *, persons: FloatArray | None) -> FloatArray:
    """Measure inequality by the Gini coefficient between regions.

    Parameters
    ----------
    per_head : array of shape (..., n_regions)
        Amounts per head >= 0.
    persons : array of shape (n_regions,) or None
        As for :func:`theil`.

    Returns
    -------
    array of shape (...)
        From 0 (all equal) to below 1; not corrected for few regions.

    Raises
    ------
    ShapeError, MissingValueError, InputError, MethodError
        As for :func:`theil`.

    Examples
    --------
    >>> gini(np.array([[1.0, 3.0], [2.0, 2.0]]), persons=None).tolist()
    [0.25, 0.0]
    """
    shares = person_shares(per_head, persons=persons)
    check_amounts(per_head)
    order = np.argsort(per_head, axis=-1)
    below = np.cumsum(shares[order], axis=-1)[..., :-1]
    # The sum over pairs, gap by gap: no difference of large sums, and 0 for equal amounts.
    gaps = np.diff(np.take_along_axis(per_head, order, axis=-1), axis=-1)
    found: FloatArray = (gaps * below * (1.0 - below)).sum(axis=-1) / (per_head @ shares)
    return found


def _position(wrong: FloatArray | np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    """Return which region the first wrong cell belongs to."""
    return int(np.argwhere(wrong)[0][-1])


INDICES: Mapping[Index, Callable[..., FloatArray]] = {
    "theil": theil,
    "variance_of_logs": variance_of_logs,
    "gini": gini,
}
"""The indices by name; each takes amounts and ``persons=``."""
