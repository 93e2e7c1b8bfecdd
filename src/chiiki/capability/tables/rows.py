"""From rows to tables of regions by fields, one per period.

Rows are never aligned by position: each names its region and field. A pair that has no row
counts as zero, which is said; a pair with two rows is refused, since the two may be a
correction, two vintages or two parts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.capability.tables.finishing import finished
from chiiki.capability.tables.labels import label_cautions, unnamed_period_cautions, vintage_cautions
from chiiki.capability.tables.matrix import Matrix
from chiiki.capability.tables.refusals import check_cells, check_size, position_of, repeated
from chiiki.cautions import Caution
from chiiki.errors import InputError
from chiiki.frames.cells import Axis, Coded, coded, labelled, numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.capability.tables.reading import Reading, Rules
    from chiiki.frames.table import Table

__all__ = ["appearing", "matrices", "matrix_of_array"]


def matrices(table: Table[Any], reading: Reading, rules: Rules) -> tuple[Matrix, ...]:
    """Read the rows of `table` into one matrix per period.

    Parameters
    ----------
    table : Table
        One row per region and field, and per period where `reading` names a time column.
    reading : Reading
        Which column is what.
    rules : Rules
        What the method can take.

    Returns
    -------
    tuple of Matrix
        In order of first appearance of the periods.

    Raises
    ------
    UnknownNameError
        If a column, period or reference is not in the table.
    MissingValueError
        If a label or a value is empty.
    InputError
        If a value is no amount, a pair stands twice, or a region or field is empty.
    MethodError
        If there are fewer regions or fields than the method needs.
    """
    rows = _rows(table, reading, rules)
    if reading.time is None:
        return (_without_periods(rows),)
    periods = coded(table, reading.time, what="period")
    chosen: Sequence[int] = range(len(periods.axis))
    if reading.period is not None:
        chosen = [position_of(reading.period, periods.axis, what="period")]
    found = [
        _matrix(rows, np.flatnonzero(periods.codes == code), period=periods.axis.kept(np.array([code])))
        for code in chosen
    ]
    for axes in ([(m.period or "", m.field_axis) for m in found], [(m.period or "", m.region_axis) for m in found]):
        found[-1] = replace(found[-1], cautions=(*found[-1].cautions, *vintage_cautions(axes)))
    return tuple(found)


def _without_periods(rows: _Rows) -> Matrix:
    table, reading = rows.table, rows.reading
    if reading.period is not None:
        msg = f"period={reading.period!r} needs the column of the periods: name it (time=, --time)."
        raise InputError(msg)
    used = {reading.region, reading.field, reading.value, reading.persons, reading.parent, reading.units}
    found = _matrix(rows, np.arange(table.n_rows), period=None)
    return replace(found, cautions=(*found.cautions, *unnamed_period_cautions(table, used=used)))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The columns that a method needs, checked."""

    table: Table[Any]
    reading: Reading
    rules: Rules
    regions: Coded
    fields: Coded
    values: FloatArray
    persons: FloatArray | None
    parents: Coded | None
    units: FloatArray | None


def _rows(table: Table[Any], reading: Reading, rules: Rules) -> _Rows:
    if reading.region == reading.field:
        msg = f"column {reading.region!r} is named as region and as field. Name two columns."
        raise InputError(msg)
    regions = coded(table, reading.region, what="region")
    fields = _single(table) if reading.field is None else coded(table, reading.field, what="field")

    def amounts(name: str | None, *, free: bool = False) -> FloatArray | None:
        if name is None:
            return None
        found = numbers(table, name)
        check_cells(found, table=table, name=name, rules=rules if free else replace(rules, **_STRICT))
        return found

    return _Rows(
        table=table,
        reading=reading,
        rules=rules,
        regions=regions,
        fields=fields,
        values=np.asarray(amounts(reading.value, free=True)),
        persons=amounts(reading.persons),
        parents=None if reading.parent is None else coded(table, reading.parent, what="parent"),
        units=amounts(reading.units),
    )


_STRICT: dict[str, Any] = {"may_be_negative": False, "may_be_missing": False}
"""Persons and units are counts, whatever the values may be."""


def matrix_of_array(table: Table[Any], reading: Reading, rules: Rules, *, shape: tuple[int, int]) -> tuple[Matrix]:
    """Read an array of regions by fields.

    Parameters
    ----------
    table : Table
        The array, cell by cell as rows.
    reading : Reading
        Labels of its rows and columns; their positions where there are none.
    rules : Rules
        What the method can take.
    shape : (int, int)
        Regions and fields.

    Raises
    ------
    ShapeError
        If there is not one label for each row and column.
    InputError, MissingValueError, MethodError
        As :func:`matrices`.
    """
    values = numbers(table, reading.value)
    check_cells(values, table=table, name=reading.value, rules=rules)
    regions = labelled(reading.regions, shape[0], what="region", column=reading.region)
    fields = labelled(reading.fields, shape[1], what="field", column=reading.field or "field")
    rows = _Rows(
        table=table,
        reading=reading,
        rules=rules,
        regions=Coded(regions, np.repeat(np.arange(shape[0]), shape[1])),
        fields=Coded(fields, np.tile(np.arange(shape[1]), shape[0])),
        values=values,
        persons=None,
        parents=None,
        units=None,
    )
    return (_matrix(rows, np.arange(values.size), period=None),)


