"""Selections on the time axis, and the same as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import Band, Event, Key, Span, Timeline
from chiiki.brief.document import Cell, Figure, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.voice import Voice
    from chiiki.facts.records import LawOrStrategy
    from chiiki.studies.holdings import Holding

__all__ = [
    "MARKS",
    "fiscal_moment",
    "grade_text",
    "holdings_table",
    "holdings_timeline",
    "law_events",
    "plan_bands",
    "plan_timeline",
    "selection_bar",
]

MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
MOST_ROWS = 14
"""Above so many selections a row stands for a programme."""


def plan_bands(voice: Voice) -> tuple[Band, ...]:
    """Return the plan periods as bands."""
    return tuple(
        Band(plan.start_fy, plan.end_fy, voice.word("timeline.plan", ordinal=str(plan.ordinal)), str(plan.ordinal))
        for plan in voice.pack.plans
        if plan.start_fy and plan.end_fy
    )


def law_events(voice: Voice, *, laws: Sequence[LawOrStrategy] | None = None) -> tuple[Event, ...]:
    """Return laws as numbered verticals in order of their dates: those given, else the landmarks."""
    chosen = [law for law in voice.pack.laws_and_strategies if law.is_landmark] if laws is None else laws
    laws = sorted(chosen, key=lambda law: law.dated_on)
    return tuple(
        Event(
            fiscal_moment(law.dated_on),
            mark,
            voice.word("timeline.law", name=_law_name(law, voice), year=law.dated_on[:4]),
        )
        for law, mark in zip(laws, MARKS, strict=False)
    )


def _law_name(law: LawOrStrategy, voice: Voice) -> str:
    return law.short_ja if voice.lang == "ja" else law.short_en


def fiscal_moment(iso: str) -> float:
    """Place an ISO date (or year, or month) on an axis whose years begin in April."""
    parts = [int(part) for part in iso.split("-")]
    month, day = (*parts[1:], 1, 1)[:2] if len(parts) > 1 else (4, 1)
    return parts[0] + (month - 4) / 12 + (day - 1) / 365


def holdings_timeline(holdings: Sequence[Holding], voice: Voice, *, place: str) -> Figure | None:
    """Draw the dated selections; None where there is none."""
    dated = [holding for holding in holdings if holding.designation.start_fy]
    if not dated:
        return None
    is_long = len(dated) > MOST_ROWS
    bars = _per_programme(dated, voice) if is_long else tuple(selection_bar(holding, voice) for holding in dated)
    n_undated = len(holdings) - len(dated)
    alt = voice.word(
        "timeline.alt",
        place=place,
        n=str(len(dated)),
        first=voice.span(dated[0].designation.start_fy, dated[0].designation.start_fy),
        last=voice.span(dated[-1].designation.start_fy, dated[-1].designation.start_fy),
        unknown=str(sum(holding.designation.end_fy is None for holding in dated)),
    )
    return Figure(
        chart=plan_timeline(bars, voice, alt=alt),
        measure=voice.sentence("timeline.measure", place=place),
        alt=alt,
        table=holdings_table(holdings, voice, place=place),
        note=voice.sentence("timeline.undated", n=str(n_undated)) if n_undated else (),
    )


def plan_timeline(
    bars: tuple[Span, ...], voice: Voice, *, alt: str, programme_key: str = "timeline.key_programme"
) -> Timeline:
    """Draw bars on the axis of the plans: plans as bands, landmark laws as verticals.

    Parameters
    ----------
    bars : tuple of Span
        At least one with a year.
    voice : Voice
    alt : str
    programme_key : str
        Wording key that says what a bar of a programme stands for.
    """
    years = [year for bar in bars for year in (bar.start_fy, bar.end_fy) if year]
    bands = plan_bands(voice)
    return Timeline(
        alt=alt,
        first_fy=min([*years, *(band.start_fy for band in bands[:1])]),
        last_fy=max([*years, *(band.end_fy for band in bands[-1:])]),
        bands=bands,
        bands_label=voice.word("timeline.plans"),
        events=law_events(voice),
        events_label=voice.word("timeline.laws"),
        bars=bars,
        keys=_keys(bars, voice, programme_key=programme_key),
    )


def selection_bar(holding: Holding, voice: Voice) -> Span:
    """Draw one selection as a bar with its grade, which leads to its site."""
    row = holding.designation
    grade = holding.grade.grade if holding.grade else ""
    name = row.name_ja if voice.lang == "ja" else row.name_en
    return Span(
        label=voice.short(row),
        name=f"{voice.programme(holding.programme)} {name} {voice.span(row.start_fy, row.end_fy)}".strip(),
        start_fy=row.start_fy,
        end_fy=row.end_fy,
        grade=grade,
        href=voice.addresses("site", row.place_id),
    )


def _per_programme(holdings: Sequence[Holding], voice: Voice) -> tuple[Span, ...]:
    grouped: dict[str, list[Holding]] = {}
    for holding in holdings:
        grouped.setdefault(holding.programme.programme_id, []).append(holding)
    return tuple(
        selection_bar(rows[0], voice) if len(rows) == 1 else _programme_bar(rows, voice) for rows in grouped.values()
    )


def _programme_bar(rows: Sequence[Holding], voice: Voice) -> Span:
    """Draw one bar from the first start to the last known end or start; open where an end is unknown."""
    starts = [row.designation.start_fy for row in rows if row.designation.start_fy]
    ends = [row.designation.end_fy for row in rows]
    known = [end for end in ends if end]
    label = voice.word("timeline.several", name=voice.short(rows[0].programme), n=str(len(rows)))
    is_open = len(known) < len(ends)
    last = max([*known, *starts])
    return Span(
        label=label,
        name=voice.word(
            "timeline.several_name",
            name=voice.programme(rows[0].programme),
            n=str(len(rows)),
            span=voice.span(min(starts), None if is_open else last),
        ),
        start_fy=min(starts),
        end_fy=last,
        tone="programme",
        href=voice.addresses("programme", rows[0].programme.programme_id),
    )


def _keys(bars: Sequence[Span], voice: Voice, *, programme_key: str) -> tuple[Key, ...]:
    grades = [grade for grade in ("S+", "S", "A", "B", "C", "D") if any(bar.grade == grade for bar in bars)]
    keys = [Key(grade, voice.word("timeline.key_grade", grade=grade)) for grade in grades]  # type: ignore[arg-type]
    if any(bar.tone == "grade" and not bar.grade for bar in bars):
        keys.append(Key("not_found", voice.word("timeline.key_not_found")))
    if any(bar.tone == "programme" for bar in bars):
        keys.append(Key("programme", voice.word(programme_key)))
    if any(bar.end_fy is None for bar in bars):
        keys.append(Key("unknown_end", voice.word("timeline.key_unknown_end")))
    return tuple(keys)


def holdings_table(holdings: Sequence[Holding], voice: Voice, *, place: str) -> Table:
    """Return every selection with programme, years, grade and source."""
    header = tuple(voice.word(f"timeline.column_{name}") for name in ("name", "programme", "years", "grade", "source"))
    return Table(
        caption=voice.sentence("timeline.caption", place=place),
        header=header,
        rows=tuple(_row(holding, voice) for holding in holdings),
    )


def grade_text(holding: Holding, voice: Voice) -> str:
    """Write the grade that speaks for a selection with its kind; nothing where none is on record."""
    if not holding.grade:
        return ""
    kind = voice.label("evaluation_kind", holding.grade.kind)
    return voice.word("timeline.grade_of", grade=holding.grade.grade, kind=kind)


def _row(holding: Holding, voice: Voice) -> tuple[Cell, ...]:
    row = holding.designation
    evaluated = grade_text(holding, voice) or formats.missing_sign("grade_not_found", voice.lang)
    end_unknown = row.start_fy is not None and row.end_fy is None
    years = voice.span(row.start_fy, row.end_fy) + ("?" if end_unknown else "")
    return (
        Cell((voice.linked("site", row.place_id, text=row.name_ja if voice.lang == "ja" else row.name_en),)),
        Cell((voice.linked("programme", row.programme_id, text=voice.short(holding.programme)),)),
        Cell((years,)),
        Cell((evaluated,), tone="" if holding.grade else "none"),
        Cell((voice.source_link(row.source_id),)),
    )
