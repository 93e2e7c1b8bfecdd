"""The page of a prefecture: the blocks of its brief that a first visit needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.brief.compose import assemble
from chiiki.brief.conflicts import conflict_tables
from chiiki.brief.document import Cell, NumberRef
from chiiki.brief.parts import Parts
from chiiki.brief.region import answer, effects, industry, neighbours, people, results, support, unknown
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.studies.region import study_region
from chiiki.web.library.pages.explained import addresses, brief_address, explained_elsewhere, source_pages

if TYPE_CHECKING:
    from chiiki.brief.document import Block, Document, Figure, Lang
    from chiiki.facts.pack import Pack
    from chiiki.studies.region import RegionStudy

__all__ = ["compose_prefecture"]


MOST_LISTED = 24
"""Designations up to which the page lists them below their drawing."""

MOST_OUTCOMES = 6
"""Results of whole programmes that the page shows; its CSV and the full brief have all."""


def compose_prefecture(region_id: str, *, pack: Pack, lang: Lang, is_full: bool = False) -> Document:
    """Compose the page of one prefecture.

    Parameters
    ----------
    region_id : str
        JIS code of a prefecture.
    pack : Pack
    lang : {"ja", "en"}
    is_full : bool
        Keep all rows of its tables, for CSV and JSON.

    Raises
    ------
    UnknownNameError
        If `region_id` is not the code of a prefecture of the pack.
    """
    wording = load_wording(lang)
    study = study_region(region_id, pack=pack)
    voice = Voice(pack=pack, wording=wording, book=study.book, addresses=addresses(lang))
    brief = brief_address("region", region_id, lang=lang)
    blocks = _blocks(study, voice)
    parts = Parts(
        kind="region",
        id=region_id,
        subject=voice.region(study.region),
        title=answer.title(study, voice),
        lead=answer.lead(study, voice),
        kpis=answer.kpis(study, voice),
        blocks=blocks if is_full else tuple(_lightened(block, brief=brief) for block in blocks),
        numbers=study.book,
        conflicts=conflict_tables(study.disagreements, voice),
    )
    document = assemble(parts, pack=pack, wording=wording)
    elsewhere = explained_elsewhere(document, brief=brief, pack=pack)
    return replace(document, elsewhere={**elsewhere, **source_pages(document)}, whole=brief)


def _blocks(study: RegionStudy, voice: Voice) -> tuple[Block, ...]:
    """Choose the blocks: what reached the region, what came of it, where it stands."""
    return (
        answer.timeline(study, voice),
        answer.known(study, voice),
        answer.open_questions(study, voice),
        _as_table(support.matrix(study, voice), voice),
        results.outcomes(study, voice),
        effects.effects(study, voice),
        _small(people.income(study, voice)),
        _small(people.population(study, voice)),
        _small(industry.sections(study, voice)),
        replace(industry.groups(study, voice), width="half"),
        replace(neighbours.alike(study, voice), figure=None),
        unknown.unknowns(study, voice),
    )


def _lightened(block: Block, *, brief: str) -> Block:
    """Leave long tables to the brief and to the CSV of the page; both are linked."""
    href, figure = f"{brief}#b-{block.id}", block.figure
    if figure and figure.table and (figure.is_small or len(figure.table.rows) > MOST_LISTED):
        return replace(block, figure=replace(figure, table_href=href))
    if block.id == "outcomes" and len(block.tables[-1:]) and len(block.tables[-1].rows) > MOST_OUTCOMES:
        last = block.tables[-1]
        cut = replace(last, rows=last.rows[:MOST_OUTCOMES], n_total=len(last.rows))
        return replace(block, tables=(*block.tables[:-1], cut))
    return block


def _small(block: Block) -> Block:
    """Draw a block once, in half a line."""
    figure: Figure | None = block.figure and replace(block.figure, is_small=True)
    return replace(block, width="half", figure=figure)


def _as_table(block: Block, voice: Voice) -> Block:
    """Show the matrix as its table alone, with a word in the cells where nothing was found."""
    if block.figure is None or block.figure.table is None:
        return block
    table = block.figure.table
    rows = tuple(tuple(_gap(cell, voice) for cell in row) for row in table.rows)
    return replace(block, figure=None, tables=(replace(table, rows=rows, note=block.figure.note),))


def _gap(cell: Cell, voice: Voice) -> Cell:
    numbers = [piece.number_id for piece in cell.text if isinstance(piece, NumberRef)]
    is_gap = cell.tone != "total" and any(voice.book[number].value == 0 for number in numbers)
    return Cell((voice.word("support.gap"),), "right", "gap") if is_gap else cell
