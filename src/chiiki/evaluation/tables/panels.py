"""From rows of units and periods to a panel; what is ambiguous is refused with its row.

A unit that was never treated has an empty cell, 0 or ``inf`` as its first treated period, as
the caller says; a unit of which it is not known has ``unknown``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import numpy as np

from chiiki.errors import InputError, MissingValueError
from chiiki.evaluation.panel import Panel
from chiiki.frames.cells import coded, numbers
from chiiki.frames.table import open_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.frames.table import Given, Table

__all__ = ["NEVER", "Columns", "NeverAs", "read_panel"]

NeverAs: TypeAlias = Literal["any", "empty", "zero", "inf"]
"""How the caller writes "never treated"."""

NEVER: tuple[NeverAs, ...] = get_args(NeverAs)

UNKNOWN = {"unknown", "not known", "?", "不明"}
"""What stands in the column of first treatment where it is not known."""

LARGEST = 2**53
"""Whole numbers up to here are apart as floats."""

INFINITE = {"inf", "infinity", "never"}
EMPTY = {"", "na", "nan", "none", "null"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is what."""

    unit: str = "unit"
    time: str = "time"
    outcome: str = "outcome"
    first_treated: str | None = "first_treated"
    """None where no unit is said to be treated, as when one is named apart."""

    covariates: Sequence[str] = ()
    cluster: str | None = None


def read_panel(table: Given | Table[Given], columns: Columns, *, never: NeverAs = "any") -> Panel:
    """Read a table with one row per unit and period.

    Parameters
    ----------
    table : frame, dict of columns, or Table
        Rows in any order. A pair of unit and period without a row, or with an empty outcome,
        is a cell without an outcome.
    columns : Columns
        Which column is what.
    never : {"any", "empty", "zero", "inf"}
        How "never treated" is written. "any" takes an empty cell, 0 and ``inf`` alike. Where periods
        run from below 0, a 0 might be a period, so that "any" refuses it; it is one for "empty" and "inf".

    Returns
    -------
    Panel
        Units and periods sorted: periods by number, units in order of first appearance.

    Raises
    ------
    UnknownNameError
        If the table lacks a column.
    MissingValueError
        If a unit or period is empty, or first treatment is empty and `never` does not allow it.
    InputError
        If a number is none, a period is not whole, a unit stands twice in a period, or its
        first treatment, cluster or covariates contradict each other.

    Examples
    --------
    >>> rows = {"unit": ["A", "A", "B", "B"], "time": [1, 2, 1, 2], "outcome": [1.0, 3.0, 1.0, 2.0],
    ...         "first_treated": [2, 2, 0, 0]}
    >>> read_panel(rows, Columns()).first_treated.tolist()
    [2.0, inf]
    """
    opened = open_table(table)
    units = coded(opened, columns.unit, what="unit")
    periods, at = np.unique(_whole(opened, columns.time), return_inverse=True)
    _check_once(opened, columns, units.codes, at, units.axis.labels, periods)
    shape = (len(units.axis), len(periods))
    first = np.full(shape[0], np.inf)
    if columns.first_treated is not None:
        cells = _first_treated(opened, columns.first_treated, never=never, periods=periods)
        first = _constant(opened, columns.first_treated, cells, units.codes)
    return Panel(
        units=units.axis.labels,
        periods=periods,
        outcomes=_cells(numbers(opened, columns.outcome), units.codes, at, shape),
        first_treated=first,
        covariates={name: _cells(numbers(opened, name), units.codes, at, shape) for name in columns.covariates},
        clusters=None if columns.cluster is None else _clusters(opened, columns.cluster, units.codes),
    )


def _whole(table: Table[Any], name: str) -> IntArray:
    found = numbers(table, name)
    if (missing := np.flatnonzero(np.isnan(found))).size:
        msg = f"{table.row(int(missing[0]))}: column {name!r} is empty. Name the period, or leave the row out."
        raise MissingValueError(msg)
    if (far := np.flatnonzero(np.abs(found) > LARGEST)).size:
        at = int(far[0])
        msg = f"{table.row(at)}, column {name!r}: {found[at]:g} is no period. Number periods by years, or from 1 on."
        raise InputError(msg)
    if (odd := np.flatnonzero(found != np.round(found))).size:
        at = int(odd[0])
        msg = (
            f"{table.row(at)}, column {name!r}: {found[at]} is no whole number. Periods are whole numbers such as "
            "years; number quarters or months through (2001Q1 is 8004, 2001Q2 is 8005)."
        )
        raise InputError(msg)
    return found.astype(np.intp)


