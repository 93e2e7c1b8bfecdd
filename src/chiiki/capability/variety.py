r"""How varied a region's activities are, and how well they belong together.

With :math:`p_a` an activity's share in the region and :math:`P_g` the share of its
parent group *g* (for instance the 2-digit industry)::

    total      -sum over a of p_a log2(p_a)
    unrelated  -sum over g of P_g log2(P_g)                                between groups
    related    sum over g of P_g H_g,  H_g = -sum in g of (p_a/P_g) log2(p_a/P_g)
    total = unrelated + related

Frenken, van Oort and Verburg (2007). Coherence asks the same of a measured relatedness
:math:`\varphi` in place of a classification (Teece et al. 1994; Nesta and Saviotti 2005)::

    WAR_a = sum over b != a of phi_ab x_b / sum over b != a of x_b
    coherence = sum over a of p_a WAR_a
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.amounts import EXAMPLES, check_cells, shares
from chiiki.capability.structure import shannon
from chiiki.errors import MethodError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["Variety", "coherence", "inner_density", "variety"]


@dataclass(frozen=True, slots=True)
class Variety:
    """What :func:`variety` returns. Regions keep the order of the input."""

    total: FloatArray
    """Entropy over activities, shape (n_regions,), in the unit of `base`."""

    unrelated: FloatArray
    """Entropy over parents, shape (n_regions,)."""

    related: FloatArray
    """Mean entropy within parents, shape (n_regions,); `unrelated` + `related` = `total`."""

    base: float
    """Base of the logarithm; 2 gives bits."""

    parents: tuple[str, ...]
    """Parents in the order of their first activity."""


def variety(amounts: FloatArray, *, parents: Sequence[str], base: float = 2.0) -> Variety:
    """Split a region's variety into that between and that within groups of activities.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit, no missing cell.
    parents : sequence of str, length n_activities
        Group of each activity, for instance its 2-digit code.
    base : float
        Base of the logarithm, above 1; bits by default.

    Returns
    -------
    Variety
        Total, unrelated (between) and related (within) variety by region.

    Raises
    ------
    ShapeError
        If `parents` has another length than there are activities.
    InputError
        If `amounts` cannot be used, a region is empty, or `base` is not above 1.

    Notes
    -----
    Related variety grows with the number of activities that a group is divided into:
    a classification that is finer in manufacturing than in services finds it there.

    References
    ----------
    Frenken, K., van Oort, F. and Verburg, T. (2007). Related variety, unrelated
    variety and regional economic growth. Regional Studies 41, 685-697.

    Examples
    --------
    >>> jobs = np.array([[2.0, 2.0, 4.0, 0.0]])
    >>> result = variety(jobs, parents=["food", "food", "metal", "metal"])
    >>> float(result.total[0]), float(result.unrelated[0]), float(result.related[0])
    (1.5, 1.0, 0.5)
    """
    total = shannon(amounts, base=base)
    if len(parents) != amounts.shape[1]:
        msg = f"parents must name one group for each of {amounts.shape[1]} activities, got {len(parents)}."
        raise ShapeError(msg)
    names = tuple(dict.fromkeys(parents))
    members = [np.array([parent == name for parent in parents]) for name in names]
    groups = np.stack([amounts[:, member].sum(axis=1) for member in members], axis=1)
    weights = shares(groups)
    return Variety(
        total=total,
        unrelated=shannon(groups, base=base),
        related=np.asarray(sum(_within(amounts[:, m], weights[:, g], base=base) for g, m in enumerate(members))),
        base=base,
        parents=names,
    )


def coherence(amounts: FloatArray, *, relatedness: FloatArray) -> FloatArray:
    """Measure how related a region's activities are to one another.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit, or 0 and 1 for presence; no missing cell.
    relatedness : array of shape (n_activities, n_activities)
        Relatedness >= 0 of each two activities, from
        :mod:`~chiiki.capability.relatedness`; its diagonal is not used.

    Returns
    -------
    array of shape (n_regions,)
        In the unit of `relatedness`: the mean, weighted by amounts, of each activity's
        weighted average relatedness to the region's other activities.

    Raises
    ------
    ShapeError
        If `relatedness` is not square with one row for each activity.
    InputError
        If a cell is missing, negative or infinite, or a region is empty.
    MethodError
        If a region has a single activity, which is related to nothing.

    Notes
    -----
    All activities of the region count, not only those nearest in a network. Coherence
    falls with the number of activities, since few fields are related to all others;
    compare regions of similar size.

    References
    ----------
    Teece, D. J., Rumelt, R., Dosi, G. and Winter, S. (1994). Understanding corporate
    coherence. Journal of Economic Behavior and Organization 23, 1-30.
    Nesta, L. and Saviotti, P. P. (2005). Coherence of the knowledge base and the
    firm's innovative performance. The Journal of Industrial Economics 53, 123-142.

    Examples
    --------
    >>> near = np.array([[1.0, 0.5, 0.1], [0.5, 1.0, 0.2], [0.1, 0.2, 1.0]])
    >>> coherence(np.array([[1.0, 1.0, 0.0], [2.0, 0.0, 2.0]]), relatedness=near).tolist()
    [0.5, 0.1]
    """
    mix = shares(amounts)
    _check_relatedness(relatedness, n_activities=amounts.shape[1])
    if single := np.flatnonzero((amounts > 0).sum(axis=1) == 1)[:EXAMPLES].tolist():
        msg = f"coherence needs at least 2 activities in each region; regions {single} have one. Drop them."
        raise MethodError(msg)
    others = relatedness - np.diag(np.diag(relatedness))
    rest = 1.0 - mix
    average = (mix @ others) / np.where(rest > 0, rest, 1.0)
    return np.asarray((mix * average).sum(axis=1))


def inner_density(presence: BoolArray, *, density: FloatArray) -> FloatArray:
    """Average the density around the activities that a region has.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where the region is specialised.
    density : array of shape (n_regions, n_activities)
        Relatedness density of each cell, from :func:`~chiiki.capability.density.density`.

    Returns
    -------
    array of shape (n_regions,)
        In the unit of `density`; the order of regions is kept.

    Raises
    ------
    ShapeError
        If the two tables differ in shape.
    MethodError
        If a region has no activity.

    Examples
    --------
    >>> has = np.array([[True, False, True]])
    >>> inner_density(has, density=np.array([[0.2, 0.9, 0.4]])).round(6).tolist()
    [0.3]
    """
    if presence.ndim != 2 or presence.shape != density.shape:  # noqa: PLR2004 -- a table
        msg = f"presence and density must be two tables of one shape, got {presence.shape} and {density.shape}."
        raise ShapeError(msg)
    diversity = presence.sum(axis=1)
    if none := np.flatnonzero(diversity == 0)[:EXAMPLES].tolist():
        msg = f"regions {none} have no activity around which to take a mean. Drop them."
        raise MethodError(msg)
    return np.asarray(np.where(presence, density, 0.0).sum(axis=1) / diversity)


def _within(amounts: FloatArray, weights: FloatArray, *, base: float) -> FloatArray:
    """One group's entropy times its share; 0 where the region has nothing of it."""
    present = weights > 0
    part = np.zeros(len(amounts))
    if present.any():
        part[present] = weights[present] * shannon(amounts[present], base=base)
    return part


def _check_relatedness(relatedness: FloatArray, *, n_activities: int) -> None:
    if relatedness.shape != (n_activities, n_activities):
        msg = f"relatedness must be {n_activities} by {n_activities} activities, got shape {relatedness.shape}."
        raise ShapeError(msg)
    check_cells(relatedness, name="relatedness")
