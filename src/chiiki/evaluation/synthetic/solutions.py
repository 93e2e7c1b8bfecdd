r"""Whether other mixtures fit as well, and which of them is the most even.

At an optimum of least squares over the simplex every best mixture has the same path ``A w``, and
weight only on columns whose gradient equals the lowest, the optimal face. The best mixtures are
``w + d`` with ``A d = 0``, ``sum d = 0``, ``d`` zero off the face and not negative where ``w`` is 0.
If there is such a ``d`` the weights are not determined by the data; the mixture with the
smallest sum of squares is then the one to show, since it does not depend on the order of units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.synthetic.simplex import simplex_least_squares

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray

__all__ = ["Mixture", "most_even_mixture"]

SAME = 1e-9
"""Gradients and lengths within this share of the largest are equal."""

SETTLED = 1e-13
"""The path of the most even mixture is that of the first to within this."""

RISE = 1e-4
"""Share of the promised rise that a step must keep (Armijo)."""

NEWTON_STEPS = 200
"""Far more than are needed; without an end the mixture stays as it was found."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """The most even of the best mixtures."""

    weights: FloatArray
    """Shape (n_columns,)."""

    is_unique: bool
    """False where other shares fit as well."""


def most_even_mixture(design: FloatArray, target: FloatArray, weights: FloatArray) -> Mixture:
    """Take a best mixture to the most even of all that fit as well.

    Parameters
    ----------
    design : array of shape (n_rows, n_columns)
        Columns to mix.
    target : array of shape (n_rows,)
        What the mixture comes close to.
    weights : array of shape (n_columns,)
        A solution of :func:`~chiiki.evaluation.synthetic.simplex.simplex_least_squares`.

    Returns
    -------
    Mixture
        The weights as given if they are the only ones.

    Raises
    ------
    ShapeError, MissingValueError, MethodError
        As for the solver.

    Notes
    -----
    Donors with weight 0 whose gradient is lowest may be in many best mixtures: this
    happens where the treated unit lies within the donors and is fitted exactly.

    Examples
    --------
    >>> donors = np.array([[0.0, 2.0, 2.0]])  # the second and third are alike
    >>> found = most_even_mixture(donors, np.array([1.0]), np.array([0.5, 0.5, 0.0]))
    >>> found.is_unique, found.weights.round(6).tolist()
    (False, [0.5, 0.25, 0.25])
    """
    gaps = design - target[:, None]
    face, null = _face(gaps, weights)
    if null.shape[1] == 0 or not _may_move(null[weights[face] <= 0]):
        return Mixture(weights, is_unique=True)
    even = np.zeros_like(weights)
    even[face] = _evenest(weights[face], null)
    return Mixture(even, is_unique=False)


def _face(gaps: FloatArray, weights: FloatArray) -> tuple[IntArray, FloatArray]:
    """Columns that a best mixture may hold, and a basis of the moves among them that change nothing."""
    size = float(np.einsum("tj,tj->j", gaps, gaps).max())
    gradient = gaps.T @ (gaps @ weights)
    face = np.flatnonzero((gradient - gradient.min() <= SAME * size) | (weights > 0))
    scale = np.sqrt(size) if size > 0 else 1.0
    equations = np.vstack([gaps[:, face] / scale, np.ones(len(face))])
    _, lengths, right = np.linalg.svd(equations)
    rank = int((lengths > SAME * lengths[0]).sum())
    return face, right[rank:].T


def _may_move(held: FloatArray) -> bool:
    """Say whether some move leaves the shares that are 0 from falling; `held` are their rows of the basis."""
    if np.linalg.matrix_rank(held, tol=SAME) < held.shape[1]:
        return True  # a move among the donors with weight alone
    basis, _ = np.linalg.qr(held)
    outside = np.eye(len(held)) - basis @ basis.T
    nearest = simplex_least_squares(outside, np.zeros((1, len(held)))).weights[0]
    return bool(np.linalg.norm(outside @ nearest) <= np.sqrt(SAME))


def _evenest(weights: FloatArray, null: FloatArray) -> FloatArray:
    """Least sum of squares among shares that differ from `weights` by moves of `null`, none below 0.

    With rows R that hold everything but the moves, the least is ``max(R'u, 0)`` for the u that
    attains ``R w``. The u are found by Newton steps on the concave dual problem, which is
    quadratic as long as the same shares are positive, so that they end after few.
    """
    rows = np.linalg.svd(null)[0][:, null.shape[1] :].T
    held = rows @ weights
    u = held
    for _ in range(NEWTON_STEPS):
        shares = np.maximum(rows.T @ u, 0.0)
        missed = held - rows @ shares
        if np.abs(missed).max(initial=0.0) <= SETTLED:
            even: FloatArray = shares / shares.sum()
            return even
        active = rows[:, shares > 0]
        step = np.linalg.solve(active @ active.T + SETTLED * np.eye(len(u)), missed)
        u = u + _length(rows, held, u, step) * step
    return weights


def _length(rows: FloatArray, held: FloatArray, u: FloatArray, step: FloatArray) -> float:
    """Halve a step until it raises the dual problem."""
    now, promised = _dual(rows, held, u), float((held - rows @ np.maximum(rows.T @ u, 0.0)) @ step)
    length = 1.0
    while length > SETTLED and _dual(rows, held, u + length * step) < now + RISE * length * promised:
        length /= 2.0
    return length


def _dual(rows: FloatArray, held: FloatArray, u: FloatArray) -> float:
    return float(held @ u - np.sum(np.maximum(rows.T @ u, 0.0) ** 2) / 2.0)
