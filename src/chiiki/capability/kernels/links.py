"""Sums over the cells that a table of presence has, many times over with one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Links", "links"]

DENSE = 2**18
"""Cells up to which the table itself, as numbers, is as fast as the list of its links."""

SHORT = 2**16
"""Columns whose numbers fit into two bytes."""


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
        n_rows, n_columns = presence.shape
        columns = np.flatnonzero(presence)
        columns %= n_columns
        sizes = np.count_nonzero(presence, axis=1)
        self._of_rows = columns, _starts(sizes)
        keys = columns.astype(np.uint16) if n_columns <= SHORT else columns  # short ones are sorted by their digits
        rows = np.repeat(np.arange(n_rows), sizes)[np.argsort(keys, kind="stable")]
        self._of_columns = rows, _starts(np.bincount(columns, minlength=n_columns))

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


def _starts(sizes: IntArray) -> IntArray:
    return np.concatenate([[0], np.cumsum(sizes)[:-1]])


def _sums(values: FloatArray, listed: tuple[IntArray, IntArray]) -> FloatArray:
    columns, starts = listed
    return np.asarray(np.add.reduceat(values.take(columns, mode="clip"), starts))