def _check_once(  # noqa: PLR0913, PLR0917 -- what the message names
    table: Table[Any], columns: Columns, units: IntArray, at: IntArray, labels: Sequence[str], periods: IntArray
) -> None:
    pairs = units * len(periods) + at
    order = np.argsort(pairs, kind="stable")
    twice = np.flatnonzero(np.diff(pairs[order]) == 0)
    if not twice.size:
        return
    first, second = int(order[twice[0]]), int(order[twice[0] + 1])
    msg = (
        f"{table.row(second)}: {columns.unit} {labels[units[second]]!r} stands twice in {columns.time} "
        f"{periods[at[second]]} (first: {table.row(first)}); {len(twice):,} such rows. Keep one row of each pair."
    )
    raise InputError(msg)


def _first_treated(table: Table[Any], name: str, *, never: NeverAs, periods: IntArray) -> FloatArray:
    cells = table.column(name).cells
    listed: list[Any] = cells.tolist() if isinstance(cells, np.ndarray) else list(cells)
    zero = _zero(never, periods)
    firsts = {text: _first_of_cell(text, never=never, zero=zero) for text in dict.fromkeys(map(str, listed))}
    for row, cell in enumerate(listed):
        if firsts[str(cell)] is None:
            raise _refused_first(table, name, row, cell, never)
    return np.array([firsts[str(cell)] for cell in listed], dtype=float)


def _zero(never: NeverAs, periods: IntArray) -> float | None:
    """Say what a 0 means: never treated, the period 0, or neither (None), as where it might be both."""
    is_period = bool(periods[0] <= 0 <= periods[-1])
    if never in {"empty", "inf"}:
        return 0.0 if is_period else None
    return None if never == "any" and is_period and periods[0] < 0 else np.inf


def _first_of_cell(cell: str, *, never: NeverAs, zero: float | None) -> float | None:
    """Return a period, infinity, NaN for not known, or None where the cell is none of these."""
    text = cell.strip().lower()
    if text in UNKNOWN:
        return np.nan
    try:
        number = np.nan if text in EMPTY else np.inf if text in INFINITE else float(text)
    except ValueError:
        return None
    return zero if number == 0 else _first_of_number(number, never)


def _first_of_number(cell: float, never: NeverAs) -> float | None:
    if np.isnan(cell):
        return np.inf if never in {"any", "empty"} else None
    if np.isinf(cell):
        return np.inf if never in {"any", "inf"} and cell > 0 else None
    return cell if cell == round(cell) else None


def _refused_first(table: Table[Any], name: str, row: int, cell: object, never: NeverAs) -> InputError:
    if never == "any" and str(cell).strip().strip("-+0.") == "":
        msg = (
            f"{table.row(row)}, column {name!r}: {cell!r} may be the period 0, or never treated. Say how never treated "
            "is written: empty or inf where 0 is a period, zero where it is not (--never)."
        )
        return InputError(msg)
    words = {"any": "empty, 0 or inf", "empty": "an empty cell", "zero": "0", "inf": "inf"}
    msg = (
        f"{table.row(row)}, column {name!r}: {cell!r} is no first treated period. Write a whole number, {words[never]} "
        "for a unit that was never treated, or unknown where it is not known."
    )
    return InputError(msg)


def _constant(table: Table[Any], name: str, values: FloatArray, units: IntArray) -> FloatArray:
    """Return one value per unit, and refuse a unit with two."""
    n_units = int(units.max()) + 1
    first_row = np.full(n_units, len(units))
    np.minimum.at(first_row, units, np.arange(len(units)))
    found: FloatArray = values[first_row]
    same = (values == found[units]) | (np.isnan(values) & np.isnan(found[units]))
    if not same.all():
        row = int(np.argmin(same))
        msg = (
            f"{table.row(row)}, column {name!r}: {values[row]:g}, but {table.row(int(first_row[units[row]]))} says "
            f"{found[units[row]]:g} of the same unit. A unit has one first treated period and stays treated; "
            "treatment that ends or begins again needs a panel of its own."
        )
        raise InputError(msg)
    return found


def _clusters(table: Table[Any], name: str, units: IntArray) -> IntArray:
    found = coded(table, name, what="cluster")
    first_row = np.unique(units, return_index=True)[1]
    codes: IntArray = found.codes[first_row]
    if (apart := np.flatnonzero(found.codes != codes[units])).size:
        row = int(apart[0])
        own, first = found.axis.labels[found.codes[row]], found.axis.labels[codes[units[row]]]
        msg = (
            f"{table.row(row)}, column {name!r}: {own!r}, but {table.row(int(first_row[units[row]]))} says {first!r} "
            "of the same unit. A unit is in one cluster in all its periods; name a column that does not change."
        )
        raise InputError(msg)
    return codes


def _cells(values: FloatArray, units: IntArray, at: IntArray, shape: tuple[int, int]) -> FloatArray:
    found = np.full(shape, np.nan)
    found[units, at] = values
    return found
