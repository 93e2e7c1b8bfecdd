"""All tables of a pack as columns, for rules that look across them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.facts.read import CORRECT, FIRST_ROW, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.facts.read import Cell, TableRead
    from chiiki.facts.schema import PackSchema

__all__ = ["Sheets"]


@dataclass(frozen=True, slots=True)
class Sheets:
    """The tables that could be read, with their schema."""

    schema: PackSchema
    reads: dict[str, TableRead]

    def rows(self, table: str, *columns: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Yield index (from 0) and the named cells of each row without a refused cell.

        Parameters
        ----------
        table : str
            Name of the table; nothing is yielded where the pack lacks it, or a column of it.
        *columns : str
            Names of the columns.
        """
        read = self.reads.get(table)
        if read is None or not set(columns) <= set(read.columns):
            return
        refused = read.refused_rows
        cells = zip(*(read.columns[column] for column in columns), strict=True)
        for index, row in enumerate(cells):
            if index not in refused:
                yield index, row

    def keys(self, table: str, *columns: str) -> set[tuple[Cell, ...]]:
        """Collect the distinct values of `columns`, also of rows with a refused cell elsewhere."""
        read = self.reads.get(table)
        if read is None or not set(columns) <= set(read.columns):
            return set()
        return set(zip(*(read.columns[column] for column in columns), strict=True))

    def has(self, table: str) -> bool:
        """Return whether the table was read as a table at all."""
        read = self.reads.get(table)
        return read is not None and bool(read.n_rows or not read.problems)

    def problem(self, table: str, index: int, *, column: str, value: object, what: str) -> Problem:
        """Make the problem of one cell, with the row as a spreadsheet counts it."""
        path = self.schema.tables[table].path
        return Problem(path, what, CORRECT, row=index + FIRST_ROW, column=column, value=str(value))
