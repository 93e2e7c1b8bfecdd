"""The page of a prefecture: the blocks of its brief that a first visit needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.brief.compose import assemble
from chiiki.brief.conflicts import conflict_tables
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


def compose_prefecture(region_id: str, *, pack: Pack, lang: Lang) -> Document:
    """Compose the page of one prefecture.

    Raises
    ------
    UnknownNameError
        If `region_id` is not the code of a prefecture of the pack.
    """
    wording = load_wording(lang)
    study = study_region(region_id, pack=pack)
    voice = Voice(pack=pack, wording=wording, book=study.book, addresses=addresses(lang))
    brief = brief_address("region", region_id, lang=lang)
    parts = Parts(
        kind="region",
        id=region_id,
        subject=voice.region(study.region),
        title=answer.title(study, voice),
        lead=answer.lead(study, voice),
        kpis=answer.kpis(study, voice),
        blocks=_blocks(study, voice),
        numbers=study.book,
        conflicts=conflict_tables(study.disagreements, voice),
    )
    document = assemble(parts, pack=pack, wording=wording)
    elsewhere = explained_elsewhere(document, brief=brief, pack=pack)
    return replace(document, elsewhere={**elsewhere, **source_pages(document)}, whole=brief)


def _blocks(study: RegionStudy, voice: Voice) -> tuple[Block, ...]:
    """Choose and lighten the blocks: one drawing for lines, the table for the matrix, no map."""
    return (
        answer.timeline(study, voice),
        answer.known(study, voice),
        answer.open_questions(study, voice),
        _as_table(support.matrix(study, voice)),
        results.outcomes(study, voice),
        effects.effects(study, voice),
        _small(people.income(study, voice)),
        _small(people.population(study, voice)),
        _small(industry.sections(study, voice)),
        replace(industry.groups(study, voice), width="half"),
        replace(neighbours.alike(study, voice), figure=None),
        unknown.unknowns(study, voice),
    )


def _small(block: Block) -> Block:
    """Draw a block once, in half a line; its values stand in the full brief and in the CSV."""
    figure: Figure | None = block.figure and replace(block.figure, is_small=True, table=None)
    return replace(block, width="half", figure=figure)


def _as_table(block: Block) -> Block:
    """Show a drawing's values as its table alone."""
    if block.figure is None or block.figure.table is None:
        return block
    return replace(block, figure=None, tables=(replace(block.figure.table, note=block.figure.note),))
