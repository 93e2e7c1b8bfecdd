"""The support matrix as tables: the cells with links to their lists, and every programme and measure in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.document import Cell, Link, NumberRef, Table
from chiiki.studies.support import STAGES
from chiiki.web.library.enums import Kind
from chiiki.web.library.links import address
from chiiki.web.library.pages.choices import view_address
from chiiki.web.library.pages.matrix_drawing import empty_word, overlap_text

if TYPE_CHECKING:
    from chiiki.brief.voice import Voice
    from chiiki.web.library.pages.matrix import SupportView
    from chiiki.web.library.queries.support_entries import Entry

__all__ = ["cell_table", "entry_table"]


def cell_table(support: SupportView, voice: Voice) -> Table:
    """Return the cells: each count opens, and its list is one link away."""
    rows = [
        (Cell((voice.authority(body),)), *(_cell(support, (body, stage), voice) for stage in STAGES))
        for body in support.authorities
    ]
    overlap = (
        Cell((voice.word("page_views.matrix.overlap"),), tone="total"),
        *(
            Cell((NumberRef(support.overlaps[stage], overlap_text(support, stage, voice)),), tone="total")
            for stage in STAGES
        ),
    )
    return Table(
        caption=voice.sentence("page_views.matrix.caption"),
        header=(voice.word("support.column_authority"), *(voice.label("stage", stage) for stage in STAGES)),
        rows=(*rows, overlap),
        note=voice.sentence("page_views.matrix.note"),
    )


def _cell(support: SupportView, key: tuple[str, str], voice: Voice) -> Cell:
    number = support.numbers.get(key)
    if number is None:
        word = empty_word(support, key[0], voice)
        return Cell((word,)) if word else Cell((voice.word("page_views.matrix.gap_word"),), tone="gap")
    href = view_address("table", {**support.chosen, "ministry": key[0], "stage": key[1]}, lang=voice.lang)
    n = voice.number(number, text=voice.scalar_text(number))
    return Cell(voice.sentence("page_views.listed_number", n=n, list=Link(href, voice.word("page_views.to_list"))))


def entry_table(support: SupportView, voice: Voice) -> Table:
    """List what stands in which cell."""
    order = {body: index for index, body in enumerate(support.authorities)}
    cells = sorted(support.cells, key=lambda key: (order[key[0]], STAGES.index(key[1])))
    columns = ("ministry", "stage", "support", "programme", "source")
    return Table(
        caption=voice.sentence("page_views.matrix.caption_entries"),
        header=tuple(voice.word(f"page_views.column.{name}") for name in columns),
        rows=tuple(_entry(entry, support, voice) for key in cells for entry in support.cells[key]),
    )


def _entry(entry: Entry, support: SupportView, voice: Voice) -> tuple[Cell, ...]:
    programme = voice.pack.programme(entry.programme_id)
    name = voice.programme(programme)
    if entry.kind == Kind.MEASURE:
        measure = next(row for row in voice.pack.measures if row.measure_id == entry.subject_id)
        name = measure.name_ja if voice.lang == "ja" else measure.name_en
    chosen = {**support.chosen, "programme": entry.programme_id}
    return (
        Cell((voice.authority(entry.authority),)),
        Cell((voice.label("stage", entry.stage),)),
        Cell((Link(address(entry.kind, entry.subject_id, lang=voice.lang), name),)),
        Cell((Link(view_address("table", chosen, lang=voice.lang), voice.short(programme)),)),
        Cell((voice.source_link(entry.source_id),)),
    )
