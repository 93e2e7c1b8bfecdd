r"""Which regions complete each other: what one has that the other's options need.

An option of region *r* is an activity *a* that it is not specialised in. If *r* could draw
on what region *s* has, its density around *a* would rise by what *s* adds (Balland and
Boschma 2021, relatedness density added)::

    gain[r, s, a] = sum over b != a of (1 - M[r, b]) M[s, b] phi[a, b]  /  sum over c != a of phi[a, c]

Options do not weigh alike. The weight of one is its density times its place in the order of
complexity (from 1/n for the simplest to 1), divided by the region's sum, so near and complex
options count most::

    directed[r, s] = sum over a of w[r, a] gain[r, s, a]

It is the rise in the mean density of the options of *r*. A partnership counts as much as its
weaker side: the value of a pair is the smaller of its two directions, or their mean on request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from chiiki.capability.opportunity import opportunities
from chiiki.capability.similarity import check_position, nearest
from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray
    from chiiki.capability.opportunity import Opportunities
    from chiiki.capability.similarity import Neighbours

__all__ = ["Combine", "Partners", "Reason", "Reasons", "partners"]

Combine = Literal["smaller", "mean"]
"""How the two directions of a pair become one value."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One activity that a region has and the other one's options need."""

    activity: int
    """Position in the input."""

    contribution: float
    """To the value in this direction; all contributions sum to it."""

    serves: int
    """The option to which it contributes most: position of an activity."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why two regions complete each other, largest contribution first."""

    gains: tuple[Reason, ...]
    """What the other region has that this region's options need."""

    gives: tuple[Reason, ...]
    """What this region has that the other one's options need."""


@dataclass(frozen=True, slots=True)
class Partners:
    """What :func:`partners` returns, in the order of the input."""

    values: FloatArray
    """Of each pair, shape (n_regions, n_regions), symmetric, 0 with itself."""

    directed: FloatArray
    """What the row's region gains from the column's, same shape, from 0 to 1."""

    need: FloatArray
    """What one more activity would add to a region's mean density of options, shape
    (n_regions, n_activities); 0 where the region has it."""

    weights: FloatArray
    """Of options, shape (n_regions, n_activities); a row sums to 1, or to 0 where no option is near."""

    presence: BoolArray
    relatedness: FloatArray
    """Share of the column in what the row is related to, shape (n_activities, n_activities)."""

    combine: Combine

    def best(self, region: int, *, n: int) -> Neighbours:
        """List the `n` regions that complete `region` best, itself excluded.

        Parameters
        ----------
        region : int
            Position in the input, from 0.
        n : int
            How many, from 1; all others where there are fewer.

        Returns
        -------
        Neighbours
            Best first; ties keep the order of the input and share a rank.

        Raises
        ------
        InputError
            If there is no such region, or `n` is below 1.
        MethodError
            If there is no other region.

        Examples
        --------
        >>> having = np.array([[True, True, False], [False, True, True], [True, False, False]])
        >>> nearness = np.array([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]])
        >>> partners(having, nearness).best(0, n=1).nearest[0].region
        1
        """
        return nearest(self.values, region=region, n=n, rising=False)

    def contributions(self, region: int, *, other: int) -> FloatArray:
        """Split what `region` gains from `other` by the activities of `other`.

        Parameters
        ----------
        region, other : int
            Positions in the input, from 0.

        Returns
        -------
        array of shape (n_activities,)
            Parts >= 0 in the order of the activities; they sum to ``directed[region, other]``.

        Raises
        ------
        InputError
            If there is no such region.

        Examples
        --------
        >>> having = np.array([[True, True, False], [False, True, True], [True, False, False]])
        >>> nearness = np.array([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]])
        >>> partners(having, nearness).contributions(2, other=1).tolist()
        [0.0, 0.25, 0.25]
        """
        for position in (region, other):
            check_position(position, n=len(self.values), what="region")
        return np.asarray(self.need[region] * self.presence[other])

    def reasons(self, region: int, *, other: int, n: int = 5) -> Reasons:
        """Say why two regions complete each other, in both directions.

        Parameters
        ----------
        region, other : int
            Positions in the input, from 0.
        n : int
            How many activities are named at most in each direction, from 1.

        Returns
        -------
        Reasons
            Activities that contribute, largest first; ties keep the order of the input.

        Raises
        ------
        InputError
            If there is no such region, or `n` is below 1.

        Examples
        --------
        >>> having = np.array([[True, True, False], [False, True, True], [True, False, False]])
        >>> nearness = np.array([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]])
        >>> partners(having, nearness).reasons(2, other=1).gains[0]
        Reason(activity=1, contribution=0.25, serves=2)
        """
        return Reasons(gains=self.gains(region, other=other, n=n), gives=self.gains(other, other=region, n=n))

    def gains(self, region: int, *, other: int, n: int = 5) -> tuple[Reason, ...]:
        """Say what `other` has that the options of `region` need.

        Parameters
        ----------
        region, other : int
            Positions in the input, from 0.
        n : int
            How many activities are named at most, from 1.

        Returns
        -------
        tuple of Reason
            Activities that contribute, largest first; ties keep the order of the input.

        Raises
        ------
        InputError
            If there is no such region, or `n` is below 1.

        Examples
        --------
        >>> having = np.array([[True, True, False], [False, True, True], [True, False, False]])
        >>> nearness = np.array([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]])
        >>> partners(having, nearness).gains(2, other=1, n=1)
        (Reason(activity=1, contribution=0.25, serves=2),)
        """
        if n < 1:
            msg = f"n must be at least 1, got {n}."
            raise InputError(msg)
        parts = self.contributions(region, other=other)
        first = [int(b) for b in np.argsort(-parts, kind="stable")[:n] if parts[b] > 0]
        return tuple(
            Reason(
                activity=b,
                contribution=float(parts[b]),
                serves=int(np.argmax(self.weights[region] * self.relatedness[:, b])),
            )
            for b in first
        )


