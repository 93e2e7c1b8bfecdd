r"""A least-squares coefficient as a direction, and what each cluster adds to it.

With regressors ``X``, a contrast ``c`` and ``theta = c' beta``::

    h = X (X'X)^-1 c        theta^ = h' y        x = h / (h'h)

``x`` is the regressor of ``theta`` with all others partialled out: the rest of the fit is
orthogonal to it. Units that are absorbed are taken out by their means first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray

__all__ = ["Direction", "Fit", "direction", "direction_of_weights", "fit"]

NOT_IDENTIFIED = 1e-8
"""A contrast that the regressors miss by more than this share of its length has no estimate."""

ROUNDING = 1e-12
"""A singular value below this share of the largest one is rounding."""


@dataclass(frozen=True)
class Fit:
    """Least squares of an outcome on regressors; what all its directions share is computed once, on demand."""

    regressors: FloatArray
    """Shape (n, k), without the means of the absorbed groups."""

    residuals: FloatArray
    """Shape (n,)."""

    outcome: FloatArray
    """Shape (n,), without the means of the absorbed groups."""

    inverse: FloatArray
    """Of X'X, shape (k, k); the Moore-Penrose one where columns depend on each other."""

    clusters: IntArray
    """Codes 0 to n_clusters - 1, shape (n,)."""

    @property
    def n_clusters(self) -> int:
        """Number of clusters."""
        return int(self.clusters.max()) + 1

    def by_cluster(self, values: FloatArray) -> FloatArray:
        """Return the sum over each cluster's rows; shape (n_clusters, …)."""
        order = np.argsort(self.clusters, kind="stable")
        first = np.searchsorted(self.clusters[order], np.arange(self.n_clusters))
        total: FloatArray = np.add.reduceat(values[order], first, axis=0)
        return total

    @cached_property
    def pulls(self) -> FloatArray:
        """What each cluster's residuals say about each coefficient, ``X_g' e_g``; shape (n_clusters, k)."""
        return self.by_cluster(self.residuals[:, None] * self.regressors)


@dataclass(frozen=True, slots=True)
class Direction:
    """One coefficient of a fit, by cluster."""

    estimate: float
    scores: FloatArray
    """``x_g' e_g`` with the residuals of the full fit, shape (n_clusters,)."""

    lengths: FloatArray
    """``x_g' x_g``, shape (n_clusters,)."""

    across: FloatArray
    """Orthonormal columns that span ``x_g' X_g (X'X)^-1 X_h'`` over g, shape (n_clusters, rank)."""

    residual_pull: FloatArray
    """What the residuals of a cluster move along ``across``, shape (n_clusters, rank)."""

    length_pull: FloatArray
    """The same of ``x`` in place of the residuals."""

    @property
    def standard_error(self) -> float:
        """Robust to clusters, without a factor for few of them (CR0)."""
        return float(np.sqrt(self.scores @ self.scores) / self.lengths.sum())


def fit(outcome: FloatArray, regressors: FloatArray, *, clusters: IntArray, absorbed: IntArray | None = None) -> Fit:
    """Fit an outcome by least squares.

    Parameters
    ----------
    outcome : array of shape (n,)
    regressors : array of shape (n, k)
        Without the absorbed groups; with a column of ones where nothing is absorbed.
    clusters : array of shape (n,)
        Code of the cluster of each row.
    absorbed : array of shape (n,), optional
        Code of a group whose effect is taken out, each within one cluster.

    Raises
    ------
    ShapeError
        If lengths differ.
    MissingValueError
        If a cell is missing.
    InputError
        If an absorbed group lies in two clusters.

    Examples
    --------
    >>> found = fit(np.array([1.0, 3.0]), np.ones((2, 1)), clusters=np.array([0, 1]))
    >>> found.residuals.tolist()
    [-1.0, 1.0]
    """
    _check(outcome, regressors, clusters)
    codes = np.unique(clusters, return_inverse=True)[1].astype(np.intp)
    y, x = outcome, regressors
    if absorbed is not None:
        groups = np.unique(absorbed, return_inverse=True)[1]
        _check_nested(groups, codes)
        y, x = _demeaned(y, groups), _demeaned(x, groups)
    inverse = np.asarray(np.linalg.pinv(x.T @ x, hermitian=True), dtype=float)
    return Fit(regressors=x, residuals=y - x @ (inverse @ (x.T @ y)), outcome=y, inverse=inverse, clusters=codes)


