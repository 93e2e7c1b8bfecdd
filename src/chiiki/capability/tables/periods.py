"""Two periods of one table, with the same regions and fields in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.tables.refusals import listed
from chiiki.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import IntArray
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.frames.cells import Axis

__all__ = ["two_periods"]


def two_periods(found: Sequence[Matrix], *, first: str | None, last: str | None) -> tuple[Matrix, Matrix]:
    """Choose two periods and put the second into the order of the first.

    Parameters
    ----------
    found : sequence of Matrix
        One for each period of the table.
    first, last : str or None
        Their labels; without them the table must have two periods, of which numbers go from
        lower to higher and other labels in the order of the table.

    Raises
    ------
    UnknownNameError
        If the table lacks a period that was named.
    InputError
        If there are not two periods, or they differ in their regions or fields.
    """
    labels = [matrix.period or "" for matrix in found]
    if (first is None) != (last is None) or (first is not None and first == last):
        msg = f"first and last name two periods: give both, and two different ones. There are {listed(labels)}."
        raise InputError(msg)
    if first is not None and last is not None:
        before, after = (_named(found, label, labels=labels) for label in (first, last))
    else:
        before, after = _both(found, labels)
    same = [_same(old, new, periods=(before, after), what=what) for old, new, what in _axes(before, after)]
    return before, after.kept(regions=same[0], fields=same[1])


def _named(found: Sequence[Matrix], label: str, *, labels: list[str]) -> Matrix:
    if label not in labels:
        msg = f"there is no period {label!r}; there are {listed(labels)}."
        raise UnknownNameError(msg)
    return found[labels.index(label)]


def _both(found: Sequence[Matrix], labels: list[str]) -> tuple[Matrix, Matrix]:
    if len(found) != 2:  # noqa: PLR2004 -- from one to another
        msg = (
            f"two periods are compared, and the table has {len(found)}: {listed(labels)}. Choose with first= and last=."
        )
        raise InputError(msg)
    before, after = found
    return (after, before) if _is_later(*labels) else (before, after)


def _is_later(one: str, other: str) -> bool:
    """Whether both are numbers, as years are, and `one` is the higher."""
    try:
        return float(one) > float(other)
    except ValueError:
        return False


def _axes(before: Matrix, after: Matrix) -> tuple[tuple[Axis, Axis, str], ...]:
    return (before.region_axis, after.region_axis, "regions"), (before.field_axis, after.field_axis, "fields")


def _same(old: Axis, new: Axis, *, periods: tuple[Matrix, Matrix], what: str) -> IntArray:
    """Positions in `new` of the labels of `old`; refused where either has one that the other lacks."""
    position = {label: at for at, label in enumerate(new.labels)}
    gone = [label for label in old.labels if label not in position]
    known = set(old.labels)
    come = [label for label in new.labels if label not in known]
    if gone or come:
        sides = [(gone, periods[0].period), (come, periods[1].period)]
        only = "; ".join(f"only {period} has {listed(labels)}" for labels, period in sides if labels)
        msg = (
            f"the two periods differ in their {what} (column {old.column!r}): {only}. If the codes are of two "
            "vintages, convert one to the other; if there was truly none, write rows with 0."
        )
        raise InputError(msg)
    return np.array([position[label] for label in old.labels], dtype=np.intp)
