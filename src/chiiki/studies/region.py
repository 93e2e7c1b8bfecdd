"""Everything a region's brief stands on, computed once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import UnknownNameError
from chiiki.provenance import NumberBook
from chiiki.studies import wealth
from chiiki.studies.capability import add_capability, add_complexity_ranks
from chiiki.studies.effects.told import add_effects_here
from chiiki.studies.holdings import (
    add_designation_counts,
    add_designation_rates,
    designation_period,
    holdings_by_region,
    prefectures,
)
from chiiki.studies.industry import (
    ADMINISTRATION,
    FEWEST_PERSONS,
    add_interval,
    add_jobs,
    add_likeness,
    add_quotient,
    jobs_by_group,
    jobs_by_section,
)
from chiiki.studies.outcomes import add_outcome, outcomes_of
from chiiki.studies.partnership import add_partners
from chiiki.studies.statistics import NATION, add_gap, add_median, add_rank
from chiiki.studies.support import add_support
from chiiki.studies.unknowns import (
    add_coverage,
    add_partial_lists,
    add_unknown_total,
    add_unknowns,
    disagreements_on,
)

if TYPE_CHECKING:
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Disagreement, Outcome, Region
    from chiiki.studies.capability import Capability
    from chiiki.studies.effects.told import EffectHere
    from chiiki.studies.holdings import Holding
    from chiiki.studies.industry import Jobs, Likeness
    from chiiki.studies.partnership import Partner
    from chiiki.studies.support import SupportMatrix
    from chiiki.studies.unknowns import Unknown

__all__ = ["RegionStudy", "TopIndustries", "study_region"]

SECTION_YEARS = (2014, 2021)
N_TOP = 10
N_LIKE = 5
SMALLEST_SHARE = 0.01
"""A large industry with a smaller share of the region's persons is drawn but never leads a heading."""


@dataclass(frozen=True, slots=True)
class TopIndustries:
    """Industries by location quotient, largest first, as (code, number id)."""

    jobs: Jobs
    ranked: tuple[tuple[str, str], ...]
    """All large industries; the first ten 3-digit ones."""

    leading: tuple[tuple[str, str], ...]
    """Those of `ranked` that are large enough in the region for a heading to name them."""


@dataclass(frozen=True, slots=True)
class RegionStudy:
    """A region, its numbers, and in which order they are told."""

    region: Region
    regions: tuple[Region, ...]
    book: NumberBook
    period: str
    holdings: tuple[Holding, ...]
    support: SupportMatrix
    own_outcomes: tuple[tuple[Outcome, str], ...]
    """Published results of selections that lie in this region alone, with their number ids."""

    wider_outcomes: tuple[tuple[Outcome, str], ...]
    """Published results of selections that reach beyond the region, and of whole programmes."""

    effects: tuple[EffectHere, ...]
    """Average effects of the programmes that selected it, where one can be estimated."""

    population: tuple[tuple[int, str], ...]
    nation_population: tuple[tuple[int, str], ...]
    income: tuple[tuple[int, str, bool], ...]
    nation_income: tuple[tuple[int, str, bool], ...]
    sections: tuple[TopIndustries, ...]
    """One per year that covers the region, 2014 then 2021."""

    groups: TopIndustries | None
    """3-digit industries 2014; None where the table does not cover the region."""

    complexity: tuple[str, ...]
    """Ids of every region's complexity; empty where this one has no rank."""

    capability: Capability | None
    """The map of options; None where no table gives one."""

    partners: tuple[Partner, ...]
    likeness: tuple[Likeness, ...]
    unknowns: tuple[Unknown, ...]
    coverage: tuple[tuple[str, str, str], ...]
    """(programme id, found id, known-total id) of programmes that selected places here."""

    disagreements: tuple[tuple[Disagreement, ...], ...]


def study_region(region_id: str, *, pack: Pack) -> RegionStudy:
    """Compute what is on record of one prefecture.

    Raises
    ------
    UnknownNameError
        If `region_id` is not the code of a prefecture of the pack.
    """
    regions = prefectures(pack)
    ids = [region.region_id for region in regions]
    _check_region(region_id, ids)
    book = NumberBook()
    _add_headline_numbers(book, pack, region_id=region_id, regions=ids)
    holdings = holdings_by_region(pack)[region_id]
    period, subject = designation_period(pack), f"r{region_id}"
    designations = [holding.designation for holding in holdings]
    programmes = list(dict.fromkeys(holding.programme.programme_id for holding in holdings))
    ids_here, wide = [row.designation_id for row in designations], _wide(pack)
    unknowns = _unknowns(book, subject=subject, holdings=holdings, period=period)
    coverage = _coverage(book, pack, programmes=set(programmes))
    add_partial_lists(book, subject=subject, coverage=coverage, period=period)
    sections, groups = _sections(book, pack, region_id=region_id), _groups(book, pack, region_id=region_id)
    capability = add_capability(book, pack, region_id=region_id, year=SECTION_YEARS[-1])
    return RegionStudy(
        region=regions[ids.index(region_id)],
        regions=regions,
        book=book,
        period=period,
        holdings=holdings,
        support=add_support(book, pack, subject=subject, designations=designations, period=period),
        own_outcomes=_outcomes(book, pack, subjects=[row for row in ids_here if row not in wide]),
        wider_outcomes=_outcomes(book, pack, subjects=[*(row for row in ids_here if row in wide), *programmes]),
        effects=add_effects_here(book, pack, region_id=region_id, programme_ids=programmes),
        population=wealth.add_population_series(book, pack, region_id=region_id),
        nation_population=wealth.add_population_series(book, pack, region_id=NATION),
        income=wealth.add_income_series(book, pack, region_id=region_id),
        nation_income=wealth.add_income_series(book, pack, region_id=NATION),
        sections=sections,
        groups=groups,
        complexity=add_complexity_ranks(book, pack, region_id=region_id),
        capability=capability,
        partners=add_partners(book, pack, region_id=region_id, capability=capability) if capability else (),
        likeness=add_likeness(book, pack, region_id=region_id, year=SECTION_YEARS[-1], n=N_LIKE),
        unknowns=unknowns,
        coverage=coverage,
        disagreements=disagreements_on(pack, set(ids_here)),
    )


