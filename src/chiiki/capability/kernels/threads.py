"""Sharing the rows of a large table among threads."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["even_ranges", "share", "triangle_ranges"]

MOST_THREADS = 4
"""More than this wait for memory, not for each other."""


def share(work: Callable[[int, int], object], ranges: Iterable[tuple[int, int]]) -> None:
    """Call `work` with each range of rows, in threads.

    Parameters
    ----------
    work : callable
        Takes the first row and the row after the last; writes only there, and
        spends its time where other threads can run.
    ranges : iterable of (int, int)
        Several for each thread, so that none waits long for the others.

    Raises
    ------
    Exception
        The first that `work` raised.

    Examples
    --------
    >>> seen = []
    >>> share(lambda first, last: seen.append(last - first), even_ranges(7, n_ranges=2))
    >>> sorted(seen)
    [3, 4]
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- small tables never need threads
    from multiprocessing import cpu_count  # noqa: PLC0415

    with ThreadPoolExecutor(min(MOST_THREADS, cpu_count())) as pool:
        for done in [pool.submit(work, first, last) for first, last in ranges]:
            done.result()


def even_ranges(n_rows: int, *, n_ranges: int) -> list[tuple[int, int]]:
    """Cut rows into ranges of the same length, give or take one.

    Parameters
    ----------
    n_rows : int
    n_ranges : int
        Fewer come back where there are fewer rows.

    Returns
    -------
    list of (int, int)
        First row and the row after the last.

    Examples
    --------
    >>> even_ranges(5, n_ranges=2)
    [(0, 2), (2, 5)]
    """
    return _between(n_rows * cut // n_ranges for cut in range(n_ranges + 1))


def triangle_ranges(n_rows: int, *, n_ranges: int) -> list[tuple[int, int]]:
    """Cut the rows of a lower triangle into ranges of about as many cells.

    Parameters
    ----------
    n_rows : int
    n_ranges : int
        Fewer come back where there are fewer rows.

    Returns
    -------
    list of (int, int)
        First row and the row after the last.

    Examples
    --------
    >>> triangle_ranges(100, n_ranges=4)
    [(0, 50), (50, 70), (70, 86), (86, 100)]
    """
    return _between(int(n_rows * (cut / n_ranges) ** 0.5) for cut in range(n_ranges + 1))


def _between(cuts: Iterable[int]) -> list[tuple[int, int]]:
    return [(first, last) for first, last in pairwise(cuts) if first < last]
