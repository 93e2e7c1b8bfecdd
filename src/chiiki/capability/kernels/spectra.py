"""Components and leading vectors of the two-mode graph of a presence table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import MethodError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Spectrum", "components", "second_vectors"]

DEGENERATE = 1e-9
"""Eigenvalues nearer than this cannot be told apart in double precision."""


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
    rows = np.arange(len(presence))
    while True:
        columns = np.where(presence, rows[:, np.newaxis], len(presence)).min(axis=0)
        lower = np.where(presence, columns, len(presence)).min(axis=1)
        if np.array_equal(lower, rows):
            break
        rows = lower
    numbers = {label: number for number, label in enumerate(dict.fromkeys(rows.tolist()))}
    return np.array([numbers[row] for row in rows.tolist()]), np.array([numbers[row] for row in columns.tolist()])


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
    Solved in the symmetric form ``Dr^-½ M Da⁻¹ Mᵀ Dr^-½`` on the smaller side.
    """
    if presence.shape[0] > presence.shape[1]:
        turned = second_vectors(presence.T)
        rows = (presence @ turned.rows) / presence.sum(axis=1)
        return Spectrum(rows=rows, columns=turned.rows, eigenvalue=turned.eigenvalue)
    table = presence.astype(np.float64)
    of_rows, of_columns = table.sum(axis=1), table.sum(axis=0)
    scaled = table / np.sqrt(of_rows)[:, np.newaxis] / np.sqrt(of_columns)
    values, vectors = np.linalg.eigh(scaled @ scaled.T)
    _check_single(values)
    rows = vectors[:, -2] / np.sqrt(of_rows)
    return Spectrum(rows=rows, columns=(table.T @ rows) / of_columns, eigenvalue=float(values[-2]))


def _check_single(values: FloatArray) -> None:
    if values[-2] <= DEGENERATE or (len(values) > 2 and values[-2] - values[-3] < DEGENERATE):  # noqa: PLR2004 -- a third
        msg = (
            f"the second eigenvalue of the table is not single ({values[-2]:.12g}), so no order of regions is "
            "distinguished. Use a finer table, or fitness, which needs no spectrum."
        )
        raise MethodError(msg)
