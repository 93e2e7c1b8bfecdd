"""The filtered cascade as a timeline: plans as bands, laws as verticals, programmes or few selections as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chiiki.brief import formats
from chiiki.brief.charts import Key, Span, Timeline
from chiiki.brief.document import Cell, Figure, Link, Table
from chiiki.brief.timelines import law_events, plan_bands
from chiiki.web.library.enums import Kind
from chiiki.web.library.links import address
from chiiki.web.library.pages.cascade_lanes import within_axis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Programme
    from chiiki.studies.holdings import Holding
    from chiiki.web.library.pages.cascade import Cascade

__all__ = ["MOST_SITES", "programme_table", "timeline_figure"]

MOST_SITES: Final = 30
"""Selections up to which each is a bar of its own, by its grade; above, a bar is a programme."""


def timeline_figure(cascade: Cascade, voice: Voice) -> Figure | None:
    """Draw what fits; None where nothing that fits has a year."""
    sites = [row for row in cascade.holdings if row.designation.start_fy]
    is_few = 0 < len(cascade.holdings) <= MOST_SITES and bool(sites)
    programmes, earlier = within_axis(cascade.programmes, voice)
    bars = tuple(_site_bar(row, voice) for row in _by_programme(sites)) if is_few else ()
    bars = bars or tuple(_programme_bar(row, cascade, voice) for row in programmes)
    if not bars:
        return None
    bands = plan_bands(voice)
    years = [year for bar in bars for year in (bar.start_fy, bar.end_fy) if year]
    first, last = min(*years, bands[0].start_fy), max(*years, bands[-1].end_fy)
    alt = voice.word(
        "page_views.cascade.alt_sites" if is_few else "page_views.cascade.alt_programmes",
        n=str(len(bars)),
        first=bars[0].name,
        last=bars[-1].name,
    )
    chart = Timeline(
        alt=alt,
        first_fy=first,
        last_fy=last,
        bands=bands,
        bands_label=voice.word("timeline.plans"),
        events=law_events(voice),
        events_label=voice.word("timeline.laws"),
        bars=bars,
        keys=_keys(bars, voice),
    )
    n_undated = (
        len(cascade.holdings) - len(sites) if is_few else sum(row.start_fy is None for row in cascade.programmes)
    )
    note = () if is_few else earlier
    undated = "undated_sites" if is_few else "undated_programmes"
    return Figure(
        chart=chart,
        measure=voice.sentence("page_views.cascade.measure"),
        alt=alt,
        table=programme_table(cascade, voice),
        note=note + (voice.sentence(f"page_views.cascade.{undated}", n=str(n_undated)) if n_undated else ()),
    )


def _by_programme(sites: Sequence[Holding]) -> list[Holding]:
    """Put the selections of one programme together, the programme of the earliest first."""
    order = list(dict.fromkeys(row.programme.programme_id for row in sites))
    return sorted(sites, key=lambda row: order.index(row.programme.programme_id))


def _site_bar(holding: Holding, voice: Voice) -> Span:
    row = holding.designation
    name = row.name_ja if voice.lang == "ja" else row.name_en
    return Span(
        label=voice.short(row),
        name=f"{voice.programme(holding.programme)} {name} {voice.span(row.start_fy, row.end_fy)}".strip(),
        start_fy=row.start_fy,
        end_fy=row.end_fy,
        grade=holding.grade.grade if holding.grade else "",
        lane=voice.short(holding.programme),
        href=address(Kind.SITE, row.place_id, lang=voice.lang),
    )


def _programme_bar(row: Programme, cascade: Cascade, voice: Voice) -> Span:
    n = _count_text(row, cascade, voice)
    return Span(
        label=voice.word("timeline.several", name=voice.short(row), n=n) if n else voice.short(row),
        name=f"{voice.programme(row)} {voice.span(row.start_fy, row.end_fy)}",
        start_fy=row.start_fy,
        end_fy=row.end_fy,
        tone="programme",
        href=address(Kind.PROGRAMME, row.programme_id, lang=voice.lang),
    )


def _count_text(row: Programme, cascade: Cascade, voice: Voice) -> str:
    number = cascade.counts.get(row.programme_id)
    return voice.scalar_text(number) if number else ""


def _keys(bars: Sequence[Span], voice: Voice) -> tuple[Key, ...]:
    grades = [grade for grade in ("S+", "S", "A", "B", "C", "D") if any(bar.grade == grade for bar in bars)]
    keys = [Key(grade, voice.word("timeline.key_grade", grade=grade)) for grade in grades]  # type: ignore[arg-type]
    if any(bar.tone == "grade" and not bar.grade for bar in bars):
        keys.append(Key("not_found", voice.word("timeline.key_not_found")))
    if any(bar.tone == "programme" for bar in bars):
        keys.append(Key("programme", voice.word("page_views.cascade.key_programme")))
    if any(bar.end_fy is None for bar in bars):
        keys.append(Key("unknown_end", voice.word("timeline.key_unknown_end")))
    return tuple(keys)


def programme_table(cascade: Cascade, voice: Voice) -> Table:
    """List the fitting programmes with ministries, years, count and source."""
    ministries: dict[str, list[str]] = {}
    for link in voice.pack.programme_authorities:
        ministries.setdefault(link.programme_id, []).append(voice.authority(link.authority))
    columns = ("programme", "ministry", "years", "count", "source")
    rows = tuple(
        (
            Cell((Link(address(Kind.PROGRAMME, row.programme_id, lang=voice.lang), voice.programme(row)),)),
            Cell((voice.listed(ministries.get(row.programme_id, [])),)),
            Cell((voice.span(row.start_fy, row.end_fy),)),
            _count_cell(row, cascade, voice),
            Cell((_source(row.source_id, voice),)),
        )
        for row in cascade.programmes
    )
    return Table(
        caption=voice.sentence("page_views.cascade.caption_programmes"),
        header=tuple(voice.word(f"page_views.column.{name}") for name in columns),
        rows=rows,
    )


def _count_cell(row: Programme, cascade: Cascade, voice: Voice) -> Cell:
    number = cascade.counts.get(row.programme_id)
    if number is None:
        return Cell((formats.missing_sign("unknown", voice.lang),), "right", "none")
    return voice.number_cell(number, text=voice.scalar_text(number))


def _source(source_id: str, voice: Voice) -> Link:
    """Link the page of a source: so many would make the list at the end longer than the page."""
    return Link(address(Kind.SOURCE, source_id, lang=voice.lang), voice.source_link(source_id).text)
