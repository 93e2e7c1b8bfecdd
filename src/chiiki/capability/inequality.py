r"""How far apart the regions of a country are.

With :math:`y_i` the amount per head of region *i*, :math:`N_i` its persons,
:math:`s_i = N_i/N` and :math:`m = \sum_i s_i y_i` the country's mean::

    Theil T                    sum(s * (y/m) * ln(y/m))  =  sum((Y_i/Y) ln((Y_i/Y) / (N_i/N)))
    mean log deviation         sum(s * ln(m/y)), also called Theil L
    Gini                       sum over i, j of s_i s_j |y_i - y_j| / (2 m)
    coefficient of variation   sqrt(sum(s * (y - m)**2)) / m
    variance of logs           sum(s * (ln y - sum(s * ln y))**2)

Where persons are the unit of account, each region counts by its persons. Without
weights (``persons=None``) each region counts as one, which answers another question;
the result says which of the two it is. What levelling would cost is in
:mod:`~chiiki.capability.levelling`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.per_head import Inequality, check_logarithms, person_shares, weighting_of
from chiiki.errors import ShapeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray
    from chiiki.capability.per_head import Weighting

__all__ = [
    "Inequality",
    "TheilParts",
    "coefficient_of_variation",
    "gini",
    "mean_log_deviation",
    "theil",
    "theil_by_group",
    "variance_of_logs",
]


@dataclass(frozen=True, slots=True)
class TheilParts:
    """Theil's T as inequality within groups of regions and between them."""

    total: float
    within: float
    """Income-weighted mean of the groups' own indices; `within` + `between` = `total`."""

    between: float
    """What would be left if every region had its group's mean."""

    groups: tuple[str, ...]
    """Group labels in the order of their first region."""

    theil_of_groups: tuple[float, ...]
    """Each group's own index, in the order of `groups`; 0 for a group of one region."""

    income_shares: tuple[float, ...]
    """Each group's share of all income, in the order of `groups`."""

    weighting: Weighting
    n_regions: int


def theil(per_head: FloatArray, *, persons: FloatArray | None) -> Inequality:
    """Measure inequality by Theil's T, which splits exactly into groups of regions.

    Parameters
    ----------
    per_head : array of shape (n_regions,)
        Amounts per head >= 0 (income, product) of one year in one unit, no missing
        cell; 0 adds nothing to the sum.
    persons : array of shape (n_regions,) or None
        Persons > 0 of the same year, in the order of `per_head`; None counts each
        region as one.

    Returns
    -------
    Inequality
        From 0 (all equal) to ln(N / smallest N_i).

    Raises
    ------
    ShapeError
        If the arrays are not of one dimension and one length.
    MissingValueError
        If a cell is missing.
    InputError
        If an amount is negative or infinite, or a region has no persons.
    MethodError
        If there are fewer than two regions, or all amounts are 0.

    References
    ----------
    Theil, H. (1967). Economics and Information Theory. North-Holland.

    Examples
    --------
    >>> result = theil(np.array([1.0, 3.0]), persons=np.array([1.0, 1.0]))
    >>> round(result.value, 6)  # (ln 0.5) / 4 + 3 (ln 1.5) / 4
    0.130812
    >>> result.weighting
    'persons'
    """
    weights = person_shares(per_head, persons=persons)
    return Inequality("theil", _theil(per_head, weights), weighting=weighting_of(persons), n_regions=len(per_head))


def theil_by_group(per_head: FloatArray, *, persons: FloatArray | None, groups: Sequence[str]) -> TheilParts:
    """Split Theil's T into inequality within groups of regions and between them.

    With :math:`Y_g`, :math:`N_g` income and persons of group *g*::

        within = sum((Y_g/Y) * T_g)      between = sum((Y_g/Y) ln((Y_g/Y) / (N_g/N)))

    Parameters
    ----------
    per_head, persons
        As for :func:`theil`.
    groups : sequence of str, length n_regions
        Group of each region, in the order of `per_head`.

    Returns
    -------
    TheilParts
        Total and parts; groups stand in the order of their first region.

    Raises
    ------
    ShapeError
        If `groups` has another length than `per_head`, and as for :func:`theil`.
    MissingValueError, InputError, MethodError
        As for :func:`theil`.

    References
    ----------
    Shorrocks, A. F. (1980). The class of additively decomposable inequality
    measures. Econometrica 48, 613-625.

    Examples
    --------
    >>> parts = theil_by_group(np.array([1.0, 3.0, 2.0, 2.0]), persons=None, groups=["a", "a", "b", "b"])
    >>> round(parts.within, 6), round(parts.between, 6)  # half of 0.130812, as both means are 2
    (0.065406, 0.0)
    """
    weights = person_shares(per_head, persons=persons)
    if len(groups) != len(per_head):
        msg = f"groups must name one group for each of {len(per_head)} regions, got {len(groups)}."
        raise ShapeError(msg)
    names = tuple(dict.fromkeys(groups))
    members = [np.array([group == name for group in groups]) for name in names]
    persons_shares = np.array([weights[member].sum() for member in members])
    means = np.array([_mean(per_head, weights, member) for member in members])
    income_shares = persons_shares * means / float(weights @ per_head)
    own = np.array([_theil_of(per_head, weights, member) for member in members])
    return TheilParts(
        total=_theil(per_head, weights),
        within=float(income_shares @ own),
        between=_theil(means, persons_shares),
        groups=names,
        theil_of_groups=tuple(own.tolist()),
        income_shares=tuple(income_shares.tolist()),
        weighting=weighting_of(persons),
        n_regions=len(per_head),
    )


