"""What a region is good at, and which regions are built alike.

Location quotients of employment by large industry (2014 and 2021, two scopes that are not
compared) and by 3-digit industry (2014, where the region is covered); structural distance
between regions from the large industries of the latest year.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.advantage import NEAR, rca
from chiiki.capability.significance import rca_intervals
from chiiki.capability.similarity import krugman_distance, shared_specialisations
from chiiki.provenance import Number, Phrase
from chiiki.studies.holdings import PACK_SOURCE
from chiiki.studies.phrases import formula, place
from chiiki.studies.statistics import NATION, subject_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.arrays import FloatArray
    from chiiki.capability.similarity import Similarity
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Employment
    from chiiki.provenance import Locator, NumberBook

__all__ = [
    "Jobs",
    "Likeness",
    "add_interval",
    "add_jobs",
    "add_likeness",
    "add_quotient",
    "jobs_by_group",
    "jobs_by_section",
    "section_names",
]

FEWEST_PERSONS = 300
"""A 3-digit industry with fewer persons in the region is neither ranked nor named: one plant decides its ratio."""

ADMINISTRATION = "0"
"""Last digit of the groups of head offices and auxiliary establishments, which say nothing of a specialisation."""

LEVEL = 0.95
N_DRAWS = 2000
SEED = 47
"""Any fixed number: the same pack gives the same intervals."""


@dataclass(frozen=True, slots=True)
class Jobs:
    """Persons by region and industry of one year, and the nation's."""

    year: int
    source_id: str
    table: str
    """Table of the pack from which the cells are read."""

    region_ids: tuple[str, ...]
    codes: tuple[str, ...]
    persons: FloatArray
    """Shape (n_regions, n_industries)."""

    nation: FloatArray
    """Shape (n_industries,)."""

    quotients: FloatArray
    """Location quotients, shape (n_regions, n_industries)."""

    nation_is_sum: bool
    """True where the nation is the sum of the regions, False where the source states it."""

    establishments: FloatArray | None = None
    """What carries the persons, same shape; None where the table does not count them."""

    def row(self, region_id: str) -> int | None:
        """Return the region's row, or None where the table does not cover it."""
        return self.region_ids.index(region_id) if region_id in self.region_ids else None


@lru_cache(maxsize=8)
def jobs_by_section(pack: Pack, year: int) -> Jobs:
    """Return employment by large industry of `year`; the nation is the sum of the prefectures.

    A region that lacks an industry is left out: an unknown cell is not zero.
    """
    rows = [row for row in pack.employment if row.year == year and row.region_id != NATION]
    cells = {(row.region_id, row.section): row.persons for row in rows if row.persons is not None}
    codes = tuple(sorted({row.section for row in rows if row.persons}))
    regions = [
        region
        for region in sorted({row.region_id for row in rows})
        if all((region, code) in cells for code in codes) and any(cells[region, code] for code in codes)
    ]
    persons = _table(cells, regions=regions, codes=codes)
    return Jobs(
        year=year,
        source_id=rows[0].source_id if rows else PACK_SOURCE,
        table="employment",
        region_ids=tuple(regions),
        codes=codes,
        persons=persons,
        nation=persons.sum(axis=0),
        quotients=rca(persons).rca if regions else persons,
        nation_is_sum=True,
        establishments=_establishments(rows, regions=regions, codes=codes),
    )


@lru_cache(maxsize=2)
def jobs_by_group(pack: Pack) -> Jobs:
    """Return employment by 3-digit industry; the nation is the row that the source states.

    The table leaves out industries without anybody, so a cell that is not there is zero;
    a region with a cell that is there and empty is left out.
    """
    rows = pack.employment_groups
    cells = {(row.region_id, row.industry_code): row.persons for row in rows if row.persons is not None}
    unknown = {row.region_id for row in rows if row.persons is None}
    codes = tuple(sorted(code for region, code in cells if region == NATION and cells[region, code]))
    known = frozenset(codes)
    regions = sorted({region for (region, code), n in cells.items() if n and code in known} - unknown - {NATION})
    persons = _table(cells, regions=regions, codes=codes)
    nation = np.array([cells[NATION, code] for code in codes], dtype=float)
    return Jobs(
        year=rows[0].year if rows else 0,
        source_id=rows[0].source_id if rows else PACK_SOURCE,
        table="employment_groups",
        region_ids=tuple(regions),
        codes=codes,
        persons=persons,
        nation=nation,
        quotients=rca(persons, reference=nation).rca if regions else persons,
        nation_is_sum=False,
    )


