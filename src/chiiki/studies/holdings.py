"""Which selections reached which prefecture, and with what grade.

One row per selection: a place selected twice counts twice, a selection that covers three
prefectures counts once in each, and guidelines and facilities are not counted at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING

from chiiki.provenance import Number, Phrase
from chiiki.studies.phrases import formula, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Designation, Evaluation, Programme, Region
    from chiiki.provenance import Locator, NumberBook

__all__ = [
    "GRADES",
    "PACK_SOURCE",
    "Holding",
    "add_designation_counts",
    "add_designation_rates",
    "all_holdings",
    "best_known_grade",
    "count_of_rows",
    "designation_period",
    "holdings_by_region",
    "located",
    "prefectures",
]

GRADES = ("S+", "S", "A", "B", "C", "D")
"""Letters that evaluations give, best first."""

PACK_SOURCE = "chiiki-facts"
"""The pack itself as a source: what a count of no rows is read from."""

_MILLION = 1_000_000

_KINDS = ("final", "ex_post", "interim", "progress", "annual")
"""Which evaluation speaks for a selection: the later in its life, the first in this list."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One selection with its programme and what is on record of its evaluation."""

    designation: Designation
    programme: Programme
    evaluations: tuple[Evaluation, ...]
    grade: Evaluation | None
    """The evaluation that speaks for the selection, None where no letter is on record."""


def prefectures(pack: Pack) -> tuple[Region, ...]:
    """Return the prefectures in the order of their codes."""
    return tuple(sorted((r for r in pack.regions if r.kind == "prefecture"), key=lambda r: r.region_id))


def best_known_grade(evaluations: Sequence[Evaluation]) -> Evaluation | None:
    """Return the evaluation with a letter that comes latest in the selection's life."""
    lettered = [evaluation for evaluation in evaluations if evaluation.grade]
    return min(lettered, key=lambda e: (_KINDS.index(e.kind), -(e.fy or 0)), default=None)


@lru_cache(maxsize=4)
def all_holdings(pack: Pack) -> Mapping[str, Holding]:
    """Return every selection by its id, wherever it is, earliest first."""
    evaluations: dict[str, list[Evaluation]] = {}
    for evaluation in pack.evaluations:
        evaluations.setdefault(evaluation.designation_id, []).append(evaluation)
    programmes = {programme.programme_id: programme for programme in pack.programmes}
    found = [
        Holding(
            designation=designation,
            programme=programmes[designation.programme_id],
            evaluations=tuple(evaluations.get(designation.designation_id, ())),
            grade=best_known_grade(evaluations.get(designation.designation_id, ())),
        )
        for designation in pack.designations
        if designation.is_designation
    ]
    return {holding.designation.designation_id: holding for holding in sorted(found, key=_by_start)}


@lru_cache(maxsize=4)
def holdings_by_region(pack: Pack) -> Mapping[str, tuple[Holding, ...]]:
    """Return each prefecture's selections, earliest first, those without a year last."""
    holdings = all_holdings(pack)
    found: dict[str, list[Holding]] = {region.region_id: [] for region in prefectures(pack)}
    for link in pack.designation_prefectures:
        if link.designation_id in holdings and link.region_id in found:
            found[link.region_id].append(holdings[link.designation_id])
    return {region: tuple(sorted(rows, key=_by_start)) for region, rows in found.items()}


def _by_start(holding: Holding) -> tuple[int, str]:
    return (holding.designation.start_fy or 9999, holding.designation.designation_id)


def designation_period(pack: Pack) -> str:
    """Return the fiscal years that the dated selections begin in: ``FY1983-2026``, or ``undated``."""
    years = [row.start_fy for row in pack.designations if row.is_designation and row.start_fy]
    if not years:
        return "undated"
    return f"FY{min(years)}-{max(years)}" if min(years) < max(years) else f"FY{years[0]}"


def add_designation_counts(book: NumberBook, pack: Pack) -> None:
    """Add ``rNN.designations`` and ``rNN.graded`` of every prefecture, and the medians of both."""
    period = designation_period(pack)
    by_region = holdings_by_region(pack)
    for region, holdings in by_region.items():
        for name, rows in (("designations", holdings), ("graded", [h for h in holdings if h.grade])):
            book.add(count_of_rows(f"r{region}.{name}", (h.designation for h in rows), period=period, definition=name))
    for name in ("designations", "graded"):
        inputs = tuple(f"r{region}.{name}" for region in by_region)
        values = [book[number].value for number in inputs]
        book.add(
            Number(
                id=f"n.{name}.median",
                value=median(value for value in values if isinstance(value, int)),
                unit="count",
                period=period,
                definition="median",
                formula=formula("median_of_prefectures", n=len(inputs)),
                inputs=inputs,
            )
        )


def add_designation_rates(book: NumberBook, *, regions: Iterable[str]) -> None:
    """Add ``rNN.designations.per_million`` of `regions`: selections on record per million persons.

    The count is of all years on record, the population the latest; both must be in the
    book (:func:`add_designation_counts`, :func:`chiiki.studies.wealth.add_population`).
    """
    for region in regions:
        count, persons = (book[f"r{region}.{name}"] for name in ("designations", "population"))
        if not isinstance(count.value, int) or not isinstance(persons.value, int | float) or not persons.value:
            continue
        value = count.value * _MILLION / persons.value
        book.add(
            Number(
                id=f"{count.id}.per_million",
                value=value,
                unit="index",
                period=persons.period,
                definition="designations_per_million",
                resolution=value * persons.resolution / persons.value if persons.resolution else None,
                cautions=("rounded", "calendar_vs_fiscal"),
                formula=Phrase.signs(f"{count.id} / {persons.id} * 1000000"),
                inputs=(count.id, persons.id),
            )
        )


def count_of_rows(number_id: str, rows: Iterable[Designation], *, period: str, definition: str) -> Number:
    """Return how many `rows` there are, with the sources that state them.

    The locator of a source lists the rows counted from it. No rows at all are read from
    the pack itself: the count is of what could be confirmed.
    """
    by_source: dict[str, list[str]] = {}
    n_rows = 0
    for row in rows:
        n_rows += 1
        by_source.setdefault(row.source_id, []).append(row.designation_id)
    named = located("designations", by_source)
    return Number(
        id=number_id,
        value=n_rows,
        unit="count",
        period=period,
        definition=definition,
        source_ids=tuple(named),
        locators=tuple(named.values()),
    )


def located(table: str, rows_of: Mapping[str, Iterable[str]]) -> dict[str, Locator]:
    """Say which rows of a table each source states; without any, that the facts hold no such row.

    Parameters
    ----------
    table : str
    rows_of : mapping of str to iterable of str
        Source → ids of the rows.

    Returns
    -------
    dict of str to Locator
        Source → place, in the order of the sources' ids.
    """
    if not rows_of:
        return {PACK_SOURCE: place("no_row", table=table)}
    return {source: f"{table}: {', '.join(sorted(set(rows_of[source])))}" for source in sorted(rows_of)}
