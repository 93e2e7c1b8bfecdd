"""How near each unit is to treated ones: by borders, by distance, by flows.

A matrix says how units are connected, row by row; it may be a border (True or False), a distance
in km, or persons who go from one to the other. :func:`exposure` maps it and the treatment of
every period to one number per unit and period; :func:`first_exposed` says from when on a unit
has a treated neighbour; :func:`rings` puts pairs into belts of distance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from chiiki.errors import InputError, ShapeError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.panel import Panel

__all__ = [
    "EARTH_RADIUS_KM",
    "ExposureKind",
    "adjacency_of",
    "distances_km",
    "exposure",
    "first_exposed",
    "rings",
]

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

ExposureKind: TypeAlias = Literal["share", "number", "decay"]
"""Share of neighbours treated; number of them, or sum of weights; sum over all of exp(-distance / scale)."""


def adjacency_of(pairs: Iterable[tuple[str, str]], units: Sequence[str]) -> BoolArray:
    """Return which units are neighbours.

    Parameters
    ----------
    pairs : iterable of (str, str)
        Labels of two units each; a pair counts in both directions. Pairs with a unit that is
        not among `units` are left out, if the other one is: the panel may be a part.
    units : sequence of str
        Labels of rows and columns.

    Returns
    -------
    array of shape (n_units, n_units) of bool
        Symmetric, False on the diagonal.

    Raises
    ------
    UnknownNameError
        If no pair has both units: the labels are not those of the panel.

    Examples
    --------
    >>> adjacency_of([("A", "B")], ["A", "B", "C"]).astype(int).tolist()
    [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    """
    at = {unit: row for row, unit in enumerate(units)}
    listed = list(pairs)
    found = np.zeros((len(units), len(units)), dtype=bool)
    for one, other in listed:
        if one in at and other in at and one != other:
            found[at[one], at[other]] = found[at[other], at[one]] = True
    if listed and not found.any():
        msg = (
            f"no pair of neighbours has both names among the units. Pairs are such as {listed[0]}, units such as "
            f"{', '.join(map(repr, units[:3]))}. Write them alike."
        )
        raise UnknownNameError(msg)
    return found


def distances_km(latitudes: FloatArray, longitudes: FloatArray) -> FloatArray:
    """Measure the great-circle distance between all pairs of points (haversine).

    Parameters
    ----------
    latitudes, longitudes : array of shape (n_units,)
        Degrees, north and east positive.

    Returns
    -------
    array of shape (n_units, n_units)
        Kilometres, 0 on the diagonal.

    Raises
    ------
    ShapeError
        If lengths differ.
    InputError
        If a coordinate is missing, or a latitude beyond 90 or a longitude beyond 180 degrees.

    Examples
    --------
    >>> float(distances_km(np.array([0.0, 0.0]), np.array([0.0, 90.0]))[0, 1].round(1))  # a quarter of the equator
    10007.6
    """
    if latitudes.shape != longitudes.shape or latitudes.ndim != 1:
        msg = f"there must be a latitude and a longitude for each unit, got {latitudes.shape} and {longitudes.shape}."
        raise ShapeError(msg)
    if not ((np.abs(latitudes) <= 90).all() and (np.abs(longitudes) <= 180).all()):  # noqa: PLR2004 -- poles and date line
        msg = "latitudes must lie within 90 and longitudes within 180 degrees, and none may be missing."
        raise InputError(msg)
    phi, lam = np.radians(latitudes), np.radians(longitudes)
    chord = (
        np.sin((phi[:, None] - phi) / 2) ** 2
        + np.cos(phi)[:, None] * np.cos(phi) * np.sin((lam[:, None] - lam) / 2) ** 2
    )
    found: FloatArray = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return found


def rings(distances: FloatArray, edges: Sequence[float]) -> IntArray:
    """Put pairs of units into belts of distance.

    Parameters
    ----------
    distances : array of shape (n_units, n_units)
        Kilometres.
    edges : sequence of float
        Outer edges of the rings, rising; a pair farther than the last is in none.

    Returns
    -------
    array of shape (n_units, n_units)
        1 for the innermost ring; 0 for none, and for a unit with itself.

    Raises
    ------
    ShapeError
        If distances are not square.
    InputError
        If edges do not rise from above 0.

    Examples
    --------
    >>> rings(np.array([[0.0, 30.0, 80.0], [30.0, 0.0, 60.0], [80.0, 60.0, 0.0]]), [50.0, 70.0]).tolist()
    [[0, 1, 0], [1, 0, 2], [0, 2, 0]]
    """
    _check_square(distances, len(distances))
    if not edges or edges[0] <= 0 or (np.diff(edges) <= 0).any():
        msg = f"edges of rings must rise and begin above 0, got {list(edges)}."
        raise InputError(msg)
    found = np.searchsorted(np.asarray(edges, dtype=float), distances, side="left") + 1
    np.fill_diagonal(found, 0)
    return np.where(found > len(edges), 0, found).astype(np.intp)


def exposure(
    panel: Panel, connections: FloatArray | BoolArray, *, kind: ExposureKind = "share", scale_km: float = 100.0
) -> FloatArray:
    """Map connections and treatment to how exposed each unit is in each period.

    Parameters
    ----------
    panel : Panel
        With known treatment.
    connections : array of shape (n_units, n_units)
        Borders or weights (flows) for "share" and "number", distances in km for "decay"; rows
        are exposed to columns. The diagonal does not count.
    kind : {"share", "number", "decay"}
        Share of a unit's connections that lead to treated units; their sum; or the sum over
        treated units of ``exp(-distance / scale)``.
    scale_km : float
        Of the decay, > 0.

    Returns
    -------
    array of shape (n_units, n_periods)
        >= 0. A unit without connections has a share of 0.

    Raises
    ------
    ShapeError
        If connections are not units by units.
    InputError
        If a connection is negative or missing, or the scale is not above 0.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y, g = np.array([[0.0, 1.0]] * 3), np.array([2.0, np.inf, np.inf])
    >>> panel = Panel(("A", "B", "C"), np.array([1, 2]), y, g)
    >>> exposure(panel, adjacency_of([("A", "B"), ("B", "C")], panel.units)).tolist()
    [[0.0, 0.0], [0.0, 0.5], [0.0, 0.0]]
    """
    _check_square(connections, panel.n_units)
    weights = connections.astype(float)
    if not np.isfinite(weights).all() or (weights < 0).any():
        msg = "connections must be numbers of at least 0: borders, flows or distances."
        raise InputError(msg)
    if kind == "decay":
        if not scale_km > 0:
            msg = f"the scale of the decay must be above 0 km, got {scale_km}."
            raise InputError(msg)
        weights = np.exp(-weights / scale_km)
    np.fill_diagonal(weights, 0.0)
    reached: FloatArray = weights @ panel.treated
    if kind != "share":
        return reached
    total = weights.sum(axis=1, keepdims=True)
    share: FloatArray = np.divide(reached, total, out=np.zeros_like(reached), where=total > 0)
    return share


def first_exposed(panel: Panel, connected: BoolArray) -> FloatArray:
    """Return from which period on each unit has a treated neighbour.

    Parameters
    ----------
    panel : Panel
        With known treatment.
    connected : array of shape (n_units, n_units) of bool
        Rows are exposed to columns.

    Returns
    -------
    array of shape (n_units,)
        A period, infinite for never within the window.

    Raises
    ------
    ShapeError
        If `connected` is not units by units.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> panel = Panel(("A", "B"), np.array([1, 2]), np.array([[0.0, 1.0]] * 2), np.array([2.0, np.inf]))
    >>> first_exposed(panel, adjacency_of([("A", "B")], panel.units)).tolist()
    [inf, 2.0]
    """
    _check_square(connected, panel.n_units)
    others = connected & ~np.eye(panel.n_units, dtype=bool)
    starts = np.where(panel.is_ever_treated, panel.first_treated, np.inf)
    found: FloatArray = np.where(others, starts, np.inf).min(axis=1)
    return found


def _check_square(matrix: FloatArray | BoolArray | IntArray, n_units: int) -> None:
    if matrix.shape != (n_units, n_units):
        msg = f"connections must be units by units, ({n_units}, {n_units}), got {matrix.shape}."
        raise ShapeError(msg)
