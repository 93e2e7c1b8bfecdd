"""Everything the nation's brief stands on, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.provenance import Number, NumberBook, Phrase
from chiiki.studies import wealth
from chiiki.studies.balance import add_balance
from chiiki.studies.holdings import (
    add_designation_counts,
    all_holdings,
    count_of_rows,
    designation_period,
    located,
    prefectures,
)
from chiiki.studies.industry import add_jobs, jobs_by_group, jobs_by_section
from chiiki.studies.outcomes import period_text
from chiiki.studies.phrases import formula
from chiiki.studies.published import add_published
from chiiki.studies.region import SECTION_YEARS
from chiiki.studies.spread import add_plan_counts, add_spread
from chiiki.studies.statistics import NATION, add_median
from chiiki.studies.support import add_support
from chiiki.studies.unknowns import Unknown, add_coverage, add_unknown_total, add_unknowns, disagreements_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Designation, Disagreement, Programme, Region
    from chiiki.studies.balance import Balance
    from chiiki.studies.holdings import Holding
    from chiiki.studies.published import Published
    from chiiki.studies.spread import PlanCount, Spread
    from chiiki.studies.support import SupportMatrix

__all__ = ["NationStudy", "study_nation"]


@dataclass(frozen=True, slots=True)
class NationStudy:
    """The nation, its numbers, and in which order they are told."""

    nation: Region
    regions: tuple[Region, ...]
    book: NumberBook
    period: str
    """Fiscal years in which the dated selections began."""

    holdings: tuple[Holding, ...]
    programmes: tuple[Programme, ...]
    """Programmes that select, earliest first, those without a year last."""

    counts: dict[str, str]
    """Programme id → number id of its selections on record."""

    plans: tuple[PlanCount, ...]
    begun: dict[str, str]
    """Plan id → number id of the regional programmes that began within its years."""

    spread: Spread
    support: SupportMatrix
    shared: str
    """Number id: selections of programmes run by more than one ministry or agency."""

    gaps: str
    """Number id: combinations of ministry and stage without any selection."""

    stage_shares: dict[str, str]
    """Stage → number id of its share in all selections."""

    published: Published
    balance: Balance | None
    unknowns: tuple[Unknown, ...]
    coverage: tuple[tuple[str, str, str], ...]
    """(programme id, found id, known-total id) of every programme with a coverage row."""

    without_total: tuple[Programme, ...]
    """Programmes for which no published total is known."""

    disagreements: tuple[tuple[Disagreement, ...], ...]


def study_nation(pack: Pack) -> NationStudy:
    """Compute what is on record of the nation as a whole."""
    book, period = NumberBook(), designation_period(pack)
    holdings = tuple(all_holdings(pack).values())
    designations = [holding.designation for holding in holdings]
    regions = prefectures(pack)
    counts = _add_counts(book, designations=designations, period=period)
    plans = add_plan_counts(book, pack, designations=designations, period=period)
    _add_headline_numbers(book, pack, holdings=holdings, period=period)
    _add_series(book, pack)
    support = add_support(
        book, pack, subject="n", designations=designations, period=period, number_of=_sum_of_programmes
    )
    coverage = tuple((row.programme_id, *_ids(add_coverage(book, row))) for row in pack.coverage)
    without_total = _without_total(pack)
    unknowns = _add_unknowns(book, holdings, without_total=without_total, period=period)
    return NationStudy(
        nation=next(region for region in pack.regions if region.region_id == NATION),
        regions=regions,
        book=book,
        period=period,
        holdings=holdings,
        programmes=tuple(sorted(pack.programmes, key=lambda row: (row.start_fy or 9999, row.programme_id))),
        counts=counts,
        plans=plans,
        begun={count.plan.plan_id: _add_begun(book, pack, count) for count in plans},
        spread=add_spread(book, pack, designations=designations, period=period),
        support=support,
        shared=_add_shared(book, pack, designations=designations, period=period),
        gaps=_add_gaps(book, support, period=period),
        stage_shares=_add_stage_shares(book, support),
        published=add_published(book, pack),
        balance=add_balance(book, pack),
        unknowns=unknowns,
        coverage=coverage,
        without_total=without_total,
        disagreements=disagreements_on(pack, {row.row_id for row in pack.disagreements}),
    )


def _ids(numbers: tuple[Number, Number]) -> tuple[str, str]:
    return numbers[0].id, numbers[1].id


def _add_headline_numbers(book: NumberBook, pack: Pack, *, holdings: Sequence[Holding], period: str) -> None:
    add_designation_counts(book, pack)
    wealth.add_population(book, pack)
    wealth.add_income(book, pack)
    ids = [region.region_id for region in prefectures(pack)]
    for name in ("population", "income"):
        add_median(book, name=name, regions=ids)
    rows = (holding.designation for holding in holdings)
    book.add(_sum_of_programmes("n.designations", rows, period=period, definition="designations"))
    graded = (holding.designation for holding in holdings if holding.grade)
    book.add(count_of_rows("n.graded", graded, period=period, definition="graded"))


def _add_series(book: NumberBook, pack: Pack) -> None:
    """Add the nation's own series, to which the briefs of regions refer."""
    wealth.add_population_series(book, pack, region_id=NATION)
    wealth.add_income_series(book, pack, region_id=NATION)
    for year in SECTION_YEARS:
        add_jobs(book, jobs_by_section(pack, year), region_id=NATION)
    add_jobs(book, jobs_by_group(pack), region_id=NATION)


