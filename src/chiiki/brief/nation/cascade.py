"""Page 1: plans and laws above, the programmes on record below, on one axis of fiscal years."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from chiiki.brief.charts import Key, Span, Timeline
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, Table
from chiiki.brief.timelines import MARKS, law_events, plan_bands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Claim, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Programme
    from chiiki.studies.nation import NationStudy

__all__ = ["timeline"]

MOST_BARS = 24
"""More bars would not leave room for anything else on the first page in print."""

FEWEST_IN_LANE = 2


def timeline(study: NationStudy, voice: Voice) -> Block:
    """Draw the programmes with most selections, list the others, and say what is drawn."""
    figure = _figure(study, voice)
    return Block(
        id="timeline",
        page=1,
        heading=_claim(study, voice),
        figure=figure,
        tables=() if figure else (_table(study, voice),),
        sentences=(voice.sentence("nation.timeline.rebuilt"),),
        cautions=(voice.sentence("nation.timeline.caution"),),
        source_ids=_sources(voice),
    )


def _sources(voice: Voice) -> tuple[str, ...]:
    plans = [row.source_id for row in voice.pack.plans]
    laws = [row.source_id for row in voice.pack.laws_and_strategies if row.kind == "law"]
    return tuple(dict.fromkeys([*plans, *laws]))


def _claim(study: NationStudy, voice: Voice) -> Claim:
    """Name the complete plan within whose years most regional programmes began."""
    begun = [study.begun[count.plan.plan_id] for count in study.plans if count.is_complete]
    names = {study.begun[count.plan.plan_id]: str(count.plan.ordinal) for count in study.plans}
    ranked = sorted(begun, key=lambda number: -voice.scalar(number))
    rules = []
    if len(ranked) > 1:
        ahead = [Condition(ranked[0], ">", other) for other in ranked[1:]]
        most = voice.count(ranked[0], "programme")
        rules.append(voice.rule("nation.timeline.most", *ahead, k=names[ranked[0]], n=most))
    return voice.claim("timeline", [*rules, voice.rule("nation.timeline.neutral")])


def _figure(study: NationStudy, voice: Voice) -> Figure | None:
    regional = [row for row in study.programmes if row.level == "regional"]
    dated = [row for row in regional if row.start_fy]
    drawn = _most_selecting(dated, study, voice)
    bands = plan_bands(voice)
    if not drawn or not bands:
        return None
    laws = sorted((row for row in voice.pack.laws_and_strategies if row.kind == "law"), key=lambda row: row.dated_on)
    starts = [row.start_fy for row in drawn if row.start_fy]
    alt = voice.word(
        "nation.timeline.alt",
        n=str(len(drawn)),
        first=voice.short(drawn[0]),
        first_fy=voice.span(starts[0], starts[0]),
        last=voice.short(drawn[-1]),
        last_fy=voice.span(starts[-1], starts[-1]),
        open=str(sum(row.end_fy is None for row in drawn)),
    )
    bars = _bars(drawn, study, voice)
    chart = Timeline(
        alt=alt,
        first_fy=min(*starts, bands[0].start_fy),
        last_fy=max(*(row.end_fy or 0 for row in drawn), bands[-1].end_fy),
        bands=bands,
        bands_label=voice.word("timeline.plans"),
        events=law_events(voice, laws=laws[: len(MARKS)]),
        events_label=voice.word("timeline.laws"),
        bars=bars,
        keys=_keys(bars, voice),
    )
    return Figure(
        chart=chart,
        measure=voice.sentence("nation.timeline.measure"),
        alt=alt,
        table=_table(study, voice),
        note=_note(regional, drawn=drawn, voice=voice),
    )


def _most_selecting(rows: Sequence[Programme], study: NationStudy, voice: Voice) -> list[Programme]:
    """Choose the programmes with most selections on record; ties at the cut stay out together."""

    def count(row: Programme) -> float:
        return voice.scalar(study.counts[row.programme_id])

    ranked = sorted((row for row in rows if row.programme_id in study.counts), key=lambda row: -count(row))
    if len(ranked) > MOST_BARS:
        ranked = [row for row in ranked[:MOST_BARS] if count(row) > count(ranked[MOST_BARS])]
    return sorted(ranked, key=lambda row: (row.start_fy or 0, row.programme_id))


def _bars(drawn: Sequence[Programme], study: NationStudy, voice: Voice) -> tuple[Span, ...]:
    """Group the bars by ministry; a ministry with a single bar joins the others."""
    often = Counter(row.authority for row in voice.pack.programme_authorities)
    of_programme: dict[str, list[str]] = {}
    for link in voice.pack.programme_authorities:
        of_programme.setdefault(link.programme_id, []).append(link.authority)
    lanes = {
        row.programme_id: max(of_programme.get(row.programme_id, [""]), key=lambda name: (often[name], name))
        for row in drawn
    }
    sizes = Counter(lanes.values())
    other = voice.word("nation.timeline.lane_other")
    names = {
        lane: voice.label("authority", lane) if lane and sizes[lane] >= FEWEST_IN_LANE else other for lane in sizes
    }
    in_lane = Counter(names[lane] for lane in lanes.values())

    def place(row: Programme) -> tuple[bool, int, str]:
        name = names[lanes[row.programme_id]]
        return name == other, -in_lane[name], name

    return tuple(
        Span(
            label=voice.word(
                "timeline.several", name=voice.short(row), n=voice.scalar_text(study.counts[row.programme_id])
            ),
            name=voice.word(
                "timeline.several_name",
                name=voice.programme(row),
                n=voice.scalar_text(study.counts[row.programme_id]),
                span=voice.span(row.start_fy, row.end_fy),
            ),
            start_fy=row.start_fy,
            end_fy=row.end_fy,
            tone="programme",
            lane=names[lanes[row.programme_id]],
        )
        for row in sorted(drawn, key=place)
    )


def _keys(bars: Sequence[Span], voice: Voice) -> tuple[Key, ...]:
    keys = [Key("programme", voice.word("nation.timeline.key_programme"))]
    if any(bar.end_fy is None for bar in bars):
        keys.append(Key("unknown_end", voice.word("nation.timeline.key_open")))
    return tuple(keys)


def _note(regional: Sequence[Programme], *, drawn: Sequence[Programme], voice: Voice) -> Text:
    undated = [voice.short(row) for row in regional if not row.start_fy]
    n_others = len(regional) - len(drawn) - len(undated)
    note = voice.sentence("nation.timeline.others", n=str(n_others), drawn=str(len(drawn))) if n_others else ()
    if undated:
        note += voice.sentence("nation.timeline.undated", names=voice.listed(undated), n=str(len(undated)))
    return note


def _table(study: NationStudy, voice: Voice) -> Table:
    """List all plans, laws, strategies and programmes with their source."""
    in_japanese = voice.lang == "ja"
    none = Cell(("–",), "right")
    rows = [
        (
            row.name_ja if in_japanese else row.name_en,
            voice.word("timeline.plans"),
            voice.span(row.start_fy, row.end_fy),
        )
        for row in voice.pack.plans
    ]
    laws = sorted(voice.pack.laws_and_strategies, key=lambda row: row.dated_on)
    rows += [
        (row.name_ja if in_japanese else row.name_en, voice.label("law_kind", row.kind), voice.period(row.dated_on))
        for row in laws
    ]
    rows += [
        (voice.programme(row), voice.label("level", row.level), voice.span(row.start_fy, row.end_fy))
        for row in study.programmes
    ]
    counts = [
        *(none for _ in (*voice.pack.plans, *laws)),
        *(_count_cell(row, study, voice) for row in study.programmes),
    ]
    sources = [row.source_id for row in voice.pack.plans]
    sources += [row.source_id for row in laws]
    sources += [row.source_id for row in study.programmes]
    columns = ("name", "kind", "years", "count", "source")
    return Table(
        caption=voice.sentence("nation.timeline.caption"),
        header=tuple(voice.word(f"nation.timeline.column_{name}") for name in columns),
        rows=tuple(
            (Cell((name,)), Cell((kind,)), Cell((years,)), count, Cell((voice.source_link(source),)))
            for (name, kind, years), count, source in zip(rows, counts, sources, strict=True)
        ),
    )


def _count_cell(row: Programme, study: NationStudy, voice: Voice) -> Cell:
    if row.programme_id not in study.counts:
        return Cell((voice.word("nation.timeline.no_record"),), "right", "none")
    number = study.counts[row.programme_id]
    return voice.number_cell(number, text=voice.scalar_text(number))
