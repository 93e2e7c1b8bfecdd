"""Sums over the cells that a table of presence has, many times over with one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.kernels.compiled import loop
from chiiki.capability.kernels.threads import even_ranges, share

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    import numpy.typing as npt

    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Links", "links"]

DENSE = 2**18
"""Cells up to which the table itself, as numbers, is as fast as the list of its links."""

N_RANGES = 4
"""For few threads: a sum is short."""


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
        by_row, by_column = loop("sum_present"), loop("sum_present_down")
        if by_row and by_column:
            cells = np.ascontiguousarray(presence).view(np.uint8)
            self._of_rows = _in_ranges(by_row, cells, n=presence.shape[0])
            self._of_columns = _in_ranges(by_column, cells, n=presence.shape[1])
        else:
            self._of_rows = _by_list(presence)
            self._of_columns = _by_list(np.ascontiguousarray(presence.T))

    def __matmul__(self, values: FloatArray) -> FloatArray:
        """Sum for each row the values of the columns that it has."""
        return self._of_rows(values)

    def __rmatmul__(self, values: FloatArray) -> FloatArray:
        """Sum for each column the values of the rows that have it."""
        return self._of_columns(values)


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


def _by_list(presence: BoolArray) -> Callable[[FloatArray], FloatArray]:
    """Add up by the positions of the columns, row after row."""
    columns = np.flatnonzero(presence)
    columns %= presence.shape[1]
    ends = np.cumsum(np.count_nonzero(presence, axis=1))
    starts: IntArray = np.concatenate([[0], ends[:-1]])
    return lambda values: np.add.reduceat(values.take(columns, mode="clip"), starts)


def _in_ranges(work: Callable[..., Any], cells: npt.NDArray[np.uint8], *, n: int) -> Callable[[FloatArray], FloatArray]:
    ranges = even_ranges(n, n_ranges=N_RANGES)

    def sums(values: FloatArray) -> FloatArray:
        result, given = np.empty(n), np.ascontiguousarray(values)
        share(lambda first, last: work(cells, given, result, first, last), ranges)
        return result

    return sums
