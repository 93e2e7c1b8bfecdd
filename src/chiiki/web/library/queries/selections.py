"""Which selections fit a choice of plan, ministry, programme, stage, field, grade, prefecture and year.

Everything is read from the facts in memory. The filters of a choice hold together (AND); a
selection has all values of each facet that its record or its programme names, and
:data:`UNKNOWN` where none is on record, so that what is not known can be asked for as well.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from chiiki.studies.holdings import GRADES, all_holdings, prefectures
from chiiki.studies.support import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Programme
    from chiiki.studies.holdings import Holding

__all__ = [
    "BEFORE",
    "FACETS",
    "UNKNOWN",
    "count_values",
    "facet_counts",
    "facet_values",
    "find_programmes",
    "find_selections",
    "read_choice",
    "values_of",
]

FACETS: Final = ("plan", "ministry", "programme", "stage", "field", "grade", "prefecture", "fy")
"""Names of the filters, as they stand in addresses."""

UNKNOWN: Final = "unknown"
"""The value of a facet that a selection's record does not name."""

BEFORE: Final = "before"
"""The value of ``plan`` for selections that began before the first plan."""


@cache
def facet_values(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """Return facet → the values that may be asked for, in the order in which they are shown."""
    years = {year for values in values_of(pack).values() for year in values["fy"] if year != UNKNOWN}
    used = {facet: {value for values in values_of(pack).values() for value in values[facet]} for facet in FACETS}
    ordered = {
        "plan": [BEFORE, *(row.plan_id for row in pack.plans)],
        "ministry": [term.code for term in pack.vocabularies if term.vocabulary == "authority"],
        "programme": sorted({row.programme_id for row in pack.programmes}),
        "stage": list(STAGES),
        "field": [term.code for term in pack.vocabularies if term.vocabulary == "field"],
        "grade": list(GRADES),
        "prefecture": [region.region_id for region in prefectures(pack)],
        "fy": sorted(years, reverse=True),
    }
    always = {"plan", "programme", "stage", "prefecture"}
    return MappingProxyType(
        {
            facet: tuple(
                [value for value in values if facet in always or value in used[facet]]
                + [UNKNOWN] * (UNKNOWN in used[facet])
            )
            for facet, values in ordered.items()
        }
    )


@cache
def values_of(pack: Pack) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return designation id → facet → its values."""
    ministries = _grouped((row.programme_id, row.authority) for row in pack.programme_authorities)
    stages = _grouped((row.programme_id, row.stage) for row in pack.programme_stages)
    fields = _grouped((row.designation_id, row.field) for row in pack.designation_fields)
    known = {region.region_id for region in prefectures(pack)}
    places = _grouped(
        (row.designation_id, row.region_id) for row in pack.designation_prefectures if row.region_id in known
    )
    found = {}
    for key, holding in all_holdings(pack).items():
        programme_id = holding.programme.programme_id
        values = {
            "plan": {_plan_at(holding.designation.start_fy, pack)},
            "ministry": ministries.get(programme_id, set()),
            "programme": {programme_id},
            "stage": stages.get(programme_id, set()),
            "field": fields.get(key, set()),
            "grade": {holding.grade.grade} if holding.grade else set(),
            "prefecture": places.get(key, set()),
            "fy": _years(holding),
        }
        found[key] = MappingProxyType({facet: frozenset(values[facet] or {UNKNOWN}) for facet in FACETS})
    return MappingProxyType(found)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    grouped: dict[str, set[str]] = {}
    for key, value in pairs:
        grouped.setdefault(key, set()).add(value)
    return grouped


def _plan_at(start: int | None, pack: Pack) -> str:
    """Return the plan within whose years something began."""
    if start is None:
        return UNKNOWN
    dated = [plan for plan in pack.plans if plan.start_fy and plan.end_fy]
    within = next((plan.plan_id for plan in dated if (plan.start_fy or 0) <= start <= (plan.end_fy or 0)), "")
    return within or (BEFORE if dated and start < min(plan.start_fy or 0 for plan in dated) else UNKNOWN)


def _years(holding: Holding) -> set[str]:
    """Return the years in which it is known to have run: the first alone where its end is not known."""
    start, end = holding.designation.start_fy, holding.designation.end_fy
    if start is None:
        return set()
    return {str(year) for year in range(start, (start if end is None else end) + 1)}


def read_choice(asked: Mapping[str, str], *, pack: Pack) -> tuple[dict[str, str], dict[str, str]]:
    """Part the filters that are asked for into those that are known and those that are not.

    Parameters
    ----------
    asked : mapping of str to str
        Parameters of an address; what names no facet and what is empty is passed over.
    pack : Pack

    Returns
    -------
    (dict, dict)
        Facet → value to filter by, and facet → value that the facts do not have.
    """
    known = facet_values(pack)
    filters = {facet: asked[facet].strip() for facet in FACETS if asked.get(facet, "").strip()}
    chosen = {facet: value for facet, value in filters.items() if value in known[facet]}
    return chosen, {facet: value for facet, value in filters.items() if facet not in chosen}


def find_selections(chosen: Mapping[str, str], *, pack: Pack) -> tuple[Holding, ...]:
    """Return the selections that have every chosen value, earliest first, those without a year last."""
    values = values_of(pack)
    return tuple(
        holding
        for key, holding in all_holdings(pack).items()
        if all(value in values[key][facet] for facet, value in chosen.items())
    )


def find_programmes(chosen: Mapping[str, str], *, pack: Pack) -> tuple[Programme, ...]:
    """Return the programmes of the fitting selections, and those without any on record that fit themselves.

    A programme without selections fits filters of plan, ministry, programme and stage; it
    has no field, grade, prefecture or year of its own.
    """
    found = {holding.programme.programme_id for holding in find_selections(chosen, pack=pack)}
    with_rows = {holding.programme.programme_id for holding in all_holdings(pack).values()}
    if not set(chosen) - {"ministry", "programme", "stage", "plan"}:
        own = _own_values(pack)
        found |= {
            key
            for key, values in own.items()
            if key not in with_rows and all(value in values[facet] for facet, value in chosen.items())
        }
    ordered = sorted(pack.programmes, key=lambda row: (row.start_fy or 9999, row.programme_id))
    return tuple(row for row in ordered if row.programme_id in found)


@cache
def _own_values(pack: Pack) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return programme id → the facets that a programme has without its selections."""
    ministries = _grouped((row.programme_id, row.authority) for row in pack.programme_authorities)
    stages = _grouped((row.programme_id, row.stage) for row in pack.programme_stages)
    return {
        row.programme_id: {
            "plan": frozenset({_plan_at(row.start_fy, pack)}),
            "ministry": frozenset(ministries.get(row.programme_id, {UNKNOWN})),
            "programme": frozenset({row.programme_id}),
            "stage": frozenset(stages.get(row.programme_id, {UNKNOWN})),
        }
        for row in pack.programmes
    }


def facet_counts(facet: str, chosen: Mapping[str, str], *, pack: Pack) -> Counter[str]:
    """Count the values of `facet` among the selections that fit all other filters."""
    others = {name: value for name, value in chosen.items() if name != facet}
    return count_values(facet, find_selections(others, pack=pack), pack=pack)


def count_values(facet: str, holdings: Sequence[Holding], *, pack: Pack) -> Counter[str]:
    """Count how many of `holdings` have each value of `facet`; one with several values counts in each."""
    values = values_of(pack)
    return Counter(value for holding in holdings for value in values[holding.designation.designation_id][facet])