def _unknowns(book: NumberBook, *, subject: str, holdings: tuple[Holding, ...], period: str) -> tuple[Unknown, ...]:
    unknowns = add_unknowns(book, subject=subject, holdings=holdings, period=period)
    add_unknown_total(book, subject=subject, unknowns=unknowns)
    return unknowns


def _check_region(region_id: str, ids: list[str]) -> None:
    if region_id not in ids:
        msg = f"no prefecture with code {region_id!r}; codes run from {ids[0]} to {ids[-1]}."
        raise UnknownNameError(msg)


def _add_headline_numbers(book: NumberBook, pack: Pack, *, region_id: str, regions: list[str]) -> None:
    add_designation_counts(book, pack)
    wealth.add_population(book, pack)
    add_designation_rates(book, regions=[region_id])
    wealth.add_income(book, pack)
    for name in ("population", "income"):
        add_median(book, name=name, regions=regions)
    for name in ("designations", "population", "income"):
        add_rank(book, name=name, region=region_id, regions=regions)
    subject = f"r{region_id}"
    add_gap(
        book,
        f"{subject}.income.gap",
        value_id=f"{subject}.income",
        reference_id="n.income",
        definition="income_gap",
    )


def _wide(pack: Pack) -> set[str]:
    """Return the selections that cover more than one prefecture."""
    links = Counter(link.designation_id for link in pack.designation_prefectures)
    return {designation for designation, n_prefectures in links.items() if n_prefectures > 1}


def _outcomes(book: NumberBook, pack: Pack, *, subjects: list[str]) -> tuple[tuple[Outcome, str], ...]:
    return tuple((row, add_outcome(book, pack, row).id) for subject in subjects for row in outcomes_of(pack, subject))


def _sections(book: NumberBook, pack: Pack, *, region_id: str) -> tuple[TopIndustries, ...]:
    tables = [jobs_by_section(pack, year) for year in SECTION_YEARS]
    covered = [jobs for jobs in tables if region_id in jobs.region_ids and len(jobs.codes) > 1]
    return tuple(_ranked(book, pack, jobs, region_id=region_id) for jobs in covered)


def _ranked(book: NumberBook, pack: Pack, jobs: Jobs, *, region_id: str) -> TopIndustries:
    for place in (region_id, NATION):
        add_jobs(book, jobs, region_id=place)
    row = jobs.region_ids.index(region_id)
    order = [jobs.codes[column] for column in np.argsort(-jobs.quotients[row], kind="stable")]
    shares = dict(zip(jobs.codes, jobs.persons[row] / jobs.persons[row].sum(), strict=True))
    quotients = {code: add_quotient(book, jobs, region_id=region_id, code=code) for code in order}
    for code, quotient in quotients.items():
        add_interval(book, pack, quotient=quotient, region_id=region_id, code=code)
    ranked = tuple((code, quotient.id) for code, quotient in quotients.items())
    return TopIndustries(jobs, ranked, tuple(pair for pair in ranked if shares[pair[0]] >= SMALLEST_SHARE))


def _groups(book: NumberBook, pack: Pack, *, region_id: str) -> TopIndustries | None:
    jobs = jobs_by_group(pack)
    row = jobs.row(region_id)
    if row is None:
        return None
    order = np.argsort(-jobs.quotients[row], kind="stable")
    codes = [
        jobs.codes[column]
        for column in order
        if jobs.persons[row, column] >= FEWEST_PERSONS and not jobs.codes[column].endswith(ADMINISTRATION)
    ][:N_TOP]
    for place in (region_id, NATION):
        add_jobs(book, jobs, region_id=place, codes=codes)
    ranked = tuple((code, add_quotient(book, jobs, region_id=region_id, code=code).id) for code in codes)
    return TopIndustries(jobs, ranked, ranked)


def _coverage(book: NumberBook, pack: Pack, *, programmes: set[str]) -> tuple[tuple[str, str, str], ...]:
    rows = [row for row in pack.coverage if row.programme_id in programmes]
    added = [(row.programme_id, add_coverage(book, row)) for row in rows]
    return tuple((programme, found.id, known.id) for programme, (found, known) in added)
