"""Second eigenvectors as packages take them: sorted or not, of the exact matrix or a rounded one.

The methods of chiiki solve the symmetric form. Two R packages do something else, which
is repeated here as it is, by the same LAPACK routine on the same unsymmetric matrix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.conventions.iterations import rescaled_reflections, sequential_reflections
from chiiki.capability.conventions.totals import rounded
from chiiki.capability.kernels import components, second_vectors
from chiiki.cautions import Caution
from chiiki.errors import MethodError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["lapack_vectors", "rounded_vectors", "signed_apart", "sorted_vectors"]

DEGENERATE = 1e-9
"""Eigenvalues nearer than this cannot be told apart in double precision."""

UP_TO = 1500
"""Regions or activities up to which the dense unsymmetric problem is solved as the package does."""

DECIMALS = 4
"""To which EconGeo rounds the matrix whose eigenvectors it takes."""

CANCELLED = 1e-9
"""Sum of a vector of length 1 below which dividing by it multiplies rounding."""

TERMS = 10**9
"""Products of larger tables are left to BLAS, whose order of addition differs by machine."""

SYMMETRIC = 100 * float(np.finfo(np.float64).eps)
"""Relative difference up to which R treats a matrix as symmetric."""


def sorted_vectors(presence: BoolArray, *, own_signs: bool) -> tuple[FloatArray, FloatArray]:
    """Return regions and activities by the second eigenvector, signed by diversity.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        No empty row, no empty column.
    own_signs : bool
        Whether activities are signed apart, against their ubiquity.

    Returns
    -------
    tuple of two arrays
        Values of regions are the mean values of their activities; all NaN where
        activities follow regions and diversity is the same everywhere, so that the
        package has no sign.

    Raises
    ------
    MethodError
        If the table is in pieces or its second eigenvalue is not single: the package
        then returns whatever mixture its solver ends with.

    Examples
    --------
    >>> table = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], dtype=bool)
    >>> sorted_vectors(table, own_signs=False)[0].argsort().tolist()
    [2, 1, 0]
    """
    _check_one_piece(presence)
    activities = second_vectors(presence).columns
    diversity = presence.sum(axis=1)
    regions = presence @ activities / diversity
    if not own_signs:
        sign = np.nan if np.ptp(diversity) == 0 else np.sign(_correlation(diversity, regions))
        return regions * sign, activities * sign
    return signed_apart(presence, regions, activities)


def signed_apart(presence: BoolArray, regions: FloatArray, activities: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Turn regions towards diversity, and activities, for themselves, against ubiquity.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
    regions, activities : arrays of shape (n_regions,) and (n_activities,)

    Returns
    -------
    tuple of two arrays

    Examples
    --------
    >>> table = np.array([[True, True], [False, True]])
    >>> signed_apart(table, np.array([-1.0, 1.0]), np.array([1.0, 2.0]))[1].tolist()
    [-1.0, -2.0]
    """
    of_regions = -1.0 if _correlation(presence.sum(axis=1), regions) < 0 else 1.0
    of_activities = -1.0 if _correlation(presence.sum(axis=0), activities) > 0 else 1.0
    return regions * of_regions, activities * of_activities


def lapack_vectors(presence: BoolArray) -> tuple[FloatArray, FloatArray, tuple[Caution, ...]]:
    """Return regions and activities by the eigenvector that LAPACK lists second, signed by reflections.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        No empty row, no empty column.

    Returns
    -------
    tuple of two arrays and cautions
        A caution says when the vector is not that of the second largest eigenvalue.

    Raises
    ------
    MethodError
        If the table is in pieces.

    Examples
    --------
    >>> table = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], dtype=bool)
    >>> lapack_vectors(table)[0].argsort().tolist()
    [2, 1, 0]
    """
    _check_one_piece(presence)
    table = presence.astype(np.float64)
    by_rows, by_columns = table / table.sum(axis=1)[:, np.newaxis], table / table.sum(axis=0)
    goals = sequential_reflections(table, n_steps=(18, 19))
    found, cautions = [], []
    for what, factors, goal in (
        ("regions", (by_rows, by_columns.T), goals[0]),
        ("activities", (by_columns.T, by_rows), goals[1]),
    ):
        if len(goal) > UP_TO:
            exact = second_vectors(presence)
            vector = exact.rows if what == "regions" else exact.columns
        else:
            vector, rank = _listed_second(factors[0] @ factors[1])
            if rank != 1:
                cautions.append(_order_caution(what, rank))
        found.append(-vector if _correlation(goal, vector) < 0 else vector)
    return found[0], found[1], tuple(cautions)


