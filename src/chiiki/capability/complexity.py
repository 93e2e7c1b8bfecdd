"""How complex what a region does is: ECI of regions and PCI of activities.

The random walk region → activity → region, ``W = Dr⁻¹ M Da⁻¹ Mᵀ``, has a second
eigenvector that orders regions by what they have in common with whom. Standardised by its
mean and sample standard deviation, with the sign that lets it rise with diversity, it is
the economic complexity index (Hausmann et al. 2014); the mean of a region's index over
each activity's regions, standardised likewise, is the activity's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability.kernels import components, second_vectors
from chiiki.capability.presence import check_presence
from chiiki.cautions import Caution
from chiiki.errors import MethodError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Complexity", "Component", "complexity"]

Component = Literal["each", "largest", "refuse"]
"""What to do with a table in pieces."""

FEWEST = 3
"""Regions, and activities, below which an order says nothing: two are always -1 and 1."""

WEAK_SIGN = 0.1
"""A correlation with diversity below this leaves the sign of ECI open."""


@dataclass(frozen=True, slots=True)
class Complexity:
    """What :func:`complexity` returns, in the order of the input."""

    eci: FloatArray
    """Of regions, shape (n_regions,), mean 0 and standard deviation 1; NaN outside the piece asked for."""

    pci: FloatArray
    """Of activities, shape (n_activities,), likewise unless put on the scale of ECI."""

    diversity: IntArray
    """Activities of each region, shape (n_regions,)."""

    ubiquity: IntArray
    """Regions of each activity, shape (n_activities,)."""

    eigenvalue: float
    """Of the second vector, from 0 to 1."""

    cautions: tuple[Caution, ...] = ()


def complexity(
    presence: BoolArray,
    *,
    component: Component = "refuse",
    deviation: Literal["population", "sample"] = "sample",
    pci_scale: Literal["eci", "own"] = "own",
) -> Complexity:
    """Order regions and activities by complexity.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity.
    component : "refuse", "largest" or "each"
        What to do with a table in pieces that share nothing: refuse it, take the piece
        with most regions (NaN outside), or each piece by itself.
    deviation : "population" or "sample"
        Which standard deviation becomes 1.
    pci_scale : "eci" or "own"
        Whose mean and deviation PCI is put on: its own, or those of the regions, so that
        a region's ECI is the mean PCI of its activities.

    Returns
    -------
    Complexity

    Raises
    ------
    InputError
        If `presence` is not a table of presence.
    MethodError
        If the table, or the piece asked for, has fewer than three regions or
        activities, falls into pieces, or its second eigenvalue is not single.

    Notes
    -----
    The sign lets ECI rise with diversity, and PCI's follows: chosen apart, the two would
    contradict each other in many small tables. A piece by itself is comparable with no
    other: its mean is 0 wherever it stands.

    References
    ----------
    Hausmann, R., Hidalgo, C. A. et al. (2014). The Atlas of Economic Complexity.
    MIT Press.

    Examples
    --------
    >>> table = np.array([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]], dtype=bool)
    >>> complexity(table).eci.argsort().tolist()
    [3, 2, 1, 0]
    """
    check_presence(presence)
    of_rows, of_columns = components(presence)
    n_pieces = int(of_rows.max()) + 1
    if n_pieces == 1:
        return _of_piece(presence, deviation=deviation, pci_scale=pci_scale)
    if component == "refuse":
        msg = (
            f"the table falls into {n_pieces} pieces that share no activity, so its regions have no common order. "
            "Ask for the largest piece or for each, or take fewer and broader activities."
        )
        raise MethodError(msg)
    wanted = [int(np.bincount(of_rows).argmax())] if component == "largest" else range(n_pieces)
    pieces = {n: np.ix_(of_rows == n, of_columns == n) for n in wanted}
    found = {
        n: _of_piece(presence[cells], deviation=deviation, pci_scale=pci_scale)
        for n, cells in pieces.items()
        if component == "largest" or min(presence[cells].shape) >= FEWEST
    }
    return _assembled(presence, pieces, found, n_pieces=n_pieces)


def _of_piece(
    presence: BoolArray, *, deviation: Literal["population", "sample"], pci_scale: Literal["eci", "own"]
) -> Complexity:
    if min(presence.shape) < FEWEST:
        msg = (
            f"complexity needs at least three regions and three activities, "
            f"got {presence.shape[0]} by {presence.shape[1]}."
        )
        raise MethodError(msg)
    spectrum = second_vectors(presence)
    diversity, ubiquity = presence.sum(axis=1), presence.sum(axis=0)
    regions, activities = spectrum.rows, spectrum.columns
    if pci_scale == "eci":
        regions = presence @ activities / diversity
    ddof = int(deviation == "sample")
    agreement = _correlation(regions, diversity)
    sign = -1.0 if agreement < 0 else 1.0
    basis = regions if pci_scale == "eci" else activities
    return Complexity(
        eci=sign * (regions - regions.mean()) / regions.std(ddof=ddof),
        pci=sign * (activities - basis.mean()) / basis.std(ddof=ddof),
        diversity=diversity,
        ubiquity=ubiquity,
        eigenvalue=spectrum.eigenvalue,
        cautions=_cautions(agreement),
    )


def _assembled(
    presence: BoolArray,
    pieces: dict[int, tuple[IntArray, ...]],
    found: dict[int, Complexity],
    *,
    n_pieces: int,
) -> Complexity:
    """Put pieces back in their places; NaN where no piece has a value."""
    if not found:
        msg = f"none of the {n_pieces} pieces of the table has three regions and three activities."
        raise MethodError(msg)
    eci, pci = (np.full(n, np.nan) for n in presence.shape)
    for n, piece in found.items():
        rows, columns = pieces[n]
        eci[rows.ravel()], pci[columns.ravel()] = piece.eci, piece.pci
    message = (
        f"the table falls into {n_pieces} pieces that share no activity; {len(found)} of them "
        f"{'has' if len(found) == 1 else 'have'} values, comparable only within a piece, for "
        f"{int(np.isfinite(eci).sum())} of {len(eci)} regions."
    )
    parts = tuple(caution for piece in found.values() for caution in piece.cautions)
    return Complexity(
        eci=eci,
        pci=pci,
        diversity=presence.sum(axis=1),
        ubiquity=presence.sum(axis=0),
        eigenvalue=max(piece.eigenvalue for piece in found.values()),
        cautions=(Caution("component", message), *parts),
    )


def _correlation(values: FloatArray, diversity: IntArray) -> float:
    of_values, of_diversity = values - values.mean(), diversity - diversity.mean()
    length = np.linalg.norm(of_values) * np.linalg.norm(of_diversity)
    return float(of_values @ of_diversity / length) if length else 0.0


def _cautions(agreement: float) -> tuple[Caution, ...]:
    if abs(agreement) >= WEAK_SIGN:
        return ()
    message = f"ECI and diversity correlate by only {agreement:.2f}, so which end of ECI is the complex one is open."
    return (Caution("weak-sign", message),)
