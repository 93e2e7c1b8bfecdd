"""Where a programme selected, and how many of its selections of each year are on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.provenance import Number, Phrase
from chiiki.studies.holdings import PACK_SOURCE, count_of_rows
from chiiki.studies.phrases import formula, place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import CoverageYear, Region
    from chiiki.provenance import NumberBook
    from chiiki.studies.holdings import Holding

__all__ = ["YearFound", "add_region_counts", "add_years_found"]


@dataclass(frozen=True, slots=True)
class YearFound:
    """Selections of one year or part of it: published, found and the difference, as number ids."""

    row: CoverageYear
    known: str
    found: str
    difference: str
    """Empty where the published number is not known."""


def add_region_counts(
    book: NumberBook,
    subject: str,
    *,
    prefectures_of: Mapping[str, tuple[Region, ...]],
    holdings: Sequence[Holding],
    regions: Sequence[Region],
) -> None:
    """Add ``p-KCI.region.04`` for every prefecture, how many have one, and how many selections have none."""
    period = book[f"{subject}.selections"].period
    places = {
        holding.designation.designation_id: {
            region.region_id for region in prefectures_of.get(holding.designation.designation_id, ())
        }
        for holding in holdings
    }
    ids = []
    for region in regions:
        rows = [h.designation for h in holdings if region.region_id in places[h.designation.designation_id]]
        number_id = f"{subject}.region.{region.region_id}"
        ids.append(book.add(count_of_rows(number_id, rows, period=period, definition="programme_region")).id)
    n_with = sum(book.scalar(number) > 0 for number in ids)
    for name, value, some in (("regions", n_with, "with"), ("regions_without", len(ids) - n_with, "without")):
        book.add(
            Number(
                id=f"{subject}.{name}",
                value=value,
                unit="count",
                period=period,
                definition=f"programme_{name}",
                formula=formula(f"prefectures_{some}"),
                inputs=tuple(ids),
            )
        )
    unplaced = [h.designation for h in holdings if not places[h.designation.designation_id]]
    book.add(count_of_rows(f"{subject}.unplaced", unplaced, period=period, definition="programme_unplaced"))


def add_years_found(book: NumberBook, pack: Pack, *, programme_id: str) -> tuple[YearFound, ...]:
    """Add what is published and what is found of each year, and ``p-KCI.year.none``: found, but of none of them."""
    rows = [row for row in pack.coverage_years if row.programme_id == programme_id]
    years = tuple(_add_year(book, row, ordinal=k) for k, row in enumerate(rows, start=1))
    everything, inputs = f"p-{programme_id}.selections", tuple(year.found for year in years)
    book.add(
        Number(
            id=f"p-{programme_id}.year.none",
            value=int(book.scalar(everything) - sum(book.scalar(name) for name in inputs)),
            unit="count",
            period=book[everything].period,
            definition="year_none",
            formula=Phrase.signs(" - ".join((everything, *inputs))),
            inputs=(everything, *inputs),
        )
    )
    return years


def _add_year(book: NumberBook, row: CoverageYear, *, ordinal: int) -> YearFound:
    stem, period = f"p-{row.programme_id}.year.{row.fy}.{ordinal}", f"FY{row.fy}"
    known = book.add(
        Number(
            id=f"{stem}.known",
            value=row.known_total,
            unit="count",
            period=period,
            definition="year_known",
            missing="" if row.known_total is not None else "unknown",
            source_ids=(row.source_id,),
            locators=(row.locator,),
        )
    )
    found = book.add(
        Number(
            id=f"{stem}.found",
            value=row.n_found,
            unit="count",
            period=period,
            definition="year_found",
            source_ids=(PACK_SOURCE,),
            locators=(place("found_in_year", programme=row.programme_id, fy=row.fy, part=row.part),),
        )
    )
    difference = ""
    if row.known_total is not None:
        difference = book.add(
            Number(
                id=f"{stem}.difference",
                value=row.known_total - row.n_found,
                unit="count",
                period=period,
                definition="year_difference",
                formula=Phrase.signs(f"{known.id} - {found.id}"),
                inputs=(known.id, found.id),
            )
        ).id
    return YearFound(row, known.id, found.id, difference)
