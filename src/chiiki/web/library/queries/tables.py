"""The tables of the pack as they are: rows by their cells, sorted, page by page, and single rows by their key."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING

from chiiki.facts.pack import record_types
from chiiki.facts.read import TableRead
from chiiki.facts.select import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.read import Cell
    from chiiki.facts.records import Citation, Disagreement
    from chiiki.facts.schema import TableSchema

__all__ = ["Fact", "Rows", "fact_key", "find_fact", "find_rows", "read_cells"]

KEY_SIGN = "|"
"""What parts the columns of a key, as in ``citations.row_id``."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table that fit, as numbers of rows."""

    table: TableSchema
    columns: Mapping[str, Sequence[Cell]]
    numbers: Sequence[int]
    n_rows: int
    """All rows of the table."""

    def cells(self, number: int) -> list[Cell]:
        """Return the cells of one row."""
        return [column[number] for column in self.columns.values()]


@dataclass(frozen=True, slots=True)
class Fact:
    """One row with everything that the pack says of it."""

    table: TableSchema
    key: str
    cells: Mapping[str, Cell]
    citations: tuple[Citation, ...]
    disagreements: tuple[Disagreement, ...]


@cache
def read_cells(pack: Pack, name: str) -> TableRead:
    """Return a table by its columns; an unknown one raises UnknownNameError.

    The typed rows of the pack hold the same cells, so that no file is read twice and no cell kept
    twice; only a table with columns that no record of ours has is read as it is.
    """
    table, record = pack.schema.tables.get(name), record_types().get(name)
    if table is None or record is None or {field.name for field in fields(record)} != {*table.columns}:
        return pack.read(name)
    rows = getattr(pack, name)
    return TableRead({column: tuple(map(attrgetter(column), rows)) for column in table.columns}, len(rows), ())


def find_rows(pack: Pack, name: str, *, where: Mapping[str, str], sort: str = "") -> Rows:
    """Return the rows whose cells read as `where` says.

    Parameters
    ----------
    pack : Pack
    name : str
        Of a table of the pack.
    where : mapping of str to str
        Column → text of the cell as the CSV has it; empty text asks for an empty cell.
    sort : str
        A column, ``-`` in front for descending; the order of the pack when empty. Empty cells stand last.
    """
    read = read_cells(pack, name)
    numbers: Sequence[int] = range(read.n_rows)
    for column, value in where.items():
        matching = _places(pack, name, column).get(value, ())
        known = set(matching)
        numbers = matching if isinstance(numbers, range) else [number for number in numbers if number in known]
    if sort:
        numbers = _sorted(read.columns[sort.removeprefix("-")], numbers, is_descending=sort.startswith("-"))
    return Rows(pack.schema.tables[name], read.columns, numbers, read.n_rows)


@cache
def _places(pack: Pack, name: str, column: str) -> Mapping[str, tuple[int, ...]]:
    """Return text of a cell → the rows that have it."""
    found: dict[str, list[int]] = {}
    for number, cell in enumerate(read_cells(pack, name).columns[column]):
        found.setdefault(as_text(cell), []).append(number)
    return MappingProxyType({text: tuple(numbers) for text, numbers in found.items()})


def _sorted(column: Sequence[Cell], numbers: Sequence[int], *, is_descending: bool) -> list[int]:
    filled = [number for number in numbers if column[number] not in {None, ""}]
    empty = [number for number in numbers if column[number] in {None, ""}]
    filled.sort(key=lambda number: column[number], reverse=is_descending)  # type: ignore[arg-type, return-value]
    return [*filled, *empty]


def fact_key(table: TableSchema, cells: Mapping[str, Cell]) -> str:
    """Return the key of a row as addresses and citations write it."""
    return KEY_SIGN.join(as_text(cells[column]) for column in table.primary_key)


def find_fact(pack: Pack, name: str, key: str) -> Fact | None:
    """Return the row of `name` with that key, and what else the pack says of it; None where there is none."""
    number = _numbers(pack, name).get(key) if name in pack.schema.tables else None
    if number is None:
        return None
    read = read_cells(pack, name)
    return Fact(
        pack.schema.tables[name],
        key,
        MappingProxyType({column: cells[number] for column, cells in read.columns.items()}),
        tuple(row for row in pack.citations if row.table == name and row.row_id == key),
        tuple(row for row in pack.disagreements if row.table == name and row.row_id == key),
    )


@cache
def _numbers(pack: Pack, name: str) -> Mapping[str, int]:
    columns = [read_cells(pack, name).columns[column] for column in pack.schema.tables[name].primary_key]
    keys = (KEY_SIGN.join(map(as_text, cells)) for cells in zip(*columns, strict=True))
    return MappingProxyType({key: number for number, key in enumerate(keys)})
