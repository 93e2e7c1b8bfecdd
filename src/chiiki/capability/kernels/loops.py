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

__all__ = ["count_shared_bits"]

_ODD = np.uint64(0x5555555555555555)
_PAIRS = np.uint64(0x3333333333333333)
_NIBBLES = np.uint64(0x0F0F0F0F0F0F0F0F)
_BYTES = np.uint64(0x0101010101010101)
_1, _2, _4, _56 = np.uint64(1), np.uint64(2), np.uint64(4), np.uint64(56)


def count_shared_bits(words: npt.NDArray[np.uint64], counts: FloatArray, first: int, last: int) -> None:
    """Fill rows `first` to `last` of the lower triangle of `counts` with the bits two rows of `words` share.

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
    for row in range(first, last):
        for other in range(row + 1):
            n_shared = np.uint64(0)
            for position in range(words.shape[1]):
                bits = words[row, position] & words[other, position]
                bits = bits - ((bits >> _1) & _ODD)
                bits = (bits & _PAIRS) + ((bits >> _2) & _PAIRS)
                bits = (bits + (bits >> _4)) & _NIBBLES
                n_shared += (bits * _BYTES) >> _56
            counts[row, other] = n_shared
