"""From a table of units, periods, amounts per head and effects to a question of balance.

Two periods are read, the start and the end. What is missing in one of their rows is refused
with the row: an effect that is empty is not an effect of 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.errors import InputError, MissingValueError, UnknownNameError
from chiiki.evaluation.balance.explained import Observed
from chiiki.frames.cells import coded, numbers
from chiiki.frames.table import open_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.frames.table import Given, Table

__all__ = ["BalanceColumns", "BalanceRows", "read_balance", "read_effect_draws"]

EXAMPLES = 5
"""How many labels a message names at most."""

DRAW = "draw"
"""Column that numbers the draws."""


@dataclass(frozen=True, slots=True)
class BalanceColumns:
    """Which column is what."""

    unit: str
    time: str
    level: str
    effects: Sequence[str]
    persons: str | None = None
    group: str | None = None
    """Group of a unit, for Theil within and between."""

    cohort: str | None = None
    """Units that share a label get the mean of their effects."""


@dataclass(frozen=True, slots=True)
class BalanceRows:
    """Start and end of the same units, in one order."""

    units: tuple[str, ...]
    start: Observed
    end: Observed
    effects: Mapping[str, FloatArray]
    """By column, the effects at the end, shape (n_units,)."""

    has_effect_at_start: bool
    """Whether an effect other than 0 stands in a row of the start."""

    groups: tuple[str, ...] | None = None
    """Of the units at the end."""


def read_balance(table: Given | Table[Given], columns: BalanceColumns, *, start: int, end: int) -> BalanceRows:
    """Read the start and the end from a table with one row per unit and period.

    Parameters
    ----------
    table : frame, dict of columns, or Table
        Rows in any order; those of other periods are not looked at.
    columns : BalanceColumns
        Which column is what.
    start, end : int
        Periods, `start` before `end`.

    Returns
    -------
    BalanceRows
        Units in the order of their first appearance.

    Raises
    ------
    UnknownNameError
        If the table lacks a column, or a period.
    MissingValueError
        If an amount, a number of persons, an effect, a unit or a period is missing.
    InputError
        If a number is none, an amount is negative, persons are not above 0, a unit stands twice
        in a period or in one of the two only, an effect is named twice, or `start` is not before `end`.

    Examples
    --------
    >>> rows = {"pref": ["A", "B", "A", "B"], "year": [1, 1, 2, 2], "income": [1.0, 4.0, 2.0, 4.0],
    ...         "effect": [0.0, 0.0, 0.7, 0.0]}
    >>> found = read_balance(rows, BalanceColumns("pref", "year", "income", ["effect"]), start=1, end=2)
    >>> found.end.per_head.tolist(), found.effects["effect"].tolist()
    ([2.0, 4.0], [0.7, 0.0])
    """
    opened = open_table(table)
    _check_question(columns, start=start, end=end)
    units = coded(opened, columns.unit, what="unit")
    times = _times(opened, columns.time)
    at_start = _rows_of(opened, columns, period=start, times=times, units=units.codes)
    at_end = _rows_of(opened, columns, period=end, times=times, units=units.codes)
    labels = units.axis.labels
    _check_same(labels, units.codes[at_start], units.codes[at_end], periods=(start, end))
    effects = {name: _numbers(opened, name, at_end) for name in columns.effects}
    if columns.cohort is not None:
        effects = {name: _means(cells, _texts(opened, columns.cohort, at_end)) for name, cells in effects.items()}
    return BalanceRows(
        units=tuple(labels[code] for code in units.codes[at_end].tolist()),
        start=_observed(opened, columns, at_start),
        end=_observed(opened, columns, at_end),
        effects=effects,
        has_effect_at_start=any(_numbers(opened, name, at_start).any() for name in columns.effects),
        groups=None if columns.group is None else _texts(opened, columns.group, at_end),
    )


def read_effect_draws(
    table: Given | Table[Given], *, unit: str, units: Sequence[str], effects: Sequence[str]
) -> FloatArray:
    """Read effects at the end as they might have been estimated, one row per draw and unit.

    Parameters
    ----------
    table : frame, dict of columns, or Table
        With a column ``draw``, the column of the unit and one column per effect.
    unit : str
        Column of the unit.
    units : sequence of str
        The units that every draw must list, once each.
    effects : sequence of str
        Columns of the effects.

    Returns
    -------
    array of shape (n_draws, n_effects, n_units)
        Draws in the order of their first appearance, units in that of `units`.

    Raises
    ------
    UnknownNameError
        If the table lacks a column.
    MissingValueError
        If a cell is empty.
    InputError
        If a draw does not list every unit once, or names another one.

    Examples
    --------
    >>> rows = {"draw": [1, 1, 2, 2], "pref": ["A", "B", "B", "A"], "effect": [0.1, 0.0, 0.0, 0.2]}
    >>> read_effect_draws(rows, unit="pref", units=["A", "B"], effects=["effect"]).tolist()
    [[[0.1, 0.0]], [[0.2, 0.0]]]
    """
    opened = open_table(table)
    draws, found = coded(opened, DRAW, what="draw"), coded(opened, unit, what="unit")
    place = {label: position for position, label in enumerate(units)}
    if strange := [label for label in found.axis.labels if label not in place]:
        msg = f"{opened.title}: {unit} {strange[0]!r} is not among the {len(units)} units of the table of amounts."
        raise InputError(msg)
    at = np.array([place[label] for label in found.axis.labels], dtype=np.intp)[found.codes]
    cells = draws.codes * len(units) + at
    times = np.bincount(cells, minlength=len(draws.axis) * len(units))
    if (wrong := np.flatnonzero(times != 1)).size:
        draw, missed = divmod(int(wrong[0]), len(units))
        msg = (
            f"{opened.title}: draw {draws.axis.labels[draw]} lists {unit} {units[missed]!r} {times[wrong[0]]} times. "
            f"Every draw lists each of the {len(units)} units once."
        )
        raise InputError(msg)
    order = np.argsort(cells)
    columns = [_numbers(opened, name, order).reshape(len(draws.axis), len(units)) for name in effects]
    return np.stack(columns, axis=1)


def _check_question(columns: BalanceColumns, *, start: int, end: int) -> None:
    if start >= end:
        msg = f"the start must be before the end, got {start} and {end}."
        raise InputError(msg)
    if not columns.effects:
        msg = "name at least one column of effects: what the programmes did is what the question is about."
        raise InputError(msg)
    if twice := [name for name in columns.effects if list(columns.effects).count(name) > 1]:
        msg = f"the effect {twice[0]!r} is named more than once. Name each column once."
        raise InputError(msg)


def _times(table: Table[Any], name: str) -> FloatArray:
    found = numbers(table, name)
    if np.isnan(found).any():
        msg = (
            f"{table.row(int(np.argmax(np.isnan(found))))}: column {name!r} is empty. Name the period, or drop the row."
        )
        raise MissingValueError(msg)
    return found


def _rows_of(
    table: Table[Any], columns: BalanceColumns, *, period: int, times: FloatArray, units: IntArray
) -> IntArray:
    """Return the positions of the rows of one period, in the order of the units."""
    rows = np.flatnonzero(times == period)
    if not rows.size:
        msg = (
            f"{table.title}: column {columns.time!r} has no row of {period}; periods run from {times.min():g} to "
            f"{times.max():g}."
        )
        raise UnknownNameError(msg)
    order = rows[np.argsort(units[rows], kind="stable")]
    twice = np.flatnonzero(np.diff(units[order]) == 0)
    if twice.size:
        first, second = (table.row(int(order[twice[0] + step])) for step in (0, 1))
        msg = f"{second}: the same {columns.unit} stands in {period} before ({first}). Keep one row of each pair."
        raise InputError(msg)
    return order


def _check_same(labels: Sequence[str], start: IntArray, end: IntArray, *, periods: tuple[int, int]) -> None:
    for here, there, period in ((start, end, periods[1]), (end, start, periods[0])):
        lacking = [labels[code] for code in np.setdiff1d(here, there).tolist()]
        if lacking:
            named = ", ".join(lacking[:EXAMPLES]) + (", …" if len(lacking) > EXAMPLES else "")
            msg = (
                f"no row of {period} for {len(lacking):,} of the units: {named}. Two years are compared over "
                "the same units: add the rows, or leave these units out of both."
            )
            raise MissingValueError(msg)


def _observed(table: Table[Any], columns: BalanceColumns, rows: IntArray) -> Observed:
    per_head = _numbers(table, columns.level, rows)
    _refuse(table, columns.level, rows, per_head < 0, why="is below 0; amounts per head are 0 or more")
    persons = None if columns.persons is None else _numbers(table, columns.persons, rows)
    if persons is not None and columns.persons is not None:
        _refuse(table, columns.persons, rows, persons <= 0, why="is not above 0; leave out units in which nobody lives")
    return Observed(per_head, persons)


def _numbers(table: Table[Any], name: str, rows: IntArray) -> FloatArray:
    found = numbers(table, name)[rows]
    if np.isnan(found).any():
        row = int(rows[np.argmax(np.isnan(found))])
        msg = f"{table.row(row)}: column {name!r} is empty. Write 0 for none, or leave the unit out of both periods."
        raise MissingValueError(msg)
    _refuse(table, name, rows, ~np.isfinite(found), why="is not finite")
    return found


def _refuse(table: Table[Any], name: str, rows: IntArray, wrong: BoolArray, *, why: str) -> None:
    if wrong.any():
        row = int(rows[np.argmax(wrong)])
        msg = f"{table.row(row)}, column {name!r}: {numbers(table, name)[row]:g} {why}."
        raise InputError(msg)


def _texts(table: Table[Any], name: str, rows: IntArray) -> tuple[str, ...]:
    cells = table.column(name).cells
    return tuple(str(cells[row]).strip() for row in rows.tolist())


def _means(cells: FloatArray, labels: Sequence[str]) -> FloatArray:
    _, codes = np.unique(np.array(labels, dtype=str), return_inverse=True)
    means: FloatArray = np.bincount(codes, weights=cells) / np.bincount(codes)
    return means[codes]