def mean_log_deviation(per_head: FloatArray, *, persons: FloatArray | None) -> Inequality:
    """Measure inequality by the mean logarithm of mean over own amount (Theil's L).

    Parameters
    ----------
    per_head : array of shape (n_regions,)
        Amounts per head > 0 of one year in one unit, no missing cell.
    persons : array of shape (n_regions,) or None
        As for :func:`theil`.

    Returns
    -------
    Inequality
        From 0 (all equal), without upper limit.

    Raises
    ------
    ShapeError, MissingValueError, MethodError
        As for :func:`theil`.
    InputError
        As for :func:`theil`, and if an amount is 0.

    Notes
    -----
    It answers to the poor regions more than Theil's T does, and is the logarithm of
    the mean over the geometric mean: Atkinson's index at aversion 1 is 1 - exp(-L).

    Examples
    --------
    >>> round(mean_log_deviation(np.array([1.0, 3.0]), persons=None).value, 6)  # (ln 2 + ln 2/3) / 2
    0.143841
    """
    weights = person_shares(per_head, persons=persons)
    check_logarithms(per_head)
    # Rounding can leave equal amounts at -1e-17, and L cannot be negative.
    value = max(float(weights @ np.log((weights @ per_head) / per_head)), 0.0)
    return Inequality("mean_log_deviation", value, weighting=weighting_of(persons), n_regions=len(per_head))


def gini(per_head: FloatArray, *, persons: FloatArray | None) -> Inequality:
    """Measure inequality by the Gini coefficient between regions.

    Parameters
    ----------
    per_head, persons
        As for :func:`theil`.

    Returns
    -------
    Inequality
        From 0 (all equal) to below 1.

    Raises
    ------
    ShapeError, MissingValueError, InputError, MethodError
        As for :func:`theil`.

    Notes
    -----
    Inequality between persons of one region is not in it, so it is far below a
    country's personal Gini. There is no correction for a small number of regions:
    replicating every region changes nothing.

    Examples
    --------
    >>> gini(np.array([1.0, 3.0]), persons=np.array([1.0, 1.0])).value
    0.25
    """
    weights = person_shares(per_head, persons=persons)
    order = np.argsort(per_head, kind="stable")
    below = np.cumsum(weights[order])[:-1]
    # The sum over pairs, gap by gap: no difference of large sums, and 0 for equal amounts.
    gaps = np.diff(per_head[order])
    value = float((gaps * below * (1.0 - below)).sum() / (weights @ per_head))
    return Inequality("gini", value, weighting=weighting_of(persons), n_regions=len(per_head))


def coefficient_of_variation(per_head: FloatArray, *, persons: FloatArray | None) -> Inequality:
    """Measure inequality by the standard deviation over the mean.

    Parameters
    ----------
    per_head, persons
        As for :func:`theil`.

    Returns
    -------
    Inequality
        From 0 (all equal); weighted by persons it is Williamson's index.

    Raises
    ------
    ShapeError, MissingValueError, InputError, MethodError
        As for :func:`theil`.

    Notes
    -----
    The deviation is that of the population (divided by n): the regions are all
    there are, not a sample.

    References
    ----------
    Williamson, J. G. (1965). Regional inequality and the process of national
    development. Economic Development and Cultural Change 13, 1-84.

    Examples
    --------
    >>> coefficient_of_variation(np.array([1.0, 3.0]), persons=None).value
    0.5
    """
    weights = person_shares(per_head, persons=persons)
    mean = float(weights @ per_head)
    value = float(np.sqrt(weights @ (per_head - mean) ** 2)) / mean
    return Inequality("coefficient_of_variation", value, weighting=weighting_of(persons), n_regions=len(per_head))


def variance_of_logs(per_head: FloatArray, *, persons: FloatArray | None) -> Inequality:
    """Measure inequality by the variance of the logarithms.

    Parameters
    ----------
    per_head : array of shape (n_regions,)
        Amounts per head > 0 of one year in one unit, no missing cell.
    persons : array of shape (n_regions,) or None
        As for :func:`theil`.

    Returns
    -------
    Inequality
        From 0 (all equal); its square root is the dispersion of sigma convergence.

    Raises
    ------
    ShapeError, MissingValueError, MethodError
        As for :func:`theil`.
    InputError
        As for :func:`theil`, and if an amount is 0.

    Notes
    -----
    The variance is about the mean of the logarithms, divided by n. It may fall when
    a rich region gains from a poorer one far above the mean; Theil and Gini do not.

    Examples
    --------
    >>> round(variance_of_logs(np.array([1.0, np.e**2]), persons=None).value, 12)
    1.0
    """
    weights = person_shares(per_head, persons=persons)
    check_logarithms(per_head)
    logs = np.log(per_head)
    value = float(weights @ (logs - weights @ logs) ** 2)
    return Inequality("variance_of_logs", value, weighting=weighting_of(persons), n_regions=len(per_head))


def _theil(per_head: FloatArray, weights: FloatArray) -> float:
    ratio = per_head / (weights @ per_head)
    # A region without income adds 0, the limit of r ln r; its logarithm is never taken.
    logs = np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)
    # Rounding can leave equal amounts at -1e-17, and T cannot be negative.
    return max(float(weights @ (ratio * logs)), 0.0)


def _mean(per_head: FloatArray, weights: FloatArray, member: BoolArray) -> float:
    return float(weights[member] @ per_head[member] / weights[member].sum())


def _theil_of(per_head: FloatArray, weights: FloatArray, member: BoolArray) -> float:
    """Theil of one group; 0 where nobody in it has anything."""
    if not per_head[member].any():
        return 0.0
    return _theil(per_head[member], weights[member] / weights[member].sum())
