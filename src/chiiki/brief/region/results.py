"""Page 2: what came of it, as far as it was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.document import Block
from chiiki.brief.outcome_tables import outcome_table, subject_name

if TYPE_CHECKING:
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Outcome
    from chiiki.studies.region import RegionStudy

__all__ = ["outcomes"]

LEADING = ("domestic_patents", "practical_use", "sales_of_related_products")
"""Results that a heading may name, the most comparable first."""


RESULTS = {"outcome", "output"}
"""Kinds that came of it; targets, expectations and counts stand in the tables, marked, and lead no heading."""


def outcomes(study: RegionStudy, voice: Voice) -> Block:
    """Show the region's own results, then those of whole programmes, marked as not the region's."""
    own = [pair for pair in study.own_outcomes if pair[0].kind != "context"]
    whole = [pair for pair in study.wider_outcomes if pair[0].kind in RESULTS]
    rules = [
        voice.rule(
            "region.outcomes.own",
            Condition(number, "is", "known"),
            subject=voice.short(voice.pack.designation(row.subject_id)),
            indicator=_name(row, voice),
            value=voice.number(number),
        )
        for row, number in [pair for pair in own if pair[0].kind in RESULTS and pair[0].value is not None][:1]
    ]
    rules += [
        voice.rule(
            "region.outcomes.whole",
            Condition(number, "is", "known"),
            programme=subject_name(row.subject_kind, row.subject_id, voice=voice),
            indicator=_name(row, voice),
            value=voice.number(number),
            period=voice.period(voice.book[number].period),
        )
        for row, number in sorted((pair for pair in whole if pair[0].value is not None), key=_prominence)[:1]
    ]
    place = voice.region(study.region)
    tables = []
    if own:
        tables.append(outcome_table(own, voice, caption=voice.sentence("region.outcomes.own_caption", place=place)))
    if whole:
        note = (voice.label("caution", "whole_programme_not_region"),)
        caption = voice.sentence("region.outcomes.whole_caption")
        tables.append(outcome_table(whole, voice, caption=caption, note=note))
    return Block(
        id="outcomes",
        page=2,
        heading=voice.claim("outcomes", [*rules, voice.rule("region.outcomes.none", place=place)]),
        tables=tuple(tables),
        sentences=(voice.sentence("outcomes.no_ratio"),) if tables else (voice.sentence("region.outcomes.where"),),
        source_ids=tuple(dict.fromkeys(row.source_id for row, _ in (*own, *whole))),
    )


def _prominence(pair: tuple[Outcome, str]) -> tuple[int, int]:
    indicator = pair[0].indicator
    return (LEADING.index(indicator) if indicator in LEADING else len(LEADING), -(pair[0].to_fy or 0))


def _name(row: Outcome, voice: Voice) -> str:
    indicator = voice.pack.outcome_indicator(row.indicator)
    return indicator.name_ja if voice.lang == "ja" else indicator.name_en