def direction(found: Fit, contrast: FloatArray) -> Direction:
    """Read one coefficient, or a sum of several, from a fit.

    Parameters
    ----------
    found : Fit
    contrast : array of shape (k,)
        Weight of each coefficient.

    Raises
    ------
    MethodError
        If the regressors do not identify it.

    Examples
    --------
    >>> y, x = np.array([1.0, 3.0, 3.0]), np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 1.0]])
    >>> slope = direction(fit(y, x, clusters=np.arange(3)), np.array([0.0, 1.0]))
    >>> round(slope.estimate, 9)
    2.0
    """
    x = found.regressors
    weights = x @ (found.inverse @ contrast)
    missed = x.T @ weights - contrast
    if np.abs(missed).max() > NOT_IDENTIFIED * np.abs(contrast).max():
        msg = "the regressors do not identify this coefficient: it moves with others. Drop one of them."
        raise MethodError(msg)
    return direction_of_weights(found, weights)


def direction_of_weights(found: Fit, weights: FloatArray) -> Direction:
    """Read any weighted sum of the outcome as a direction of a fit.

    Parameters
    ----------
    found : Fit
        Whose residuals say how outcomes vary.
    weights : array of shape (n,)
        Of each row; free of absorbed groups. A coefficient of the fit where the regressors span
        them; else the estimate is not one of the fit, and its scores are approximate.

    Examples
    --------
    >>> y = np.array([1.0, 3.0, 5.0])
    >>> mean = direction_of_weights(fit(y, np.ones((3, 1)), clusters=np.arange(3)), np.ones(3) / 3)
    >>> round(mean.estimate, 9), mean.scores.round(9).tolist()
    (3.0, [-2.0, 0.0, 2.0])
    """
    x = found.regressors
    along = weights / (weights @ weights)
    moved = found.by_cluster(along[:, None] * x)
    across, sizes, onto = np.linalg.svd(moved, full_matrices=False)
    kept = sizes > ROUNDING * sizes[0]
    back = found.inverse @ (onto[kept].T * sizes[kept])
    return Direction(
        estimate=float(weights @ found.outcome),
        scores=found.by_cluster(along * found.residuals),
        lengths=found.by_cluster(along**2),
        across=across[:, kept],
        residual_pull=found.pulls @ back,
        length_pull=moved @ back,
    )


def _check(outcome: FloatArray, regressors: FloatArray, clusters: IntArray) -> None:
    if regressors.ndim != 2 or not len(outcome) == len(regressors) == len(clusters):  # noqa: PLR2004 -- a table
        given = f"{outcome.shape}, {regressors.shape} and {clusters.shape}"
        msg = f"outcome, regressors and clusters must have the same rows, got {given}."
        raise ShapeError(msg)
    if np.isnan(outcome).any() or np.isnan(regressors).any():
        msg = "least squares needs every cell of the outcome and the regressors. Leave out the rows with missing ones."
        raise MissingValueError(msg)


def _check_nested(groups: IntArray, clusters: IntArray) -> None:
    first = np.zeros(int(groups.max()) + 1, dtype=np.intp)
    first[groups] = clusters
    if (first[groups] != clusters).any():
        msg = "an absorbed group lies in two clusters. Clusters must be made of whole groups."
        raise InputError(msg)


def _demeaned(values: FloatArray, groups: IntArray) -> FloatArray:
    total = np.zeros((int(groups.max()) + 1, *values.shape[1:]))
    np.add.at(total, groups, values)
    sizes = np.bincount(groups).astype(float)
    means: FloatArray = total / sizes.reshape(-1, *[1] * (values.ndim - 1))
    return values - means[groups]
