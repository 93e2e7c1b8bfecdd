"""Everything a programme's brief stands on, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from chiiki.provenance import Number, NumberBook
from chiiki.studies.calls import add_call_totals, add_calls
from chiiki.studies.effects.told import tell_effect
from chiiki.studies.holdings import GRADES, PACK_SOURCE, Holding, best_known_grade, count_of_rows, located, prefectures
from chiiki.studies.lineage import add_family, trace_family
from chiiki.studies.outcomes import add_budget, add_outcome, outcomes_of, refused_ratios
from chiiki.studies.phrases import formula, place
from chiiki.studies.selections import add_region_counts, add_years_found
from chiiki.studies.shared_results import add_shared_results
from chiiki.studies.unknowns import add_coverage, add_unknown_total, add_unknowns, disagreements_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import (
        Budget,
        Coverage,
        Disagreement,
        Evaluation,
        Outcome,
        Programme,
        Region,
    )
    from chiiki.studies.calls import CallNumbers, CallTotals
    from chiiki.studies.effects.study import NoEffect
    from chiiki.studies.effects.told import ToldEffect
    from chiiki.studies.lineage import Family
    from chiiki.studies.outcomes import RefusedRatio
    from chiiki.studies.selections import YearFound
    from chiiki.studies.shared_results import SharedResult
    from chiiki.studies.unknowns import Unknown

__all__ = ["GradeOfProgramme", "ProgrammeStudy", "study_programme"]


@dataclass(frozen=True, slots=True)
class GradeOfProgramme:
    """A letter and how many selections have it as the grade that speaks for them."""

    grade: str
    number_id: str


@dataclass(frozen=True, slots=True)
class ProgrammeStudy:
    """A programme, its numbers, and in which order they are told."""

    programme: Programme
    book: NumberBook
    began: str
    """Years in which the dated selections begin; empty where there is none."""

    holdings: tuple[Holding, ...]
    """Every row of the programme, earliest first; facilities and guidelines too."""

    prefectures_of: Mapping[str, tuple[Region, ...]]
    """Selection → the prefectures that it lies in."""

    regions: tuple[Region, ...]
    coverage: Coverage | None
    coverage_ids: tuple[str, str] | None
    """(found id, known-total id); None where completeness is not known."""

    years_found: tuple[YearFound, ...]
    family: Family
    calls: tuple[CallNumbers, ...]
    call_totals: CallTotals
    budgets: tuple[tuple[Budget, str], ...]
    outcomes: tuple[tuple[Outcome, str], ...]
    shared: tuple[SharedResult, ...]
    refused: tuple[RefusedRatio, ...]
    grades: tuple[GradeOfProgramme, ...]
    evaluations: tuple[Evaluation, ...]
    effect: ToldEffect | NoEffect | None
    """What it did to income per head, or why that is not estimated; None where nobody asked."""

    unknowns: tuple[Unknown, ...]
    disagreements: tuple[tuple[Disagreement, ...], ...]

    @property
    def subject(self) -> str:
        """First part of the ids of the programme's own numbers."""
        return f"p-{self.programme.programme_id}"


def study_programme(programme_id: str, *, pack: Pack, estimates: bool = True) -> ProgrammeStudy:
    """Compute what is on record of one programme.

    Parameters
    ----------
    programme_id : str
    pack : Pack
    estimates : bool
        Estimate its effect too, which takes most of the time.

    Raises
    ------
    UnknownNameError
        If the pack has no such programme.
    """
    programme, book = pack.programme(programme_id), NumberBook()
    holdings = _holdings(pack).get(programme_id, ())
    _add_years(book, programme, as_of=pack.as_of)
    coverage, coverage_ids = _coverage(book, pack, programme_id)
    prefectures_of, unknowns = _add_selections(book, pack, programme_id=programme_id, holdings=holdings)
    family, calls = trace_family(pack, programme_id), add_calls(book, pack, programme_id=programme_id)
    add_family(book, programme_id, family, period=book[f"p-{programme_id}.years"].period)
    budgets = _budgets(book, pack, programme_id=programme_id, holdings=holdings)
    shared = add_shared_results(book, pack, programme_id=programme_id)
    disagreements = _disagreements(pack, programme_id, holdings=holdings, calls=calls)
    _add_lengths(book, programme, amounts=[number for _, number in budgets], n_disagreements=len(disagreements))
    return ProgrammeStudy(
        programme=programme,
        book=book,
        began=_began(holdings),
        holdings=holdings,
        prefectures_of=prefectures_of,
        regions=prefectures(pack),
        coverage=coverage,
        coverage_ids=coverage_ids,
        years_found=add_years_found(book, pack, programme_id=programme_id),
        family=family,
        calls=calls,
        call_totals=add_call_totals(book, calls, programme_id=programme_id),
        budgets=budgets,
        outcomes=_outcomes(book, pack, programme_id=programme_id, holdings=holdings),
        shared=shared,
        refused=refused_ratios(book, money=budgets, result_ids=[result.sum_id for result in shared]),
        grades=_grades(book, programme_id, holdings=holdings),
        evaluations=tuple(row for row in pack.evaluations if row.programme_id == programme_id),
        effect=tell_effect(book, pack, programme_id) if estimates else None,
        unknowns=unknowns,
        disagreements=disagreements,
    )