def _establishments(rows: Sequence[Employment], *, regions: Sequence[str], codes: Sequence[str]) -> FloatArray | None:
    """Return what carries the persons; None where a cell is unknown, or carries persons and is zero."""
    cells = {(row.region_id, row.section): row.establishments for row in rows if row.establishments is not None}
    idle = {(row.region_id, row.section) for row in rows if not row.persons}
    needed = [(region, code) for region in regions for code in codes if (region, code) not in idle]
    return _table(cells, regions=regions, codes=codes) if all(cells.get(cell) for cell in needed) else None


def _table(cells: Mapping[tuple[str, str], int], *, regions: Sequence[str], codes: Sequence[str]) -> FloatArray:
    values = [cells.get((region, code), 0) for region in regions for code in codes]
    return np.array(values, dtype=float).reshape(len(regions), len(codes))


def add_jobs(book: NumberBook, jobs: Jobs, *, region_id: str, codes: Sequence[str] | None = None) -> None:
    """Add a region's persons by industry and in all: ``r04.jobs.2021.E``, ``r04.jobs.2021.total``."""
    subject = subject_of(region_id)
    row = None if region_id == NATION else jobs.row(region_id)
    persons = jobs.nation if row is None else jobs.persons[row]
    for code in jobs.codes if codes is None else codes:
        value = int(persons[jobs.codes.index(code)])
        book.add(_jobs_number(jobs, f"{subject}.jobs.{jobs.year}.{code}", value=value, where=(region_id, code)))
    total_id = f"{subject}.jobs.{jobs.year}.{'all3' if jobs.table == 'employment_groups' else 'total'}"
    book.add(_jobs_number(jobs, total_id, value=int(persons.sum()), where=(region_id, "")))


def _jobs_number(jobs: Jobs, number_id: str, *, value: int, where: tuple[str, str]) -> Number:
    region_id, code = where
    return Number(
        id=number_id,
        value=value,
        unit="persons",
        period=str(jobs.year),
        definition="jobs",
        source_ids=(jobs.source_id,),
        locators=(_place(jobs, region_id=region_id, code=code),),
    )


def _place(jobs: Jobs, *, region_id: str, code: str) -> Locator:
    """Say where persons stand; `code` is empty for the total of all industries."""
    if region_id == NATION and jobs.nation_is_sum:
        key = "jobs_summed" if code else "jobs_summed_total"
        return place(key, table=jobs.table, year=jobs.year, industry=code)
    if not code:
        return place("jobs_total", table=jobs.table, year=jobs.year, region=region_id)
    return f"{jobs.table}: year={jobs.year}, region_id={region_id}, industry={code}"


def add_quotient(book: NumberBook, jobs: Jobs, *, region_id: str, code: str) -> Number:
    """Add a location quotient with its four inputs: ``r04.lq.2021.E``.

    Notes
    -----
    The jobs of region and nation must be in the book (:func:`add_jobs`).
    """
    row, column = jobs.region_ids.index(region_id), jobs.codes.index(code)
    total = "all3" if jobs.table == "employment_groups" else "total"
    own, nation = (f"{subject_of(region)}.jobs.{jobs.year}" for region in (region_id, NATION))
    inputs = (f"{own}.{code}", f"{own}.{total}", f"{nation}.{code}", f"{nation}.{total}")
    return book.add(
        Number(
            id=f"{subject_of(region_id)}.lq.{jobs.year}.{code}",
            value=float(jobs.quotients[row, column]),
            unit="index",
            period=str(jobs.year),
            definition="location_quotient",
            formula=Phrase.signs(f"({inputs[0]} / {inputs[1]}) / ({inputs[2]} / {inputs[3]})"),
            inputs=inputs,
        )
    )


