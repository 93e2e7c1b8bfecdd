"""How far apart the prefectures' incomes per head are, year by year, within one vintage.

Only the published values of the newest vintage are compared: older vintages were revised
unevenly, so an index over linked values would differ by a factor of two
(see ``docs/explanation/chain-linking.md``). Weights are the population of the calendar year
with the same number as the fiscal year.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.inequality import gini, theil
from chiiki.provenance import Number, Phrase
from chiiki.studies.phrases import formula
from chiiki.studies.statistics import NATION, add_indicator
from chiiki.studies.wealth import INCOME, income_series, population_series

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chiiki.arrays import FloatArray
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Indicator
    from chiiki.provenance import NumberBook

__all__ = ["Balance", "BalanceYear", "add_balance", "rounding_bound"]

CAUTIONS = ("rounded", "calendar_vs_fiscal")


@dataclass(frozen=True, slots=True)
class BalanceYear:
    """Inequality of one fiscal year, as number ids."""

    fy: int
    theil: str
    gini: str


@dataclass(frozen=True, slots=True)
class Balance:
    """Inequality of income per head over the years of one vintage."""

    vintage: str
    n_regions: int
    years: tuple[BalanceYear, ...]
    change: str
    """Theil of the last year less that of the first."""

    rounding: str
    """The largest change of Theil that the rounding of the inputs alone could produce."""

    swing: str
    """Largest less smallest Theil of all years."""

    highest: BalanceYear
    lowest: BalanceYear


def add_balance(book: NumberBook, pack: Pack) -> Balance | None:
    """Add ``n.income.theil.FY2011`` and ``n.income.gini.FY2011`` of each year, and how Theil changed.

    Returns
    -------
    Balance or None
        None where fewer than two years have income and population of two regions.
    """
    vintage = income_series(pack)[NATION].values[-1].vintage
    cells = _cells(pack, vintage)
    if len(cells) < 2 or min(len(rows) for rows in cells.values()) < 2:  # noqa: PLR2004 -- a change, between regions
        return None
    years, bounds = [], []
    for fy, rows in cells.items():
        per_head = np.array([income.value for income, _ in rows], dtype=float)
        persons = np.array([people.value for _, people in rows], dtype=float)
        inputs = _add_inputs(book, pack, rows)
        resolutions = (rows[0][0].rounded_to or 0.0, rows[0][1].rounded_to or 0.0)
        bounds.append(rounding_bound(_theil, per_head, persons=persons, resolutions=resolutions))
        ids = [
            _add_index(book, name, fy=fy, value=index(per_head, persons), inputs=inputs)
            for name, index in (("theil", _theil), ("gini", _gini))
        ]
        years.append(BalanceYear(fy, *ids))
    ranked = sorted(years, key=lambda year: book.scalar(year.theil))
    return Balance(
        vintage=vintage,
        n_regions=len(next(iter(cells.values()))),
        years=tuple(years),
        change=_add_difference(book, "change", later=years[-1].theil, earlier=years[0].theil),
        rounding=_add_rounding(book, bounds[0] + bounds[-1], years=(years[0], years[-1])),
        swing=_add_difference(book, "swing", later=ranked[-1].theil, earlier=ranked[0].theil),
        highest=ranked[-1],
        lowest=ranked[0],
    )


def rounding_bound(
    index: Callable[[FloatArray, FloatArray], float],
    per_head: FloatArray,
    *,
    persons: FloatArray,
    resolutions: tuple[float, float],
) -> float:
    """Return how far `index` can be off because its inputs are rounded.

    Each input is moved by half of what it is rounded to, one at a time, up and down; the
    larger effects are added up, as if all errors pulled in one direction.

    Parameters
    ----------
    index : callable
        Takes amounts per head and persons.
    per_head, persons : array of shape (n_regions,)
    resolutions : tuple of float
        What the amounts and the persons are rounded to.

    Returns
    -------
    float
        A bound to first order, in the unit of the index.
    """
    base = index(per_head, persons)
    bound = 0.0
    for which, resolution in enumerate(resolutions):
        for region in range(len(per_head)):
            moved = []
            for sign in (-0.5, 0.5):
                cells = [per_head.copy(), persons.copy()]
                cells[which][region] += sign * resolution
                moved.append(abs(index(*cells) - base))
            bound += max(moved)
    return bound


def _theil(per_head: FloatArray, persons: FloatArray) -> float:
    return theil(per_head, persons=persons).value


def _gini(per_head: FloatArray, persons: FloatArray) -> float:
    return gini(per_head, persons=persons).value


def _cells(pack: Pack, vintage: str) -> dict[int, list[tuple[Indicator, Indicator]]]:
    """Pair income and population of each region by year; a year that a region lacks is left out."""
    people = {(row.region_id, row.year): row for rows in population_series(pack).values() for row in rows}
    found: dict[int, list[tuple[Indicator, Indicator]]] = {}
    regions = [region for region in income_series(pack) if region != NATION]
    stated = [row for row in pack.indicators if row.indicator_id == INCOME and row.vintage == vintage]
    for row in sorted(stated, key=lambda row: row.region_id):
        weight = people.get((row.region_id, row.year))
        if row.region_id != NATION and weight and weight.value and row.value is not None:
            found.setdefault(row.year, []).append((row, weight))
    runs = {year: rows for year, rows in sorted(found.items()) if len(rows) == len(regions)}
    gaps = [later for earlier, later in pairwise(runs) if later != earlier + 1]
    return {year: rows for year, rows in runs.items() if not gaps or year >= gaps[-1]}


def _add_inputs(book: NumberBook, pack: Pack, rows: Sequence[tuple[Indicator, Indicator]]) -> tuple[str, ...]:
    """Add income and population under the ids that the regions' own briefs use."""
    last_fy = income_series(pack)[NATION].values[-1].year
    last_year = population_series(pack)[NATION][-1].year
    ids = []
    for income, people in rows:
        qualifier = "" if income.year == last_fy else f"FY{income.year}"
        ids.append(add_indicator(book, income, name="income", qualifier=qualifier).id)
        qualifier = "" if people.year == last_year else str(people.year)
        ids.append(add_indicator(book, people, name="population", qualifier=qualifier).id)
    return tuple(ids)


