"""Page 4: what is the region good at? Location quotients, two years that are not compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import DotMark, DotRow, Dots, Label, Tick, nice_ticks
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, Table

if TYPE_CHECKING:
    from chiiki.brief.document import Claim
    from chiiki.brief.voice import Voice
    from chiiki.studies.region import RegionStudy, TopIndustries

__all__ = ["groups", "sections"]

N_SHOWN = 10
SPECIALISED = 1.0


def sections(study: RegionStudy, voice: Voice) -> Block:
    """Show the ten large industries with the highest quotients of the latest year, and 2014 beside them."""
    if not study.sections:
        place = voice.region(study.region)
        claim = voice.claim("industry", [voice.rule("region.industry.none", place=place)])
        return Block(id="industry", page=4, heading=claim, sentences=(voice.sentence("region.industry.where"),))
    totals = [f"r{study.region.region_id}.jobs.{top.jobs.year}.total" for top in study.sections]
    is_broken = len(study.sections) > 1
    return Block(
        id="industry",
        page=4,
        heading=_sections_claim(study, voice),
        figure=_sections_figure(study, voice),
        sentences=(voice.sentence("region.industry.no_growth"),) if is_broken else (),
        cautions=((voice.label("caution", "scope_break"),),) if is_broken else (),
        source_ids=tuple(dict.fromkeys(source for total in totals for source in voice.book[total].source_ids)),
    )


def _sections_claim(study: RegionStudy, voice: Voice) -> Claim:
    leading = study.sections[-1].leading[:2]
    heavier = [Condition(_interval(number, voice) or number, ">", SPECIALISED) for _, number in leading]
    names = [voice.industry(code) for code, _ in leading]
    one = voice.rule("region.industry.one", heavier[0], first=names[0], lq=voice.quotient(leading[0][1]))
    rules = [one, voice.rule("region.industry.neutral")]
    if len(leading) > 1:
        rules.insert(0, voice.rule("region.industry.two", *heavier, first=names[0], second=names[1]))
    return voice.claim("industry", rules)


def _sections_figure(study: RegionStudy, voice: Voice) -> Figure:
    years = tuple(voice.period(str(top.jobs.year)) for top in study.sections)
    rows = _dot_rows(study, voice)
    (first, first_id), (second, second_id) = study.sections[-1].ranked[:2]
    alt = voice.word(
        "industry.alt",
        place=voice.region(study.region),
        first=voice.industry(first),
        first_lq=voice.quotient(first_id).text,
        second=voice.industry(second),
        second_lq=voice.quotient(second_id).text,
        year=years[-1],
    )
    chart = Dots(
        alt=alt,
        rows=rows,
        ticks=_ticks([max(mark.value, mark.high or 0.0) for row in rows for mark in row.marks]),
        panels=years,
        reference=Tick(1.0, voice.word("industry.nation_is_one")),
        break_label=voice.word("industry.break"),
        axis_label=voice.word("industry.axis"),
    )
    place = voice.region(study.region)
    key = "industry.measure" if len(years) > 1 else "industry.measure_one"
    measure = voice.sentence(key, place=place, first=years[0], last=years[-1])
    has_intervals = any(mark.low is not None for row in rows for mark in row.marks)
    note = voice.sentence("industry.interval") if has_intervals else ()
    return Figure(chart=chart, measure=measure, alt=alt, table=_sections_table(study, voice), note=note)


def _dot_rows(study: RegionStudy, voice: Voice) -> tuple[DotRow, ...]:
    panels = [dict(top.ranked) for top in study.sections]
    return tuple(
        DotRow(
            label=voice.industry(code),
            marks=tuple(_mark(found[code], voice, panel=panel) for panel, found in enumerate(panels) if code in found),
            missing="" if all(code in found for found in panels) else voice.word("industry.not_surveyed"),
        )
        for code, _ in study.sections[-1].ranked[:N_SHOWN]
    )


def _mark(number_id: str, voice: Voice, *, panel: int) -> DotMark:
    low, high = _ends(number_id, voice) or (None, None)
    shown = Label(voice.quotient(number_id).text, number_id)
    return DotMark(voice.scalar(number_id), shown, panel=panel, low=low, high=high)


def _interval(quotient_id: str, voice: Voice) -> str:
    """Return the id of a quotient's interval, empty where it has none."""
    number_id = f"{quotient_id}.interval"
    return number_id if number_id in voice.book else ""


