"""One series out of overlapping vintages of regional accounts.

Each vintage of the accounts covers some years on one base year and one set of rules, and
vintages overlap. Set end to end they would show a jump of several per cent that never
happened. So the newest vintage is the head and stands as published, and each older
vintage is carried to the head's level by the ratio at the first year *j* both have::

    factor(older) = factor(newer) * newer[j] / older[j]        chained[t] = older[t] * factor(older), t < j

Before a join every growth rate is then the one that the older vintage published, the
step into the join year among them. A mean ratio over the overlap would make that one
step a rate that nobody published.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from chiiki.errors import InputError, MethodError, MissingValueError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["ChainedSeries", "ChainedValue", "IndicatorRecord", "Join", "Vintage", "chain", "chain_indicator"]

CAUTION = "chained_vintages"
"""The code of the closed list of cautions that a chained value carries."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """One publication of a series."""

    name: str
    """The years it covers, such as ``2011-2022``."""

    values: Mapping[int, float]
    """Value > 0 by year; a year without value is not in it."""


@dataclass(frozen=True, slots=True)
class ChainedValue:
    """The value of one year, on the level of the newest vintage."""

    year: int
    value: float
    """`published` times `link_factor`; unrounded where `is_chained`."""

    vintage: str
    """The vintage that the value was published in."""

    published: float
    link_factor: float
    """1 in the newest vintage, else the product of the ratios at the joins after it."""

    is_chained: bool
    """True where the value is computed, and is no figure of the publisher."""


@dataclass(frozen=True, slots=True)
class Join:
    """Where an older vintage hands over to a newer one."""

    year: int
    """First year both have; its ratio links them."""

    newer: str
    older: str
    newer_value: float
    older_value: float
    n_overlap: int
    """Number of years both have."""

    lowest_ratio: float
    """Smallest ratio newer to older in the overlap: how far another join year would lead."""

    highest_ratio: float

    @property
    def ratio(self) -> float:
        """Newer over older at the join year."""
        return self.newer_value / self.older_value


@dataclass(frozen=True, slots=True)
class ChainedSeries:
    """What :func:`chain` returns."""

    values: tuple[ChainedValue, ...]
    """By rising year; a year that its vintage lacks is a gap and is not filled."""

    joins: tuple[Join, ...]
    """By rising year."""

    superseded: tuple[str, ...]
    """Vintages of which nothing is used, as newer ones begin no later."""

    @property
    def cautions(self) -> tuple[str, ...]:
        """Code of the caution that the series carries where a value is chained."""
        return (CAUTION,) if self.joins else ()


class IndicatorRecord(Protocol):
    """What :func:`chain_indicator` reads of a row of the table ``indicators``."""

    @property
    def region_id(self) -> str:
        """The region."""

    @property
    def year(self) -> int:
        """The year."""

    @property
    def indicator_id(self) -> str:
        """What is measured."""

    @property
    def vintage(self) -> str:
        """First and last year of the publication, such as ``2011-2022``."""

    @property
    def value(self) -> float | None:
        """The published value; None where it is missing."""

    @property
    def unit(self) -> str:
        """The unit of the value."""


def chain(vintages: Sequence[Vintage]) -> ChainedSeries:
    """Link the vintages of one region's series backwards from the newest.

    Parameters
    ----------
    vintages : sequence of Vintage
        Newest publication first, at least one. All in one unit.

    Returns
    -------
    ChainedSeries
        One value for each year that the newest vintage, or before its first year the
        next older one, has. A vintage that adds no earlier year is superseded: where
        2011-2020 and 2011-2022 begin alike, the newer wins whole.

    Raises
    ------
    InputError
        If there is no vintage, two have one name, one is empty or reaches beyond the
        newest (they are not newest first), or a value is not above 0.
    MissingValueError
        If a value is not a number.
    MethodError
        If an older vintage has no year in common with the one it would be linked to.

    Notes
    -----
    Each region and the nation are linked apart, so chained regions need not sum to
    the chained nation. A ratio moves levels, not concepts: where a revision changed
    the course of the overlap, `lowest_ratio` and `highest_ratio` are far apart.

    Examples
    --------
    >>> new = Vintage("2011-2012", {2011: 110.0, 2012: 120.0})
    >>> old = Vintage("2010-2011", {2010: 90.0, 2011: 100.0})
    >>> series = chain([new, old])
    >>> [(point.year, round(point.value, 6), point.is_chained) for point in series.values]
    [(2010, 99.0, True), (2011, 110.0, False), (2012, 120.0, False)]
    >>> series.joins[0].year, series.joins[0].ratio
    (2011, 1.1)
    """
    _check(vintages)
    newer, factor = vintages[0], 1.0
    values = [_value(year, vintage=newer, factor=None) for year in newer.values]
    joins: list[Join] = []
    superseded: list[str] = []
    for older in vintages[1:]:
        earlier = [year for year in older.values if year < min(newer.values)]
        if not earlier:
            superseded.append(older.name)
            continue
        join = _join(newer, older)
        factor *= join.ratio
        joins.append(join)
        values += [_value(year, vintage=older, factor=factor) for year in earlier]
        newer = older
    return ChainedSeries(
        values=tuple(sorted(values, key=lambda point: point.year)),
        joins=tuple(reversed(joins)),
        superseded=tuple(superseded),
    )


def chain_indicator(records: Iterable[IndicatorRecord], *, indicator_id: str) -> dict[str, ChainedSeries]:
    """Link the vintages of one indicator, region by region.

    Parameters
    ----------
    records : iterable of IndicatorRecord
        Rows of the table ``indicators``, in any order; other indicators are passed
        over, and so are rows without a value.
    indicator_id : str
        The indicator; its rows name their vintage by first and last year.

    Returns
    -------
    dict of str to ChainedSeries
        By region id, sorted; values in the unit of the rows.

    Raises
    ------
    InputError
        If there is no such row, a vintage has no name of the form ``2011-2022``, two
        vintages end in one year, a value stands twice, or the units differ.
    MissingValueError, MethodError
        As for :func:`chain`; the message names region and indicator.

    Examples
    --------
    ``chain_indicator(pack.indicators, indicator_id="gross_prefectural_product_nominal")["04"].values``
    are the years 1996 to 2022 of Miyagi.
    """
    table = _by_region(records, indicator_id)
    order = _newest_first({name for vintages in table.values() for name in vintages})
    return {
        region: _chain_region(table[region], order, f"{indicator_id!r}, region {region}") for region in sorted(table)
    }


def _by_region(records: Iterable[IndicatorRecord], indicator_id: str) -> dict[str, dict[str, dict[int, float]]]:
    """Sort the published values by region, vintage and year."""
    table: dict[str, dict[str, dict[int, float]]] = {}
    unit = None
    for row in records:
        if row.indicator_id != indicator_id or row.value is None:
            continue
        where = f"indicator {indicator_id!r}, region {row.region_id}, {row.year}, vintage {row.vintage!r}"
        if row.unit != (unit := unit or row.unit):
            msg = f"{where} has unit {row.unit}, an earlier row {unit}; vintages link only in one unit."
            raise InputError(msg)
        years = table.setdefault(row.region_id, {}).setdefault(row.vintage, {})
        if row.year in years:
            msg = f"{where} stands twice. Keep one row."
            raise InputError(msg)
        years[row.year] = row.value
    if not table:
        msg = f"there is no value of indicator {indicator_id!r}. Check the id in the table indicator_definitions."
        raise InputError(msg)
    return table


def _chain_region(table: Mapping[str, Mapping[int, float]], order: Sequence[str], where: str) -> ChainedSeries:
    try:
        return chain([Vintage(name, table[name]) for name in order if name in table])
    except (InputError, MethodError) as error:
        msg = f"indicator {where}: {error}"
        raise type(error)(msg) from error


def _newest_first(names: Iterable[str]) -> list[str]:
    """Order vintages by their last year, as a publisher never ends a newer one earlier."""
    by_last: dict[int, str] = {}
    for name in sorted(names):
        first, dash, last = name.partition("-")
        if not (dash and first.isdecimal() and last.isdecimal()):
            msg = f"vintage {name!r} must be named by its first and last year, such as 2011-2022."
            raise InputError(msg)
        if (earlier := by_last.setdefault(int(last), name)) != name:
            msg = f"vintages {earlier} and {name} both end in {last}, so which is newer is not known. Keep one."
            raise InputError(msg)
    return [by_last[last] for last in sorted(by_last, reverse=True)]


def _check(vintages: Sequence[Vintage]) -> None:
    names = [vintage.name for vintage in vintages]
    if not names or len(set(names)) < len(names):
        msg = f"chaining needs at least one vintage, each with a name of its own; got {names}."
        raise InputError(msg)
    for vintage in vintages:
        if not vintage.values:
            msg = f"vintage {vintage.name} has no value. Leave it out."
            raise InputError(msg)
        for year, value in vintage.values.items():
            _check_value(value, where=f"{year} of vintage {vintage.name}")
        if max(vintage.values) > (last := max(vintages[0].values)):
            msg = f"vintage {vintage.name} reaches beyond {last}, where {names[0]} ends. Give the newest first."
            raise InputError(msg)


def _check_value(value: float, *, where: str) -> None:
    if math.isnan(value):
        msg = f"the value of {where} is missing. Leave the year out; a missing year stays a gap."
        raise MissingValueError(msg)
    if not 0 < value < math.inf:
        msg = f"the value of {where} must be finite and above 0 to be linked by a ratio, got {value}."
        raise InputError(msg)


def _join(newer: Vintage, older: Vintage) -> Join:
    overlap = sorted(newer.values.keys() & older.values.keys())
    if not overlap:
        msg = (
            f"vintage {older.name} has no year in common with {newer.name}, so no ratio links them; "
            "series are never set end to end. Add the vintage between them, or leave the older one out."
        )
        raise MethodError(msg)
    year = overlap[0]
    ratios = [newer.values[each] / older.values[each] for each in overlap]
    return Join(
        year=year,
        newer=newer.name,
        older=older.name,
        newer_value=newer.values[year],
        older_value=older.values[year],
        n_overlap=len(overlap),
        lowest_ratio=min(ratios),
        highest_ratio=max(ratios),
    )


def _value(year: int, *, vintage: Vintage, factor: float | None) -> ChainedValue:
    published = vintage.values[year]
    return ChainedValue(
        year=year,
        value=published if factor is None else published * factor,
        vintage=vintage.name,
        published=published,
        link_factor=1.0 if factor is None else factor,
        is_chained=factor is not None,
    )