@lru_cache(maxsize=128)
def _intervals(pack: Pack, year: int, region_id: str) -> Mapping[str, tuple[float, float]]:
    """Return the interval of each quotient of a region, by industry; nothing without establishments."""
    jobs = jobs_by_section(pack, year)
    row = jobs.row(region_id)
    if row is None or jobs.establishments is None:
        return {}
    found = rca_intervals(
        jobs.persons, units=jobs.establishments, regions=[row], level=LEVEL, n_draws=N_DRAWS, seed=SEED
    )
    ends = zip(found.low[0].tolist(), found.high[0].tolist(), strict=True)
    return {code: end for code, end in zip(jobs.codes, ends, strict=True) if np.isfinite(end[1])}


def add_interval(book: NumberBook, pack: Pack, *, quotient: Number, region_id: str, code: str) -> Number | None:
    """Add by how much a quotient of large industries moves by chance: ``r04.lq.2021.E.interval``.

    Notes
    -----
    Nothing is added where the table does not say how many establishments carry the persons:
    persons alone would make the interval far too short.
    """
    jobs = jobs_by_section(pack, int(quotient.period))
    ends = _intervals(pack, jobs.year, region_id).get(code)
    if ends is None or jobs.establishments is None:
        return None
    carried = jobs.establishments[jobs.region_ids.index(region_id), jobs.codes.index(code)]
    units = book.add(
        Number(
            id=f"{subject_of(region_id)}.establishments.{jobs.year}.{code}",
            value=int(carried),
            unit="establishments",
            period=quotient.period,
            definition="establishments",
            source_ids=(jobs.source_id,),
            locators=(f"{jobs.table}: year={jobs.year}, region_id={region_id}, industry={code}",),
        )
    )
    return book.add(
        Number(
            id=f"{quotient.id}.interval",
            value=ends,
            unit="index",
            period=quotient.period,
            definition="quotient_interval",
            formula=formula("draws", share=f"{LEVEL:.0%}", n=N_DRAWS, seed=SEED),
            inputs=(quotient.id, units.id),
        )
    )


@dataclass(frozen=True, slots=True)
class Likeness:
    """A region built like another, and in what."""

    region_id: str
    number_id: str
    is_tied: bool
    shared: tuple[str, ...]
    """Industry codes in which both are specialised, the largest common excess first."""


@lru_cache(maxsize=4)
def _distances(pack: Pack, year: int) -> Similarity:
    return krugman_distance(jobs_by_section(pack, year).persons)


def add_likeness(book: NumberBook, pack: Pack, *, region_id: str, year: int, n: int = 5) -> tuple[Likeness, ...]:
    """Add the distances to the `n` regions built most alike: ``r04.krugman.06``.

    The persons by industry of both regions enter the book as inputs. Nothing is returned
    where the table lacks the region or has no other one.
    """
    jobs = jobs_by_section(pack, year)
    own = jobs.row(region_id)
    if own is None or len(jobs.region_ids) == 1:
        return ()
    found = []
    for neighbour in _distances(pack, year).most_similar(own, n=n).nearest:
        other_id = jobs.region_ids[neighbour.region]
        add_jobs(book, jobs, region_id=other_id)
        inputs = [
            f"r{region}.jobs.{year}.{code}" for region in (region_id, other_id) for code in (*jobs.codes, "total")
        ]
        number = book.add(
            Number(
                id=f"r{region_id}.krugman.{other_id}",
                value=float(neighbour.value),
                unit="index",
                period=str(year),
                definition="krugman_distance",
                formula=formula("structural_distance", one=region_id, other=other_id),
                inputs=tuple(inputs),
            )
        )
        found.append(Likeness(other_id, number.id, neighbour.is_tied, _shared(jobs, own, neighbour.region)))
    return tuple(found)


def _shared(jobs: Jobs, own: int, other: int) -> tuple[str, ...]:
    """Return industries that weigh more than in the nation in both; one that weighs the same does not."""
    shared = shared_specialisations(jobs.persons, region=own, other=other)
    lower = jobs.quotients[[own, other]].min(axis=0)
    return tuple(jobs.codes[item.activity] for item in shared if lower[item.activity] > 1 + NEAR)


def section_names(pack: Pack) -> Mapping[str, tuple[str, str]]:
    """Return the Japanese and English name of each large industry by its letter."""
    return {row.section: (row.name_ja, row.name_en) for row in pack.industries if row.level == "section"}
