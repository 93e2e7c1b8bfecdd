"""What supports which stage: the programmes and menu measures behind the selections of a region and time.

A programme whose support menu is in the facts counts by the entries of its menu, each with its
own ministry and stages; another programme counts once in each of its ministries and stages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from chiiki.studies.holdings import all_holdings
from chiiki.web.library.enums import Kind
from chiiki.web.library.queries.selections import UNKNOWN, facet_values, find_selections

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.facts.pack import Pack

__all__ = ["Entry", "bodies", "exists_in", "find_entries", "open_ended", "unclassified"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One programme or menu measure as it stands in one cell."""

    kind: Kind
    subject_id: str
    programme_id: str
    authority: str
    stage: str
    table: str
    """Of the statement that it serves this stage."""

    source_id: str
    locator: str


@cache
def _entries(pack: Pack) -> tuple[Entry, ...]:
    """Return every entry of every programme."""
    with_menu = {row.programme_id for row in pack.measures}
    measures = {row.measure_id: row for row in pack.measures}
    found = [
        Entry(
            Kind.MEASURE,
            row.measure_id,
            measures[row.measure_id].programme_id,
            measures[row.measure_id].authority,
            row.stage,
            "measure_stages",
            row.source_id,
            row.locator,
        )
        for row in pack.measure_stages
    ]
    authorities: dict[str, list[str]] = {}
    for link in pack.programme_authorities:
        authorities.setdefault(link.programme_id, []).append(link.authority)
    found += [
        Entry(
            Kind.PROGRAMME,
            row.programme_id,
            row.programme_id,
            authority,
            row.stage,
            "programme_stages",
            row.source_id,
            row.locator,
        )
        for row in pack.programme_stages
        if row.programme_id not in with_menu
        for authority in authorities.get(row.programme_id, ())
    ]
    return tuple(found)


def find_entries(chosen: Mapping[str, str], *, pack: Pack) -> Mapping[tuple[str, str], tuple[Entry, ...]]:
    """Return (ministry, stage) → the entries of programmes with a fitting selection."""
    programmes = {holding.programme.programme_id for holding in find_selections(chosen, pack=pack)}
    cells: dict[tuple[str, str], list[Entry]] = {}
    for entry in _entries(pack):
        if entry.programme_id in programmes:
            cells.setdefault((entry.authority, entry.stage), []).append(entry)
    return {key: tuple(rows) for key, rows in cells.items()}


def unclassified(chosen: Mapping[str, str], *, pack: Pack) -> tuple[str, ...]:
    """Return the programmes with a fitting selection of which no stage or no ministry is on record."""
    with_entry = {entry.programme_id for entry in _entries(pack)}
    programmes = {holding.programme.programme_id for holding in find_selections(chosen, pack=pack)}
    return tuple(sorted(programmes - with_entry))


def open_ended(chosen: Mapping[str, str], *, fy: int, pack: Pack) -> int:
    """Count the selections that began before `fy` and of which no end is on record, so that nobody can say."""
    others = {facet: value for facet, value in chosen.items() if facet != "fy"}
    return sum(
        row.designation.end_fy is None and row.designation.start_fy is not None and row.designation.start_fy < fy
        for row in find_selections(others, pack=pack)
    )


def bodies(pack: Pack) -> tuple[str, ...]:
    """Return the ministries and agencies that any selection or menu names, in the order of the vocabulary."""
    named = {entry.authority for entry in _entries(pack)}
    used = {entry.authority for entry in _entries(pack) if entry.programme_id in _selecting(pack)}
    return tuple(code for code in facet_values(pack)["ministry"] if code in named & used and code != UNKNOWN)


@cache
def _selecting(pack: Pack) -> frozenset[str]:
    return frozenset(holding.programme.programme_id for holding in all_holdings(pack).values())


_ENDED = re.compile(r"until (?P<month>\w+) (?P<year>\d{4}); now (?P<successor>\w+)")
_BEFORE_APRIL = {"January", "February", "March"}


@cache
def _lives(pack: Pack) -> Mapping[str, tuple[int, int]]:
    """Return body → first and last fiscal year, for those of which the vocabulary says so."""
    lives: dict[str, tuple[int, int]] = {}
    for term in pack.vocabularies:
        if term.vocabulary == "authority" and (found := _ENDED.search(term.note)):
            last = int(found["year"]) - (found["month"] in _BEFORE_APRIL)
            lives[term.code] = (0, last)
            lives[found["successor"]] = (last, 9999)
    return lives


def exists_in(authority: str, years: Sequence[int], *, pack: Pack) -> bool:
    """Say whether a body existed in any of `years`; without years, or without a record of its life, it did."""
    first, last = _lives(pack).get(authority, (0, 9999))
    return not years or any(first <= year <= last for year in years)