def _single(table: Table[Any]) -> Coded:
    axis = Axis("field", ("all",), np.array(["all"], dtype=object))
    return Coded(axis, np.zeros(table.n_rows, dtype=np.intp))


def _matrix(rows: _Rows, positions: IntArray, *, period: Axis | None) -> Matrix:
    regions, fields = (appearing(column, positions) for column in (rows.regions, rows.fields))
    shape = (len(regions.axis), len(fields.axis))
    check_size(shape, table=rows.table)
    cells = regions.codes * shape[1] + fields.codes
    n_rows = np.bincount(cells, minlength=shape[0] * shape[1])
    twice = _duplicates(rows, positions, cells, n_rows)

    def filled(amounts: FloatArray | None) -> FloatArray | None:
        if amounts is None:
            return None
        sums = np.bincount(cells, weights=amounts[positions], minlength=n_rows.size)
        return np.asarray(sums, dtype=np.float64).reshape(shape)

    values = np.asarray(filled(rows.values))
    if rows.rules.may_be_missing:
        values[n_rows.reshape(shape) == 0] = np.nan
    whole = Matrix(
        values=values,
        region_axis=regions.axis,
        field_axis=fields.axis,
        value_column=rows.reading.value,
        period_axis=period,
        persons=_persons(rows, positions, regions=regions),
        parents=_parents(rows, positions, fields=fields),
        units=filled(rows.units),
        cautions=(*label_cautions(regions.axis, what="region"), *label_cautions(fields.axis, what="field"), *twice),
    )
    absent = n_rows.reshape(shape) == 0
    return finished(whole, absent, reading=rows.reading, rules=rows.rules)


def appearing(column: Coded, positions: IntArray) -> Coded:
    """Return the labels that some rows have, in order of first appearance there.

    Parameters
    ----------
    column : Coded
        Labels of all rows.
    positions : array of shape (n,)
        The rows, in ascending order.
    """
    if len(positions) == len(column.codes):
        return column
    codes = column.codes[positions]
    first = np.full(len(column.axis), len(codes))
    # the last write wins, so that going backwards leaves the first appearance
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    order = np.argsort(first, kind="stable")[: int((first < len(codes)).sum())]
    place = np.empty(len(first), dtype=np.intp)
    place[order] = np.arange(len(order))
    return Coded(column.axis.kept(order), place[codes])


def _duplicates(rows: _Rows, positions: IntArray, cells: IntArray, n_rows: IntArray) -> tuple[Caution, ...]:
    if n_rows.max(initial=0) < 2:  # noqa: PLR2004 -- one row per pair
        return ()
    if rows.reading.duplicates == "refuse":
        raise InputError(repeated(rows.table, positions, cells=cells, n_rows=n_rows, has_time=bool(rows.reading.time)))
    n_pairs = int((n_rows > 1).sum())
    message = f"{n_pairs:,} pairs of a region and a field stand in several rows, which were summed."
    return (Caution("duplicates-summed", message),)


def _persons(rows: _Rows, positions: IntArray, *, regions: Coded) -> FloatArray | None:
    if rows.persons is None:
        return None
    given = rows.persons[positions]
    persons = np.zeros(len(regions.axis))
    persons[regions.codes] = given
    if (differ := np.flatnonzero(persons[regions.codes] != given)).size:
        region = regions.axis.labels[regions.codes[differ[0]]]
        last = np.flatnonzero(regions.codes == regions.codes[differ[0]])[-1]
        msg = (
            f"{rows.table.row(int(positions[differ[0]]))} and {rows.table.row(int(positions[last]))}: column "
            f"{rows.reading.persons!r} has {given[differ[0]]:g} and {given[last]:g} for the region {region!r}. "
            "Give every row of a region the same number of persons."
        )
        raise InputError(msg)
    return persons


def _parents(rows: _Rows, positions: IntArray, *, fields: Coded) -> tuple[str, ...] | None:
    if rows.parents is None:
        return None
    given = rows.parents.codes[positions]
    parents = np.zeros(len(fields.axis), dtype=np.intp)
    parents[fields.codes] = given
    labels = rows.parents.axis.labels
    if (differ := np.flatnonzero(parents[fields.codes] != given)).size:
        field = fields.codes[differ[0]]
        msg = (
            f"{rows.table.row(int(positions[differ[0]]))}: the field {fields.axis.labels[field]!r} belongs to "
            f"{labels[given[differ[0]]]!r} here and to {labels[parents[field]]!r} elsewhere. Give a field one parent."
        )
        raise InputError(msg)
    return tuple(labels[parent] for parent in parents.tolist())
