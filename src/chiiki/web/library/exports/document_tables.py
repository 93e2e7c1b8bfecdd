"""The tables of a document as CSV: what the page shows, and beside it the bare values.

A column that holds numbers is followed by ``<head> [value]`` and ``<head> [number]`` (the id
under which the table ``numbers`` says unit, period, definition, sources and locators), a
column that holds sources by ``<head> [source]``. Nothing is cut: each table says how many of
how many rows it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.brief.document import Link, NumberRef, plain
from chiiki.provenance import worded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chiiki.brief.document import Cell, Document, Table, Text

__all__ = ["NUMBERS", "Sheet", "Value", "document_sheets", "main_sheet"]

Value = str | int | float
"""A cell: words as the page shows them, or a bare number."""

NUMBERS = "numbers"
"""Name of the table of all numbers of a document."""

_NUMBER_COLUMNS = (
    "id", "value", "upper", "unit", "period", "definition", "missing", "cautions",
    "source_ids", "locators", "formula", "inputs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table, as rows of plain cells."""

    name: str
    """``sites-1``: the block and the place in it; ``numbers`` for all numbers."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    n_total: int
    """Rows that exist, where a page shows fewer."""


def document_sheets(document: Document) -> tuple[Sheet, ...]:
    """Return every table of `document` in reading order, and its numbers at the end."""
    found = [_sheet(name, table, document=document) for name, table in _tables(document)]
    return (*found, _numbers(document))


def main_sheet(sheets: Sequence[Sheet]) -> Sheet:
    """Return the longest table of the page, one behind a drawing only where there is no other."""
    listed = [sheet for sheet in sheets if "-" in sheet.name]
    shown = [sheet for sheet in sheets if sheet.name != NUMBERS]
    return max(listed or shown or sheets, key=lambda sheet: len(sheet.rows))


def _tables(document: Document) -> Iterator[tuple[str, Table]]:
    for block in document.blocks:
        if block.figure and block.figure.table:
            yield block.id, block.figure.table
        for index, table in enumerate(block.tables, 1):
            yield f"{block.id}-{index}", table
    for index, table in enumerate(document.conflicts, 1):
        yield f"conflict-{index}", table


def _sheet(name: str, table: Table, *, document: Document) -> Sheet:
    columns = range(len(table.header))
    has_numbers = [any(_number(row[at]) for row in table.rows) for at in columns]
    has_sources = [any(_source(row[at]) for row in table.rows) for at in columns]
    header: list[str] = []
    for at, head in enumerate(table.header):
        header += [head, *((f"{head} [value]", f"{head} [number]") if has_numbers[at] else ())]
        header += [f"{head} [source]"] if has_sources[at] else []
    rows = []
    for row in table.rows:
        cells: list[Value] = []
        for at, cell in enumerate(row):
            cells.append(plain(cell.text))
            number = _number(cell)
            cells += [_value(number, document), number] if has_numbers[at] else []
            cells += [_source(cell)] if has_sources[at] else []
        rows.append(tuple(cells))
    n_total = len(rows) if table.n_total is None else table.n_total
    return Sheet(name=name, caption=plain(table.caption), header=tuple(header), rows=tuple(rows), n_total=n_total)


def _number(cell: Cell) -> str:
    """Return the id of the number that a cell holds; nothing where it holds none or several."""
    found = [piece.number_id for piece in cell.text if isinstance(piece, NumberRef)]
    return found[0] if len(found) == 1 else ""


def _source(cell: Cell) -> str:
    return ";".join(_linked(cell.text))


def _linked(text: Text) -> list[str]:
    return [piece.href[3:] for piece in text if isinstance(piece, Link) and piece.href.startswith("#s-")]


def _value(number_id: str, document: Document) -> Value:
    value = document.numbers[number_id].value if number_id else None
    return "" if value is None or isinstance(value, tuple) else value


def _numbers(document: Document) -> Sheet:
    rows = []
    for number in document.numbers:
        ends = number.value if isinstance(number.value, tuple) else (number.value, None)
        rows.append(
            (
                number.id,
                *("" if end is None else end for end in ends),
                number.unit,
                number.period,
                number.definition,
                number.missing,
                ";".join(number.cautions),
                ";".join(number.source_ids),
                ";".join(worded(one, document.lang) for one in number.locators),
                worded(number.formula, document.lang) if number.formula else "",
                ";".join(number.inputs),
            )
        )
    return Sheet(name=NUMBERS, caption="", header=_NUMBER_COLUMNS, rows=tuple(rows), n_total=len(rows))
