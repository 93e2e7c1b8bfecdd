"""Regional indicators as numbers with their origin: latest values, series, ranks.

Population and accounts use different years (calendar and fiscal); no per-head number is
made here from both, since the accounts publish their own.
"""

from __future__ import annotations

from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING

from chiiki.provenance import Number, Phrase
from chiiki.studies.holdings import PACK_SOURCE
from chiiki.studies.phrases import formula, place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Indicator
    from chiiki.provenance import NumberBook

__all__ = [
    "add_gap",
    "add_indicator",
    "add_median",
    "add_not_found",
    "add_rank",
    "count_better",
    "indicator_series",
    "subject_of",
]

NATION = "00"


def subject_of(region_id: str) -> str:
    """Return the first part of a region's number ids: ``r04``, and ``n`` for the nation."""
    return "n" if region_id == NATION else f"r{region_id}"


@lru_cache(maxsize=4)
def _by_series(pack: Pack) -> Mapping[tuple[str, str, str], Mapping[str, tuple[Indicator, ...]]]:
    grouped: dict[tuple[str, str, str], dict[str, list[Indicator]]] = {}
    for row in pack.indicators:
        key = (row.indicator_id, row.source_id, row.vintage)
        grouped.setdefault(key, {}).setdefault(row.region_id, []).append(row)
    return {
        key: {region: tuple(sorted(rows, key=lambda r: r.year)) for region, rows in regions.items()}
        for key, regions in grouped.items()
    }


def indicator_series(
    pack: Pack, indicator_id: str, *, source_id: str, vintage: str = ""
) -> Mapping[str, tuple[Indicator, ...]]:
    """Return each region's rows of one indicator from one source and vintage, by year."""
    return _by_series(pack).get((indicator_id, source_id, vintage), {})


def add_indicator(book: NumberBook, row: Indicator, *, name: str, qualifier: str = "") -> Number:
    """Add one stated value as ``<subject>.<name>[.<qualifier>]``."""
    is_fiscal = row.calendar == "fiscal"
    return book.add(
        Number(
            id=f"{subject_of(row.region_id)}.{name}{f'.{qualifier}' if qualifier else ''}",
            value=row.value,
            unit=row.unit,
            period=f"FY{row.year}" if is_fiscal else str(row.year),
            definition=name,
            missing="" if row.value is not None else "unknown",
            resolution=row.rounded_to,
            cautions=("rounded",) if row.rounded_to and row.rounded_to > 1 else (),
            source_ids=(row.source_id,),
            locators=(row.locator,),
        )
    )


def add_not_found(book: NumberBook, number_id: str, *, unit: str, period: str, definition: str) -> Number:
    """Add a number that the facts lack, so that what stands on it is known to be missing."""
    return book.add(
        Number(
            id=number_id,
            value=None,
            unit=unit,
            period=period,
            definition=definition,
            missing="not_found",
            source_ids=(PACK_SOURCE,),
            locators=(place("no_row", table="indicators"),),
        )
    )


def add_median(book: NumberBook, *, name: str, regions: Sequence[str]) -> Number:
    """Add ``n.<name>.median`` over the known values of `regions`; missing where none is known."""
    inputs = [f"r{region}.{name}" for region in regions if f"r{region}.{name}" in book]
    known = [number for number in inputs if book[number].value is not None]
    first = book[(known or inputs)[0]]
    return book.add(
        Number(
            id=f"n.{name}.median",
            value=median(book.scalar(number) for number in known) if known else None,
            unit=first.unit,
            period=first.period,
            definition="median",
            missing="" if known else "unknown",
            resolution=first.resolution,
            formula=formula("median_of_regions", n=len(known)),
            inputs=tuple(known or inputs),
        )
    )


def count_better(book: NumberBook, *, name: str, region: str, regions: Sequence[str]) -> tuple[int, bool]:
    """Return how many regions have a larger known value, and whether another has the same."""
    own = book.scalar(f"r{region}.{name}")
    others = [f"r{other}.{name}" for other in regions if other != region]
    values = [book.scalar(other) for other in others if book[other].value is not None]
    return sum(value > own for value in values), own in values


def add_rank(book: NumberBook, *, name: str, region: str, regions: Sequence[str]) -> Number:
    """Add ``rNN.<name>.rank``: 1 is the largest, equal values share the better place.

    Regions whose value is not known have no place; the rank of one of them is missing.
    """
    own = book[f"r{region}.{name}"]
    is_known = own.value is not None
    return book.add(
        Number(
            id=f"{own.id}.rank",
            value=1 + count_better(book, name=name, region=region, regions=regions)[0] if is_known else None,
            unit="count",
            period=own.period,
            definition="rank",
            missing="" if is_known else "unknown",
            formula=formula("larger_regions"),
            inputs=tuple(f"r{other}.{name}" for other in regions),
        )
    )


def add_gap(book: NumberBook, number_id: str, *, value_id: str, reference_id: str, definition: str) -> Number:
    """Add ``value / reference − 1``; missing where one of the two is, or the reference is zero.

    The gap of two periods is a change over the years between them, and its period says so.
    """
    value, reference = book[value_id], book[reference_id]
    periods = {value.period, reference.period}
    is_known = value.value is not None and bool(reference.value)
    return book.add(
        Number(
            id=number_id,
            value=book.scalar(value_id) / book.scalar(reference_id) - 1 if is_known else None,
            unit="ratio",
            period=value.period if len(periods) == 1 else f"{reference.period}-{value.period}",
            definition=definition,
            missing="" if is_known else "unknown",
            formula=Phrase.signs(f"{value_id} / {reference_id} - 1"),
            inputs=(value_id, reference_id),
        )
    )
