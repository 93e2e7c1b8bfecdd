"""Who was treated by a programme and since when, as far as the facts know it.

A selection treats the units that it lies in from its first fiscal year on. A list may be short of
published totals in two ways: selections without a year, and selections that are not on record at
all. A unit is therefore one of four:

``treated``
    selected, and the first year is known.
``start-not-known``
    selected, but a selection without a year may be older than the dated ones.
``not-treated``
    no selection on record, and no more than a few are missing (:data:`MOST_MISSING`).
``not-known``
    no selection on record, but the list is too short, or its total unknown, to say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.arrays import FloatArray
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Designation

__all__ = ["MOST_MISSING", "State", "Treatment", "UnitKind", "lineage_of", "treatment_of"]

MOST_MISSING = 0.2
"""Largest share of missing selections, of the published ones and of the units without a selection: above it, such a
unit is not known to be untreated."""

State: TypeAlias = Literal["treated", "start-not-known", "not-treated", "not-known"]
UnitKind: TypeAlias = Literal["prefecture", "municipality", "wide_area"]

LINEAGE = ("succeeded", "merged", "carried_over", "split")
"""Links by which one programme is the same line as another; a condition for applying is not."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """The treatment that one programme, or a line of them, was to each unit."""

    programme_ids: tuple[str, ...]
    kind: UnitKind
    units: tuple[str, ...]
    """Region ids, rising."""

    states: tuple[State, ...]
    starts: tuple[int | None, ...]
    """First fiscal year; None where untreated or not known."""

    ends: tuple[int | None, ...]
    """Last fiscal year of the last selection; None where untreated or not known."""

    n_selections: tuple[int, ...]
    """Selections on record, the number of sites as the intensity."""

    yen: tuple[int | None, ...]
    """Stated money of a unit's selections, nominal yen; None where none is stated."""

    n_placed: int
    """Selections on record that lie in a unit."""

    n_unplaced: int
    """Selections on record without a place among the units."""

    n_missing: int | None
    """Published selections that are not on record; None where no exact total is published."""

    open_years: Mapping[int, int]
    """By fiscal year: published selections that are not on record with that year."""

    @property
    def first_treated(self) -> FloatArray:
        """First fiscal year; infinite for not treated; NaN for start or treatment not known; shape (n_units,)."""
        as_number = {"treated": 0.0, "not-treated": np.inf, "start-not-known": np.nan, "not-known": np.nan}
        return np.array([start or as_number[state] for state, start in zip(self.states, self.starts, strict=True)])

    def of_state(self, state: State) -> tuple[str, ...]:
        """Return the units of one state, in order.

        Parameters
        ----------
        state : State
        """
        return tuple(unit for unit, own in zip(self.units, self.states, strict=True) if own == state)


def lineage_of(pack: Pack, programme_id: str) -> tuple[str, ...]:
    """Return a programme with those that it came from, oldest link first, itself last.

    Parameters
    ----------
    pack : Pack
    programme_id : str

    Returns
    -------
    tuple of str
        A condition for applying is no lineage.
    """
    found, fresh = [programme_id], [programme_id]
    while fresh:
        before = [
            link.from_programme_id
            for link in pack.programme_links
            if link.kind in LINEAGE and link.to_programme_id in fresh
        ]
        fresh = [name for name in dict.fromkeys(before) if name not in found]
        found = [*fresh, *found]
    return tuple(found)