def _add_begun(book: NumberBook, pack: Pack, count: PlanCount) -> str:
    """Add how many regional programmes began within a plan's years: ``n.programmes.begun.P2``."""
    years = range(count.plan.start_fy or 0, (count.plan.end_fy or 0) + 1)
    rows = [row for row in pack.programmes if row.level == "regional" and row.start_fy in years]
    period = book[count.number_id].period
    return _add_programmes(book, f"n.programmes.begun.{count.plan.plan_id}", rows, period=period)


def _add_programmes(book: NumberBook, number_id: str, rows: Sequence[Programme], *, period: str) -> str:
    """Add a count of rows of the table of programmes."""
    by_source: dict[str, list[str]] = {}
    for row in rows:
        by_source.setdefault(row.source_id, []).append(row.programme_id)
    named = located("programmes", by_source)
    return book.add(
        Number(
            id=number_id,
            value=len(rows),
            unit="count",
            period=period,
            definition="programmes_begun" if "begun" in number_id else "unknown_total",
            source_ids=tuple(named),
            locators=tuple(named.values()),
        )
    ).id


def _add_counts(book: NumberBook, *, designations: Sequence[Designation], period: str) -> dict[str, str]:
    """Add ``p-KCI.selections`` of every programme that selected, and how many programmes those are."""
    by_programme: dict[str, list[Designation]] = {}
    for row in designations:
        by_programme.setdefault(row.programme_id, []).append(row)
    counts = {name: _add_selections(book, name, rows=rows) for name, rows in sorted(by_programme.items())}
    dated = sorted(name for name, rows in by_programme.items() if any(row.start_fy for row in rows))
    _add_tally(book, "n.programmes", items=list(counts.values()), period=period)
    _add_tally(book, "n.programmes.dated", items=[counts[name] for name in dated], period=period)
    return counts


def _add_selections(book: NumberBook, programme_id: str, *, rows: Sequence[Designation]) -> str:
    """Add a programme's selections as its own brief states them."""
    years = sorted({row.start_fy for row in rows if row.start_fy})
    period = period_text(years[0], years[-1]) if years else "undated"
    number_id = f"p-{programme_id}.selections"
    ordered = sorted(rows, key=lambda row: (row.start_fy or 9999, row.designation_id))
    return book.add(count_of_rows(number_id, ordered, period=period, definition="programme_selections")).id


def _sum_of_programmes(number_id: str, rows: Iterable[Designation], *, period: str, definition: str) -> Number:
    """Count all selections of some programmes: the sum of what these programmes' own briefs state."""
    programmes = [row.programme_id for row in rows]
    if not programmes:
        return count_of_rows(number_id, (), period=period, definition=definition)
    inputs = tuple(f"p-{name}.selections" for name in sorted(set(programmes)))
    return Number(
        id=number_id,
        value=len(programmes),
        unit="count",
        period=period,
        definition=definition,
        formula=Phrase.signs(" + ".join(inputs)),
        inputs=inputs,
    )


def _add_tally(book: NumberBook, number_id: str, *, items: Sequence[str], period: str) -> str:
    return book.add(
        Number(
            id=number_id,
            value=len(items),
            unit="count",
            period=period,
            definition=number_id.removeprefix("n.").replace(".", "_"),
            formula=formula("programmes_on_record"),
            inputs=tuple(items),
        )
    ).id


def _add_shared(book: NumberBook, pack: Pack, *, designations: Iterable[Designation], period: str) -> str:
    authorities: dict[str, set[str]] = {}
    for link in pack.programme_authorities:
        authorities.setdefault(link.programme_id, set()).add(link.authority)
    rows = [row for row in designations if len(authorities.get(row.programme_id, ())) > 1]
    return book.add(_sum_of_programmes("n.support.shared", rows, period=period, definition="support_shared")).id


def _add_gaps(book: NumberBook, support: SupportMatrix, *, period: str) -> str:
    cells = tuple(support.cells.values())
    return book.add(
        Number(
            id="n.support.gaps",
            value=sum(not book.scalar(cell) for cell in cells),
            unit="count",
            period=period,
            definition="support_gaps",
            formula=formula("empty_combinations"),
            inputs=cells,
        )
    ).id


def _add_stage_shares(book: NumberBook, support: SupportMatrix) -> dict[str, str]:
    shares = {}
    for stage, total in support.totals.items():
        if not book.scalar("n.designations"):
            continue
        shares[stage] = book.add(
            Number(
                id=f"{total}.share",
                value=book.scalar(total) / book.scalar("n.designations"),
                unit="ratio",
                period=book[total].period,
                definition="stage_share",
                formula=Phrase.signs(f"{total} / n.designations"),
                inputs=(total, "n.designations"),
            )
        ).id
    return shares


def _without_total(pack: Pack) -> tuple[Programme, ...]:
    known = {row.programme_id for row in pack.coverage if row.known_total is not None}
    return tuple(row for row in pack.programmes if row.programme_id not in known)


def _add_unknowns(
    book: NumberBook, holdings: Sequence[Holding], *, without_total: Sequence[Programme], period: str
) -> tuple[Unknown, ...]:
    """Add the gaps of selections, then the programmes of which the total is not known."""
    found = list(add_unknowns(book, subject="n", holdings=holdings, period=period))
    if without_total:
        number_id = _add_programmes(book, "n.unknown.total", without_total, period=period)
        found.append(Unknown("total", number_id, tuple(row.programme_id for row in without_total)))
    add_unknown_total(book, subject="n", unknowns=found)
    return tuple(found)
