"""Spans of years, and why two numbers over different spans make no ratio.

A fiscal year of the pack runs from April to March; a calendar year from January to
December. Both ends of a span belong to it.

>>> str(Period.parse("FY2002-2011"))
'FY2002-2011'
>>> Period.parse("FY2014") in Period.parse("FY2002-2014")
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from chiiki.errors import InputError, MixedPeriodsError

__all__ = ["Period", "require_same_period"]

_FORM = re.compile(r"(?P<fiscal>FY)?(?P<first>\d{4})(?:-(?P<last>\d{4}))?", re.ASCII)
_DAY = re.compile(r"(?P<first>\d{4})-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of years, both ends included, or one month or day."""

    first: int
    """First year, 4 digits."""

    last: int
    """Last year, 4 digits, not before `first`."""

    calendar: Literal["fiscal", "calendar"] = "fiscal"
    day: str = ""
    """ISO month or day (``2014-11-28``) where the period is no whole year."""

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``FY2002-2011``, ``FY2014``, ``2022``, ``2011-2022``, ``2014-11`` or ``2014-11-28``.

        Raises
        ------
        InputError
            If `text` is none of these, or ends before it begins.

        Examples
        --------
        >>> Period.parse("2014-11-28").first
        2014
        """
        if found := _DAY.fullmatch(text):
            year = int(found["first"])
            return cls(year, year, "calendar", text)
        if not (found := _FORM.fullmatch(text)):
            msg = f"{text!r} is no period. Write FY2014, FY2002-2011, 2022, 2011-2022 or 2014-11-28."
            raise InputError(msg)
        first, last = int(found["first"]), int(found["last"] or found["first"])
        if last < first:
            msg = f"the period {text!r} ends before it begins. Write the earlier year first."
            raise InputError(msg)
        return cls(first, last, "fiscal" if found["fiscal"] else "calendar")

    @property
    def n_years(self) -> int:
        """Number of years touched, both ends included."""
        return self.last - self.first + 1

    def overlaps(self, other: Period) -> bool:
        """Return whether the two spans share a year of the same calendar."""
        return self.calendar == other.calendar and self.first <= other.last and other.first <= self.last

    def __contains__(self, other: Period) -> bool:
        return self.calendar == other.calendar and self.first <= other.first and other.last <= self.last

    def __str__(self) -> str:
        if self.day:
            return self.day
        prefix = "FY" if self.calendar == "fiscal" else ""
        years = str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
        return prefix + years


def require_same_period(a: Period, b: Period, *, what: str) -> Period:
    """Return the period that `a` and `b` share, and refuse where they differ.

    Parameters
    ----------
    a, b : Period
        What the two numbers cover.
    what : str
        The ratio or sum in words, for the message (``"sales per yen invested"``).

    Raises
    ------
    MixedPeriodsError
        If the periods or their calendars differ; the message says by which years.

    Examples
    --------
    >>> str(require_same_period(Period(2002, 2011), Period(2002, 2011), what="a ratio"))
    'FY2002-2011'
    """
    if a == b:
        return a
    msg = f"{what} is refused: one number covers {a}, the other {b}, so {_reason(a, b)}. Use numbers of one period."
    raise MixedPeriodsError(msg)


def _reason(a: Period, b: Period) -> str:
    if a.calendar != b.calendar:
        return "one counts fiscal years (April to March) and the other calendar years"
    if not a.overlaps(b):
        return "they have no year in common"
    years = sorted(set(range(a.first, a.last + 1)) ^ set(range(b.first, b.last + 1)))
    if not years:
        return "one covers a part of the year only"
    listed = ", ".join(str(year) for year in years[:5]) + (", …" if len(years) > len("12345") else "")
    return f"{listed} {'is' if len(years) == 1 else 'are'} in one of them only"
