"""Page 5: what must be asked, and whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.coverage_tables import coverage_table
from chiiki.brief.document import Block, Cell, Table

if TYPE_CHECKING:
    from chiiki.brief.voice import Voice
    from chiiki.studies.region import RegionStudy
    from chiiki.studies.unknowns import Unknown

__all__ = ["unknowns"]

N_NAMED = 3
N_LISTS = 5
"""Incomplete lists that the brief names; the national brief has them all."""


def unknowns(study: RegionStudy, voice: Voice) -> Block:
    """Show each kind of gap with its count, the programmes concerned and who would know."""
    number = f"r{study.region.region_id}.unknown"
    claim = voice.claim(
        "unknown",
        [
            voice.rule("region.unknown.some", Condition(number, ">", 0), k=voice.count(number, "item")),
            voice.rule("region.unknown.none", Condition(f"r{study.region.region_id}.designations", ">", 0)),
            voice.rule("region.unknown.nothing"),
        ],
    )
    tables = []
    if study.unknowns:
        header = tuple(voice.word(f"region.unknown.column_{name}") for name in ("item", "count", "where", "who"))
        rows = tuple(_row(unknown, voice) for unknown in study.unknowns)
        tables.append(Table(caption=voice.sentence("region.unknown.caption"), header=header, rows=rows))
    sentences = [voice.sentence("region.unknown.money")]
    lists = coverage_table(study.coverage, voice, most=N_LISTS)
    if lists.rows:
        tables.append(lists)
    elif study.coverage:
        sentences.insert(0, voice.sentence("region.unknown.lists_complete", n=str(len(study.coverage))))
    return Block(
        id="unknown",
        page=5,
        heading=claim,
        tables=tuple(tables),
        sentences=tuple(sentences),
    )


def _row(unknown: Unknown, voice: Voice) -> tuple[Cell, ...]:
    programmes = [voice.pack.programme(programme) for programme in unknown.programme_ids]
    names = voice.listed([voice.short(programme) for programme in programmes[:N_NAMED]])
    if len(programmes) > N_NAMED:
        names = voice.word("region.unknown.and_more", names=names, n=str(len(programmes) - N_NAMED))
    authorities = {
        row.authority for row in voice.pack.programme_authorities if row.programme_id in unknown.programme_ids
    }
    return (
        Cell((voice.word(f"region.unknown.kind_{unknown.kind}"),)),
        voice.number_cell(unknown.number_id, text=voice.scalar_text(unknown.number_id)),
        Cell((names,)),
        Cell((voice.listed(voice.present_authorities(authorities)),)),
    )
