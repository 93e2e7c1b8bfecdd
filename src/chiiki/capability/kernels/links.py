"""Sums over the cells that a table of presence has, many times over with one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Links", "links"]

DENSE = 2**18
"""Cells up to which the table itself, as numbers, is as fast as the list of its links."""


class Links:
    """A table of presence to multiply vectors with, from the left and from the right.

    Examples
    --------
    >>> table = Links(np.array([[True, True], [False, True]]))
    >>> (table @ np.array([1.0, 2.0])).tolist()
    [3.0, 2.0]
    >>> (np.array([1.0, 2.0]) @ table).tolist()
    [1.0, 3.0]
    """

    __array_ufunc__ = None  # so that NumPy leaves vector @ links to this class
    __slots__ = ("_of_columns", "_of_rows", "shape")

    def __init__(self, presence: BoolArray) -> None:
        self.shape = presence.shape
        self._of_rows = _listed(presence)
        self._of_columns = _listed(np.ascontiguousarray(presence.T))

    def __matmul__(self, values: FloatArray) -> FloatArray:
        """Sum for each row the values of the columns that it has."""
        return _sums(values, self._of_rows)

    def __rmatmul__(self, values: FloatArray) -> FloatArray:
        """Sum for each column the values of the rows that have it."""
        return _sums(values, self._of_columns)


def links(presence: BoolArray) -> FloatArray | Links:
    """Return what multiplies vectors with a table of presence fastest.

    Parameters
    ----------
    presence : bool array of shape (n_rows, n_columns)
        No empty row and no empty column.

    Returns
    -------
    array of shape (n_rows, n_columns), or Links
        Both take ``table @ values`` and ``values @ table``.

    Examples
    --------
    >>> (links(np.array([[True, True], [False, True]])) @ np.array([1.0, 2.0])).tolist()
    [3.0, 2.0]
    """
    return presence.astype(np.float64) if presence.size <= DENSE else Links(presence)


def _listed(presence: BoolArray) -> tuple[IntArray, IntArray]:
    """Return the columns that the rows have, row after row, and where each row begins."""
    columns = np.flatnonzero(presence)
    columns %= presence.shape[1]
    ends = np.cumsum(np.count_nonzero(presence, axis=1))
    return columns, np.concatenate([[0], ends[:-1]])


def _sums(values: FloatArray, listed: tuple[IntArray, IntArray]) -> FloatArray:
    columns, starts = listed
    return np.asarray(np.add.reduceat(values.take(columns, mode="clip"), starts))