def _add_index(book: NumberBook, name: str, *, fy: int, value: float, inputs: tuple[str, ...]) -> str:
    return book.add(
        Number(
            id=f"n.income.{name}.FY{fy}",
            value=value,
            unit="index",
            period=f"FY{fy}",
            definition=f"income_{name}",
            cautions=CAUTIONS,
            formula=formula(f"{name}_of_income"),
            inputs=inputs,
        )
    ).id


def _add_rounding(book: NumberBook, bound: float, *, years: tuple[BalanceYear, BalanceYear]) -> str:
    return book.add(
        Number(
            id="n.income.theil.rounding",
            value=bound,
            unit="index",
            period=f"FY{years[0].fy}-{years[1].fy}",
            definition="income_theil_rounding",
            cautions=CAUTIONS,
            formula=formula("rounding"),
            inputs=tuple(name for year in years for name in book[year.theil].inputs),
        )
    ).id


def _add_difference(book: NumberBook, name: str, *, later: str, earlier: str) -> str:
    years = sorted(book[number].period.removeprefix("FY") for number in (later, earlier))
    return book.add(
        Number(
            id=f"n.income.theil.{name}",
            value=book.scalar(later) - book.scalar(earlier),
            unit="index",
            period=f"FY{years[0]}-{years[1]}",
            definition=f"income_theil_{name}",
            cautions=CAUTIONS,
            formula=Phrase.signs(f"{later} - {earlier}"),
            inputs=(later, earlier),
        )
    ).id
