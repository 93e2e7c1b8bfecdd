"""Page 3: larger, richer? The region against the nation and the regions most like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import Join, Label, Line, Point, Series, Tick, nice_ticks
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, Table
from chiiki.studies.wealth import income_series, population_series

if TYPE_CHECKING:
    from chiiki.brief.document import Claim, Filling
    from chiiki.brief.voice import Voice
    from chiiki.studies.region import RegionStudy

__all__ = ["income", "population"]

SAME = 0.005
BASE_YEAR = 2000
"""Populations are drawn as an index of this year: absolute lines would all lie at the bottom."""


def income(study: RegionStudy, voice: Voice) -> Block:
    """Draw income per head of region, nation and similar regions; chained years are dashed."""
    subject = f"r{study.region.region_id}"
    gap = f"{subject}.income.gap"
    year = voice.period(voice.book[f"{subject}.income"].period)
    places: dict[str, Filling] = {"gap": voice.percent(gap), "year": year}
    claim = voice.claim(
        "income",
        [
            voice.rule("region.income.below", Condition(gap, "<", -SAME), **places),
            voice.rule("region.income.above", Condition(gap, ">", SAME), **places),
            voice.rule("region.income.same", year=year),
        ],
    )
    return Block(
        id="income",
        page=3,
        heading=claim,
        figure=_income_figure(study, voice),
        sentences=(voice.sentence("region.income.linked"),),
        cautions=((voice.label("caution", "chained_vintages"),),),
        source_ids=voice.book[f"{subject}.income"].source_ids,
    )


def _income_figure(study: RegionStudy, voice: Voice) -> Figure:
    series = income_series(voice.pack)
    size = 1e4 if voice.lang == "ja" else 1e6
    names = {region.region_id: voice.short(region) for region in study.regions}

    def points(region_id: str) -> tuple[Point, ...]:
        values = series[region_id].values
        return tuple(Point(point.year, point.value / size, is_chained=point.is_chained) for point in values)

    own = study.region.region_id
    lines = [
        Line(points(own), "own", names[own], Label(_amount(voice, f"r{own}.income"), f"r{own}.income")),
        Line(points("00"), "nation", voice.word("people.nation"), Label(_amount(voice, "n.income"), "n.income")),
        *(
            Line(
                points(like.region_id),
                "similar",
                names[like.region_id],
                Label(_amount(voice, f"r{like.region_id}.income"), f"r{like.region_id}.income"),
            )
            for like in study.likeness
        ),
    ]
    values = [point.value for line in lines for point in line.points if point.value is not None]
    ticks = nice_ticks(min(values), max(values))
    alt = voice.word(
        "people.income_alt",
        place=voice.region(study.region),
        first=voice.period(f"FY{study.income[0][0]}"),
        last=voice.period(f"FY{study.income[-1][0]}"),
        first_value=_amount(voice, study.income[0][1]),
        last_value=_amount(voice, study.income[-1][1]),
        nation=_amount(voice, "n.income"),
    )
    joins = tuple(Join(join.year, "chained", voice.word("people.linked")) for join in series[own].joins)
    chart = Series(
        alt=alt,
        lines=tuple(lines),
        y_ticks=_ticks(ticks, decimals=0 if voice.lang == "ja" else 1),
        y_label=voice.word("people.income_axis"),
        joins=joins,
        note=voice.word("people.not_zero") if ticks[0] else "",
    )
    return Figure(
        chart=chart, measure=voice.sentence("people.income_measure"), alt=alt, table=_income_table(study, voice)
    )


def _ticks(values: tuple[float, ...], *, decimals: int) -> tuple[Tick, ...]:
    return tuple(Tick(value, formats.decimal(value, decimals)) for value in values)


def _amount(voice: Voice, number_id: str) -> str:
    return formats.yen(voice.scalar(number_id), voice.lang, resolution=voice.book[number_id].resolution)


def _income_table(study: RegionStudy, voice: Voice) -> Table:
    nation = {year: number for year, number, _ in study.nation_income}
    rows = [
        (
            Cell((voice.span(year, year) + (voice.word("people.linked_mark") if is_chained else ""),)),
            voice.number_cell(number, text=_amount(voice, number)),
            voice.number_cell(nation[year], text=_amount(voice, nation[year])),
        )
        for year, number, is_chained in study.income
    ]
    header = (voice.word("people.column_fy"), voice.region(study.region), voice.word("people.nation"))
    return Table(caption=voice.sentence("people.income_measure"), header=header, rows=tuple(rows))


def population(study: RegionStudy, voice: Voice) -> Block:
    """Draw population as an index of 2000."""
    return Block(
        id="population",
        page=3,
        heading=_population_claim(study, voice),
        figure=_population_figure(study, voice),
        cautions=((voice.label("caution", "rounded"),),),
        source_ids=voice.book[f"r{study.region.region_id}.population"].source_ids,
    )


def _population_claim(study: RegionStudy, voice: Voice) -> Claim:
    change = f"r{study.region.region_id}.population.change"
    places = {"change": voice.percent(change), "nation": voice.percent("n.population.change")}
    nation_side = "down" if voice.scalar("n.population.change") < 0 else "up"
    return voice.claim(
        "population",
        [
            voice.rule(f"region.population.down_nation_{nation_side}", Condition(change, "<", -SAME), **places),
            voice.rule(f"region.population.up_nation_{nation_side}", Condition(change, ">", SAME), **places),
            voice.rule("region.population.same"),
        ],
    )


def _population_figure(study: RegionStudy, voice: Voice) -> Figure:
    series = population_series(voice.pack)
    names = {region.region_id: voice.short(region) for region in study.regions}
    own = study.region.region_id

    def points(region_id: str) -> tuple[Point, ...]:
        base = next(row.value for row in series[region_id] if row.year == BASE_YEAR)
        return tuple(
            Point(row.year, row.value / base * 100 if row.value and base else None) for row in series[region_id]
        )

    def last(region_id: str) -> Label:
        return Label(formats.decimal(points(region_id)[-1].value or 0, 0))

    lines = [
        Line(points(own), "own", names[own], last(own)),
        Line(points("00"), "nation", voice.word("people.nation"), last("00")),
        *(
            Line(points(like.region_id), "similar", names[like.region_id], last(like.region_id))
            for like in study.likeness
        ),
    ]
    values = [point.value for line in lines for point in line.points if point.value is not None]
    ticks = nice_ticks(min(values), max(values))
    first_year, last_year = study.population[0], study.population[-1]
    alt = voice.word(
        "people.population_alt",
        place=voice.region(study.region),
        first=voice.period(str(first_year[0])),
        last=voice.period(str(last_year[0])),
        first_value=formats.number_text(voice.book[first_year[1]], voice.lang),
        last_value=formats.number_text(voice.book[last_year[1]], voice.lang),
    )
    chart = Series(
        alt=alt,
        lines=tuple(lines),
        y_ticks=_ticks(ticks, decimals=0),
        y_label=voice.word("people.population_axis"),
        note=voice.word("people.not_zero") if ticks[0] else "",
    )
    measure = voice.sentence("people.population_measure")
    return Figure(chart=chart, measure=measure, alt=alt, table=_population_table(study, voice))


def _population_table(study: RegionStudy, voice: Voice) -> Table:
    nation = dict(study.nation_population)
    rows = [
        (Cell((voice.period(str(year)),)), voice.number_cell(number), voice.number_cell(nation[year]))
        for year, number in study.population
    ]
    header = (voice.word("people.column_year"), voice.region(study.region), voice.word("people.nation"))
    return Table(caption=voice.sentence("people.population_table"), header=header, rows=tuple(rows))