def _coverage(book: NumberBook, pack: Pack, programme_id: str) -> tuple[Coverage | None, tuple[str, str] | None]:
    row = next((row for row in pack.coverage if row.programme_id == programme_id), None)
    if row is None:
        return None, None
    found, known = add_coverage(book, row)
    return row, (found.id, known.id)


def _add_selections(
    book: NumberBook, pack: Pack, *, programme_id: str, holdings: Sequence[Holding]
) -> tuple[Mapping[str, tuple[Region, ...]], tuple[Unknown, ...]]:
    """Add how many selections there are, where, and what is not known of them."""
    subject, prefectures_of = f"p-{programme_id}", _prefectures_of(pack, holdings)
    period = _began(holdings) or ("undated" if holdings else book[f"{subject}.years"].period)
    _add_counts(book, subject, holdings=holdings, period=period)
    if holdings:
        add_region_counts(book, subject, prefectures_of=prefectures_of, holdings=holdings, regions=prefectures(pack))
    unknowns = add_unknowns(book, subject=subject, holdings=holdings, period=period)
    add_unknown_total(book, subject=subject, unknowns=unknowns)
    return prefectures_of, unknowns


def _disagreements(
    pack: Pack, programme_id: str, *, holdings: Sequence[Holding], calls: Sequence[CallNumbers]
) -> tuple[tuple[Disagreement, ...], ...]:
    selections = {holding.designation.designation_id for holding in holdings}
    return disagreements_on(pack, {programme_id} | selections | {row.call.call_id for row in calls})


def _add_lengths(book: NumberBook, programme: Programme, *, amounts: Sequence[str], n_disagreements: int) -> None:
    """Add how many amounts are on record and on how many points sources disagree."""
    subject = f"p-{programme.programme_id}"
    period = book[f"{subject}.years"].period
    book.add(
        Number(
            id=f"{subject}.amounts",
            value=len(amounts),
            unit="count",
            period=period,
            definition="programme_amounts",
            formula=formula("amounts"),
            inputs=tuple(amounts),
        )
    )
    book.add(
        Number(
            id=f"{subject}.disagreements",
            value=n_disagreements,
            unit="count",
            period=period,
            definition="programme_disagreements",
            source_ids=(PACK_SOURCE,),
            locators=(place("disagreements"),),
        )
    )
    if not amounts:
        book.add(
            Number(
                id=f"{subject}.money",
                value=None,
                unit="JPY",
                period=period,
                definition="programme_money",
                missing="not_applicable" if programme.gives_money == "no" else "not_published",
                source_ids=(PACK_SOURCE,),
                locators=(place("no_money"),),
            )
        )


@lru_cache(maxsize=4)
def _holdings(pack: Pack) -> Mapping[str, tuple[Holding, ...]]:
    evaluations: dict[str, list[Evaluation]] = {}
    for evaluation in pack.evaluations:
        evaluations.setdefault(evaluation.designation_id, []).append(evaluation)
    found: dict[str, list[Holding]] = {}
    for row in sorted(pack.designations, key=lambda row: (row.start_fy or 9999, row.designation_id)):
        own = tuple(evaluations.get(row.designation_id, ()))
        holding = Holding(row, pack.programme(row.programme_id), own, best_known_grade(own))
        found.setdefault(row.programme_id, []).append(holding)
    return {programme: tuple(rows) for programme, rows in found.items()}


def _began(holdings: Sequence[Holding]) -> str:
    years = [holding.designation.start_fy for holding in holdings if holding.designation.start_fy]
    if not years:
        return ""
    return f"FY{min(years)}" if min(years) == max(years) else f"FY{min(years)}-{max(years)}"


