"""Loops that pay only when compiled; each is plain Python, so that it can be read and tested as such.

Each works on a range of rows and touches no others, so that threads can share one call.
:mod:`~chiiki.capability.kernels.compiled` compiles them; nothing else calls them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from chiiki.arrays import FloatArray

__all__ = ["count_shared_bits", "sum_listed"]

_ODD = np.uint64(0x5555555555555555)
_PAIRS = np.uint64(0x3333333333333333)
_NIBBLES = np.uint64(0x0F0F0F0F0F0F0F0F)
_BYTES = np.uint64(0x0101010101010101)
_1, _2, _4, _56 = np.uint64(1), np.uint64(2), np.uint64(4), np.uint64(56)


WIDTH = 64
"""Columns summed together: 5,000 rows of them are read from the second and third cache."""

GROUP = 8
"""Rows counted together, so that the upper triangle is written by whole lines of memory."""


def count_shared_bits(words: npt.NDArray[np.uint64], counts: FloatArray, first: int, last: int) -> None:
    """Fill rows `first` to `last` of the lower triangle of `counts` with the bits two rows of `words` share.

    The same columns of the upper triangle are filled as well.

    Parameters
    ----------
    words : uint64 array of shape (n, n_words)
    counts : array of shape (n, n)
        Written in place.
    first, last : int
        Rows to fill, the last one not included.

    Notes
    -----
    Bits are counted by adding neighbours in a word, which compilers know as one instruction.
    """
    beside = np.empty(GROUP)
    for top in range(first, last, GROUP):
        end = min(top + GROUP, last)
        for other in range(end):
            for row in range(top, end):
                n_shared = np.uint64(0)
                for position in range(words.shape[1]):
                    bits = words[row, position] & words[other, position]
                    bits = bits - ((bits >> _1) & _ODD)
                    bits = (bits & _PAIRS) + ((bits >> _2) & _PAIRS)
                    bits = (bits + (bits >> _4)) & _NIBBLES
                    n_shared += (bits * _BYTES) >> _56
                counts[row, other] = n_shared
                beside[row - top] = n_shared
            for row in range(top, end):
                counts[other, row] = beside[row - top]


def sum_listed(  # noqa: PLR0913, PLR0917 -- compiled loops take no keywords
    starts: npt.NDArray[np.int64],
    listed: npt.NDArray[np.int64],
    values: FloatArray,
    sums: FloatArray,
    first: int,
    last: int,
) -> None:
    """Fill columns `first` to `last` of `sums` with the sums of the listed rows of `values`.

    Parameters
    ----------
    starts : int array of shape (n_sums + 1,)
        Where the list of each sum begins; last, where all end.
    listed : int array
        Rows of `values`.
    values : array of shape (n_rows, n_columns)
    sums : array of shape (n_sums, n_columns)
        Written in place.
    first, last : int
        Columns to fill, the last one not included.
    """
    panel = np.empty((values.shape[0], WIDTH))
    for left in range(first, last, WIDTH):
        wide = min(WIDTH, last - left)
        for row in range(values.shape[0]):
            for column in range(wide):
                panel[row, column] = values[row, left + column]
        for number in range(starts.shape[0] - 1):
            total = sums[number, left : left + wide]
            total[:] = 0.0
            place, stop = starts[number], starts[number + 1]
            while place + 4 <= stop:  # four at a time, so that the total is read and written less often
                one, two = panel[listed[place]], panel[listed[place + 1]]
                three, four = panel[listed[place + 2]], panel[listed[place + 3]]
                for column in range(wide):
                    total[column] += (one[column] + two[column]) + (three[column] + four[column])
                place += 4
            while place < stop:
                one = panel[listed[place]]
                for column in range(wide):
                    total[column] += one[column]
                place += 1
