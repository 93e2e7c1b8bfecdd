"""Page 3: larger, richer? The region against the nation and the regions most like it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from chiiki.brief import formats
from chiiki.brief.charts import Join, Label, Line, Point, Series, Tick, nice_ticks
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, Table
from chiiki.studies.statistics import NATION, subject_of
from chiiki.studies.wealth import income_series, population_series

if TYPE_CHECKING:
    from chiiki.brief.document import Claim, Filling
    from chiiki.brief.voice import Voice
    from chiiki.studies.region import RegionStudy

__all__ = ["income", "population"]

_Tone = Literal["own", "nation", "similar"]

SAME = 0.005
BASE_YEAR = 2000
"""Populations are drawn as an index of this year: absolute lines would all lie at the bottom."""


def income(study: RegionStudy, voice: Voice) -> Block:
    """Draw income per head of region, nation and similar regions; chained years are dashed."""
    own = voice.book[f"r{study.region.region_id}.income"]
    if not study.income:
        where = voice.sentence("region.income.where")
        return Block(id="income", page=3, heading=_income_claim(study, voice), sentences=(where,))
    is_chained = any(chained for _, _, chained in study.income)
    return Block(
        id="income",
        page=3,
        heading=_income_claim(study, voice),
        figure=_income_figure(study, voice),
        sentences=(voice.sentence("region.income.linked"),) if is_chained else (),
        cautions=((voice.label("caution", "chained_vintages"),),) if is_chained else (),
        source_ids=own.source_ids,
    )


def _income_claim(study: RegionStudy, voice: Voice) -> Claim:
    own = f"r{study.region.region_id}.income"
    gap, year = f"{own}.gap", voice.period(voice.book[own].period)
    rules = []
    if voice.book[gap].value is not None:
        places: dict[str, Filling] = {"gap": voice.percent(gap), "year": year}
        rules += [
            voice.rule("region.income.below", Condition(gap, "<", -SAME), **places),
            voice.rule("region.income.above", Condition(gap, ">", SAME), **places),
            voice.rule("region.income.same", Condition(gap, "is", "known"), year=year),
        ]
    is_known = Condition(own, "is", "known")
    rules.append(voice.rule("region.income.unmatched", is_known, income=voice.number(own), year=year))
    return voice.claim("income", [*rules, voice.rule("region.income.none", place=voice.region(study.region))])


def _income_figure(study: RegionStudy, voice: Voice) -> Figure:
    lines = _income_lines(study, voice)
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
    joins = income_series(voice.pack)[study.region.region_id].joins
    chart = Series(
        alt=alt,
        lines=lines,
        y_ticks=_ticks(ticks, decimals=0 if voice.lang == "ja" else 1),
        y_label=voice.word("people.income_axis"),
        joins=tuple(Join(join.year, "chained", voice.word("people.linked")) for join in joins),
        note=voice.word("people.not_zero") if ticks[0] else "",
    )
    measure = voice.sentence("people.income_measure")
    return Figure(chart=chart, measure=measure, alt=alt, table=_income_table(study, voice))


def _income_lines(study: RegionStudy, voice: Voice) -> tuple[Line, ...]:
    """Return the lines of the region, the nation and similar regions, as far as each is on record."""
    series, size = income_series(voice.pack), 1e4 if voice.lang == "ja" else 1e6

    def line(region_id: str, tone: _Tone, name: str) -> Line:
        values, last = series[region_id].values, f"{subject_of(region_id)}.income"
        points = tuple(Point(point.year, point.value / size, is_chained=point.is_chained) for point in values)
        return Line(points, tone, name, Label(_amount(voice, last), last))

    return tuple(line(*place) for place in _compared(study, voice) if place[0] in series)


def _compared(study: RegionStudy, voice: Voice) -> tuple[tuple[str, _Tone, str], ...]:
    """Return id, tone and name of the region itself, the nation and the regions most alike."""
    names = {region.region_id: voice.short(region) for region in study.regions}
    own = study.region.region_id
    return (
        (own, "own", names[own]),
        (NATION, "nation", voice.word("people.nation")),
        *((like.region_id, "similar", names[like.region_id]) for like in study.likeness),
    )


def _ticks(values: tuple[float, ...], *, decimals: int) -> tuple[Tick, ...]:
    return tuple(Tick(value, formats.decimal(value, decimals)) for value in values)


def _amount(voice: Voice, number_id: str) -> str:
    number = voice.book[number_id]
    if number.value is None:
        return formats.missing_sign(number.missing, voice.lang)
    return formats.yen(voice.scalar(number_id), voice.lang, resolution=number.resolution)


def _income_table(study: RegionStudy, voice: Voice) -> Table:
    nation = {year: number for year, number, _ in study.nation_income}
    rows = [
        (
            Cell((voice.span(year, year) + (voice.word("people.linked_mark") if is_chained else ""),)),
            voice.number_cell(number, text=_amount(voice, number)),
            voice.number_cell(nation[year], text=_amount(voice, nation[year])) if year in nation else _no_cell(voice),
        )
        for year, number, is_chained in study.income
    ]
    header = (voice.word("people.column_fy"), voice.region(study.region), voice.word("people.nation"))
    return Table(caption=voice.sentence("people.income_measure"), header=header, rows=tuple(rows))


def _no_cell(voice: Voice) -> Cell:
    return Cell((formats.missing_sign("not_found", voice.lang),), "right", "none")


def population(study: RegionStudy, voice: Voice) -> Block:
    """Draw population as an index of 2000."""
    figure = _population_figure(study, voice)
    return Block(
        id="population",
        page=3,
        heading=_population_claim(study, voice),
        figure=figure,
        sentences=() if figure else (voice.sentence("region.population.where"),),
        cautions=((voice.label("caution", "rounded"),),) if figure else (),
        source_ids=voice.book[f"r{study.region.region_id}.population"].source_ids if figure else (),
    )


def _population_claim(study: RegionStudy, voice: Voice) -> Claim:
    own = f"r{study.region.region_id}.population"
    change, nation = f"{own}.change", "n.population.change"
    rules = []
    if voice.book[change].value is not None and voice.book[nation].value is not None:
        side, within = ("down", "<") if voice.scalar(nation) < 0 else ("up", ">=")
        places: dict[str, Filling] = {"change": voice.percent(change), "nation": voice.percent(nation)}
        theirs = Condition(nation, within, 0)
        rules += [
            voice.rule(f"region.population.down_nation_{side}", Condition(change, "<", -SAME), theirs, **places),
            voice.rule(f"region.population.up_nation_{side}", Condition(change, ">", SAME), theirs, **places),
            voice.rule("region.population.same", Condition(change, "is", "known")),
        ]
    level: dict[str, Filling] = {"population": voice.number(own), "year": voice.period(voice.book[own].period)}
    rules.append(voice.rule("region.population.level", Condition(own, "is", "known"), **level))
    return voice.claim("population", [*rules, voice.rule("region.population.none", place=voice.region(study.region))])


def _population_figure(study: RegionStudy, voice: Voice) -> Figure | None:
    """Draw the index; None where the region's population of the base year is not on record."""
    lines = _population_lines(study, voice)
    if not lines or lines[0].tone != "own":
        return None
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
        lines=lines,
        y_ticks=_ticks(ticks, decimals=0),
        y_label=voice.word("people.population_axis"),
        note=voice.word("people.not_zero") if ticks[0] else "",
    )
    measure = voice.sentence("people.population_measure")
    return Figure(chart=chart, measure=measure, alt=alt, table=_population_table(study, voice))


def _population_lines(study: RegionStudy, voice: Voice) -> tuple[Line, ...]:
    """Return the lines of those whose population of the base year is on record."""
    series = population_series(voice.pack)
    lines = []
    for region_id, tone, name in _compared(study, voice):
        rows = series.get(region_id, ())
        base = next((row.value for row in rows if row.year == BASE_YEAR), None)
        if base:
            points = tuple(Point(row.year, row.value / base * 100 if row.value else None) for row in rows)
            last = points[-1].value
            lines.append(Line(points, tone, name, Label(formats.decimal(last, 0)) if last else None))
    return tuple(lines)


def _population_table(study: RegionStudy, voice: Voice) -> Table:
    nation = dict(study.nation_population)
    rows = [
        (
            Cell((voice.period(str(year)),)),
            voice.number_cell(number),
            voice.number_cell(nation[year]) if year in nation else _no_cell(voice),
        )
        for year, number in study.population
    ]
    header = (voice.word("people.column_year"), voice.region(study.region), voice.word("people.nation"))
    return Table(caption=voice.sentence("people.population_table"), header=header, rows=tuple(rows))
