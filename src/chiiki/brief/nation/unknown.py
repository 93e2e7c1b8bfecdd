"""Page 6: what stays open, who could know, and how complete the record is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.coverage_tables import coverage_table
from chiiki.brief.document import Block, Cell, Table
from chiiki.brief.nation.naming import first_few

if TYPE_CHECKING:
    from chiiki.brief.voice import Voice
    from chiiki.studies.nation import NationStudy
    from chiiki.studies.unknowns import Unknown

__all__ = ["unknowns"]


def unknowns(study: NationStudy, voice: Voice) -> Block:
    """Count each kind of gap, then show found and published totals programme by programme."""
    tables = []
    if study.unknowns:
        header = tuple(voice.word(f"region.unknown.column_{name}") for name in ("item", "count", "where", "who"))
        rows = tuple(_row(unknown, voice) for unknown in study.unknowns)
        names = voice.listed([voice.short(row) for row in study.without_total])
        note = voice.sentence("nation.unknown.names", names=names) if study.without_total else ()
        tables.append(Table(caption=voice.sentence("region.unknown.caption"), header=header, rows=rows, note=note))
    if study.coverage:
        tables.append(coverage_table(study.coverage, voice))
    sentences = []
    if study.without_total:
        sentences.append(voice.sentence("nation.unknown.totals", n=voice.count("n.unknown.total", "programme")))
    if study.disagreements:
        sentences.append(voice.sentence("nation.unknown.conflicts", n=str(len(study.disagreements))))
    claim = voice.claim(
        "unknown",
        [
            voice.rule("region.unknown.some", Condition("n.unknown", ">", 0), k=voice.count("n.unknown", "item")),
            voice.rule("nation.unknown.none"),
        ],
    )
    return Block(id="unknown", page=6, heading=claim, tables=tuple(tables), sentences=tuple(sentences))


def _row(unknown: Unknown, voice: Voice) -> tuple[Cell, ...]:
    concerned = [row.authority for row in voice.pack.programme_authorities if row.programme_id in unknown.programme_ids]
    often = sorted(dict.fromkeys(concerned), key=lambda code: (-concerned.count(code), code))
    names = first_few([voice.short(voice.pack.programme(name)) for name in unknown.programme_ids], voice)
    who = first_few([voice.authority(code) for code in often], voice)
    return (
        Cell((voice.word(f"nation.unknown.kind_{unknown.kind}"),)),
        voice.number_cell(unknown.number_id, text=voice.scalar_text(unknown.number_id)),
        Cell((names,)),
        Cell((who,)),
    )
