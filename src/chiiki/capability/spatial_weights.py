"""Who is whose neighbour, for the methods that ask about places.

Neighbours are regions that touch, or the nearest ones by distance. Every region's
weights sum to 1, so that its neighbours' weighted sum is their mean.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.errors import InputError, MissingValueError, ShapeError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray

__all__ = ["SpatialWeights", "contiguity_weights", "nearest_weights"]

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

RIGHT_ANGLE = 90.0
"""Degrees from the equator to a pole."""

EXAMPLES = 5
"""How many regions a message names at most."""


@dataclass(frozen=True, slots=True)
class SpatialWeights:
    """Who is whose neighbour; each region's weights sum to 1 (row-standardised)."""

    regions: tuple[str, ...]
    neighbours: tuple[tuple[int, ...], ...]
    """Positions of each region's neighbours, in rising order."""

    kind: Literal["contiguity", "nearest"]

    @property
    def islands(self) -> tuple[str, ...]:
        """Regions without a neighbour, in the order of `regions`."""
        return tuple(name for name, near in zip(self.regions, self.neighbours, strict=True) if not near)


def contiguity_weights(pairs: Sequence[tuple[str, str]], *, regions: Sequence[str]) -> SpatialWeights:
    """Make weights from a list of regions that touch.

    Parameters
    ----------
    pairs : sequence of (str, str)
        Two regions that touch, in either order; a pair given twice counts once.
    regions : sequence of str
        All regions, unique, in the order of the values to come.

    Returns
    -------
    SpatialWeights
        Each neighbour of a region has the same weight. Regions in no pair are islands.

    Raises
    ------
    InputError
        If a region is listed twice, or a pair names one region twice.
    UnknownNameError
        If a pair names a region that is not in `regions`.

    Examples
    --------
    >>> contiguity_weights([("a", "b"), ("b", "c")], regions=["a", "b", "c", "d"]).islands
    ('d',)
    """
    names = _unique(regions)
    position = {name: i for i, name in enumerate(names)}
    near: list[set[int]] = [set() for _ in names]
    for one, other in pairs:
        if unknown := [name for name in (one, other) if name not in position]:
            msg = f"the pair ({one!r}, {other!r}) names {unknown[0]!r}, which is not among the {len(names)} regions."
            raise UnknownNameError(msg)
        if one == other:
            msg = f"the pair ({one!r}, {other!r}) makes a region its own neighbour; leave it out."
            raise InputError(msg)
        near[position[one]].add(position[other])
        near[position[other]].add(position[one])
    return SpatialWeights(regions=names, neighbours=tuple(tuple(sorted(n)) for n in near), kind="contiguity")


def nearest_weights(
    coordinates: FloatArray,
    *,
    regions: Sequence[str],
    n_neighbours: int,
    unit: Literal["degrees", "plane"] = "degrees",
) -> SpatialWeights:
    """Make weights from the nearest regions by distance.

    Parameters
    ----------
    coordinates : array of shape (n_regions, 2)
        Latitude and longitude in degrees (great-circle distance), or any two
        coordinates in one unit for `unit` ``"plane"``.
    regions : sequence of str, length n_regions
        Labels, unique, in the order of `coordinates`.
    n_neighbours : int
        How many neighbours each region gets, from 1 to n_regions - 1. Of regions
        equally far the first in the input wins.
    unit : {"degrees", "plane"}
        What the coordinates are.

    Returns
    -------
    SpatialWeights
        Not symmetric: a remote region has neighbours to whom it is none.

    Raises
    ------
    ShapeError
        If `coordinates` has not two columns and one row for each region.
    MissingValueError
        If a coordinate is missing or infinite.
    InputError
        If a latitude is beyond 90 degrees, `n_neighbours` is out of range, or a
        region is listed twice.

    Examples
    --------
    >>> points = np.array([[0.0, 0.0], [0.0, 1.0], [0.0, 3.0]])
    >>> nearest_weights(points, regions=["a", "b", "c"], n_neighbours=1, unit="plane").neighbours
    ((1,), (0,), (1,))
    """
    names = _unique(regions)
    if coordinates.shape != (len(names), 2):
        msg = f"coordinates must have two columns and {len(names)} rows, got shape {coordinates.shape}."
        raise ShapeError(msg)
    if not np.isfinite(coordinates).all():
        row = int(np.argmin(np.isfinite(coordinates).all(axis=1)))
        msg = f"coordinates are missing at row {row} ({names[row]}); each region needs a place."
        raise MissingValueError(msg)
    if not 1 <= n_neighbours < len(names):
        msg = f"n_neighbours must be from 1 to {len(names) - 1}, got {n_neighbours}."
        raise InputError(msg)
    distances = _distances(coordinates, unit=unit)
    np.fill_diagonal(distances, np.inf)
    order = np.argsort(distances, axis=1, kind="stable")[:, :n_neighbours]
    near = tuple(tuple(sorted(row)) for row in order.tolist())
    return SpatialWeights(regions=names, neighbours=near, kind="nearest")


def _unique(regions: Sequence[str]) -> tuple[str, ...]:
    twice = [name for name, n in Counter(regions).items() if n > 1]
    if twice:
        msg = f"each region may be listed once; {', '.join(map(repr, twice[:EXAMPLES]))} stand there more often."
        raise InputError(msg)
    return tuple(regions)


def _distances(coordinates: FloatArray, *, unit: Literal["degrees", "plane"]) -> FloatArray:
    if unit == "plane":
        gaps = coordinates[:, np.newaxis, :] - coordinates[np.newaxis, :, :]
        return np.asarray(np.hypot(gaps[..., 0], gaps[..., 1]))
    latitude, longitude = np.radians(coordinates.T)
    if (np.abs(coordinates[:, 0]) > RIGHT_ANGLE).any():
        worst = coordinates[np.abs(coordinates[:, 0]).argmax(), 0]
        msg = f"latitudes stand first and run from -90 to 90, got {worst}."
        raise InputError(msg)
    # Haversine: exact for near places, where the cosine formula loses digits.
    north = np.sin((latitude[:, np.newaxis] - latitude) / 2) ** 2
    east = np.sin((longitude[:, np.newaxis] - longitude) / 2) ** 2
    chord = np.sqrt(np.clip(north + np.cos(latitude[:, np.newaxis]) * np.cos(latitude) * east, 0.0, 1.0))
    return np.asarray(2 * EARTH_KM * np.arcsin(chord))
