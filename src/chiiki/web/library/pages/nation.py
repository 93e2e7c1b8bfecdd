"""The page of the nation: the blocks of its brief that a first visit needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.document import Block, Link
from chiiki.brief.nation import answer, balance, cascade, mix, results, spread, unknown
from chiiki.brief.parts import Parts
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.studies.nation import study_nation
from chiiki.web.library.pages.explained import addresses, brief_address
from chiiki.web.library.pages.lightened import as_table, cut_last_table, finished, small, table_elsewhere
from chiiki.web.library.pages.ways import linked_names

if TYPE_CHECKING:
    from chiiki.brief.document import Document, Lang
    from chiiki.facts.pack import Pack
    from chiiki.studies.nation import NationStudy

__all__ = ["compose_nation_page"]

MOST_LISTED = 12
"""Incomplete lists that the page shows; its CSV and the full brief have all."""

LEFT_TO_BRIEF = ("support_cell", "coverage_found", "coverage_total_exact", "coverage_total_at_least")
"""Definitions of numbers that stand in long tables."""


def compose_nation_page(_region_id: str, *, pack: Pack, lang: Lang, is_full: bool = False) -> Document:
    """Compose the page of the nation.

    Parameters
    ----------
    pack : Pack
    lang : {"ja", "en"}
    is_full : bool
        Keep all rows of its tables, for CSV and JSON.
    """
    study = study_nation(pack)
    voice = Voice(pack=pack, wording=load_wording(lang), book=study.book, addresses=addresses(lang))
    brief = brief_address("national", "jp", lang=lang)
    blocks = _blocks(study, voice)
    parts = Parts(
        kind="national",
        id="jp",
        subject=voice.region(study.nation),
        title=answer.title(study, voice),
        lead=answer.lead(study, voice),
        kpis=answer.kpis(study, voice),
        blocks=blocks if is_full else tuple(_lightened(block, brief=brief) for block in blocks),
        numbers=study.book,
    )
    return finished(parts, voice, brief=brief, leave=LEFT_TO_BRIEF)


def _blocks(study: NationStudy, voice: Voice) -> tuple[Block, ...]:
    return (
        cascade.timeline(study, voice),
        spread.counts(study, voice),
        results.plan_money(study, voice),
        as_table(mix.matrix(study, voice), voice),
        results.totals(study, voice),
        small(balance.incomes(study, voice)),
        unknown.unknowns(study, voice),
        _ways(voice),
    )


def _lightened(block: Block, *, brief: str) -> Block:
    block = cut_last_table(block, most=MOST_LISTED) if block.id == "unknown" else block
    return table_elsewhere(block, brief=brief, most=0)


def _ways(voice: Voice) -> Block:
    prefectures = sorted((row for row in voice.pack.regions if row.kind == "prefecture"), key=lambda row: row.region_id)
    areas = [row for row in voice.pack.regions if row.kind == "wide_area"]
    return Block(
        id="ways",
        page=1,
        heading=voice.claim("ways", [voice.rule("place.ways.heading")]),
        items=(
            (Link(brief_address("national", "jp", lang=voice.lang), voice.word("place.ways.brief")),),
            voice.sentence("place.ways.prefectures", names=linked_names(prefectures, voice)),
            voice.sentence("place.ways.wide_areas", names=linked_names(areas, voice)),
            (Link(f"/{voice.lang}/conflicts", voice.word("place.ways.conflicts")),),
        ),
    )
