"""Page 4: what is the region good at? Location quotients, two years that are not compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import DotMark, DotRow, Dots, Label, Tick, nice_ticks
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, Table

if TYPE_CHECKING:
    from chiiki.brief.document import Filling
    from chiiki.brief.voice import Voice
    from chiiki.studies.region import RegionStudy

__all__ = ["groups", "sections"]

N_SHOWN = 10
SPECIALISED = 1.0


def sections(study: RegionStudy, voice: Voice) -> Block:
    """Show the ten large industries with the highest quotients of the latest year, and 2014 beside them."""
    subject, latest = f"r{study.region.region_id}", study.sections[-1]
    (first, first_id), (second, second_id) = latest.leading[:2]
    places: dict[str, Filling] = {
        "first": voice.industry(first),
        "second": voice.industry(second),
        "lq": voice.quotient(first_id),
    }
    claim = voice.claim(
        "industry",
        [
            voice.rule(
                "region.industry.two",
                Condition(first_id, ">", SPECIALISED),
                Condition(second_id, ">", SPECIALISED),
                **places,
            ),
            voice.rule("region.industry.one", Condition(first_id, ">", SPECIALISED), **places),
            voice.rule("region.industry.neutral"),
        ],
    )
    return Block(
        id="industry",
        page=4,
        heading=claim,
        figure=_sections_figure(study, voice),
        sentences=(voice.sentence("region.industry.no_growth"),),
        cautions=((voice.label("caution", "scope_break"),),),
        source_ids=tuple(
            dict.fromkeys(
                source
                for top in study.sections
                for source in voice.book[f"{subject}.jobs.{top.jobs.year}.total"].source_ids
            )
        ),
    )


def _sections_figure(study: RegionStudy, voice: Voice) -> Figure:
    earlier, latest = study.sections
    before = dict(earlier.ranked)
    shown = latest.ranked[:N_SHOWN]
    years = (voice.period(str(earlier.jobs.year)), voice.period(str(latest.jobs.year)))
    rows = tuple(
        DotRow(
            label=voice.industry(code),
            marks=tuple(
                DotMark(voice.scalar(number), Label(str(voice.quotient(number).text), number), panel=panel)
                for panel, number in enumerate((before.get(code), latest_id))
                if number
            ),
            missing="" if code in before else voice.word("industry.not_surveyed"),
        )
        for code, latest_id in shown
    )
    values = [mark.value for row in rows for mark in row.marks]
    (first, first_id), (second, second_id) = shown[:2]
    alt = voice.word(
        "industry.alt",
        place=voice.region(study.region),
        first=voice.industry(first),
        first_lq=voice.quotient(first_id).text,
        second=voice.industry(second),
        second_lq=voice.quotient(second_id).text,
        year=years[1],
    )
    chart = Dots(
        alt=alt,
        rows=rows,
        ticks=_ticks(values),
        panels=years,
        reference=Tick(1.0, voice.word("industry.nation_is_one")),
        break_label=voice.word("industry.break"),
        axis_label=voice.word("industry.axis"),
    )
    return Figure(
        chart=chart,
        measure=voice.sentence("industry.measure", place=voice.region(study.region), first=years[0], last=years[1]),
        alt=alt,
        table=_sections_table(study, voice),
    )


def _ticks(values: list[float]) -> tuple[Tick, ...]:
    return tuple(
        Tick(value, formats.decimal(value, 0 if value == int(value) else 1)) for value in nice_ticks(0, max(values))
    )


def _sections_table(study: RegionStudy, voice: Voice) -> Table:
    earlier, latest = study.sections
    before = dict(earlier.ranked)
    subject = f"r{study.region.region_id}"
    header = (
        voice.word("industry.column_name"),
        voice.word("industry.column_lq", year=voice.period(str(earlier.jobs.year))),
        voice.word("industry.column_lq", year=voice.period(str(latest.jobs.year))),
        voice.word("industry.column_persons", year=voice.period(str(latest.jobs.year))),
    )
    missing = Cell((formats.missing_sign("not_applicable", voice.lang),), "right", "none")
    rows = tuple(
        (
            Cell((voice.industry(code),)),
            Cell((voice.quotient(before[code]),), "right") if code in before else missing,
            Cell((voice.quotient(number),), "right"),
            voice.number_cell(
                f"{subject}.jobs.{latest.jobs.year}.{code}",
                text=voice.scalar_text(f"{subject}.jobs.{latest.jobs.year}.{code}"),
            ),
        )
        for code, number in latest.ranked
    )
    return Table(caption=voice.sentence("industry.caption"), header=header, rows=rows)


def groups(study: RegionStudy, voice: Voice) -> Block:
    """List the ten 3-digit industries with the highest quotients; say so where the table lacks the region."""
    place = voice.region(study.region)
    if study.groups is None:
        return Block(
            id="groups",
            page=4,
            heading=voice.claim("groups", [voice.rule("region.groups.not_covered", place=place)]),
            sentences=(voice.sentence("region.groups.where"),),
        )
    (code, number), jobs = study.groups.ranked[0], study.groups.jobs
    year = voice.period(str(jobs.year))
    claim = voice.claim(
        "groups",
        [
            voice.rule(
                "region.groups.top",
                Condition(number, ">", SPECIALISED),
                first=voice.industry(code),
                lq=voice.quotient(number),
            ),
            voice.rule("region.groups.neutral", year=year),
        ],
    )
    subject = f"r{study.region.region_id}"
    header = (
        voice.word("industry.column_name"),
        voice.word("industry.column_lq", year=year),
        voice.word("industry.column_persons", year=year),
    )
    rows = tuple(
        (
            Cell((voice.industry(group),)),
            Cell((voice.quotient(quotient),), "right"),
            voice.number_cell(
                f"{subject}.jobs.{jobs.year}.{group}", text=voice.scalar_text(f"{subject}.jobs.{jobs.year}.{group}")
            ),
        )
        for group, quotient in study.groups.ranked
    )
    table = Table(
        caption=voice.sentence("region.groups.caption", place=place, year=year),
        header=header,
        rows=rows,
        note=voice.sentence("region.groups.note"),
    )
    return Block(
        id="groups",
        page=4,
        heading=claim,
        tables=(table,),
        source_ids=voice.book[f"{subject}.jobs.{jobs.year}.all3"].source_ids,
    )
