"""Loops over documents that pay only when compiled; plain Python (see :mod:`~chiiki.capability.kernels.loops`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from chiiki.arrays import FloatArray

__all__ = ["count_runs", "write_pairs"]


def write_pairs(  # noqa: PLR0913, PLR0917 -- compiled loops take positions
    starts: npt.NDArray[np.int64],
    sizes: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    fields: npt.NDArray[np.int32],
    codes: npt.NDArray[np.int32],
    n_fields: int,
    first: int,
    last: int,
) -> None:
    """Write each pair of fields of the documents `first` to `last` as ``lower * n_fields + higher``.

    Parameters
    ----------
    starts, sizes : int64 arrays of shape (n_documents,)
        First row of each document, and its rows.
    ends : int64 array of shape (n_documents,)
        Pairs up to and with each document.
    fields : int32 array of shape (n_rows,)
        Positions of fields.
    codes : int32 array of shape (n_pairs,)
        Written in place.
    n_fields : int
        Its square is below 2**31.
    first, last : int
        Documents to take, the last one not included.
    """
    for document in range(first, last):
        end = starts[document] + sizes[document]
        position = ends[document] - sizes[document] * (sizes[document] - 1) // 2
        for row in range(starts[document], end):
            for other in range(row + 1, end):
                one, two = fields[row], fields[other]
                codes[position] = min(one, two) * n_fields + max(one, two)
                position += 1


def count_runs(
    codes: npt.NDArray[np.int32], kept: npt.NDArray[np.int32], counts: FloatArray, n_kept: npt.NDArray[np.int64]
) -> None:
    """Keep each of the sorted `codes` once, and count how often it stands there.

    Parameters
    ----------
    codes : int32 array of shape (n,)
        Sorted.
    kept : int32 array of shape (n,)
        Written in place, as far as there are different codes.
    counts : array of shape (n,)
        Likewise.
    n_kept : int64 array of shape (1,)
        Number of different codes, written in place.
    """
    n_found, begin = 0, 0
    for position in range(1, codes.size + 1):
        if position == codes.size or codes[position] != codes[begin]:
            kept[n_found] = codes[begin]
            counts[n_found] = position - begin
            n_found += 1
            begin = position
    n_kept[0] = n_found
