"""What a region could do next: near to its strengths, complex, large; and with whom.

Read from one cut of employment, so no chance of entry is computed. The 3-digit table of 2014
is used where it covers the region, the large industries of the latest year elsewhere. Only
industries count that a region can choose: fisheries, mining and public service are left out, of
the 3-digit ones also head offices and what is spread over the prefectures almost as all jobs are
(shops, restaurants, clinics: they follow their customers).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.advantage import SPECIALISED_FROM, TIE
from chiiki.capability.complexity import complexity
from chiiki.capability.concentration import concentration_hoover
from chiiki.capability.opportunity import opportunities
from chiiki.capability.relatedness import proximity
from chiiki.errors import MethodError
from chiiki.provenance import Number
from chiiki.studies.industry import (
    ADMINISTRATION,
    FEWEST_PERSONS,
    add_jobs,
    add_quotient,
    jobs_by_group,
    jobs_by_section,
)
from chiiki.studies.phrases import formula
from chiiki.studies.statistics import NATION, add_rank

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, IntArray
    from chiiki.capability.complexity import Complexity
    from chiiki.capability.opportunity import Opportunities, Opportunity, Options
    from chiiki.facts.pack import Pack
    from chiiki.provenance import NumberBook, Phrase
    from chiiki.studies.industry import Jobs

__all__ = [
    "Capability",
    "CapabilityTable",
    "Dot",
    "Option",
    "add_capability",
    "add_complexity_ranks",
    "capability_table",
    "cells_of",
    "totals_of",
]

NOT_CHOSEN = ("B", "C", "S", "T")
"""Sections bound to the sea or to deposits, public service, and what could not be classified."""

SPREAD_BELOW = 0.25
"""An industry is taken to follow its customers where less than a quarter of its persons would have to move for
it to lie as all jobs do (Hoover index): shops, restaurants and clinics lie below, almost all of manufacturing above."""

N_NAMED = 6
N_STRENGTHS = 3


@dataclass(frozen=True, slots=True)
class CapabilityTable:
    """Specialisations of all regions of one table, and what follows from them."""

    jobs: Jobs
    is_fine: bool
    """True for 3-digit industries."""

    columns: IntArray
    """Of `jobs`: the industries that count."""

    codes: tuple[str, ...]
    """Their codes."""

    options: Opportunities
    order: Complexity
    places: IntArray
    """Place of each industry in the order of complexity, 1 the most complex; equal ones share the better place."""

    complexity_cut: float
    """Complexity from which an industry counts as complex: the median of all, for every region the same."""

    @property
    def is_of_size(self) -> BoolArray:
        """True where an industry has enough persons in a region to be named, shape (n_regions, n_industries)."""
        return np.asarray(self.jobs.persons[:, self.columns] >= (FEWEST_PERSONS if self.is_fine else 1))

    def options_of(self, row: int) -> Options:
        """List what a region is not specialised in, by the mean of three ranks."""
        densities = self.options.density[row, ~self.options.presence[row]].tolist()
        return self.options.options(
            row,
            order="mean-rank",
            density_cut=median(densities) if densities else 0.0,
            complexity_cut=self.complexity_cut,
        )

    def named(self, row: int) -> tuple[Opportunity, ...]:
        """Choose up to :data:`N_NAMED` near options of size: complex ones first, then others."""
        is_of_size = self.is_of_size[row]
        near = [
            option
            for option in self.options_of(row).activities
            if option.quadrant.startswith("near") and is_of_size[option.activity]
        ]
        return tuple(sorted(near, key=lambda option: option.quadrant != "near-complex")[:N_NAMED])


@lru_cache(maxsize=4)
def capability_table(pack: Pack, *, year: int | None = None) -> CapabilityTable | None:
    """Return the table of 3-digit industries, or of the large ones of `year`.

    Returns
    -------
    CapabilityTable or None
        None where the specialisations give no order of complexity: too few regions or
        industries, or a table that falls into pieces.
    """
    jobs = jobs_by_group(pack) if year is None else jobs_by_section(pack, year)
    columns = _columns(pack, jobs, is_fine=year is None)
    presence = jobs.quotients[:, columns] >= SPECIALISED_FROM - TIE
    columns, presence = columns[presence.any(axis=0)], presence[:, presence.any(axis=0)]
    if not presence.size or not presence.any(axis=1).all():
        return None
    try:
        order = complexity(presence)
        found = opportunities(presence, proximity(presence), complexity=order.pci, size=jobs.nation[columns])
    except MethodError:
        return None
    places = 1 + (order.pci[:, np.newaxis] > order.pci + TIE).sum(axis=0)
    return CapabilityTable(
        jobs=jobs,
        is_fine=year is None,
        columns=columns,
        codes=tuple(jobs.codes[column] for column in columns),
        options=found,
        order=order,
        places=places,
        complexity_cut=median(order.pci.tolist()),
    )


def _columns(pack: Pack, jobs: Jobs, *, is_fine: bool) -> IntArray:
    """Return the industries that a region can choose."""
    if not jobs.region_ids:
        return np.arange(0)
    may_choose = np.array([pack.industry(code).section not in NOT_CHOSEN for code in jobs.codes])
    if is_fine:
        may_choose &= [not code.endswith(ADMINISTRATION) for code in jobs.codes]
        may_choose &= concentration_hoover(jobs.persons) >= SPREAD_BELOW
    return np.flatnonzero(may_choose)


@dataclass(frozen=True, slots=True)
class Dot:
    """One industry in which the region is not specialised, as it is drawn."""

    code: str
    density: float
    place: int
    persons: float
    """In Japan."""


@dataclass(frozen=True, slots=True)
class Option:
    """One that the brief names, as number ids."""

    code: str
    is_complex: bool
    density: str
    place: str
    quotient: str
    persons: str


@dataclass(frozen=True, slots=True)
class Capability:
    """A region on the map of its options."""

    table: CapabilityTable
    density_cut: float
    dots: tuple[Dot, ...]
    """Every option; the named ones first, in the order of `named`."""

    named: tuple[Option, ...]
    n_open: str
    n_near: str
    n_near_complex: str
    strengths: tuple[tuple[str, str], ...]
    """The most complex specialisations of size, as (code, id of the place in the order of complexity)."""


def add_capability(book: NumberBook, pack: Pack, *, region_id: str, year: int) -> Capability | None:
    """Add a region's options: ``r20.open.2014``, and of each named one ``r20.density.2014.165`` and so on.

    Parameters
    ----------
    book : NumberBook
    pack : Pack
    region_id : str
    year : int
        Of the large industries, for a region that the 3-digit table lacks.

    Returns
    -------
    Capability or None
        None where the table gives no map, does not cover the region, or leaves it no option.
    """
    is_fine = jobs_by_group(pack).row(region_id) is not None
    table = capability_table(pack) if is_fine else capability_table(pack, year=year)
    row = table.jobs.row(region_id) if table else None
    if table is None or row is None:
        return None
    options, named = table.options_of(row), table.named(row)
    if not options.activities:
        return None
    rest = [option for option in options.activities if option not in named]
    near = [option for option in options.activities if option.quadrant.startswith("near")]
    return Capability(
        table=table,
        density_cut=options.density_cut,
        dots=tuple(_dot(table, option) for option in (*named, *rest)),
        named=tuple(_add_option(book, table, option, region_id=region_id) for option in named),
        n_open=_add_count(book, table, "open", region_id=region_id, n=len(options.activities)),
        n_near=_add_count(book, table, "near", region_id=region_id, n=len(near)),
        n_near_complex=_add_count(
            book, table, "near_complex", region_id=region_id, n=sum(o.quadrant == "near-complex" for o in near)
        ),
        strengths=_add_strengths(book, table, row=row),
    )


def _dot(table: CapabilityTable, option: Opportunity) -> Dot:
    place = int(table.places[option.activity])
    return Dot(table.codes[option.activity], option.density, place, option.size)


def cells_of(table: CapabilityTable) -> Phrase:
    """Name the cells from which a number over the whole table is computed."""
    jobs = table.jobs
    return formula(
        "cells_chosen" if table.is_fine else "cells",
        table=jobs.table,
        year=jobs.year,
        n=len(jobs.region_ids),
        m=len(table.columns),
        least=SPREAD_BELOW,
    )


def totals_of(table: CapabilityTable, region_id: str) -> tuple[str, str]:
    """Return the ids of the persons of all industries, of the region and of the nation."""
    total = "all3" if table.is_fine else "total"
    return f"r{region_id}.jobs.{table.jobs.year}.{total}", f"n.jobs.{table.jobs.year}.{total}"


def _add_count(book: NumberBook, table: CapabilityTable, name: str, *, region_id: str, n: int) -> str:
    key = {"open": "open_industries", "near": "open_near", "near_complex": "open_near_complex"}[name]
    return book.add(
        Number(
            id=f"r{region_id}.{name}.{table.jobs.year}",
            value=n,
            unit="count",
            period=str(table.jobs.year),
            definition="options",
            formula=formula(key, cells=cells_of(table)),
            inputs=totals_of(table, region_id),
        )
    ).id


def _add_option(book: NumberBook, table: CapabilityTable, option: Opportunity, *, region_id: str) -> Option:
    code, year = table.codes[option.activity], table.jobs.year
    if table.is_fine:
        for place in (region_id, NATION):
            add_jobs(book, table.jobs, region_id=place, codes=[code])
    quotient = add_quotient(book, table.jobs, region_id=region_id, code=code)
    density = book.add(
        Number(
            id=f"r{region_id}.density.{year}.{code}",
            value=option.density,
            unit="ratio",
            period=str(year),
            definition="density",
            formula=formula("density", cells=cells_of(table)),
            inputs=totals_of(table, region_id),
        )
    )
    return Option(
        code=code,
        is_complex=option.quadrant == "near-complex",
        density=density.id,
        place=_add_place(book, table, option.activity, region_id=region_id),
        quotient=quotient.id,
        persons=f"r{region_id}.jobs.{year}.{code}",
    )


def _add_place(book: NumberBook, table: CapabilityTable, activity: int, *, region_id: str) -> str:
    """Add an industry's complexity and its place: ``r20.pci.2014.165`` and ``r20.pci.2014.165.rank``."""
    code, year = table.codes[activity], table.jobs.year
    pci = book.add(
        Number(
            id=f"r{region_id}.pci.{year}.{code}",
            value=float(table.order.pci[activity]),
            unit="index",
            period=str(year),
            definition="pci",
            formula=formula("pci", cells=cells_of(table)),
            inputs=totals_of(table, region_id)[1:],
        )
    )
    return book.add(
        Number(
            id=f"{pci.id}.rank",
            value=int(table.places[activity]),
            unit="count",
            period=str(year),
            definition="rank",
            formula=formula("larger_pci", n=len(table.columns)),
            inputs=(pci.id,),
        )
    ).id


