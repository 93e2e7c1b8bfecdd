"""Components and leading vectors of the two-mode graph of a presence table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.kernels.lanczos import leading
from chiiki.capability.kernels.links import links
from chiiki.capability.kernels.products import product
from chiiki.errors import MethodError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.capability.kernels.lanczos import Step
    from chiiki.capability.kernels.links import Links

__all__ = ["Spectrum", "components", "second_vectors"]

DEGENERATE = 1e-9
"""Eigenvalues nearer than this cannot be told apart in double precision."""

FEW = 256
"""Rows for which the matrix of the walk is small beside the table."""


@dataclass(frozen=True, slots=True)
class Spectrum:
    """The second pair of vectors of the random walk between rows and columns."""

    rows: FloatArray
    """Shape (n_rows,), scale and sign free."""

    columns: FloatArray
    """Shape (n_columns,): the mean of `rows` over each column's rows."""

    eigenvalue: float
    """Of the second vector, from 0 to 1; 1 would be a table in pieces."""


def components(presence: BoolArray) -> tuple[IntArray, IntArray]:
    """Give the connected pieces numbers of a table, for its rows and its columns.

    Parameters
    ----------
    presence : bool array of shape (n_rows, n_columns)
        No empty row and no empty column.

    Returns
    -------
    tuple of two int arrays
        The number of the piece of each row and of each column, from 0 in the
        order in which rows first meet them.

    Examples
    --------
    >>> rows, columns = components(np.array([[True, False], [False, True]]))
    >>> rows.tolist(), columns.tolist()
    ([0, 1], [0, 1])
    """
    of_rows, of_columns = np.full(presence.shape[0], -1), np.full(presence.shape[1], -1)
    piece = 0
    while (unseen := of_rows < 0).any():
        reached = np.zeros(len(unseen), dtype=bool)
        reached[unseen.argmax()] = True
        while reached.any():
            of_rows[reached] = piece
            met = presence[reached].any(axis=0) & (of_columns < 0)
            of_columns[met] = piece
            reached = (presence & met).any(axis=1) & (of_rows < 0)
        piece += 1
    return of_rows, of_columns


def second_vectors(presence: BoolArray) -> Spectrum:
    """Return the second eigenvector of ``Dr⁻¹ M Da⁻¹ Mᵀ`` and its image on the columns.

    Parameters
    ----------
    presence : bool array of shape (n_rows, n_columns)
        One connected piece without empty rows or columns, at least two of each.

    Returns
    -------
    Spectrum

    Raises
    ------
    MethodError
        If the second eigenvalue is not single, so that no vector is distinguished.

    Notes
    -----
    Solved on the smaller side in the symmetric form ``Dr^-½ M Da⁻¹ Mᵀ Dr^-½``, whose first
    vector is known and kept out: by Lanczos steps, begun again from the best vectors when
    the basis is full, until the residual is at rounding. The third eigenvalue is looked for
    likewise, from another start, as far as it takes to see that the second is single. Where
    steps do not get there, the whole spectrum is computed.

    References
    ----------
    Wu, K. and Simon, H. (2000). Thick-restart Lanczos method for large symmetric
    eigenvalue problems. SIAM Journal on Matrix Analysis and Applications 22, 602-616.

    Examples
    --------
    >>> ladder = np.tri(4, dtype=bool)
    >>> found = second_vectors(ladder)
    >>> found.rows.argsort().tolist() in ([0, 1, 2, 3], [3, 2, 1, 0])
    True
    """
    if presence.shape[0] > presence.shape[1]:
        turned = second_vectors(np.ascontiguousarray(presence.T))
        rows = (presence @ turned.rows) / presence.sum(axis=1)
        return Spectrum(rows=rows, columns=turned.rows, eigenvalue=turned.eigenvalue)
    of_rows = np.count_nonzero(presence, axis=1).astype(np.float64)
    of_columns = np.count_nonzero(presence, axis=0).astype(np.float64)
    table = links(presence)
    value, vector = _second(_walk(table, np.sqrt(of_rows), of_columns), np.sqrt(of_rows))
    rows = vector / np.sqrt(of_rows)
    return Spectrum(rows=rows, columns=(rows @ table) / of_columns, eigenvalue=value)


def _walk(table: FloatArray | Links, roots: FloatArray, of_columns: FloatArray) -> Step:
    """Return one step of the walk in its symmetric form; for few rows by one small matrix."""
    n = len(roots)
    if n <= FEW and isinstance(table, np.ndarray):
        scaled = table / roots[:, np.newaxis]
        matrix = product(scaled / of_columns, np.ascontiguousarray(scaled.T))
        return lambda vector: np.asarray(matrix @ vector)
    return lambda vector: (table @ (((vector / roots) @ table) / of_columns)) / roots


def _second(step: Step, first: FloatArray) -> tuple[float, FloatArray]:
    known = (first / np.linalg.norm(first))[np.newaxis]
    found = leading(step, known)
    third = leading(step, np.vstack([known, found.vector]), apart_from=found.value) if found else None
    if found is None or third is None:
        values, vectors = np.linalg.eigh(np.array([step(row) for row in np.eye(len(first))]))
        _check_single(values[-2], values[-3] if len(values) > 2 else None)  # noqa: PLR2004 -- a third
        return float(values[-2]), vectors[:, -2]
    _check_single(found.value, third.value)
    return found.value, found.vector


def _check_single(second: float, third: float | None) -> None:
    if second <= DEGENERATE or (third is not None and second - third < DEGENERATE):
        msg = (
            f"the second eigenvalue of the table is not single ({second:.12g}), so no order of regions is "
            "distinguished. Use a finer table, or fitness, which needs no spectrum."
        )
        raise MethodError(msg)
