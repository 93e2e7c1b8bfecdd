"""Different orders of things of which some are alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.arrays import IntArray

__all__ = ["arrangements", "n_arrangements"]


def n_arrangements(patterns: IntArray) -> int:
    """Count the different orders of rows.

    Parameters
    ----------
    patterns : array of shape (n_rows, n_columns)
        Equal rows are alike.

    Returns
    -------
    int
        ``n! / (n_1! n_2! ...)`` for n_k rows of kind k.

    Examples
    --------
    >>> n_arrangements(np.array([[1], [1], [2], [3]]))  # 4! / 2!
    12
    """
    _, counts = np.unique(patterns, axis=0, return_counts=True)
    return math.factorial(int(counts.sum())) // math.prod(math.factorial(int(count)) for count in counts)


def arrangements(codes: list[int]) -> Iterator[tuple[int, ...]]:
    """Go through every different order of codes, in rising order.

    Parameters
    ----------
    codes : list of int
        At least one; equal ones are alike.

    Yields
    ------
    tuple of int

    Examples
    --------
    >>> list(arrangements([2, 1, 1]))
    [(1, 1, 2), (1, 2, 1), (2, 1, 1)]
    """
    row = sorted(codes)
    while True:
        yield tuple(row)
        pivot = next((at for at in range(len(row) - 2, -1, -1) if row[at] < row[at + 1]), None)
        if pivot is None:
            return
        swap = next(at for at in range(len(row) - 1, pivot, -1) if row[at] > row[pivot])
        row[pivot], row[swap] = row[swap], row[pivot]
        row[pivot + 1 :] = reversed(row[pivot + 1 :])