def _ends(quotient_id: str, voice: Voice) -> tuple[float, float] | None:
    ends = voice.book[number_id].value if (number_id := _interval(quotient_id, voice)) else None
    return ends if isinstance(ends, tuple) else None


def _ticks(values: list[float]) -> tuple[Tick, ...]:
    return tuple(
        Tick(value, formats.decimal(value, 0 if value == int(value) else 1)) for value in nice_ticks(0, max(values))
    )


def _sections_table(study: RegionStudy, voice: Voice) -> Table:
    latest = study.sections[-1]
    persons = f"r{study.region.region_id}.jobs.{latest.jobs.year}"
    years = [voice.period(str(top.jobs.year)) for top in study.sections]
    header = (
        voice.word("industry.column_name"),
        *(voice.word("industry.column_lq", year=year) for year in years),
        voice.word("industry.column_persons", year=years[-1]),
    )
    panels = [dict(top.ranked) for top in study.sections]
    rows = tuple(
        (
            Cell((voice.industry(code),)),
            *(_quotient_cell(found.get(code), voice) for found in panels),
            voice.number_cell(f"{persons}.{code}", text=voice.scalar_text(f"{persons}.{code}")),
        )
        for code, _ in latest.ranked
    )
    return Table(caption=voice.sentence("industry.caption"), header=header, rows=rows)


def _quotient_cell(number_id: str | None, voice: Voice) -> Cell:
    if number_id is None:
        return Cell((formats.missing_sign("not_applicable", voice.lang),), "right", "none")
    if not (interval := _interval(number_id, voice)):
        return Cell((voice.quotient(number_id),), "right")
    return Cell(
        voice.sentence("industry.with_interval", lq=voice.quotient(number_id), ends=voice.number(interval)), "right"
    )


def groups(study: RegionStudy, voice: Voice) -> Block:
    """List the ten 3-digit industries with the highest quotients; say so where there is none to list."""
    place = voice.region(study.region)
    if study.groups is None:
        claim = voice.claim("groups", [voice.rule("region.groups.not_covered", place=place)])
        where = voice.sentence("region.groups.where")
        return Block(id="groups", page=4, heading=claim, width="half", sentences=(where,))
    year = voice.period(str(study.groups.jobs.year))
    neutral = voice.rule("region.groups.neutral", year=year)
    total = voice.book[f"r{study.region.region_id}.jobs.{study.groups.jobs.year}.all3"]
    if not study.groups.ranked:
        too_small = voice.sentence("region.groups.too_small", place=place, year=year)
        return Block(
            id="groups",
            page=4,
            heading=voice.claim("groups", [neutral]),
            width="half",
            sentences=(too_small, voice.sentence("region.groups.where")),
            source_ids=total.source_ids,
        )
    code, number = study.groups.ranked[0]
    is_heavier = Condition(number, ">", SPECIALISED)
    top = voice.rule("region.groups.top", is_heavier, first=_in_short(voice.industry(code)), lq=voice.quotient(number))
    return Block(
        id="groups",
        page=4,
        heading=voice.claim("groups", [top, neutral]),
        width="half",
        tables=(_groups_table(study.groups, voice, place=place, subject=f"r{study.region.region_id}"),),
        source_ids=total.source_ids,
    )


def _groups_table(top: TopIndustries, voice: Voice, *, place: str, subject: str) -> Table:
    year, persons = voice.period(str(top.jobs.year)), f"{subject}.jobs.{top.jobs.year}"
    header = (
        voice.word("industry.column_name"),
        voice.word("industry.column_lq", year=year),
        voice.word("industry.column_persons", year=year),
    )
    rows = tuple(
        (
            Cell((voice.industry(group),)),
            Cell((voice.quotient(quotient),), "right"),
            voice.number_cell(f"{persons}.{group}", text=voice.scalar_text(f"{persons}.{group}")),
        )
        for group, quotient in top.ranked
    )
    return Table(
        caption=voice.sentence("region.groups.caption", place=place, year=year),
        header=header,
        rows=rows,
        note=voice.sentence("region.groups.note"),
    )


def _in_short(name: str) -> str:
    """Leave out what a classification's name excludes: a heading needs the industry, not its border."""
    return re.split(r"（|, except", name, maxsplit=1)[0]
