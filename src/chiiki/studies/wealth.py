"""People and income of a region against the nation, year by year.

Population is the estimate of 1 October of calendar years, rounded to 10,000. Income is
prefectural income per head of fiscal years as the accounts publish it; older vintages
are carried to the level of the newest (:mod:`chiiki.studies.accounts`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from chiiki.provenance import Number
from chiiki.studies.accounts import chain_indicator
from chiiki.studies.statistics import NATION, add_gap, add_indicator, indicator_series, subject_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Indicator
    from chiiki.provenance import NumberBook
    from chiiki.studies.accounts import ChainedSeries

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
POPULATION_SOURCE = "mic-ssds"
"""The one source that has every prefecture and the nation for all years."""

CHANGE_FROM = 2000
"""First year of the change that leads state."""


def population_series(pack: Pack) -> Mapping[str, Sequence[Indicator]]:
    """Return population by region, by year."""
    return indicator_series(pack, POPULATION, source_id=POPULATION_SOURCE)


def latest_population_year(pack: Pack) -> int:
    """Return the last year for which the nation's population is stated."""
    return population_series(pack)[NATION][-1].year


def add_population(book: NumberBook, pack: Pack) -> None:
    """Add the latest population of every region and the nation: ``r04.population``."""
    for rows in population_series(pack).values():
        add_indicator(book, rows[-1], name="population")


def add_population_series(book: NumberBook, pack: Pack, *, region_id: str) -> tuple[tuple[int, str], ...]:
    """Add a region's population of every year and its change since 2000.

    Returns
    -------
    tuple of (year, number id)
        ``r04.population.1975`` … in order; the latest year is ``r04.population``.
    """
    rows = population_series(pack)[region_id]
    subject = subject_of(region_id)
    added = [(row.year, add_indicator(book, row, name="population", qualifier=str(row.year)).id) for row in rows[:-1]]
    added.append((rows[-1].year, add_indicator(book, rows[-1], name="population").id))
    if f"{subject}.population.{CHANGE_FROM}" in book:
        add_gap(
            book,
            f"{subject}.population.change",
            value_id=f"{subject}.population",
            reference_id=f"{subject}.population.{CHANGE_FROM}",
            definition="population_change",
        )
    return tuple(added)


@lru_cache(maxsize=4)
def income_series(pack: Pack) -> Mapping[str, ChainedSeries]:
    """Return chain-linked income per head by region."""
    return chain_indicator((row for row in pack.indicators if row.indicator_id == INCOME), indicator_id=INCOME)


@lru_cache(maxsize=4)
def _published(pack: Pack) -> Mapping[tuple[str, str, int], Indicator]:
    rows = (row for row in pack.indicators if row.indicator_id == INCOME)
    return {(row.region_id, row.vintage, row.year): row for row in rows}


def latest_income_year(pack: Pack) -> int:
    """Return the last fiscal year of the newest vintage."""
    return income_series(pack)[NATION].values[-1].year


def add_income(book: NumberBook, pack: Pack) -> None:
    """Add the latest income per head of every region and the nation, as published."""
    for region, series in income_series(pack).items():
        last = series.values[-1]
        add_indicator(book, _published(pack)[region, last.vintage, last.year], name="income")


def add_income_series(book: NumberBook, pack: Pack, *, region_id: str) -> tuple[tuple[int, str, bool], ...]:
    """Add a region's income per head of every year, chained years with what they came from.

    Returns
    -------
    tuple of (fiscal year, number id, is chained)
        ``r04.income.FY1996`` … in order; the latest year is ``r04.income``.
    """
    subject, series, published = subject_of(region_id), income_series(pack)[region_id], _published(pack)
    for join in series.joins:
        for vintage in (join.newer, join.older):
            _add_published(book, published[region_id, vintage, join.year], subject=subject)
    added = []
    last = series.values[-1].year
    for point in series.values:
        row = published[region_id, point.vintage, point.year]
        if not point.is_chained:
            qualifier = "" if point.year == last else f"FY{point.year}"
            added.append((point.year, add_indicator(book, row, name="income", qualifier=qualifier).id, False))
            continue
        stated = _add_published(book, row, subject=subject)
        factors = [
            f"{_published_id(subject, join.newer, join.year)} / {_published_id(subject, join.older, join.year)}"
            for join in series.joins
            if join.year > point.year
        ]
        inputs = [name for factor in factors for name in factor.split(" / ")]
        number = Number(
            id=f"{subject}.income.FY{point.year}",
            value=point.value,
            unit=row.unit,
            period=f"FY{point.year}",
            definition="income_chained",
            resolution=1000.0,
            cautions=("chained_vintages",),
            formula=f"{stated.id} * " + " * ".join(f"({factor})" for factor in factors),
            inputs=(stated.id, *dict.fromkeys(inputs)),
        )
        added.append((point.year, book.add(number).id, True))
    return tuple(added)


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
