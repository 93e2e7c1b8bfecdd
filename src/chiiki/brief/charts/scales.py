"""Turn values into classes, ticks and positions: the arithmetic that composers share with charts."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["integer_classes", "level_of", "nice_ticks"]

_SAME = 1e-9
"""Values nearer than this part of their size are one value, drawn in the middle of an axis."""


def integer_classes(values: Sequence[float], *, n_classes: int = 5) -> tuple[tuple[int, int], ...]:
    """Cut counts into at most `n_classes` classes with whole limits, about equally filled.

    Parameters
    ----------
    values
        Known values, at least one; fractions are rounded down to their class.
    n_classes
        Classes wanted, 1 to 5.

    Returns
    -------
    tuple of (int, int)
        Inclusive limits, ascending, without gap or overlap; the first begins at the smallest
        value (so at 0 where 0 occurs), the last ends at the largest. Fewer classes than asked
        where there are fewer different values.

    Raises
    ------
    InputError
        `values` is empty, or `n_classes` lies outside 1 to 5.

    Examples
    --------
    >>> integer_classes([0, 1, 2, 3, 4, 5, 6, 7, 8, 37])
    ((0, 1), (2, 3), (4, 5), (6, 7), (8, 37))
    """
    if not values or not 1 <= n_classes <= 5:  # noqa: PLR2004 -- the palette has five steps
        msg = f"integer_classes: {len(values)} values and n_classes={n_classes}; give at least one value and 1 to 5."
        raise InputError(msg)
    counts = Counter(math.floor(value) for value in values)
    starts: list[int] = []
    n_left, n_in_class, share = len(values), 0, 0.0
    for value in sorted(counts):
        if len(starts) < n_classes and n_in_class >= share:
            share = n_left / (n_classes - len(starts))
            starts.append(value)
            n_in_class = 0
        n_in_class += counts[value]
        n_left -= counts[value]
    ends = [start - 1 for start in starts[1:]] + [max(counts)]
    return tuple(zip(starts, ends, strict=True))


def level_of(value: float, limits: Sequence[tuple[int, int]]) -> int:
    """Say in which class (1 to 5) a value lies.

    Parameters
    ----------
    value
        A value inside the limits; fractions belong to the class of their whole part.
    limits
        As from :func:`integer_classes`.

    Returns
    -------
    int
        Number of the class, which is also its step of the palette.

    Raises
    ------
    InputError
        No class holds the value.

    Examples
    --------
    >>> level_of(4, ((0, 1), (2, 3), (4, 5), (6, 7), (8, 37)))
    3
    """
    for index, (low, high) in enumerate(limits):
        if low <= math.floor(value) <= high:
            return index + 1
    msg = f"level_of: {value} lies in none of the classes {list(limits)}; build the classes from the same values."
    raise InputError(msg)


def nice_ticks(low: float, high: float, *, n_ticks: int = 4, from_zero: bool = False) -> tuple[float, ...]:
    """Choose three to five round tick values that bound `low` to `high`.

    Parameters
    ----------
    low, high
        Smallest and largest value drawn.
    n_ticks
        Ticks aimed at.
    from_zero
        Begin at 0, as columns must.

    Returns
    -------
    tuple of float
        Ascending, evenly spaced by 1, 2, 2.5 or 5 times a power of ten; the first is at most
        `low`, the last at least `high`.

    Raises
    ------
    InputError
        `low` exceeds `high`, or one of them is not finite.

    Examples
    --------
    >>> nice_ticks(0, 130)
    (0.0, 50.0, 100.0, 150.0)
    """
    if not (math.isfinite(low) and math.isfinite(high)) or low > high:
        msg = f"nice_ticks: low={low}, high={high}; give finite numbers with low at most high."
        raise InputError(msg)
    low = min(low, 0.0) if from_zero else low
    reach = high - low
    if reach <= _SAME * max(abs(low), abs(high), 1.0):
        reach = max(abs(high), _SAME) if high else 1.0
    raw = reach / max(n_ticks - 1, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    return tuple(round(k * step, 12) for k in range(first, last + 1))
