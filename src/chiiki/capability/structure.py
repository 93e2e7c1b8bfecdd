r"""How specialised or diversified a region is.

With :math:`s_{ra} = x_{ra}/x_r` the share of activity *a* in region *r* and :math:`s_a`
its share in the country::

    Shannon            -sum over a of s_ra log(s_ra)
    Herfindahl         H = sum over a of s_ra**2;  normalised (H - 1/n) / (1 - 1/n);  1/H
    Krugman            sum over a of |s_ra - s_a|, or |s_ra - mean of the others' shares|
    Gini               sum over a, b of s_a s_b |q_a - q_b| / 2,  q_a = s_ra / s_a

Shannon and Herfindahl look at the region alone, Krugman and Gini compare it with its
country. All of them move with the detail of the classification: compare only tables
with the same activities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability.advantage import rca
from chiiki.capability.amounts import shares
from chiiki.errors import InputError, MethodError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray

__all__ = [
    "Herfindahl",
    "gini_of_quotients",
    "herfindahl",
    "krugman_index",
    "shannon",
    "specialisation_gini",
]


@dataclass(frozen=True, slots=True)
class Herfindahl:
    """What :func:`herfindahl` returns. Regions keep the order of the input."""

    raw: FloatArray
    """Sum of squared shares, shape (n_regions,), from 1/n_activities to 1."""

    normalised: FloatArray
    """The same from 0 (all activities alike) to 1 (one activity), shape (n_regions,)."""

    equivalent_number: FloatArray
    """How many activities of equal size would give `raw`, shape (n_regions,)."""


def shannon(amounts: FloatArray, *, base: float = 2.0) -> FloatArray:
    """Measure how evenly a region's amounts spread over activities.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit, no missing cell; an activity that a region
        lacks adds nothing.
    base : float
        Base of the logarithm, above 1: 2 gives bits, as in
        :mod:`~chiiki.capability.variety`; ``math.e`` gives nats.

    Returns
    -------
    array of shape (n_regions,)
        From 0 (one activity) to log(n_activities); the order of regions is kept.

    Raises
    ------
    InputError
        If `amounts` cannot be used, a region is empty, or `base` is not above 1.

    References
    ----------
    Shannon, C. E. (1948). A mathematical theory of communication. Bell System
    Technical Journal 27, 379-423.

    Examples
    --------
    >>> shannon(np.array([[4.0, 2.0, 2.0], [8.0, 0.0, 0.0]])).tolist()
    [1.5, 0.0]
    """
    if not (np.isfinite(base) and base > 1):
        msg = f"base must be a number above 1, got {base}; 2 gives bits, 2.718281828… gives nats."
        raise InputError(msg)
    mix = shares(amounts)
    logs = np.log2(mix, out=np.zeros_like(mix), where=mix > 0) / np.log2(base)
    # A single activity would read -0.0.
    return np.asarray(np.abs((mix * logs).sum(axis=1)))


def herfindahl(amounts: FloatArray) -> Herfindahl:
    """Measure how far a region's amounts sit in few activities.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit, no missing cell, at least two activities.

    Returns
    -------
    Herfindahl
        Raw, normalised by the number of activities of the table, and as a number of
        equal activities.

    Raises
    ------
    InputError
        If `amounts` cannot be used or a region is empty.
    MethodError
        If there is only one activity.

    Notes
    -----
    For the concentration of an activity over regions, hand over the transposed table.

    References
    ----------
    Hirschman, A. O. (1964). The paternity of an index. The American Economic Review
    54, 761-762.

    Examples
    --------
    >>> result = herfindahl(np.array([[1.0, 1.0], [1.0, 0.0]]))
    >>> result.raw.tolist(), result.normalised.tolist(), result.equivalent_number.tolist()
    ([0.5, 1.0], [0.0, 1.0], [2.0, 1.0])
    """
    raw = (shares(amounts) ** 2).sum(axis=1)
    n = amounts.shape[1]
    if n < 2:  # noqa: PLR2004 -- one activity is always all
        msg = "a Herfindahl index needs at least 2 activities, got 1: it would be 1 everywhere."
        raise MethodError(msg)
    return Herfindahl(raw=raw, normalised=(raw - 1 / n) / (1 - 1 / n), equivalent_number=1 / raw)


def krugman_index(
    amounts: FloatArray,
    *,
    against: Literal["country", "others"] = "country",
    reference: FloatArray | None = None,
) -> FloatArray:
    """Measure how far each region's mix is from the country's, or from the others'.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit, no missing cell.
    against : {"country", "others"}
        ``"country"``: the country's shares, the region itself included. ``"others"``:
        the unweighted mean of the other regions' shares, each region counting as one.
    reference : array of shape (n_activities,), optional
        The country's amounts, for `against` ``"country"`` only; see
        :func:`~chiiki.capability.advantage.rca`.

    Returns
    -------
    array of shape (n_regions,)
        From 0 (the same mix) to 2 (nothing in common); half of it is Hoover's
        coefficient of specialisation, the share of jobs that would have to move.

    Raises
    ------
    InputError
        If `amounts` or `reference` cannot be used, a region or activity is empty, or
        `reference` is given with `against` ``"others"``.
    MethodError
        If `against` is ``"others"`` and there is only one region.

    Notes
    -----
    A large region is part of its country and pulls the country's mix towards itself;
    ``"others"`` leaves it out, but counts the smallest region like the largest.

    References
    ----------
    Krugman, P. (1991). Geography and Trade. MIT Press, chapter 3.

    Examples
    --------
    >>> jobs = np.array([[30.0, 10.0], [10.0, 30.0]])
    >>> krugman_index(jobs).tolist(), krugman_index(jobs, against="others").tolist()
    ([0.5, 0.5], [1.0, 1.0])
    """
    if against == "country":
        return np.asarray(np.abs(shares(amounts) - _country(amounts, reference)).sum(axis=1))
    if reference is not None:
        msg = 'reference is the country\'s mix and has no part in against="others": leave one of the two out.'
        raise InputError(msg)
    mix = shares(amounts)
    if len(mix) < 2:  # noqa: PLR2004 -- others
        msg = "the mean of the others needs at least 2 regions, got 1."
        raise MethodError(msg)
    others = (mix.sum(axis=0) - mix) / (len(mix) - 1)
    return np.asarray(np.abs(mix - others).sum(axis=1))


def specialisation_gini(
    amounts: FloatArray,
    *,
    weighting: Literal["amounts", "activities"] = "amounts",
    reference: FloatArray | None = None,
) -> FloatArray:
    """Measure how unequal a region's location quotients are, as a Gini coefficient.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit, no missing cell.
    weighting : {"amounts", "activities"}
        ``"amounts"``: each activity counts by its amount in the country (persons where
        the amounts are persons), so that splitting an activity evenly changes nothing.
        ``"activities"``: each counts as one, whatever its size.
    reference : array of shape (n_activities,), optional
        The country's amounts; see :func:`~chiiki.capability.advantage.rca`.

    Returns
    -------
    array of shape (n_regions,)
        From 0 (the country's mix) to below 1; the order of regions is kept.

    Raises
    ------
    InputError
        If `amounts` or `reference` cannot be used, or a region or activity is empty.

    Notes
    -----
    Some authors report half of the weighted form, the area itself, from 0 to 0.5.

    References
    ----------
    Krugman, P. (1991). Geography and Trade. MIT Press, chapter 2.

    Examples
    --------
    >>> jobs = np.array([[30.0, 10.0], [10.0, 30.0]])
    >>> specialisation_gini(jobs).tolist()  # quotients 1.5 and 0.5: 0.5 * 0.5 * 1.0
    [0.25, 0.25]
    """
    country = _country(amounts, reference)
    weights = country if weighting == "amounts" else np.full(country.shape, 1.0 / len(country))
    return gini_of_quotients(rca(amounts, reference=reference).rca, weights=weights)


def gini_of_quotients(quotients: FloatArray, *, weights: FloatArray) -> FloatArray:
    """Compute the Gini coefficient of each row.

    Parameters
    ----------
    quotients : array of shape (n_rows, n_columns)
        Location quotients >= 0, each row with a value above 0.
    weights : array of shape (n_columns,)
        What each column counts, >= 0 with sum 1.

    Returns
    -------
    array of shape (n_rows,)
        From 0 (all alike) to below 1.

    Examples
    --------
    >>> gini_of_quotients(np.array([[1.0, 3.0]]), weights=np.array([0.5, 0.5])).tolist()
    [0.25]
    """
    order = np.argsort(quotients, axis=1, kind="stable")
    sorted_quotients = np.take_along_axis(quotients, order, axis=1)
    below = np.cumsum(weights[order], axis=1)[:, :-1]
    # The sum over pairs, gap by gap: no difference of large sums, and 0 for equal quotients.
    gaps = np.diff(sorted_quotients, axis=1)
    return np.asarray((gaps * below * (1.0 - below)).sum(axis=1) / (quotients @ weights))


def _country(amounts: FloatArray, reference: FloatArray | None) -> FloatArray:
    """Shares of the activities in the country, checked as for location quotients."""
    rca(amounts, reference=reference)
    totals = amounts.sum(axis=0) if reference is None else reference
    return np.asarray(totals / totals.sum())
