"""A composite index of the prefectures from the pack, by a scheme that ships with it.

The scheme ``jp-per-head`` says which figures, why, and what they cannot say; this study makes
the table, one row per prefecture and indicator, each with its source and place in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.composite import composite, parse_scheme
from chiiki.errors import InputError, UnknownNameError
from chiiki.studies.statistics import indicator_series

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.capability.composite import Composite, Scheme
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Employment, Indicator

    _Stated = tuple[str, str, float | None, str, str, Employment | Indicator]

__all__ = [
    "YEAR",
    "IndexCell",
    "PrefectureIndex",
    "index_cells",
    "prefecture_index",
    "scheme_names",
    "scheme_text",
    "shipped_scheme",
]

YEAR = 2021
"""The latest year for which the pack has jobs by industry beside all others."""

SERIES = {
    "prefectural_income_per_head": ("esri-prefectural-accounts", "2011-2022"),
    "university_faculty": ("ssdse-b-2025", ""),
    "graduates_to_graduate_school": ("ssdse-b-2025", ""),
}
"""Indicator of the pack to its source and vintage."""

HEADS = ("population", "mic-ssds", "")
"""The denominator: residents on 1 October of the year."""

JOBS = {"jobs_G": "G", "jobs_L": "L"}
"""Indicator of the scheme to the large industry whose jobs it counts."""


@dataclass(frozen=True, slots=True)
class IndexCell:
    """One figure of one prefecture, as the pack states it, and the persons it is divided by."""

    region_id: str
    field: str
    """Id of the indicator in the scheme."""

    value: float
    unit: str
    period: str
    """``FY2021`` where the year is fiscal."""

    persons: int
    source_id: str
    locator: str
    persons_source_id: str
    persons_locator: str


@dataclass(frozen=True, slots=True)
class PrefectureIndex:
    """What :func:`prefecture_index` returns."""

    scheme: Scheme
    region_ids: tuple[str, ...]
    """In the order of the arrays of `index`."""

    cells: tuple[IndexCell, ...]
    index: Composite


def scheme_names() -> tuple[str, ...]:
    """Return the names of the schemes that ship."""
    files = (resources.files("chiiki.studies") / "schemes").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


def scheme_text(name: str) -> str:
    """Return the text of a scheme that ships.

    Raises
    ------
    UnknownNameError
        If there is none of that name.
    """
    if name not in scheme_names():
        msg = f"there is no scheme {name!r}; those that ship are {', '.join(scheme_names())}."
        raise UnknownNameError(msg)
    return (resources.files("chiiki.studies") / "schemes" / f"{name}.toml").read_text(encoding="utf-8")


def shipped_scheme(name: str) -> Scheme:
    """Return a scheme that ships, read.

    Raises
    ------
    UnknownNameError
        If there is none of that name.

    Examples
    --------
    >>> shipped_scheme("jp-per-head").title
    'Knowledge base of the prefectures, per head'
    """
    return parse_scheme(scheme_text(name), name=name)


def index_cells(pack: Pack) -> tuple[IndexCell, ...]:
    """Return the table of the scheme ``jp-per-head``, prefecture by prefecture.

    Raises
    ------
    InputError
        If the pack lacks a figure for a prefecture; the message names both.

    Examples
    --------
    >>> from chiiki.facts.pack import load_pack
    >>> cells = index_cells(load_pack())
    >>> len(cells), cells[0].region_id, cells[0].field, cells[0].value
    (235, '01', 'prefectural_income_per_head', 2816000)
    """
    prefectures = sorted(region.region_id for region in pack.regions if region.kind == "prefecture")
    found = {(cell.region_id, cell.field): cell for cell in _cells(pack)}
    wanted = [(region_id, field) for region_id in prefectures for field in (*SERIES, *JOBS)]
    if lacking := [pair for pair in wanted if pair not in found]:
        msg = f"the pack has no {lacking[0][1]} or no population of {YEAR} for region {lacking[0][0]}."
        raise InputError(msg)
    return tuple(found[pair] for pair in wanted)


def _cells(pack: Pack) -> Iterator[IndexCell]:
    name, source_id, vintage = HEADS
    heads = {
        region_id: next((row for row in rows if row.year == YEAR and row.value), None)
        for region_id, rows in indicator_series(pack, name, source_id=source_id, vintage=vintage).items()
    }
    stated: list[_Stated] = [
        (row.region_id, field, row.value, row.unit, f"FY{YEAR}" if row.calendar == "fiscal" else str(YEAR), row)
        for field, (source, edition) in SERIES.items()
        for rows in indicator_series(pack, field, source_id=source, vintage=edition).values()
        for row in rows
        if row.year == YEAR
    ]
    counted: list[_Stated] = [
        (row.region_id, field, row.persons, "persons", str(YEAR), row)
        for field, section in JOBS.items()
        for row in pack.employment
        if row.year == YEAR and row.section == section
    ]
    for region_id, field, value, unit, period, row in [*stated, *counted]:
        head = heads.get(region_id)
        if value is None or head is None or head.value is None:
            continue
        yield IndexCell(
            region_id=region_id,
            field=field,
            value=value,
            unit=unit,
            period=period,
            persons=int(head.value),
            source_id=row.source_id,
            locator=row.locator,
            persons_source_id=head.source_id,
            persons_locator=head.locator,
        )


def prefecture_index(pack: Pack, *, seed: int = 0) -> PrefectureIndex:
    """Compute the index ``jp-per-head`` of all prefectures, with the intervals of their ranks.

    Parameters
    ----------
    pack : Pack
        The facts.
    seed : int
        Of the draws.

    Raises
    ------
    InputError
        If the pack lacks a figure for a prefecture.
    """
    scheme, cells = shipped_scheme("jp-per-head"), index_cells(pack)
    region_ids = tuple(dict.fromkeys(cell.region_id for cell in cells))
    by_pair = {(cell.region_id, cell.field): cell for cell in cells}
    rows = [[by_pair[region_id, indicator.id] for indicator in scheme.indicators] for region_id in region_ids]
    values = np.array([[cell.value for cell in row] for row in rows], dtype=float)
    persons = np.array([row[0].persons for row in rows], dtype=float)
    index = composite(values, scheme=scheme, persons=persons, regions=region_ids, seed=seed)
    return PrefectureIndex(scheme=scheme, region_ids=region_ids, cells=cells, index=index)
