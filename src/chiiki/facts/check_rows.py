"""Rules inside one table: spans, missing codes, places in a source, codes of lists."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from chiiki.facts.read import FIRST_ROW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.facts.read import Cell, Problem
    from chiiki.facts.schema import TableSchema
    from chiiki.facts.sheets import Sheets

__all__ = ["row_problems"]

SPANS = (
    ("start_fy", "end_fy"),
    ("from_fy", "to_fy"),
    ("first_call_fy", "last_call_fy"),
    ("valid_from", "valid_to"),
)
"""Columns that are the two ends of a span, both included."""

WITHOUT_OVERLAP = ("plans",)
"""Tables whose spans follow each other: two plans never run in the same year."""

VALUES = {
    "outcomes": ("value",),
    "budgets": ("amount_jpy",),
    "evaluations": ("grade",),
    "events": ("n_participants",),
    "calls": ("n_applied", "n_selected"),
    "programmes": ("start_fy", "end_fy"),
    "designations": ("start_fy", "end_fy"),
}
"""Cells that may be empty only where the column ``missing`` says why."""

EXPLAINED = {
    "outcomes": ("value", "from_fy", "to_fy"),
    "budgets": ("amount_jpy", "from_fy", "to_fy"),
    "evaluations": ("grade", "fy"),
}
"""Cells of which one must be empty where ``missing`` is given; any optional cell elsewhere."""


def row_problems(sheets: Sheets) -> Iterator[Problem]:
    """Yield what breaks a rule inside one table.

    Parameters
    ----------
    sheets : Sheets
        All tables of the pack.
    """
    for table in sheets.schema.tables.values():
        for first, last in SPANS:
            yield from _reversed(sheets, table.name, first, last=last)
        if table.name in WITHOUT_OVERLAP:
            yield from _overlapping(sheets, table)
        if "missing" in table.columns:
            yield from _unexplained(sheets, table)
        yield from _without_locator(sheets, table.name)
        yield from _unknown_codes(sheets, table)


def _reversed(sheets: Sheets, table: str, first: str, *, last: str) -> Iterator[Problem]:
    for index, (start, end) in sheets.rows(table, first, last):
        if isinstance(start, int) and isinstance(end, int) and end < start:
            what = f"the span ends ({end}) before it begins ({first} {start})."
            yield sheets.problem(table, index, column=last, value=end, what=what)


def _overlapping(sheets: Sheets, table: TableSchema) -> Iterator[Problem]:
    spans = sorted(
        (start, end, index)
        for index, (start, end) in sheets.rows(table.name, "start_fy", "end_fy")
        if isinstance(start, int) and isinstance(end, int)
    )
    for (_, end, earlier), (start, _, index) in pairwise(spans):
        if start <= end:
            what = (
                f"the span begins in {start}, and row {earlier + FIRST_ROW} runs until {end}; spans here never overlap."
            )
            yield sheets.problem(table.name, index, column="start_fy", value=start, what=what)


def _unexplained(sheets: Sheets, table: TableSchema) -> Iterator[Problem]:
    values = VALUES.get(table.name, ())
    for index, (code, *cells) in sheets.rows(table.name, "missing", *values):
        empty = [name for name, cell in zip(values, cells, strict=True) if _is_empty(cell)]
        if empty and not code:
            what = "the cell is empty and the column missing does not say why (unknown, not_published, …)."
            yield sheets.problem(table.name, index, column=empty[0], value="", what=what)
    optional = tuple(field.name for field in table.fields if not field.is_required and field.name != "missing")
    explained = EXPLAINED.get(table.name, optional)
    for index, (code, *cells) in sheets.rows(table.name, "missing", *explained):
        if code and cells and not any(_is_empty(cell) for cell in cells):
            what = f"missing is {code!r}, and no cell is empty among {', '.join(explained)}."
            yield sheets.problem(table.name, index, column="missing", value=code, what=what)


def _without_locator(sheets: Sheets, table: str) -> Iterator[Problem]:
    for index, (locator,) in sheets.rows(table, "locator"):
        if not locator:
            what = "the cell is empty; write the place in the source, or page where the whole page is the place."
            yield sheets.problem(table, index, column="locator", value="", what=what)


def _unknown_codes(sheets: Sheets, table: TableSchema) -> Iterator[Problem]:
    terms = sheets.keys("vocabularies", "vocabulary", "code")
    for field in table.fields:
        if not field.separator or not field.vocabulary or not terms:
            continue
        allowed = sorted(str(code) for vocabulary, code in terms if vocabulary == field.vocabulary)
        for index, (codes,) in sheets.rows(table.name, field.name):
            for code in codes if isinstance(codes, tuple) else ():
                if code not in allowed:
                    what = f"{code!r} is not one of {', '.join(allowed)}."
                    yield sheets.problem(table.name, index, column=field.name, value=code, what=what)


def _is_empty(cell: Cell) -> bool:
    return cell is None or cell == ""
