"""Rows of the pack by their place in a table: the interface's door to the query layer of the library."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote

from chiiki.web.library import labels
from chiiki.web.library.enums import Kind
from chiiki.web.library.facts import pack
from chiiki.web.library.queries.tables import KEY_SIGN, fact_key, find_rows, read_cells

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.facts.read import Cell, TableRead
    from chiiki.facts.schema import Field, TableSchema

__all__ = ["TABLES", "cells", "field_of", "key_of", "quoted", "raw", "row_number", "rows_where", "table_schema"]

TABLES: Mapping[Kind, str] = MappingProxyType({**labels.TABLES, Kind.CONFLICT: "disagreements"})
"""Kind → the table of the pack in which its things stand."""


def table_schema(name: str) -> TableSchema:
    """Return the shape of a table."""
    return pack().schema.tables[name]


def field_of(table: str, name: str) -> Field | None:
    """Return one column of a table; None where it has no such column."""
    return next((field for field in table_schema(table).fields if field.name == name), None)


def raw(name: str) -> TableRead:
    """Return a table as columns, read once per process."""
    return read_cells(pack(), name)


def cells(table: str, number: int) -> dict[str, Cell]:
    """Return one row by its place in the table."""
    return {column: values[number] for column, values in raw(table).columns.items()}


def key_of(table: str, number: int) -> str:
    """Return the key of a row, as addresses and citations write it."""
    return fact_key(table_schema(table), cells(table, number))


def quoted(key: str) -> str:
    """Write a key or an id as one part of an address."""
    return quote(key, safe=KEY_SIGN)


def row_number(table: str, key: str) -> int | None:
    """Return the place of the row of that key; None where there is none."""
    return _by_key(table).get(key)


def rows_where(table: str, conditions: Mapping[str, str]) -> Sequence[int]:
    """Return the places of the rows whose cells read as `conditions` say."""
    return find_rows(pack(), table, where=conditions).numbers


@cache
def _by_key(table: str) -> dict[str, int]:
    return {key_of(table, number): number for number in range(raw(table).n_rows)}
