"""What cannot be used is refused with its row, value and remedy."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.errors import InputError, MissingValueError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.capability.tables.reading import Rules
    from chiiki.frames.cells import Axis
    from chiiki.frames.table import Table

__all__ = ["check_cells", "check_size", "listed", "position_of", "repeated"]

EXAMPLES = 5
"""How many rows or labels a message names at most."""

MOST_CELLS = 250_000_000
"""Regions times fields that are still computed: 2 GB as float64."""


def check_cells(values: FloatArray, *, table: Table[Any], name: str, rules: Rules) -> None:
    """Refuse empty, infinite and negative cells of a column, by row.

    Parameters
    ----------
    values : array of shape (n_rows,)
        The column.
    table : Table
        Says how rows are called.
    name : str
        Name of the column.
    rules : Rules
        What the method can take.

    Raises
    ------
    MissingValueError
        If a cell is empty.
    InputError
        If a cell is infinite or negative.
    """
    if not rules.may_be_missing and (empty := np.flatnonzero(np.isnan(values))).size:
        msg = (
            f"{_rows(table, empty)}: column {name!r} is empty. Zero and unknown are different answers: write 0 where "
            "there is none, and leave out the regions or fields whose amount is not known."
        )
        raise MissingValueError(msg)
    if (infinite := np.flatnonzero(np.isinf(values))).size:
        msg = f"{_rows(table, infinite)}: column {name!r} is infinite. Write a finite amount."
        raise InputError(msg)
    if not rules.may_be_negative and (negative := np.flatnonzero(values < 0)).size:
        msg = (
            f"{_rows(table, negative)}: column {name!r} is {values[negative[0]]:g}, and a negative amount has no "
            "share. Give amounts >= 0, such as persons or patents, not changes."
        )
        raise InputError(msg)


def _rows(table: Table[Any], positions: IntArray) -> str:
    named = "; ".join(table.row(int(position)) for position in positions[:EXAMPLES])
    more = len(positions) - EXAMPLES
    return f"{named} and {more:,} more" if more > 0 else named


def check_size(shape: tuple[int, int], *, table: Table[Any]) -> None:
    """Refuse a table that would not fit into memory.

    Parameters
    ----------
    shape : (int, int)
        Regions and fields.
    table : Table
        Says what messages call it.

    Raises
    ------
    InputError
        If there are more than :data:`MOST_CELLS` cells.
    """
    if shape[0] * shape[1] > MOST_CELLS:
        msg = (
            f"{table.title} has {shape[0]:,} regions by {shape[1]:,} fields, {shape[0] * shape[1]:,} cells; at most "
            f"{MOST_CELLS:,} are computed. Use broader fields or fewer regions, or check the columns that were named."
        )
        raise InputError(msg)


def position_of(label: str, axis: Axis, *, what: str) -> int:
    """Find a label that the caller named.

    Parameters
    ----------
    label : str
        As the caller wrote it.
    axis : Axis
        The labels at hand.
    what : str
        What it names: ``"period"``.

    Raises
    ------
    UnknownNameError
        If no label is `label`; the message suggests near ones.
    """
    if label in axis.labels:
        return axis.labels.index(label)
    near = get_close_matches(label, axis.labels, n=3, cutoff=0.6)
    meant = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
    msg = f"there is no {what} {label!r} in column {axis.column!r}.{meant} It has {listed(axis.labels)}."
    raise UnknownNameError(msg)


def repeated(table: Table[Any], positions: IntArray, *, cells: IntArray, n_rows: IntArray, has_time: bool) -> str:
    """Word the refusal of pairs that stand in several rows.

    Parameters
    ----------
    table : Table
        Says how rows are called.
    positions : array of shape (n,)
        The rows at hand.
    cells : array of shape (n,)
        The pair of each.
    n_rows : array
        How often each pair stands there.
    has_time : bool
        Whether a column of periods was named.
    """
    first = cells[np.flatnonzero(n_rows[cells] > 1)[0]]
    rows = " and ".join(table.row(int(position)) for position in positions[np.flatnonzero(cells == first)][:EXAMPLES])
    n_pairs = int((n_rows > 1).sum())
    others = f", and so do {n_pairs - 1:,} more pairs" if n_pairs > 1 else ""
    periods = "" if has_time else "If they are of several periods, name the column of the periods (time). "
    return (
        f"{rows} have the same region and field{others}. {periods}"
        "If they are parts of one amount, ask for their sum (duplicates=sum); else take one of them out."
    )


def listed(labels: Sequence[str]) -> str:
    """List at most five labels.

    Parameters
    ----------
    labels : sequence of str

    Examples
    --------
    >>> listed(["A", "B"])
    "'A', 'B'"
    """
    more = f" and {len(labels) - EXAMPLES:,} more" if len(labels) > EXAMPLES else ""
    return ", ".join(repr(label) for label in labels[:EXAMPLES]) + more