def partners(
    presence: BoolArray,
    proximity: FloatArray,
    *,
    complexity: FloatArray | None = None,
    combine: Combine = "smaller",
) -> Partners:
    """Measure for each two regions how much one has that the other's options need.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region is specialised; see :func:`~chiiki.capability.advantage.rca`.
    proximity : array of shape (n_activities, n_activities)
        Relatedness >= 0, symmetric; see :func:`~chiiki.capability.relatedness.proximity`.
    complexity : array of shape (n_activities,), optional
        See :func:`~chiiki.capability.complexity.complexity`; only its order counts. Without
        it options weigh by density alone.
    combine : str
        ``smaller`` or ``mean`` of the two directions.

    Returns
    -------
    Partners

    Raises
    ------
    InputError
        If `presence` is not a table of presence, or `combine` is unknown.
    ShapeError
        If `proximity` or `complexity` has another number of activities.
    MissingValueError
        If a complexity is not finite.
    MethodError
        If an activity is related to no other one.

    Notes
    -----
    A region with many activities has much to give to everyone: compare values of one
    region with its possible partners, not across regions of different breadth. Says
    nothing about distance, willingness or existing ties.

    References
    ----------
    Balland, P.-A. and Boschma, R. (2021). Complementary interregional linkages and smart
    specialisation: an empirical study on European regions. Regional Studies 55, 1059-1070.

    Examples
    --------
    >>> having = np.array([[True, True, False], [False, True, True], [True, False, False]])
    >>> nearness = np.array([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]])
    >>> partners(having, nearness).directed[2].tolist()  # each of two options: half its neighbours
    [0.25, 0.5, 0.0]
    """
    if combine not in get_args(Combine):
        msg = f"combine must be one of {', '.join(get_args(Combine))}, got {combine!r}."
        raise InputError(msg)
    found = opportunities(presence, proximity, size=np.ones(presence.shape[1:]), complexity=complexity)
    weights = _weights(found)
    related = proximity.copy()
    np.fill_diagonal(related, 0.0)
    related /= related.sum(axis=1, keepdims=True)
    need = np.where(presence, 0.0, weights @ related)
    directed = need @ presence.T.astype(np.float64)
    return Partners(
        values=np.minimum(directed, directed.T) if combine == "smaller" else (directed + directed.T) / 2,
        directed=directed,
        need=need,
        weights=weights,
        presence=presence,
        relatedness=related,
        combine=combine,
    )


def _weights(found: Opportunities) -> FloatArray:
    """Density times place in the order of complexity, over the region's sum."""
    place = np.ones(found.size.shape)
    if found.complexity_measure == "given":
        place = np.searchsorted(np.sort(found.complexity), found.complexity, side="right") / found.size.size
    raw = np.where(found.presence, 0.0, found.density * place)
    totals = raw.sum(axis=1, keepdims=True)
    return np.asarray(raw / np.where(totals > 0, totals, 1.0))
