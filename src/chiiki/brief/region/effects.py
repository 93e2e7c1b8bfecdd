"""Page 2: what estimates of programmes that selected the region say, and that they do not speak of it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition, choose_claim
from chiiki.brief.document import Block, Cell, Table
from chiiki.brief.effects import interval, signed, tally

if TYPE_CHECKING:
    from chiiki.brief.document import Text
    from chiiki.brief.voice import Voice
    from chiiki.studies.effects.told import EffectHere
    from chiiki.studies.region import RegionStudy

__all__ = ["effects"]


def effects(study: RegionStudy, voice: Voice) -> Block:
    """List the programmes here that have an estimated average effect, with how far each goes."""
    place, number = voice.region(study.region), f"r{study.region.region_id}.effects"
    heading = voice.claim(
        "effects",
        [
            voice.rule("region.effects.some", Condition(number, ">", 0), n=tally(number, voice), place=place),
            voice.rule("region.effects.none", place=place),
        ],
    )
    if not study.effects:
        return Block(id="effects", page=2, heading=heading, sentences=(voice.sentence("region.effects.where"),))
    columns = ("programme", "estimate", "interval", "reading")
    table = Table(
        caption=voice.sentence("region.effects.caption", place=place),
        header=tuple(voice.word(f"region.effects.column_{name}") for name in columns),
        rows=tuple(_row(row, study, voice=voice) for row in study.effects),
    )
    return Block(
        id="effects",
        page=2,
        heading=heading,
        tables=(table,),
        sentences=(voice.sentence("region.effects.note", place=place),),
    )


def _row(row: EffectHere, study: RegionStudy, *, voice: Voice) -> tuple[Cell, ...]:
    whole = row.overall.interval
    rules = [
        voice.rule("region.effects.above", Condition(whole, ">", 0)),
        voice.rule("region.effects.below", Condition(whole, "<", 0)),
        voice.rule("region.effects.untold"),
    ]
    reading: Text = choose_claim(f"effect-{row.programme_id}", rules, numbers=voice.book).text
    if not row.is_compared:
        reading = voice.sentence("region.effects.left_out", reading=reading, place=voice.region(study.region))
    return (
        Cell((voice.linked("programme", row.programme_id, text=voice.short(voice.pack.programme(row.programme_id))),)),
        Cell((signed(row.overall.estimate, voice),), "right"),
        Cell((interval(whole, voice),), "right"),
        Cell(reading),
    )
