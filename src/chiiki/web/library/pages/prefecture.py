"""The page of a prefecture: the blocks of its brief that a first visit needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.brief.conflicts import conflict_tables
from chiiki.brief.parts import Parts
from chiiki.brief.region import answer, effects, industry, neighbours, people, results, support, unknown
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.studies.region import study_region
from chiiki.web.library.pages.explained import addresses, brief_address
from chiiki.web.library.pages.lightened import as_table, cut_last_table, finished, small, table_elsewhere
from chiiki.web.library.pages.ways import region_ways

if TYPE_CHECKING:
    from chiiki.brief.document import Block, Document, Lang
    from chiiki.facts.pack import Pack
    from chiiki.studies.region import RegionStudy

__all__ = ["compose_prefecture"]

MOST_LISTED = 24
"""Designations up to which the page lists them below their drawing."""

MOST_OUTCOMES = 4
"""Results of whole programmes that the page shows; its CSV and the full brief have all."""

LEFT_TO_BRIEF = ("effect_income", "effect_interval")
"""Definitions of numbers about whole programmes, with long formulas."""


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
    study = study_region(region_id, pack=pack)
    voice = Voice(pack=pack, wording=load_wording(lang), book=study.book, addresses=addresses(lang))
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
    return finished(parts, voice, brief=brief, leave=LEFT_TO_BRIEF)


def _blocks(study: RegionStudy, voice: Voice) -> tuple[Block, ...]:
    """Choose the blocks: what reached the region, what came of it, where it stands, where to go on."""
    return (
        answer.timeline(study, voice),
        answer.known(study, voice),
        answer.open_questions(study, voice),
        as_table(support.matrix(study, voice), voice),
        results.outcomes(study, voice),
        effects.effects(study, voice),
        small(people.income(study, voice)),
        small(people.population(study, voice)),
        small(industry.sections(study, voice)),
        replace(industry.groups(study, voice), width="half"),
        replace(neighbours.alike(study, voice), figure=None),
        unknown.unknowns(study, voice),
        region_ways(study, voice),
    )


def _lightened(block: Block, *, brief: str) -> Block:
    """Leave long tables to the brief and to the CSV of the page; both are linked."""
    if block.id == "outcomes":
        return cut_last_table(block, most=MOST_OUTCOMES)
    most = MOST_LISTED if block.id == "timeline" else 0
    return table_elsewhere(block, brief=brief, most=most)
