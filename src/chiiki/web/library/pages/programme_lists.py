"""Programmes in lists and on the time axis, as pages of plans and laws show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.charts import Band, Key, Span, Timeline
from chiiki.brief.document import Cell, Figure
from chiiki.brief.timelines import law_events, plan_bands
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.ground import cited, dash, listing, page_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chiiki.brief.charts import Sample
    from chiiki.brief.document import Link, Table, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import LawOrStrategy, Programme

__all__ = ["authorities_of", "instruments_of", "programme_link", "programme_table", "programme_timeline", "stages_of"]


def programme_link(programme_id: str, voice: Voice) -> Link:
    """Link the page of a programme by its full name."""
    name = voice.programme(voice.pack.programme(programme_id))
    return page_link(Kind.PROGRAMME, programme_id, text=name, voice=voice)


def authorities_of(programme_id: str, voice: Voice) -> str:
    """Name the ministries and agencies that run a programme."""
    rows = voice.pack.programme_authorities
    return _words((voice.authority(row.authority) for row in rows if row.programme_id == programme_id), voice)


def stages_of(programme_id: str, voice: Voice) -> str:
    """Name the stages that a programme serves."""
    rows = voice.pack.programme_stages
    return _words((voice.label("stage", row.stage) for row in rows if row.programme_id == programme_id), voice)


def instruments_of(programme_id: str, voice: Voice) -> str:
    """Name the instruments that a programme uses."""
    rows = voice.pack.programme_instruments
    return _words(
        (voice.label("instrument", row.instrument) for row in rows if row.programme_id == programme_id), voice
    )


def _words(names: Iterable[str], voice: Voice) -> str:
    return voice.word("page.comma").join(dict.fromkeys(names))


def programme_table(programmes: Sequence[Programme], voice: Voice, *, caption: str, **places: Text | str) -> Table:
    """List programmes with what they are; `caption` is a key of the wording."""
    columns = ("programme", "years", "authority", "stage", "instrument", "source")
    return listing(caption, columns, (_row(row, voice) for row in programmes), voice=voice, **places)


def _row(row: Programme, voice: Voice) -> tuple[Cell, ...]:
    key = row.programme_id
    return (
        Cell((programme_link(key, voice),)),
        dash(voice.span(row.start_fy, row.end_fy) if row.start_fy else "", voice),
        dash(authorities_of(key, voice), voice),
        dash(stages_of(key, voice), voice),
        dash(instruments_of(key, voice), voice),
        cited(row, voice),
    )


def programme_timeline(
    programmes: Sequence[Programme], voice: Voice, *, laws: Sequence[LawOrStrategy], years: tuple[int, int], alt: str
) -> Figure | None:
    """Draw programmes over the plan periods with laws as verticals; None where no first year is known."""
    dated = sorted((row for row in programmes if row.start_fy), key=lambda row: (row.start_fy, row.programme_id))
    if not dated:
        return None
    first = min(years[0], *(row.start_fy or years[0] for row in dated))
    last = max(years[1], *(row.end_fy or row.start_fy or years[1] for row in dated))
    bars = tuple(_bar(row, voice) for row in dated)
    chart = Timeline(
        alt=alt,
        first_fy=first,
        last_fy=last,
        bands=_bands(voice, first=first, last=last),
        bands_label=voice.word("timeline.plans"),
        events=law_events(voice, laws=laws),
        events_label=voice.word("page.timeline.laws"),
        bars=bars,
        keys=_keys(bars, voice),
    )
    return Figure(chart=chart, measure=voice.sentence("page.timeline.measure"), alt=alt, table=None)


def _bands(voice: Voice, *, first: int, last: int) -> tuple[Band, ...]:
    """Return the plan periods that the drawing touches, cut to it."""
    return tuple(
        Band(max(band.start_fy, first), min(band.end_fy, last), band.label, band.short)
        for band in plan_bands(voice)
        if band.end_fy >= first and band.start_fy <= last
    )


def _bar(row: Programme, voice: Voice) -> Span:
    span = voice.span(row.start_fy, row.end_fy)
    return Span(
        label=voice.short(row),
        name=voice.word("programme.lineage.bar", name=voice.programme(row), span=span),
        start_fy=row.start_fy,
        end_fy=row.end_fy,
        tone="designation" if row.gives_money == "no" else "programme",
        href=programme_link(row.programme_id, voice).href,
    )


def _keys(bars: Sequence[Span], voice: Voice) -> tuple[Key, ...]:
    tones = {bar.tone for bar in bars}
    samples: list[Sample] = [name for name in ("programme", "designation") if name in tones]
    if any(bar.end_fy is None for bar in bars):
        samples.append("unknown_end")
    return tuple(Key(sample, voice.word(f"page.timeline.key_{sample}")) for sample in samples)
