"""GENEPY: one number from the two leading directions in which regions, or activities, are alike.

Presence is weighted by diversity and by how specialised the other regions of an activity
are, ``W[r, a] = M[r, a] / (k[r] k'[a])`` with ``k'[a] = sum over r of M[r, a] / k[r]``. Two
regions are near by ``N = W Wᵀ``, two activities by ``G = Wᵀ W``, both with a zero diagonal,
which would only say that each is like itself. With their two leading eigenvalues and
eigenvectors::

    GENEPY = (sum over i of lambda[i] X[i]²)²  +  2 sum over i of lambda[i]² X[i]²

(Sciarra et al. 2020): a summary of fitness, which the first vector follows, and of the
economic complexity index, which the second does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability.kernels.lanczos import leading as leading_outside
from chiiki.capability.presence import check_presence
from chiiki.errors import MethodError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["Genepy", "Leading", "genepy"]

DEGENERATE = 1e-9
"""Eigenvalues nearer than this share of the first cannot be told apart in double precision."""

FEW = 256
"""Regions, or activities, up to which the whole spectrum costs nothing."""


@dataclass(frozen=True, slots=True)
class Leading:
    """The two leading eigenvalues and eigenvectors of a zero-diagonal nearness."""

    index: FloatArray
    """GENEPY, shape (n,), >= 0."""

    vectors: FloatArray
    """Shape (n, 2), of length 1; the sign says nothing."""

    eigenvalues: FloatArray
    """Shape (2,), the leading one first."""


@dataclass(frozen=True, slots=True)
class Genepy:
    """What :func:`genepy` returns, in the order of the input."""

    of_regions: Leading
    of_activities: Leading

    @property
    def regions(self) -> FloatArray:
        """GENEPY of regions, shape (n_regions,)."""
        return self.of_regions.index

    @property
    def activities(self) -> FloatArray:
        """GENEPY of activities, shape (n_activities,)."""
        return self.of_activities.index

    @property
    def fields(self) -> FloatArray:
        """GENEPY of activities under the name that tables give them."""
        return self.of_activities.index


def genepy(presence: BoolArray, *, leading: Literal["size", "value"] = "value") -> Genepy:
    """Return GENEPY of regions and of activities.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity; at least three of each.
    leading : "size" or "value"
        Whether the two largest eigenvalues lead, or the two largest in size: in small or
        random tables the second largest in size can be negative.

    Returns
    -------
    Genepy

    Raises
    ------
    InputError
        If `presence` is not a table of presence.
    MethodError
        If there are fewer than three regions or activities, or the two leading
        eigenvalues cannot be told from the third.

    Notes
    -----
    A region whose nearness to all others is 0 has GENEPY 0. The values of two tables are
    not on one scale.

    References
    ----------
    Sciarra, C., Chiarotti, G., Ridolfi, L. and Laio, F. (2020). Reconciling contrasting
    views on economic complexity. Nature Communications 11, 3352.

    Examples
    --------
    >>> table = np.array([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]], dtype=bool)
    >>> genepy(table).regions.round(4).tolist()
    [0.1876, 0.2118, 0.108, 0.0366]
    """
    check_presence(presence)
    if min(presence.shape) < 3:  # noqa: PLR2004 -- two leading vectors and a rest
        msg = (
            f"genepy needs at least three regions and three activities, got {presence.shape[0]} by {presence.shape[1]}."
        )
        raise MethodError(msg)
    diversity = presence.sum(axis=1)[:, np.newaxis]
    weights = presence / diversity
    weights /= weights.sum(axis=0)
    return Genepy(
        of_regions=_leading(weights, by=leading), of_activities=_leading(np.ascontiguousarray(weights.T), by=leading)
    )


def _leading(weights: FloatArray, *, by: Literal["size", "value"]) -> Leading:
    found = _by_steps(weights) if by == "value" and len(weights) > FEW else None
    values, vectors = _whole(weights, by=by) if found is None else found
    rank = np.abs(values) if by == "size" else values
    if rank[1] - rank[2] <= DEGENERATE * rank[0]:
        msg = "the second leading eigenvalue equals the third, so GENEPY has no distinguished second direction."
        raise MethodError(msg)
    squares, two = vectors**2, values[:2]
    return Leading(index=(squares @ two) ** 2 + 2 * squares @ two**2, vectors=vectors, eigenvalues=two)


def _whole(weights: FloatArray, *, by: Literal["size", "value"]) -> tuple[FloatArray, FloatArray]:
    """Return three eigenvalues in their order, and two vectors, from the whole spectrum."""
    nearness = weights @ weights.T
    np.fill_diagonal(nearness, 0.0)
    values, vectors = np.linalg.eigh(nearness)
    order = np.argsort(-(np.abs(values) if by == "size" else values), kind="stable")[:3]
    return values[order], vectors[:, order[:2]]


def _by_steps(weights: FloatArray) -> tuple[FloatArray, FloatArray] | None:
    """Return the same without the whole spectrum, on a scale from 0 to 1; nothing if the steps do not get there."""
    own = (weights**2).sum(axis=1)
    bound = float((weights @ weights.sum(axis=0)).max())
    shift = float(own.max())

    def step(vector: FloatArray) -> FloatArray:
        return np.asarray((weights @ (vector @ weights) + (shift - own) * vector) / (bound + shift))

    known = np.empty((0, len(weights)))
    values: list[float] = []
    for _ in range(3):
        found = leading_outside(step, known, apart_from=values[1] if len(values) > 1 else None)
        if found is None:
            return None
        known, values = np.vstack([known, found.vector]), [*values, found.value]
    return np.array(values) * (bound + shift) - shift, known[:2].T
