"""How complex what a region does is: ECI of regions and PCI of activities.

The random walk region → activity → region, ``W = Dr⁻¹ M Da⁻¹ Mᵀ``, has a second
eigenvector that orders regions by what they have in common with whom. Standardised by its
mean and sample standard deviation, with the sign that lets it rise with diversity, it is
the economic complexity index (Hausmann et al. 2014); the mean of a region's index over
each activity's regions, standardised likewise, is the activity's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.kernels import components, second_vectors
from chiiki.capability.presence import check_presence
from chiiki.cautions import Caution
from chiiki.errors import MethodError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Complexity", "complexity"]

WEAK_SIGN = 0.1
"""A correlation with diversity below this leaves the sign of ECI open."""


@dataclass(frozen=True, slots=True)
class Complexity:
    """What :func:`complexity` returns, in the order of the input."""

    eci: FloatArray
    """Of regions, shape (n_regions,), mean 0 and sample standard deviation 1."""

    pci: FloatArray
    """Of activities, shape (n_activities,), mean 0 and sample standard deviation 1."""

    diversity: IntArray
    """Activities of each region, shape (n_regions,)."""

    ubiquity: IntArray
    """Regions of each activity, shape (n_activities,)."""

    eigenvalue: float
    """Of the second vector, from 0 to 1."""

    cautions: tuple[Caution, ...] = ()


def complexity(presence: BoolArray) -> Complexity:
    """Order regions and activities by complexity.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity; one connected table.

    Returns
    -------
    Complexity

    Raises
    ------
    InputError
        If `presence` is not a table of presence.
    MethodError
        If the table has fewer than three regions or activities, falls into pieces,
        or its second eigenvalue is not single.

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
    _check_connected(presence)
    spectrum = second_vectors(presence)
    diversity, ubiquity = presence.sum(axis=1), presence.sum(axis=0)
    eci, pci = _standardised(spectrum.rows), _standardised(spectrum.columns)
    agreement = _correlation(eci, diversity)
    sign = -1.0 if agreement < 0 else 1.0
    return Complexity(
        eci=sign * eci,
        pci=sign * pci,
        diversity=diversity,
        ubiquity=ubiquity,
        eigenvalue=spectrum.eigenvalue,
        cautions=_cautions(agreement),
    )


def _check_connected(presence: BoolArray) -> None:
    if min(presence.shape) < 3:  # noqa: PLR2004 -- two can always be told apart
        msg = f"complexity needs at least three regions and three activities, got {presence.shape[0]} by {presence.shape[1]}."
        raise MethodError(msg)
    pieces, _ = components(presence)
    if n := int(pieces.max()):
        msg = (
            f"the table falls into {n + 1} pieces that share no activity, so its regions have no common order. "
            "Take the largest piece, or fewer and broader activities."
        )
        raise MethodError(msg)


def _standardised(values: FloatArray) -> FloatArray:
    return np.asarray((values - values.mean()) / values.std(ddof=1))


def _correlation(eci: FloatArray, diversity: IntArray) -> float:
    centred = diversity - diversity.mean()
    length = np.linalg.norm(centred) * np.linalg.norm(eci)
    return float(eci @ centred / length) if length else 0.0


def _cautions(agreement: float) -> tuple[Caution, ...]:
    if abs(agreement) >= WEAK_SIGN:
        return ()
    message = f"ECI and diversity correlate by only {agreement:.2f}, so which end of ECI is the complex one is open."
    return (Caution("weak-sign", message),)
