"""Products with a table of presence, exact and without integer matrices (which have no BLAS).

A small product is cut into pieces that linear algebra libraries compute on one thread: at
47 × 300 their threads gain a tenth of a millisecond, and lose up to a second when another
process is busy on one of the cores. A large one uses all threads; where compiled loops are
loaded (:mod:`~chiiki.capability.kernels.compiled`), counts are taken from bits and sums from
the list of present cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from chiiki.capability.kernels.compiled import loop
from chiiki.capability.kernels.loops import HEIGHT, WIDTH
from chiiki.capability.kernels.threads import even_ranges, share, triangle_ranges

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    import numpy.typing as npt

    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["by_rows", "product", "shared_counts", "sums_over_presence"]

SMALL = 2**26
"""Multiplications that one thread does in a few milliseconds."""

PIECE = 2**18
"""Multiplications up to which OpenBLAS starts no thread."""

COMPILED_FROM = 2**24
"""Multiplications from which compiled loops and threads of our own are used."""

ROWS_TOGETHER = 64
"""Rows of a large table that are worked on while they are in the cache."""

N_RANGES = 16
"""Shares of a large product: several for each thread."""

Number = TypeVar("Number", np.float32, np.float64)


def shared_counts(presence: BoolArray) -> FloatArray:
    """Count for each two columns the rows that have both.

    Parameters
    ----------
    presence : bool array of shape (n_rows, n_columns)
        Fewer than 2**24 rows.

    Returns
    -------
    array of shape (n_columns, n_columns)
        Whole numbers; the diagonal counts each column's own rows.

    Examples
    --------
    >>> shared_counts(np.array([[True, True], [False, True]])).tolist()
    [[1.0, 1.0], [1.0, 2.0]]
    """
    n_rows, n_columns = presence.shape
    count = loop("count_shared_bits") if n_rows * n_columns**2 >= COMPILED_FROM else None
    if count:
        return _counted(presence, count)
    single = presence.astype(np.float32)  # sums of ones are exact below 2**24
    if n_rows * n_columns**2 <= SMALL:
        return np.asarray(product(np.ascontiguousarray(single.T), single), dtype=np.float64)
    found = single.T @ single
    counts = np.empty(found.shape)
    by_rows(lambda rows: np.copyto(counts[rows], found[rows]), counts.shape)
    return counts


def sums_over_presence(presence: BoolArray, values: FloatArray, *, weights: FloatArray | None = None) -> FloatArray:
    """Sum the rows of `values` over what each row of `presence` has.

    Parameters
    ----------
    presence : bool array of shape (n_rows, n_inner)
    values : array of shape (n_inner, n_columns)
    weights : array of shape (n_inner,), optional
        What each row of `values` is multiplied with; 1 without it.

    Returns
    -------
    array of shape (n_rows, n_columns)

    Examples
    --------
    >>> sums_over_presence(np.array([[True, False, True]]), np.array([[1.0], [2.0], [4.0]])).tolist()
    [[5.0]]
    """
    add = loop("sum_listed") if presence.size * values.shape[1] >= COMPILED_FROM else None
    if add and 4 * np.count_nonzero(presence) < presence.size:  # of fuller tables BLAS is faster
        return _listed_sums(presence, values, np.ones(len(values)) if weights is None else weights, add)
    return product(presence.astype(np.float64) if weights is None else presence * weights, values)


def product(left: npt.NDArray[Number], right: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Multiply two tables of numbers, a small product on one thread.

    Parameters
    ----------
    left : array of shape (n_rows, n_inner)
    right : array of shape (n_inner, n_columns)
        Of the same type.

    Returns
    -------
    array of shape (n_rows, n_columns)

    Examples
    --------
    >>> product(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]])).tolist()
    [[11.0]]
    """
    n_rows, n_columns = left.shape[0], right.shape[1]
    size = n_rows * left.shape[1] * n_columns
    if not PIECE < size <= SMALL:
        return left @ right
    result = np.empty((n_rows, n_columns), dtype=left.dtype)
    side = max(2, int((PIECE / left.shape[1]) ** 0.5))
    high = max(2, min(n_rows, side))
    wide = max(2, PIECE // (left.shape[1] * high))
    for top in range(0, n_rows, high):
        for first in range(0, n_columns, wide):
            place = result[top : top + high, first : first + wide]
            np.matmul(left[top : top + high], right[:, first : first + wide], out=place)
    return result


def by_rows(work: Callable[[slice], object], shape: tuple[int, ...]) -> None:
    """Do elementwise work on the rows of a table, a large one in threads and by what the cache holds.

    Parameters
    ----------
    work : callable
        Takes a slice of rows and writes only there.
    shape : tuple of int
        Of the table.

    Examples
    --------
    >>> table = np.ones((3, 2))
    >>> by_rows(lambda rows: np.multiply(table[rows], 2, out=table[rows]), table.shape)
    >>> table.sum()
    np.float64(12.0)
    """
    n_rows = shape[0]
    if n_rows * shape[1] < PIECE:
        work(slice(0, n_rows))
        return
    share(lambda first, last: work(slice(first, last)), even_ranges(n_rows, n_ranges=-(-n_rows // ROWS_TOGETHER)))


def _counted(presence: BoolArray, count: Callable[..., Any]) -> FloatArray:
    bits = np.packbits(presence, axis=0).T
    packed = np.zeros((bits.shape[0], -(-bits.shape[1] // 8) * 8), dtype=np.uint8)
    packed[:, : bits.shape[1]] = bits
    words = packed.view(np.uint64)
    counts = np.empty((len(words), len(words)))
    share(lambda first, last: count(words, counts, first, last), triangle_ranges(len(words), n_ranges=N_RANGES))
    return counts


def _listed_sums(presence: BoolArray, values: FloatArray, weights: FloatArray, add: Callable[..., Any]) -> FloatArray:
    blocks = [presence[:, top : top + HEIGHT] for top in range(0, presence.shape[1], HEIGHT)]
    listed = np.concatenate([(np.flatnonzero(block) % block.shape[1]).astype(np.uint16) for block in blocks])
    sizes = np.concatenate([np.count_nonzero(block, axis=1) for block in blocks])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    sums, given = np.empty((len(presence), values.shape[1])), np.ascontiguousarray(values)
    panels = even_ranges(-(-values.shape[1] // WIDTH), n_ranges=N_RANGES)
    share(
        lambda first, last: add(starts, listed, given, weights, sums, first, last),
        [(WIDTH * first, min(WIDTH * last, values.shape[1])) for first, last in panels],
    )
    return sums
