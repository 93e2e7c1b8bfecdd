"""The filtered cascade as a timeline: plans as bands, laws as verticals, programmes or few selections as bars."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from chiiki.brief import formats
from chiiki.brief.charts import Span
from chiiki.brief.document import Cell, Figure, Link, Table
from chiiki.brief.timelines import plan_timeline, selection_bar
from chiiki.web.library.enums import Kind
from chiiki.web.library.links import address
from chiiki.web.library.pages.cascade_lanes import both_notes, within_axis

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
    alt = voice.word(
        "page_views.cascade.alt_sites" if is_few else "page_views.cascade.alt_programmes",
        n=str(len(bars)),
        first=bars[0].name,
        last=bars[-1].name,
    )
    n_undated = (
        len(cascade.holdings) - len(sites) if is_few else sum(row.start_fy is None for row in cascade.programmes)
    )
    note = () if is_few else earlier
    undated = "undated_sites" if is_few else "undated_programmes"
    return Figure(
        chart=plan_timeline(bars, voice, alt=alt, programme_key="page_views.cascade.key_programme"),
        measure=voice.sentence("page_views.cascade.measure"),
        alt=alt,
        table=programme_table(cascade, voice),
        note=both_notes(
            note, voice.sentence(f"page_views.cascade.{undated}", n=str(n_undated)) if n_undated else (), voice
        ),
    )


def _by_programme(sites: Sequence[Holding]) -> list[Holding]:
    """Put the selections of one programme together, the programme of the earliest first."""
    order = list(dict.fromkeys(row.programme.programme_id for row in sites))
    return sorted(sites, key=lambda row: order.index(row.programme.programme_id))


def _site_bar(holding: Holding, voice: Voice) -> Span:
    """Draw a selection in the lane of its programme."""
    href = address(Kind.SITE, holding.designation.place_id, lang=voice.lang)
    return replace(selection_bar(holding, voice), lane=voice.short(holding.programme), href=href)


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