def _listed_second(matrix: FloatArray) -> tuple[FloatArray, int]:
    """Return the second column of LAPACK's eigenvectors, and the rank of its eigenvalue from 0."""
    values, vectors = np.linalg.eig(matrix)
    if np.abs(np.delete(values, 1) - values[1]).min() < DEGENERATE:
        msg = f"the eigenvalue that LAPACK lists second ({values[1].real:.12g}) is not single: no order stands out."
        raise MethodError(msg)
    larger = values.real > values[1].real
    return np.asarray(vectors[:, 1].real), int(larger.sum())


def _order_caution(what: str, rank: int) -> Caution:
    message = (
        f"the package takes the eigenvector that LAPACK lists second; for {what} that is number {rank + 1} by size, "
        "so this is not an index of complexity. It is repeated as the package gives it."
    )
    return Caution("package-order", message)


def rounded_vectors(presence: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return regions and activities by the second eigenvector of matrices rounded to four decimals.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        No empty row, no empty column.

    Returns
    -------
    tuple of two arrays
        Each sums to 1 or to -1.

    Raises
    ------
    MethodError
        If the table is in pieces.

    Examples
    --------
    >>> table = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], dtype=bool)
    >>> rounded_vectors(table)[0].argsort().tolist()
    [2, 1, 0]
    """
    _check_one_piece(presence)
    table = presence.astype(np.float64)
    by_rows, by_columns = table / table.sum(axis=1)[:, np.newaxis], table.T / table.sum(axis=0)[:, np.newaxis]
    regions = _second_of_rounded(_product(by_rows, by_columns))
    activities = _second_of_rounded(_product(by_columns, by_rows))
    goal = rescaled_reflections(table, n_steps=20)[0]
    if _correlation(goal, regions) < 0:
        regions = -regions
    if _correlation(_ranks(table.sum(axis=0)), _ranks(activities)) > 0:
        activities = -activities
    return regions, activities


def _product(first: FloatArray, second: FloatArray) -> FloatArray:
    """Multiply term after term as the reference BLAS does, so that rounding falls to the same side."""
    if first.shape[0] * first.shape[1] * second.shape[1] > TERMS:
        return np.asarray(first @ second)
    total = np.zeros((first.shape[0], second.shape[1]))
    for n in range(first.shape[1]):
        total += first[:, n, np.newaxis] * second[n]
    return total


def _second_of_rounded(matrix: FloatArray) -> FloatArray:
    near = rounded(matrix, digits=DECIMALS)
    if np.abs(near - near.T).mean() <= SYMMETRIC * np.abs(near).mean():
        vector = np.linalg.eigh(near)[1][:, -2]
    else:
        values, vectors = np.linalg.eig(near)
        vector = vectors[:, np.argsort(-np.abs(values), kind="stable")[1]].real
    if abs(vector.sum()) < CANCELLED:
        msg = "the values of the second eigenvector cancel to a sum of 0, by which EconGeo divides them."
        raise MethodError(msg)
    return np.asarray(vector / vector.sum())


def _ranks(values: FloatArray) -> FloatArray:
    """Rank from 1, ties by their mean."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[place])


def _check_one_piece(presence: BoolArray) -> None:
    if n := int(components(presence)[0].max()):
        msg = (
            f"the table falls into {n + 1} pieces that share no activity. What the package returns there is a mixture "
            "that its solver happens to end with, so it is not repeated. Take the largest piece, or fewer and broader "
            "activities."
        )
        raise MethodError(msg)


def _correlation(first: FloatArray, second: FloatArray) -> float:
    """Return Pearson's correlation, 0 where one of them does not vary."""
    first, second = first - first.mean(), second - second.mean()
    length = np.linalg.norm(first) * np.linalg.norm(second)
    return float(first @ second / length) if length else 0.0