def _add_strengths(book: NumberBook, table: CapabilityTable, *, row: int) -> tuple[tuple[str, str], ...]:
    held = np.flatnonzero(table.options.presence[row] & table.is_of_size[row])
    first = held[np.argsort(table.places[held], kind="stable")][:N_STRENGTHS].tolist()
    region_id = table.jobs.region_ids[row]
    return tuple((table.codes[a], _add_place(book, table, a, region_id=region_id)) for a in first)


def add_complexity_ranks(book: NumberBook, pack: Pack, *, region_id: str) -> tuple[str, ...]:
    """Add the ECI of every region of the 3-digit table and the place of one: ``r20.eci.2014.rank``.

    Returns
    -------
    tuple of str
        Ids of all regions' ECI; empty where the table lacks the region, or the end of the
        order that is complex is open.
    """
    table = capability_table(pack)
    if table is None or table.jobs.row(region_id) is None or table.order.cautions:
        return ()
    year = table.jobs.year
    ids = []
    add_jobs(book, table.jobs, region_id=NATION, codes=())
    for region, eci in zip(table.jobs.region_ids, table.order.eci.tolist(), strict=True):
        number = Number(
            id=f"r{region}.eci.{year}",
            value=eci,
            unit="index",
            period=str(year),
            definition="eci",
            formula=formula("eci", cells=cells_of(table)),
            inputs=totals_of(table, region)[1:],
        )
        ids.append(book.add(number).id)
    add_rank(book, name=f"eci.{year}", region=region_id, regions=table.jobs.region_ids)
    return tuple(ids)
