"""National plans, laws and strategies above, regional programmes below, on one axis: seed 003's second figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chiiki.brief.charts import Key, Lane, LaneItem, Lanes
from chiiki.brief.document import Cell, Figure, Link, Table
from chiiki.brief.timelines import fiscal_moment, plan_bands
from chiiki.web.library.enums import Kind
from chiiki.web.library.links import address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import LawOrStrategy, Plan, Programme
    from chiiki.web.library.pages.cascade import Cascade

__all__ = ["REACH", "both_notes", "lanes_chart", "lanes_figure", "within_axis"]

REACH: Final = 15
"""Years before the first plan that an axis reaches back, so that one early programme does not press all others."""


def lanes_figure(cascade: Cascade, voice: Voice) -> Figure | None:
    """Draw all plans and laws with the programmes that fit; None where none of these has a year."""
    programmes, earlier = within_axis(cascade.programmes, voice)
    if not programmes:
        return None
    chart = lanes_chart(programmes, voice, laws=voice.pack.laws_and_strategies)
    undated = [voice.short(row) for row in cascade.programmes if not row.start_fy]
    late = voice.sentence("page_views.lanes.undated", names=voice.listed(undated)) if undated else ()
    return Figure(
        chart=chart,
        measure=voice.sentence("page_views.lanes.measure"),
        alt=chart.alt,
        table=_table(cascade.programmes, voice),
        note=both_notes(earlier, late, voice),
    )


def within_axis(programmes: Sequence[Programme], voice: Voice) -> tuple[list[Programme], Text]:
    """Return the programmes with a first year on the axis, and a sentence on those that began long before."""
    first = min((row.start_fy for row in voice.pack.plans if row.start_fy), default=0) - REACH
    dated = [row for row in programmes if row.start_fy]
    earlier = [row for row in dated if (row.start_fy or 0) < first]
    if not earlier or len(earlier) == len(dated):
        return dated, ()
    names = voice.listed([voice.short(row) for row in earlier])
    return [row for row in dated if row not in earlier], voice.sentence(
        "page_views.earlier", year=str(first), names=names
    )


def both_notes(first: Text, second: Text, voice: Voice) -> Text:
    """Put two sentences one after the other, with the gap of the language between them."""
    return (*first, voice.word("frame.gap"), *second) if first and second else first + second


def lanes_chart(programmes: Sequence[Programme], voice: Voice, *, laws: Sequence[LawOrStrategy]) -> Lanes:
    """Draw `programmes`, which all have a first year, below all plans and `laws`."""
    bands = plan_bands(voice)
    plans = [row for row in voice.pack.plans if row.start_fy]
    dated = sorted((row for row in laws if row.dated_on), key=lambda row: row.dated_on)
    is_regional = [row.level != "national" for row in dated]
    national = [row for row, other in zip(dated, is_regional, strict=True) if not other]
    regional = [row for row, other in zip(dated, is_regional, strict=True) if other]
    lanes = [
        Lane(voice.word("page_views.lanes.plans"), tuple(_plan(row, voice) for row in plans)),
        Lane(voice.word("page_views.lanes.national"), tuple(_law(row, voice) for row in national)),
        Lane(voice.word("page_views.lanes.regional_laws"), tuple(_law(row, voice) for row in regional)),
        Lane(voice.word("page_views.lanes.programmes"), tuple(_programme(row, voice) for row in programmes)),
    ]
    spans = [(row.start_fy, row.end_fy) for row in plans] + [(row.start_fy, row.end_fy) for row in programmes]
    years = [year for span in spans for year in span if year]
    alt = voice.word(
        "page_views.lanes.alt",
        plans=str(len(plans)),
        laws=str(len(dated)),
        n=str(len(programmes)),
        first=voice.short(programmes[0]),
        last=voice.short(programmes[-1]),
    )
    keys = [Key("plan", voice.word("page_views.lanes.key_plan")), Key("moment", voice.word("page_views.lanes.key_law"))]
    keys.append(Key("programme", voice.word("page_views.lanes.key_programme")))
    if any(row.end_fy is None for row in programmes):
        keys.append(Key("unknown_end", voice.word("timeline.key_unknown_end")))
    shown = tuple(lane for lane in lanes if lane.items)
    return Lanes(alt=alt, first_fy=min(years), last_fy=max(years), bands=bands, lanes=shown, keys=tuple(keys))


def _plan(row: Plan, voice: Voice) -> LaneItem:
    name = row.name_ja if voice.lang == "ja" else row.name_en
    return LaneItem(
        label=voice.word("timeline.plan", ordinal=str(row.ordinal)) if row.ordinal else row.short_ja,
        name=f"{name} {voice.span(row.start_fy, row.end_fy)}",
        start=row.start_fy or 0,
        end_fy=row.end_fy,
        tone="plan",
        href=address(Kind.PLAN, row.plan_id, lang=voice.lang),
    )


def _law(row: LawOrStrategy, voice: Voice) -> LaneItem:
    name = row.name_ja if voice.lang == "ja" else row.name_en
    return LaneItem(
        label=row.short_ja if voice.lang == "ja" else row.short_en,
        name=f"{name} {voice.period(row.dated_on)}",
        start=fiscal_moment(row.dated_on),
        is_moment=True,
        href=address(Kind.LAW, row.law_id, lang=voice.lang),
    )


def _programme(row: Programme, voice: Voice) -> LaneItem:
    return LaneItem(
        label=voice.short(row),
        name=f"{voice.programme(row)} {voice.span(row.start_fy, row.end_fy)}",
        start=row.start_fy or 0,
        end_fy=row.end_fy,
        href=address(Kind.PROGRAMME, row.programme_id, lang=voice.lang),
    )


def _table(programmes: Sequence[Programme], voice: Voice) -> Table:
    """List everything that is drawn and the programmes without a year, each with its page and source."""
    pack, in_japanese = voice.pack, voice.lang == "ja"
    rows = [
        (Kind.PLAN, row.plan_id, row, voice.word("timeline.plans"), voice.span(row.start_fy, row.end_fy))
        for row in pack.plans
    ]
    laws = sorted(pack.laws_and_strategies, key=lambda row: row.dated_on)
    rows += [
        (Kind.LAW, row.law_id, row, voice.label("law_kind", row.kind), voice.period(row.dated_on))  # type: ignore[misc]
        for row in laws
    ]
    rows += [
        (Kind.PROGRAMME, row.programme_id, row, voice.label("level", row.level), voice.span(row.start_fy, row.end_fy))  # type: ignore[misc]
        for row in programmes
    ]
    columns = ("name", "kind", "years", "source")
    return Table(
        caption=voice.sentence("page_views.lanes.caption"),
        header=tuple(voice.word(f"page_views.column.{name}") for name in columns),
        rows=tuple(
            (
                Cell((Link(address(kind, key, lang=voice.lang), row.name_ja if in_japanese else row.name_en),)),
                Cell((what,)),
                Cell((when,)),
                Cell(
                    (Link(address(Kind.SOURCE, row.source_id, lang=voice.lang), voice.source_link(row.source_id).text),)
                ),
            )
            for kind, key, row, what, when in rows
        ),
    )
