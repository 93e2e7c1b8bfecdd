"""Page 4: what must be asked, and whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Table
from chiiki.brief.programme.naming import known_where

if TYPE_CHECKING:
    from chiiki.brief.voice import Voice
    from chiiki.studies.programme import ProgrammeStudy
    from chiiki.studies.unknowns import Unknown

__all__ = ["unknowns"]


def unknowns(study: ProgrammeStudy, voice: Voice) -> Block:
    """Show each kind of gap with its count and who would know."""
    number, disagreements = f"{study.subject}.unknown", f"{study.subject}.disagreements"
    claim = voice.claim(
        "unknown",
        [
            voice.rule("programme.unknown.some", Condition(number, ">", 0), k=voice.count(number, "item")),
            voice.rule("programme.unknown.none", Condition(f"{study.subject}.selections", ">", 0)),
            voice.rule("programme.unknown.no_records"),
        ],
    )
    sentences = []
    if study.disagreements:
        n = voice.count(disagreements, "point")
        sentences.append(voice.sentence("programme.unknown.conflicts", n=n))
    return Block(
        id="unknown",
        page=4,
        heading=claim,
        tables=(_table(study, voice),) if study.unknowns else (),
        sentences=tuple(sentences),
    )


def _table(study: ProgrammeStudy, voice: Voice) -> Table:
    columns = ("item", "count", "who")
    return Table(
        caption=voice.sentence("programme.unknown.caption"),
        header=tuple(voice.word(f"programme.unknown.column_{name}") for name in columns),
        rows=tuple(_row(unknown, study, voice=voice) for unknown in study.unknowns),
    )


def _row(unknown: Unknown, study: ProgrammeStudy, *, voice: Voice) -> tuple[Cell, ...]:
    row = study.coverage
    where = (row.ask_ja if voice.lang == "ja" else row.ask_en) if row else ""
    where = where or known_where(study.programme, voice) or voice.word("programme.unknown.who_unknown")
    return (
        Cell((voice.word(f"programme.unknown.kind_{unknown.kind}"),)),
        voice.number_cell(unknown.number_id, text=voice.scalar_text(unknown.number_id)),
        Cell((where,)),
    )
