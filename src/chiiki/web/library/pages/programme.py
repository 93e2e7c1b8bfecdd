"""The page of a programme: the blocks of its brief that a first visit needs, with links in every direction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.brief.compose import assemble
from chiiki.brief.parts import Parts
from chiiki.brief.programme import answer, calls, judgement, lineage, money, results, sites, unknown
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.studies.programme import study_programme
from chiiki.web.library.pages import programme_links as links
from chiiki.web.library.pages.conflict import conflicts_block
from chiiki.web.library.pages.explained import addresses, brief_address, explained_elsewhere, source_pages

if TYPE_CHECKING:
    from chiiki.brief.document import Block, Document, Lang
    from chiiki.facts.pack import Pack
    from chiiki.studies.programme import ProgrammeStudy

__all__ = ["compose_programme"]

_IN_BRIEF = {"programme_region"}
"""Definitions of numbers that the brief explains: the tile map shows one for each prefecture."""


def compose_programme(programme_id: str, *, pack: Pack, lang: Lang) -> Document:
    """Compose the page of one programme.

    Raises
    ------
    UnknownNameError
        If the pack has no such programme.
    """
    wording = load_wording(lang)
    study = study_programme(programme_id, pack=pack, estimates=False)
    voice = Voice(pack=pack, wording=wording, book=study.book, addresses=addresses(lang))
    brief = brief_address("programme", programme_id, lang=lang)
    links.add_measure_count(study, voice)
    parts = Parts(
        kind="programme",
        id=programme_id,
        subject=voice.programme(study.programme),
        title=answer.title(study, voice),
        lead=answer.lead(study, voice),
        kpis=answer.kpis(study, voice),
        blocks=_blocks(study, voice),
        numbers=study.book,
    )
    document = assemble(parts, pack=pack, wording=wording)
    elsewhere = explained_elsewhere(document, brief=brief, pack=pack)
    by_prefecture = {number.id: f"{brief}#{number.id}" for number in study.book if number.definition in _IN_BRIEF}
    return replace(document, elsewhere={**elsewhere, **by_prefecture, **source_pages(document)}, whole=brief)


def _blocks(study: ProgrammeStudy, voice: Voice) -> tuple[Block, ...]:
    """Choose the blocks; lists are written anew, with links and the place in each source."""
    disputed = {row.row_id for rows in study.disagreements for row in rows}
    return (
        links.linked_lineage(lineage.family(study, voice), study, voice=voice),
        links.record(study, voice),
        links.light_tiles(sites.tiles(study, voice), voice),
        replace(sites.found(study, voice), tables=()),
        _small(links.calls_with_places(calls.calls(study, voice), study, voice=voice)),
        *links.site_list(study, voice),
        _small(money.money(study, voice)),
        links.reconciled(results.results(study, voice), study, voice=voice),
        links.linked_judgement(judgement.judgement(study, voice), study, voice=voice),
        *links.measures(study, voice),
        *conflicts_block(disputed, voice),
        unknown.unknowns(study, voice),
        links.whole_brief(study, voice),
    )


def _small(block: Block) -> Block:
    """Draw a block once, at the width of a phone, beside its words."""
    return replace(block, figure=replace(block.figure, is_small=True)) if block.figure else block