def treatment_of(pack: Pack, programme_ids: Sequence[str], *, kind: UnitKind = "prefecture") -> Treatment:
    """Say of each unit whether the programmes treated it, since when, and what is not known.

    Parameters
    ----------
    pack : Pack
    programme_ids : sequence of str
        One programme, or a line of programmes that count as one treatment (:func:`lineage_of`).
    kind : {"prefecture", "municipality", "wide_area"}
        What a unit is. Wide areas are treated where any of their prefectures is, and may overlap. Of
        municipalities the pack holds those that some programme selected, not all.

    Returns
    -------
    Treatment

    Raises
    ------
    InputError
        If no programme is named.
    UnknownNameError
        If the pack has no such programme.
    """
    if not programme_ids:
        msg = "name at least one programme."
        raise InputError(msg)
    named = tuple(pack.programme(name).programme_id for name in programme_ids)
    rows = [row for row in pack.designations if row.programme_id in named and row.is_designation]
    units = tuple(sorted(region.region_id for region in pack.regions if region.kind == kind))
    at = _selections_by_unit(pack, rows, kind=kind, units=units)
    n_placed = len({row.designation_id for own in at.values() for row in own})
    n_missing, open_years = _missing(pack, named), _open_years(pack, named)
    earliest = _earliest(pack, named, open_years)
    starts = tuple(_start(at[unit], earliest=earliest) for unit in units)
    n_silent = sum(not at[unit] for unit in units)
    few_missing = n_missing is not None and n_missing <= MOST_MISSING * min(n_silent, n_missing + len(rows))
    return Treatment(
        programme_ids=named,
        kind=kind,
        units=units,
        states=tuple(_state(at[unit], start, few=few_missing) for unit, start in zip(units, starts, strict=True)),
        starts=starts,
        ends=tuple(_end(at[unit]) for unit in units),
        n_selections=tuple(len(at[unit]) for unit in units),
        yen=_yen(pack, [at[unit] for unit in units]),
        n_placed=n_placed,
        n_unplaced=len(rows) - n_placed,
        n_missing=n_missing,
        open_years=open_years,
    )


def _selections_by_unit(
    pack: Pack, rows: Sequence[Designation], *, kind: UnitKind, units: Sequence[str]
) -> dict[str, list[Designation]]:
    by_id = {row.designation_id: row for row in rows}
    links = pack.designation_municipalities if kind == "municipality" else pack.designation_prefectures
    pairs = [(link.designation_id, link.region_id) for link in links if link.designation_id in by_id]
    if kind == "wide_area":
        areas: dict[str, list[str]] = {}
        for member in pack.region_members:
            areas.setdefault(member.member_region_id, []).append(member.region_id)
        pairs = [(row, area) for row, region in pairs for area in areas.get(region, ())]
    found: dict[str, list[Designation]] = {unit: [] for unit in units}
    for row_id, unit in dict.fromkeys(pairs):
        if unit in found:
            found[unit].append(by_id[row_id])
    return found


def _missing(pack: Pack, named: Sequence[str]) -> int | None:
    """Return how many published selections are not on record; None unless every total is exact."""
    rows = {row.programme_id: row for row in pack.coverage}
    total = 0
    for name in named:
        row = rows.get(name)
        if row is None or row.known_total is None or row.total_kind != "exact":
            return None
        total += max(row.known_total - row.n_found, 0)
    return total


def _open_years(pack: Pack, named: Sequence[str]) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in pack.coverage_years:
        if row.programme_id in named and row.known_total is not None and row.known_total > row.n_found:
            found[row.fy] = found.get(row.fy, 0) + row.known_total - row.n_found
    return dict(sorted(found.items()))


def _earliest(pack: Pack, named: Sequence[str], open_years: Mapping[int, int]) -> int | None:
    """Return the first fiscal year in which a selection without a year may have begun."""
    if open_years:
        return min(open_years)
    years = [pack.programme(name).start_fy for name in named]
    return min((year for year in years if year is not None), default=None)


def _start(rows: Sequence[Designation], *, earliest: int | None) -> int | None:
    """Return the first year, unless a selection without one may be older."""
    dated = [row.start_fy for row in rows if row.start_fy is not None]
    if not dated:
        return None
    is_open = len(dated) < len(rows) and (earliest is None or earliest < min(dated))
    return None if is_open else min(dated)


def _state(rows: Sequence[Designation], start: int | None, *, few: bool) -> State:
    if start is not None:
        return "treated"
    if rows:
        return "start-not-known"
    return "not-treated" if few else "not-known"


def _end(rows: Sequence[Designation]) -> int | None:
    years = [row.end_fy for row in rows]
    return max((year for year in years if year is not None), default=None) if None not in years else None


def _yen(pack: Pack, rows: Sequence[Sequence[Designation]]) -> tuple[int | None, ...]:
    """Add up the stated whole costs of each unit's selections; of several statements the largest counts."""
    stated: dict[str, int] = {}
    for budget in pack.budgets:
        if budget.subject_kind == "designation" and budget.amount_jpy is not None:
            stated[budget.subject_id] = max(budget.amount_jpy, stated.get(budget.subject_id, 0))
    found = []
    for own in rows:
        amounts = [stated[row.designation_id] for row in own if row.designation_id in stated]
        found.append(sum(amounts) if amounts else None)
    return tuple(found)
