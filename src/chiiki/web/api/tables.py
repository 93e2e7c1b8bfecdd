"""Rows of the pack as the interface gives them: read once, found by key, linked to what they name."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from chiiki.facts.select import as_text
from chiiki.web.library.enums import Kind
from chiiki.web.library.facts import pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from chiiki.facts.read import Cell, TableRead
    from chiiki.facts.schema import Field, TableSchema

__all__ = ["KEY_SIGN", "TABLES", "cells", "field_of", "key_of", "raw", "row_number", "rows_where", "table_schema"]

KEY_SIGN = "~"
"""Joins the parts of a key of several columns; stands in no id of the pack."""

TABLES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.PLAN: "plans",
        Kind.LAW: "laws_and_strategies",
        Kind.PROGRAMME: "programmes",
        Kind.REGION: "regions",
        Kind.SITE: "places",
        Kind.DESIGNATION: "designations",
        Kind.MEASURE: "measures",
        Kind.EVALUATION: "evaluations",
        Kind.SOURCE: "sources",
        Kind.CONFLICT: "disagreements",
    }
)
"""Kind → the table of the pack in which its things stand."""


def table_schema(name: str) -> TableSchema:
    """Return the shape of a table."""
    return pack().schema.tables[name]


def field_of(table: str, name: str) -> Field | None:
    """Return one column of a table; None where it has no such column."""
    return next((field for field in table_schema(table).fields if field.name == name), None)


@cache
def raw(name: str) -> TableRead:
    """Read a table as columns, once per process."""
    return pack().read(name)


def cells(table: str, number: int) -> dict[str, Cell]:
    """Return one row by its place in the table."""
    return {column: values[number] for column, values in raw(table).columns.items()}


def key_of(table: str, number: int) -> str:
    """Return the key of a row; parts of a key are joined by :data:`KEY_SIGN`."""
    columns = raw(table).columns
    return KEY_SIGN.join(as_text(columns[name][number]) for name in table_schema(table).primary_key)


def row_number(table: str, key: str) -> int | None:
    """Return the place of the row of that key; None where there is none."""
    return _by_key(table).get(key)


def rows_where(table: str, conditions: Mapping[str, str]) -> list[int]:
    """Return the places of the rows whose cells read as `conditions` say; a list cell fits by each of its codes."""
    if not conditions:
        return [*range(raw(table).n_rows)]
    found = [_by_text(table, column).get(text, ()) for column, text in conditions.items()]
    rest = [set(numbers) for numbers in found[1:]]
    return [number for number in found[0] if all(number in others for others in rest)]


@cache
def _by_key(table: str) -> dict[str, int]:
    return {key_of(table, number): number for number in range(raw(table).n_rows)}


@cache
def _by_text(table: str, column: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, cell in enumerate(raw(table).columns[column]):
        for text in _texts(cell):
            found.setdefault(text, []).append(number)
    return found


def _texts(cell: Cell) -> Iterator[str]:
    yield as_text(cell)
    if isinstance(cell, tuple) and len(cell) > 1:
        yield from cell
