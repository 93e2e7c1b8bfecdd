"""Outcomes of the prefectures as panels: natural logarithms, so that an effect is a relative one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from chiiki.errors import MethodError, UnknownNameError
from chiiki.evaluation.panel import Panel
from chiiki.studies.accounts import chain_indicator
from chiiki.studies.wealth import INCOME, income_series, population_series

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.facts.pack import Pack
    from chiiki.studies.treatments import Treatment

__all__ = ["OUTCOMES", "Outcome", "Yearly", "outcome_panel", "persons_of", "vintage_panel", "vintages_of", "yearly"]

Outcome: TypeAlias = Literal["income", "product", "manufacturing"]
"""Income of residents per head, linked over vintages; product of workplaces per resident, linked; value added of
manufacturing."""

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

PRODUCT = "gross_prefectural_product_nominal"
MANUFACTURING = "manufacturing_value_added"


@dataclass(frozen=True, slots=True)
class Yearly:
    """One outcome by prefecture and fiscal year."""

    years: IntArray
    values: Mapping[str, FloatArray]
    """Region id → natural logarithm by year, NaN where no value is on record."""

    source_id: str


def yearly(pack: Pack, outcome: Outcome) -> Yearly:
    """Return an outcome of every prefecture.

    Parameters
    ----------
    pack : Pack
    outcome : {"income", "product", "manufacturing"}

    Returns
    -------
    Yearly
        Manufacturing is of calendar years.

    Raises
    ------
    UnknownNameError
        If there is no such outcome.
    MethodError
        If the pack has no value of it.
    """
    if outcome not in OUTCOMES:
        msg = f"there is no outcome {outcome!r}; choose from {', '.join(OUTCOMES)}."
        raise UnknownNameError(msg)
    return {"income": _income, "product": _product, "manufacturing": _manufacturing}[outcome](pack)


def outcome_panel(pack: Pack, treatment: Treatment, *, outcome: Outcome = "income") -> Panel:
    """Lay an outcome over the units of a treatment.

    Parameters
    ----------
    pack : Pack
    treatment : Treatment
        Of prefectures.
    outcome : {"income", "product", "manufacturing"}

    Returns
    -------
    Panel
        Units in the order of `treatment`; a prefecture without the outcome has no observed cell.
    """
    return _panel(yearly(pack, outcome), treatment)


def vintage_panel(pack: Pack, treatment: Treatment, *, vintage: str) -> Panel:
    """Lay published income per head of one vintage, without any link, over the units of a treatment.

    Parameters
    ----------
    pack : Pack
    treatment : Treatment
    vintage : str
        One of :func:`vintages_of`.
    """
    return _panel(_published(pack)[vintage], treatment)


def vintages_of(pack: Pack) -> Mapping[str, tuple[int, int]]:
    """Return the first and last fiscal year of each vintage of income per head, oldest first."""
    found = {name: (int(rows.years[0]), int(rows.years[-1])) for name, rows in _published(pack).items()}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def persons_of(pack: Pack, units: tuple[str, ...], *, years: IntArray) -> FloatArray:
    """Return the population of units in the calendar years with the numbers of `years`.

    Returns
    -------
    array of shape (n_units, n_years)
        NaN where no population is on record.
    """
    found = population_series(pack)
    table = {unit: {row.year: row.value for row in found.get(unit, ())} for unit in units}
    return np.array([[table[unit].get(year) or np.nan for year in years.tolist()] for unit in units], dtype=float)


def _panel(found: Yearly, treatment: Treatment) -> Panel:
    nothing = np.full(len(found.years), np.nan)
    cells = np.array([found.values.get(unit, nothing) for unit in treatment.units])
    return Panel(treatment.units, found.years, cells, treatment.first_treated)


@lru_cache(maxsize=4)
def _income(pack: Pack) -> Yearly:
    series = {
        region: {point.year: point.value for point in found.values} for region, found in income_series(pack).items()
    }
    return _logs(series, source_id=_source(pack, INCOME))


@lru_cache(maxsize=4)
def _product(pack: Pack) -> Yearly:
    rows = [row for row in pack.indicators if row.indicator_id == PRODUCT and row.value is not None]
    if not rows:
        return _logs({}, source_id=_source(pack, PRODUCT))
    people = population_series(pack)
    series = {}
    for region, found in chain_indicator(rows, indicator_id=PRODUCT).items():
        persons = {row.year: row.value for row in people.get(region, ()) if row.value}
        series[region] = {
            point.year: point.value / persons[point.year] for point in found.values if point.year in persons
        }
    return _logs(series, source_id=_source(pack, PRODUCT))


@lru_cache(maxsize=4)
def _manufacturing(pack: Pack) -> Yearly:
    series: dict[str, dict[int, float]] = {}
    for row in pack.indicators:
        if row.indicator_id == MANUFACTURING and row.value:
            series.setdefault(row.region_id, {})[row.year] = row.value
    return _logs(series, source_id=_source(pack, MANUFACTURING))


@lru_cache(maxsize=4)
def _published(pack: Pack) -> Mapping[str, Yearly]:
    found: dict[str, dict[str, dict[int, float]]] = {}
    for row in pack.indicators:
        if row.indicator_id == INCOME and row.value:
            found.setdefault(row.vintage, {}).setdefault(row.region_id, {})[row.year] = row.value
    source_id = _source(pack, INCOME)
    return {vintage: _logs(series, source_id=source_id) for vintage, series in found.items()}


def _source(pack: Pack, indicator_id: str) -> str:
    return next((row.source_id for row in pack.indicators if row.indicator_id == indicator_id), "")


def _logs(series: Mapping[str, Mapping[int, float]], *, source_id: str) -> Yearly:
    known = {year for values in series.values() for year in values}
    if not known:
        msg = "the pack has no value of the outcome, so nothing can be compared."
        raise MethodError(msg)
    years = np.arange(min(known), max(known) + 1)
    logs = {region: np.log([values.get(year, np.nan) for year in years.tolist()]) for region, values in series.items()}
    return Yearly(years, logs, source_id)
