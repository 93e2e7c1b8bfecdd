"""Which regions resemble each other in what they do.

Both measures compare the regions' shares :math:`s_{ra} = x_{ra}/x_r`, so size plays no
part. Cosine similarity is the angle between two mixes (1 the same mix, 0 nothing in
common); Krugman's distance is the share of one mix that would have to move, counted at
both ends (0 the same mix, 2 nothing in common)::

    cosine[r, b]  = (s[r, :] * s[b, :]).sum() / (norm(s[r, :]) * norm(s[b, :]))
    krugman[r, b] = abs(s[r, :] - s[b, :]).sum()

Cosine is led by the few largest activities, Krugman's distance counts every share alike.
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
    "Neighbour",
    "Neighbours",
    "SharedSpecialisation",
    "Similarity",
    "check_position",
    "cosine_similarity",
    "krugman_distance",
    "nearest",
    "shared_specialisations",
]

TIE = 1e-12
"""Sums of up to some thousand shares miss an exact tie by less than this."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One region as seen from another."""

    region: int
    """Position in the input."""

    value: float
    """The measure between the two."""

    rank: int
    """From 1; regions that tie have the same rank."""

    is_tied: bool
    """True where another region is exactly as near, shown or not."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest regions, nearest first; ties keep the order of the input."""

    nearest: tuple[Neighbour, ...]

    left_out_by_tie: tuple[int, ...]
    """Regions exactly as near as the last one shown, which the asked number cut off."""


@dataclass(frozen=True, slots=True)
class Similarity:
    """What :func:`cosine_similarity` and :func:`krugman_distance` return."""

    measure: Literal["cosine", "krugman"]
    values: FloatArray
    """Measure between each two regions, shape (n_regions, n_regions), symmetric."""

    shares: FloatArray
    """Shares compared, shape (n_regions, n_activities), each row sums to 1."""

    def most_similar(self, region: int, *, n: int) -> Neighbours:
        """List the `n` regions nearest to `region`, itself excluded.

        Parameters
        ----------
        region : int
            Position in the input, from 0.
        n : int
            How many, from 1; all others where there are fewer.

        Returns
        -------
        Neighbours
            Nearest first; ties keep the order of the input and share a rank.

        Raises
        ------
        InputError
            If there is no such region, or `n` is below 1.
        MethodError
            If there is no other region.

        Examples
        --------
        >>> jobs = np.array([[8.0, 2.0], [2.0, 8.0], [7.0, 3.0]])
        >>> [place.region for place in krugman_distance(jobs).most_similar(0, n=2).nearest]
        [2, 1]
        """
        return nearest(self.values, region=region, n=n, rising=self.measure == "krugman")

    def contributions(self, region: int, *, other: int) -> FloatArray:
        """Split the measure between two regions by activity.

        Parameters
        ----------
        region, other : int
            Positions in the input, from 0.

        Returns
        -------
        array of shape (n_activities,)
            Parts >= 0 in the order of the activities; they sum to the measure.

        Raises
        ------
        InputError
            If there is no such region.

        Examples
        --------
        >>> jobs = np.array([[3.0, 1.0], [1.0, 3.0]])
        >>> krugman_distance(jobs).contributions(0, other=1).tolist()
        [0.5, 0.5]
        """
        for position in (region, other):
            check_position(position, n=len(self.values), what="region")
        mine, theirs = self.shares[region], self.shares[other]
        if self.measure == "krugman":
            return np.asarray(np.abs(mine - theirs))
        return np.asarray(mine * theirs / (np.linalg.norm(mine) * np.linalg.norm(theirs)))


@dataclass(frozen=True, slots=True)
class SharedSpecialisation:
    """One activity in which both regions are specialised."""

    activity: int
    """Position in the input."""

    rca: float
    other_rca: float
    share: float
    other_share: float

    shared_excess: float
    """By how much the smaller of the two shares is above the country's share; >= 0."""


def cosine_similarity(amounts: FloatArray) -> Similarity:
    """Compare the mixes of all regions by the cosine of their shares.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit, no missing cell.

    Returns
    -------
    Similarity
        Values from 0 (nothing in common) to 1 (the same mix), 1 with itself; the
        order of regions is kept.

    Raises
    ------
    InputError
        If a cell is missing, negative or infinite, or a region is empty.

    Notes
    -----
    Not to be compared between tables of different detail: finer activities
    lower every value.

    Examples
    --------
    >>> jobs = np.array([[3.0, 4.0], [4.0, 3.0]])
    >>> round(float(cosine_similarity(jobs).values[0, 1]), 6)  # 24 / 25
    0.96
    """
    mix = shares(amounts)
    unit = mix / np.linalg.norm(mix, axis=1, keepdims=True)
    values = np.clip(unit @ unit.T, 0.0, 1.0)
    np.fill_diagonal(values, 1.0)
    return Similarity(measure="cosine", values=values, shares=mix)


