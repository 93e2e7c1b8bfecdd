"""People and income of a region against the nation, year by year.

Population is the estimate of 1 October of calendar years, rounded to 10,000. Income is
prefectural income per head of fiscal years as the accounts publish it; older vintages
are carried to the level of the newest (:mod:`chiiki.studies.accounts`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from chiiki.provenance import Number, Phrase
from chiiki.studies.accounts import chain_indicator
from chiiki.studies.holdings import prefectures
from chiiki.studies.statistics import NATION, add_gap, add_indicator, add_not_found, indicator_series, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Indicator
    from chiiki.provenance import NumberBook
    from chiiki.studies.accounts import ChainedSeries, ChainedValue

__all__ = [
    "INCOME",
    "POPULATION",
    "add_income",
    "add_income_series",
    "add_population",
    "add_population_series",
    "income_series",
    "latest_income_year",
    "latest_population_year",
    "population_series",
]

POPULATION = "population"
INCOME = "prefectural_income_per_head"

CHANGE_FROM = 2000
"""First year of the change that leads state."""

_CHAINED_TO = 1000.0
"""Chained values are written in thousands, as the accounts publish theirs."""


@lru_cache(maxsize=4)
def population_series(pack: Pack) -> Mapping[str, Sequence[Indicator]]:
    """Return population by region, by year, from the one source that has most regions and years."""
    sources = sorted({row.source_id for row in pack.indicators if row.indicator_id == POPULATION})
    found = [indicator_series(pack, POPULATION, source_id=source) for source in sources]
    return max(found, key=lambda series: sum(map(len, series.values())), default={})


def latest_population_year(pack: Pack) -> int | None:
    """Return the last year for which a population is stated; None where none is."""
    return max((rows[-1].year for rows in population_series(pack).values()), default=None)


def add_population(book: NumberBook, pack: Pack) -> None:
    """Add the latest population of every region and the nation: ``r04.population``.

    A region that lacks the latest year has a missing number, not an older one: ranks and
    medians compare one year.
    """
    series = population_series(pack)
    for region in _everywhere(pack, series):
        _add_latest_population(book, pack, region_id=region)


def _add_latest_population(book: NumberBook, pack: Pack, *, region_id: str) -> None:
    year = latest_population_year(pack)
    row = next((row for row in population_series(pack).get(region_id, ()) if row.year == year), None)
    if row is not None:
        add_indicator(book, row, name="population")
        return
    number_id, period = f"{subject_of(region_id)}.population", str(year) if year else "undated"
    add_not_found(book, number_id, unit="persons", period=period, definition="population")


def _everywhere(pack: Pack, series: Iterable[str]) -> tuple[str, ...]:
    """Return the regions of a series, then those that it lacks."""
    return tuple(dict.fromkeys((*series, NATION, *(region.region_id for region in prefectures(pack)))))


def add_population_series(book: NumberBook, pack: Pack, *, region_id: str) -> tuple[tuple[int, str], ...]:
    """Add a region's population of every year and its change since 2000.

    Returns
    -------
    tuple of (year, number id)
        ``r04.population.1975`` … in order; the latest year is ``r04.population``. Empty
        where no population is on record; the change is then missing.
    """
    subject, latest = subject_of(region_id), latest_population_year(pack)
    _add_latest_population(book, pack, region_id=region_id)
    added = []
    for row in population_series(pack).get(region_id, ()):
        qualifier = "" if row.year == latest else str(row.year)
        added.append((row.year, add_indicator(book, row, name="population", qualifier=qualifier).id))
    base = f"{subject}.population.{CHANGE_FROM}"
    if base not in book:
        add_not_found(book, base, unit="persons", period=str(CHANGE_FROM), definition="population")
    add_gap(
        book,
        f"{subject}.population.change",
        value_id=f"{subject}.population",
        reference_id=base,
        definition="population_change",
    )
    return tuple(added)


@lru_cache(maxsize=4)
def income_series(pack: Pack) -> Mapping[str, ChainedSeries]:
    """Return chain-linked income per head by region."""
    rows = [row for row in pack.indicators if row.indicator_id == INCOME and row.value is not None]
    return chain_indicator(rows, indicator_id=INCOME) if rows else {}


@lru_cache(maxsize=4)
def _published(pack: Pack) -> Mapping[tuple[str, str, int], Indicator]:
    rows = (row for row in pack.indicators if row.indicator_id == INCOME)
    return {(row.region_id, row.vintage, row.year): row for row in rows}


def latest_income_year(pack: Pack) -> int | None:
    """Return the last fiscal year of the newest vintage; None where no income is stated."""
    return max((series.values[-1].year for series in income_series(pack).values()), default=None)


def add_income(book: NumberBook, pack: Pack) -> None:
    """Add the latest income per head of every region and the nation, as published.

    A region that lacks the latest year has a missing number.
    """
    found, latest = income_series(pack), latest_income_year(pack)
    for region in _everywhere(pack, found):
        last = found[region].values[-1] if region in found else None
        if last and last.year == latest:
            add_indicator(book, _published(pack)[region, last.vintage, last.year], name="income")
        else:
            period = f"FY{latest}" if latest else "undated"
            add_not_found(book, f"{subject_of(region)}.income", unit="JPY", period=period, definition="income")


def add_income_series(book: NumberBook, pack: Pack, *, region_id: str) -> tuple[tuple[int, str, bool], ...]:
    """Add a region's income per head of every year, chained years with what they came from.

    Returns
    -------
    tuple of (fiscal year, number id, is chained)
        ``r04.income.FY1996`` … in order; the latest year is ``r04.income``. Empty where
        no income is on record.
    """
    series = income_series(pack).get(region_id)
    if series is None:
        return ()
    subject, published, latest = subject_of(region_id), _published(pack), latest_income_year(pack)
    for join in series.joins:
        for vintage in (join.newer, join.older):
            _add_published(book, published[region_id, vintage, join.year], subject=subject)
    added = []
    for point in series.values:
        row = published[region_id, point.vintage, point.year]
        qualifier = "" if point.year == latest else f"FY{point.year}"
        number = (
            _add_chained(book, row, point=point, series=series)
            if point.is_chained
            else add_indicator(book, row, name="income", qualifier=qualifier)
        )
        added.append((point.year, number.id, point.is_chained))
    return tuple(added)


def _add_chained(book: NumberBook, row: Indicator, *, point: ChainedValue, series: ChainedSeries) -> Number:
    subject = subject_of(row.region_id)
    stated = _add_published(book, row, subject=subject)
    factors = [
        (_published_id(subject, join.newer, join.year), _published_id(subject, join.older, join.year))
        for join in series.joins
        if join.year > point.year
    ]
    inputs = dict.fromkeys(name for factor in factors for name in factor)
    return book.add(
        Number(
            id=f"{subject}.income.FY{point.year}",
            value=point.value,
            unit=row.unit,
            period=f"FY{point.year}",
            definition="income_chained",
            resolution=_CHAINED_TO,
            cautions=("chained_vintages",),
            formula=Phrase.signs(" * ".join([stated.id, *(f"({newer} / {older})" for newer, older in factors)])),
            inputs=(stated.id, *inputs),
        )
    )


def _published_id(subject: str, vintage: str, year: int) -> str:
    return f"{subject}.income.published.{vintage}.FY{year}"


def _add_published(book: NumberBook, row: Indicator, *, subject: str) -> Number:
    return book.add(
        Number(
            id=_published_id(subject, row.vintage, row.year),
            value=row.value,
            unit=row.unit,
            period=f"FY{row.year}",
            definition="income_published",
            resolution=row.rounded_to,
            source_ids=(row.source_id,),
            locators=(row.locator,),
        )
    )