def _span(programme: Programme, *, as_of: str) -> str:
    """Return the years of support; where none is known, the day of the facts."""
    if programme.start_fy is None:
        return as_of
    if programme.end_fy is None or programme.end_fy == programme.start_fy:
        return f"FY{programme.start_fy}" + ("-" if programme.end_fy is None else "")
    return f"FY{programme.start_fy}-{programme.end_fy}"


def _prefectures_of(pack: Pack, holdings: Sequence[Holding]) -> Mapping[str, tuple[Region, ...]]:
    own = {holding.designation.designation_id for holding in holdings}
    by_id = {region.region_id: region for region in prefectures(pack)}
    found: dict[str, list[Region]] = {}
    for link in pack.designation_prefectures:
        if link.designation_id in own and link.region_id in by_id:
            found.setdefault(link.designation_id, []).append(by_id[link.region_id])
    return {name: tuple(regions) for name, regions in found.items()}


def _add_counts(book: NumberBook, subject: str, *, holdings: Sequence[Holding], period: str) -> None:
    """Add selections, graded ones, those with an evaluation but no letter, and those without an evaluation."""
    sets: dict[str, list[Holding]] = {
        "selections": list(holdings),
        "graded": [row for row in holdings if row.grade],
        "evaluated_only": [row for row in holdings if row.evaluations and not row.grade],
        "not_evaluated": [row for row in holdings if not row.evaluations],
    }
    for name, rows in sets.items():
        designations = (row.designation for row in rows)
        book.add(count_of_rows(f"{subject}.{name}", designations, period=period, definition=f"programme_{name}"))


def _add_years(book: NumberBook, programme: Programme, *, as_of: str) -> None:
    """Add how many years support lasted."""
    start, end = programme.start_fy, programme.end_fy
    book.add(
        Number(
            id=f"p-{programme.programme_id}.years",
            value=end - start + 1 if start and end else None,
            unit="year",
            period=_span(programme, as_of=as_of),
            definition="programme_years",
            missing="" if start and end else programme.missing or "unknown",
            cautions=programme.caution_ids,
            source_ids=(programme.source_id,),
            locators=(programme.locator,),
        )
    )


def _subjects(pack: Pack, programme_id: str, holdings: Iterable[Holding]) -> tuple[str, ...]:
    """Return whose money and results are shown: the programme, the groups it is in, its selections."""
    groups = [row.group_id for row in pack.programme_groups if row.programme_id == programme_id]
    return (programme_id, *groups, *(holding.designation.designation_id for holding in holdings))


def _budgets(
    book: NumberBook, pack: Pack, *, programme_id: str, holdings: Sequence[Holding]
) -> tuple[tuple[Budget, str], ...]:
    order = _subjects(pack, programme_id, holdings)
    rows = [row for row in pack.budgets if row.subject_id in order]
    rows.sort(key=lambda row: (order.index(row.subject_id), row.from_fy or row.to_fy or 9999, row.budget_id))
    return tuple((row, add_budget(book, pack, row).id) for row in rows)


def _outcomes(
    book: NumberBook, pack: Pack, *, programme_id: str, holdings: Sequence[Holding]
) -> tuple[tuple[Outcome, str], ...]:
    subjects = _subjects(pack, programme_id, holdings)
    return tuple((row, add_outcome(book, pack, row).id) for name in subjects for row in outcomes_of(pack, name))


def _grades(book: NumberBook, programme_id: str, *, holdings: Sequence[Holding]) -> tuple[GradeOfProgramme, ...]:
    found = []
    for grade in GRADES:
        rows = [holding.grade for holding in holdings if holding.grade and holding.grade.grade == grade]
        if rows:
            number_id = f"p-{programme_id}.grade.{grade.replace('+', '-plus')}"
            book.add(_count_of_evaluations(number_id, rows, period=book[f"p-{programme_id}.selections"].period))
            found.append(GradeOfProgramme(grade, number_id))
    return tuple(found)


def _count_of_evaluations(number_id: str, rows: Iterable[Evaluation], *, period: str) -> Number:
    by_source: dict[str, list[str]] = {}
    for row in rows:
        by_source.setdefault(row.source_id, []).append(row.evaluation_id)
    named = located("evaluations", by_source)
    return Number(
        id=number_id,
        value=sum(len(ids) for ids in by_source.values()),
        unit="count",
        period=period,
        definition="programme_grade",
        source_ids=tuple(named),
        locators=tuple(named.values()),
    )