def krugman_distance(amounts: FloatArray) -> Similarity:
    """Compare the mixes of all regions by the sum of absolute differences of shares.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit, no missing cell.

    Returns
    -------
    Similarity
        Distances from 0 (the same mix) to 2 (nothing in common), 0 with itself;
        the order of regions is kept.

    Raises
    ------
    InputError
        If a cell is missing, negative or infinite, or a region is empty.

    Notes
    -----
    Not to be compared between tables of different detail: finer activities
    raise every value.

    References
    ----------
    Krugman, P. (1991). Geography and Trade. MIT Press, chapter 3.

    Examples
    --------
    >>> jobs = np.array([[3.0, 1.0], [1.0, 3.0]])
    >>> float(krugman_distance(jobs).values[0, 1])
    1.0
    """
    mix = shares(amounts)
    values = np.stack([np.abs(mix - row).sum(axis=1) for row in mix])
    return Similarity(measure="krugman", values=values, shares=mix)


def shared_specialisations(
    amounts: FloatArray,
    *,
    region: int,
    other: int,
    reference: FloatArray | None = None,
) -> tuple[SharedSpecialisation, ...]:
    """Say in which activities two regions are both specialised, largest first.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit, no missing cell.
    region, other : int
        Positions in the input, from 0.
    reference : array of shape (n_activities,), optional
        The country's amounts; see :func:`~chiiki.capability.advantage.rca`.

    Returns
    -------
    tuple of SharedSpecialisation
        Activities in which both ratios are at least 1, in falling order of
        `shared_excess`; ties keep the order of the input. Empty where there is none.

    Raises
    ------
    InputError
        If `amounts` or `reference` cannot be used, or there is no such region.

    Notes
    -----
    Ordered by excess over the country, not by share: retail trade is large
    everywhere and says nothing about a likeness.

    Examples
    --------
    >>> jobs = np.array([[6.0, 4.0], [6.0, 4.0], [0.0, 10.0]])
    >>> found = shared_specialisations(jobs, region=0, other=1)
    >>> [(place.activity, round(place.rca, 6), round(place.shared_excess, 6)) for place in found]
    [(0, 1.5, 0.2)]
    """
    advantage = rca(amounts, reference=reference)
    for position in (region, other):
        check_position(position, n=len(amounts), what="region")
    country = amounts.sum(axis=0) if reference is None else reference
    mix, pair = shares(amounts), [region, other]
    excess = np.maximum(mix[pair].min(axis=0) - country / country.sum(), 0.0)
    both = np.flatnonzero(advantage.specialised[pair].all(axis=0))
    return tuple(
        SharedSpecialisation(
            activity=int(a),
            rca=float(advantage.rca[region, a]),
            other_rca=float(advantage.rca[other, a]),
            share=float(mix[region, a]),
            other_share=float(mix[other, a]),
            shared_excess=float(excess[a]),
        )
        for group in _tie_groups(-excess[both])
        for a in both[group]
    )


def nearest(values: FloatArray, *, region: int, n: int, rising: bool) -> Neighbours:
    """List the `n` other regions whose value with `region` is lowest (`rising`) or highest.

    Parameters
    ----------
    values : array of shape (n_regions, n_regions)
        Any measure between regions.
    region : int
        Position in the input, from 0.
    n : int
        How many, from 1; all others where there are fewer.
    rising : bool
        True where a low value is near.

    Returns
    -------
    Neighbours
        Nearest first; ties keep the order of the input and share a rank.

    Raises
    ------
    InputError
        If there is no such region, or `n` is below 1.
    MethodError
        If there is no other region.

    Examples
    --------
    >>> found = nearest(np.array([[0.0, 3.0, 1.0]] * 3), region=0, n=1, rising=True)
    >>> found.nearest[0].region
    2
    """
    check_position(region, n=len(values), what="region")
    if n < 1:
        msg = f"n must be at least 1, got {n}."
        raise InputError(msg)
    groups = _tie_groups(values[region] if rising else -values[region], without=region)
    if not groups:
        msg = "a region needs at least one other region to resemble, got 1 region in all."
        raise MethodError(msg)
    ranked = _ranked(groups, values[region])
    last = ranked[:n][-1].rank
    cut_off = tuple(place.region for place in ranked[n:] if place.rank == last)
    return Neighbours(nearest=ranked[:n], left_out_by_tie=cut_off)


def check_position(position: int, *, n: int, what: Literal["region", "activity"]) -> None:
    """Refuse a position outside the table.

    Parameters
    ----------
    position : int
        From 0.
    n : int
        How many there are.
    what : str
        For the message.

    Raises
    ------
    InputError
        If there is none at `position`.

    Examples
    --------
    >>> check_position(3, n=2, what="region")
    Traceback (most recent call last):
    ...
    chiiki.errors.InputError: there is no region at position 3; positions run from 0 to 1.
    """
    if not 0 <= position < n:
        msg = f"there is no {what} at position {position}; positions run from 0 to {n - 1}."
        raise InputError(msg)


def _tie_groups(values: FloatArray, *, without: int | None = None) -> list[list[int]]:
    """Positions in rising order of their value, those within :data:`TIE` together."""
    groups: list[list[int]] = []
    previous = 0.0
    for position in np.argsort(values, kind="stable").tolist():
        if position == without:
            continue
        if groups and values[position] - previous <= TIE:
            groups[-1].append(position)
        else:
            groups.append([position])
        previous = float(values[position])
    return [sorted(group) for group in groups]


def _ranked(groups: list[list[int]], values: FloatArray) -> tuple[Neighbour, ...]:
    ranked: list[Neighbour] = []
    for group in groups:
        rank = len(ranked) + 1
        ranked += [
            Neighbour(region=position, value=float(values[position]), rank=rank, is_tied=len(group) > 1)
            for position in group
        ]
    return tuple(ranked)
