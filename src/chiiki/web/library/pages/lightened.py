"""Blocks of a brief, made light enough for a page: one drawing, one table, the rest a link away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.brief.document import Cell, NumberRef
from chiiki.web.library.pages.explained import explained_elsewhere, source_pages
from chiiki.web.library.pages.ground import finish

if TYPE_CHECKING:
    from collections.abc import Collection

    from chiiki.brief.document import Block, Document, Figure
    from chiiki.brief.parts import Parts
    from chiiki.brief.voice import Voice

__all__ = ["as_table", "cut_last_table", "finished", "small", "table_elsewhere"]


def finished(parts: Parts, voice: Voice, *, brief: str, leave: Collection[str]) -> Document:
    """Assemble a page that leads to `brief` for what it does not explain itself, and for the definitions in `leave`."""
    document = finish(parts, voice=voice)
    elsewhere = explained_elsewhere(document, brief=brief, pack=voice.pack, leave=leave)
    return replace(document, elsewhere={**elsewhere, **source_pages(document)}, whole=brief)


def small(block: Block) -> Block:
    """Draw a block once, in half a line."""
    figure: Figure | None = block.figure and replace(block.figure, is_small=True)
    return replace(block, width="half", figure=figure)


def table_elsewhere(block: Block, *, brief: str, most: int) -> Block:
    """Leave the table behind a drawing to the same block of `brief`, where it has more than `most` rows."""
    figure = block.figure
    if figure is None or figure.table is None or len(figure.table.rows) <= most:
        return block
    return replace(block, figure=replace(figure, table_href=f"{brief}#b-{block.id}"))


def cut_last_table(block: Block, *, most: int) -> Block:
    """Show the first rows of a block's last table, which says of how many."""
    if not block.tables or len(block.tables[-1].rows) <= most:
        return block
    last = block.tables[-1]
    total = len(last.rows) if last.n_total is None else last.n_total
    return replace(block, tables=(*block.tables[:-1], replace(last, rows=last.rows[:most], n_total=total)))


def as_table(block: Block, voice: Voice) -> Block:
    """Show a matrix as its table alone, with a sign in the cells where nothing was found."""
    if block.figure is None or block.figure.table is None:
        return block
    table = block.figure.table
    rows = tuple(row if row[0].tone == "total" else tuple(_gap(cell, voice) for cell in row) for row in table.rows)
    shown = replace(table, caption=block.figure.measure, rows=rows, note=block.figure.note)
    return replace(block, figure=None, tables=(shown, *block.tables))


def _gap(cell: Cell, voice: Voice) -> Cell:
    numbers = [piece.number_id for piece in cell.text if isinstance(piece, NumberRef)]
    is_gap = any(voice.book[number].value == 0 for number in numbers)
    return Cell((voice.word("support.gap"),), "right", "gap") if is_gap else cell
