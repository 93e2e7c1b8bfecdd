"""Rules across tables: published totals, counts of the coverage, one preferred statement."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chiiki.facts.read import Problem
    from chiiki.facts.sheets import Sheets

__all__ = ["total_problems"]

CENT = 1e-9
"""Relative room for sums of decimal fractions; whole numbers meet exactly."""


def total_problems(sheets: Sheets) -> Iterator[Problem]:
    """Yield totals that do not reconcile with the rows they stand for.

    Parameters
    ----------
    sheets : Sheets
        All tables of the pack.
    """
    yield from _published(sheets)
    yield from _found(sheets)
    yield from _found_by_year(sheets)
    yield from _nations(sheets)
    yield from _other_units(sheets, "indicators", key="indicator_id", defined_in="indicator_definitions")
    yield from _other_units(sheets, "outcomes", key="indicator", defined_in="outcome_indicators")
    yield from _preferences(sheets)


def _published(sheets: Sheets) -> Iterator[Problem]:
    """Yield declared totals that are not the sum of parts of one unit, kind and period."""
    columns = ("outcome_id", "value", "unit", "kind", "from_fy", "to_fy")
    outcomes = {row[0]: row[1:] for _, row in sheets.rows("outcomes", *columns)}
    parts = defaultdict(list)
    for _, (check, outcome) in sheets.rows("check_parts", "check_id", "outcome_id"):
        parts[check].append(outcomes.get(outcome))
    for index, (check, expected, unit) in sheets.rows("checks", "check_id", "expected", "unit"):
        found = [part for part in parts[check] if part is not None]
        wrong = _reconcile(found, expected=float(str(expected)), unit=str(unit))
        if wrong or len(found) < len(parts[check]):
            what = wrong or "a part of the total is not among the outcomes."
            yield sheets.problem("checks", index, column="expected", value=expected, what=what)


def _reconcile(parts: Sequence[tuple[object, ...]], *, expected: float, unit: str) -> str:
    values = [value for value, *_ in parts if isinstance(value, int | float)]
    if not parts or len(values) < len(parts):
        return "a part of the total has no value."
    if len({tuple(rest) for _, *rest in parts}) > 1:
        return "the parts differ in unit, kind or period, so their sum means nothing."
    if parts[0][1] != unit:
        return f"the parts are in {parts[0][1]}, the total in {unit}."
    if not math.isclose(sum(values), expected, rel_tol=CENT):
        shown = " + ".join(f"{value:,}" for value in values)
        return f"{shown} = {sum(values):,}, and the declared total is {expected:,}."
    return ""


def _found(sheets: Sheets) -> Iterator[Problem]:
    counts = Counter(programme for _, (programme,) in sheets.rows("designations", "programme_id"))
    for index, (programme, n_found) in sheets.rows("coverage", "programme_id", "n_found"):
        if n_found != counts[programme]:
            what = f"n_found is {n_found}, and the table designations has {counts[programme]} rows of {programme}."
            yield sheets.problem("coverage", index, column="n_found", value=n_found, what=what)


def _found_by_year(sheets: Sheets) -> Iterator[Problem]:
    totals: Counter[object] = Counter()
    for _, (programme, n_found) in sheets.rows("coverage_years", "programme_id", "n_found"):
        totals[programme] += n_found if isinstance(n_found, int) else 0
    for index, (programme, n_found) in sheets.rows("coverage", "programme_id", "n_found"):
        if isinstance(n_found, int) and totals[programme] > n_found:
            what = f"coverage_years counts {totals[programme]} of {programme}, more than the {n_found} found in all."
            yield sheets.problem("coverage", index, column="n_found", value=n_found, what=what)


def _nations(sheets: Sheets) -> Iterator[Problem]:
    """Yield cells where the prefectures together employ more than the nation."""
    kinds = {region: kind for _, (region, kind) in sheets.rows("regions", "region_id", "kind")}
    for table, code in (("employment", "section"), ("employment_groups", "industry_code")):
        nation: dict[object, tuple[int, int]] = {}
        sums: Counter[object] = Counter()
        for index, (region, year, key, persons) in sheets.rows(table, "region_id", "year", code, "persons"):
            if isinstance(persons, int) and kinds.get(region) == "nation":
                nation[year, key] = (index, persons)
            elif isinstance(persons, int):
                sums[year, key] += persons
        for cell, (index, persons) in nation.items():
            if sums[cell] > persons:
                what = f"the prefectures add up to {sums[cell]:,} persons, more than the nation's {persons:,}."
                yield sheets.problem(table, index, column="persons", value=persons, what=what)


def _other_units(sheets: Sheets, table: str, *, key: str, defined_in: str) -> Iterator[Problem]:
    units = {name: unit for _, (name, unit) in sheets.rows(defined_in, key, "unit")}
    for index, (name, unit) in sheets.rows(table, key, "unit"):
        if name in units and unit != units[name]:
            what = f"the unit is {unit!r}, and {defined_in} says that {name} is counted in {units[name]!r}."
            yield sheets.problem(table, index, column="unit", value=unit, what=what)


def _preferences(sheets: Sheets) -> Iterator[Problem]:
    """Yield disagreements that are not two or more statements with one preferred."""
    groups = defaultdict(list)
    for index, (group, is_preferred) in sheets.rows("disagreements", "disagreement_id", "is_preferred"):
        groups[group].append((index, is_preferred))
    for group, rows in groups.items():
        n_preferred = sum(1 for _, is_preferred in rows if is_preferred)
        if len(rows) < len("ab") or n_preferred != 1:
            what = (
                f"{group} has {len(rows)} statements, {n_preferred} of them preferred; two or more with one preferred."
            )
            yield sheets.problem("disagreements", rows[0][0], column="is_preferred", value=n_preferred, what=what)
