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

WIDTH = 16
"""Columns summed together, in as many registers."""

HEIGHT = 256
"""Rows summed together: with their columns they fit into the first cache."""

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


def sum_listed(  # noqa: PLR0913, PLR0917 -- compiled loops take no keywords, and sums stay in registers by name
    starts: npt.NDArray[np.int64],
    listed: npt.NDArray[np.uint16],
    values: FloatArray,
    weights: FloatArray,
    sums: FloatArray,
    first: int,
    last: int,
) -> None:
    """Fill columns `first` to `last` of `sums` with the weighted sums of the listed rows of `values`.

    Parameters
    ----------
    starts : int array of shape (n_blocks * n_sums + 1,)
        Where the list of each sum begins, for one block of :data:`HEIGHT` rows after the
        other; last, where all end.
    listed : uint16 array
        Rows of `values`, counted from the first of their block.
    values : array of shape (n_rows, n_columns)
    weights : array of shape (n_rows,)
        What each row is multiplied with.
    sums : array of shape (n_sums, n_columns)
        Written in place.
    first, last : int
        Columns to fill, the last one not included.
    """
    panel, total = np.zeros((HEIGHT, WIDTH)), np.empty((sums.shape[0], WIDTH))
    for left in range(first, last, WIDTH):
        wide, begin = min(WIDTH, last - left), 0
        total[:] = 0.0
        for top in range(0, values.shape[0], HEIGHT):
            for beside in range(min(HEIGHT, values.shape[0] - top)):
                for column in range(wide):
                    panel[beside, column] = values[top + beside, left + column] * weights[top + beside]
            for number in range(sums.shape[0]):
                a0, a1, a2, a3 = total[number, 0], total[number, 1], total[number, 2], total[number, 3]
                a4, a5, a6, a7 = total[number, 4], total[number, 5], total[number, 6], total[number, 7]
                a8, a9, a10, a11 = total[number, 8], total[number, 9], total[number, 10], total[number, 11]
                a12, a13, a14, a15 = total[number, 12], total[number, 13], total[number, 14], total[number, 15]
                for place in range(starts[begin + number], starts[begin + number + 1]):
                    row = listed[place]
                    a0, a1, a2, a3 = a0 + panel[row, 0], a1 + panel[row, 1], a2 + panel[row, 2], a3 + panel[row, 3]
                    a4, a5, a6, a7 = a4 + panel[row, 4], a5 + panel[row, 5], a6 + panel[row, 6], a7 + panel[row, 7]
                    a8, a9 = a8 + panel[row, 8], a9 + panel[row, 9]
                    a10, a11 = a10 + panel[row, 10], a11 + panel[row, 11]
                    a12, a13 = a12 + panel[row, 12], a13 + panel[row, 13]
                    a14, a15 = a14 + panel[row, 14], a15 + panel[row, 15]
                total[number, 0], total[number, 1], total[number, 2], total[number, 3] = a0, a1, a2, a3
                total[number, 4], total[number, 5], total[number, 6], total[number, 7] = a4, a5, a6, a7
                total[number, 8], total[number, 9], total[number, 10], total[number, 11] = a8, a9, a10, a11
                total[number, 12], total[number, 13], total[number, 14], total[number, 15] = a12, a13, a14, a15
            begin += sums.shape[0]
        sums[:, left : left + wide] = total[:, :wide]
