r"""Where the targets of a region's own strategy stand on its map.

A strategy names activities. For each one: does the region have it already, how near is it
among all that the region could take up, and which related activities carry it or are
missing. The parts are those of density (:mod:`~chiiki.capability.density`): activity *b*
counts for target *a* by :math:`\phi_{ab} / \sum_{c \ne a} \phi_{ac}`, so what the region
has sums to its density, and what it lacks to the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.opportunity import TIE
from chiiki.capability.similarity import check_position
from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray
    from chiiki.capability.opportunity import Opportunities

__all__ = ["Related", "Target", "place_targets"]


@dataclass(frozen=True, slots=True)
class Related:
    """One activity that a target is related to."""

    activity: int
    """Position in the input."""

    share: float
    """Of all relatedness of the target, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Target:
    """One activity that a region's own strategy names, on the map."""

    activity: int
    """Position in the input."""

    is_specialised: bool
    """True where the region has it already."""

    density: float
    complexity: float
    size: float

    density_rank: int | None
    """Among the region's options, from 1 (the nearest); None where it has it already."""

    percentile: float | None
    """Share of the region's options that are not nearer, from 0 to 1; None likewise."""

    builds_on: tuple[Related, ...]
    """What the region has that counts most for the target; all of it sums to the density."""

    lacks: tuple[Related, ...]
    """What the region lacks that would count most; all of it sums to 1 - density."""


def place_targets(
    found: Opportunities, *, region: int, activities: Sequence[int], n_related: int = 5
) -> tuple[Target, ...]:
    """Place the targets of a region's own strategy on its map.

    Parameters
    ----------
    found : Opportunities
        See :func:`~chiiki.capability.opportunity.opportunities`.
    region : int
        Position in the input, from 0.
    activities : sequence of int
        The targets: positions from 0.
    n_related : int
        How many related activities are named at most on either side, from 1.

    Returns
    -------
    tuple of Target
        In the order of `activities`.

    Raises
    ------
    InputError
        If there is no such region or activity, or `n_related` is below 1.

    Notes
    -----
    A target far from what the region does is no mistake as such: it is a bet that needs
    what is listed as lacking from elsewhere.

    Examples
    --------
    >>> from chiiki.capability.opportunity import opportunities
    >>> having = np.array([[True, False, False], [True, True, False], [False, True, True]])
    >>> nearness = np.array([[1.0, 0.5, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, 1.0]])
    >>> found = opportunities(having, nearness, size=np.array([9.0, 5.0, 2.0]))
    >>> (target,) = place_targets(found, region=0, activities=[1])
    >>> target.builds_on, target.lacks
    ((Related(activity=0, share=0.5),), (Related(activity=2, share=0.5),))
    """
    check_position(region, n=len(found.presence), what="region")
    for activity in activities:
        check_position(activity, n=len(found.size), what="activity")
    if n_related < 1:
        msg = f"n_related must be at least 1, got {n_related}."
        raise InputError(msg)
    return tuple(_target(found, region, activity=int(activity), n=n_related) for activity in activities)


def _target(found: Opportunities, region: int, *, activity: int, n: int) -> Target:
    having = found.presence[region]
    is_specialised = bool(having[activity])
    options, value = found.density[region, ~having], found.density[region, activity]
    weight = found.proximity[activity].copy()
    weight[activity] = 0.0
    weight /= weight.sum()
    return Target(
        activity=activity,
        is_specialised=is_specialised,
        density=float(value),
        complexity=float(found.complexity[activity]),
        size=float(found.size[activity]),
        density_rank=None if is_specialised else 1 + int((options > value + TIE).sum()),
        percentile=None if is_specialised else float((options <= value + TIE).mean()),
        builds_on=_largest(np.where(having, weight, 0.0), n=n),
        lacks=_largest(np.where(having, 0.0, weight), n=n),
    )


def _largest(weights: FloatArray, *, n: int) -> tuple[Related, ...]:
    """Return the `n` largest above 0, largest first; ties keep the order of the input."""
    first = np.argsort(-weights, kind="stable")[:n]
    return tuple(Related(activity=int(a), share=float(weights[a])) for a in first if weights[a] > 0)
