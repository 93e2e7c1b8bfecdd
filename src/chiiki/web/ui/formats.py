"""Numbers and dates in the language of the page; every function here only wraps one of :mod:`chiiki.brief.formats`.

What is missing is said in a word and never as zero. Templates have them all after ``{% load ui %}``.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language

from chiiki.brief import formats

if TYPE_CHECKING:
    from datetime import date

    from chiiki.brief.document import Lang

__all__ = [
    "FILTERS",
    "count",
    "fiscal_year",
    "fiscal_years",
    "longdate",
    "minute",
    "missing",
    "percent",
    "whole",
    "yen",
]


def _lang() -> Lang:
    return "ja" if (get_language() or "ja").startswith("ja") else "en"


def fiscal_year(fy: int | None) -> str:
    """Write a fiscal year: ``2014年度``, ``FY2014``."""
    return missing("unknown") if fy is None else formats.fiscal_year(int(fy), _lang())


def fiscal_years(start: int | None, end: int | None = None) -> str:
    """Write a span of fiscal years; without an end it stays open."""
    return missing("unknown") if start is None else formats.fiscal_years(int(start), end, lang=_lang())


def yen(value: float | None) -> str:
    """Write an amount of yen in the unit that reads best: ``56.7億円``, ``¥5.67 billion``."""
    return missing("not_published") if value is None else formats.yen(value, _lang())


def count(value: float | None, unit: str = "count") -> str:
    """Write how many: ``3,064件``, ``3,064``; with a unit, ``12地域``."""
    return missing("unknown") if value is None else formats.count(value, _lang(), unit=unit)


def whole(value: float | None) -> str:
    """Write a number without unit and with thousands commas, for cells whose head names the unit."""
    return missing("unknown") if value is None else formats.decimal(value)


def percent(ratio: float | None) -> str:
    """Write a ratio as a percentage: ``16.8%``."""
    return missing("unknown") if ratio is None else formats.percent(ratio)


def longdate(value: date | datetime | str | None) -> str:
    """Write a day, or a month or year where no more is known: ``2014年11月28日``."""
    if value is None or value == "":
        return missing("unknown")
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    iso = value if isinstance(value, str) else value.isoformat()[:10]
    return formats.date(iso, _lang())


def minute(value: datetime | None) -> str:
    """Write a moment in Japan to the minute: ``2026年11月30日 9:05``."""
    if value is None:
        return missing("unknown")
    here = timezone.localtime(value)
    return f"{formats.date(here.date().isoformat(), _lang())} {here.hour}:{here.minute:02d}"


def missing(code: str) -> str:
    """Write the sign of what is missing, with its word for those who hear the page."""
    return _missing(code, _lang())


@lru_cache(maxsize=64)
def _missing(code: str, lang: Lang) -> str:
    sign, word = formats.missing_sign(code, lang), formats.missing_word(code, lang)
    if sign == word:
        return format_html('<span class="missing">{}</span>', word)
    return format_html('<span class="missing" role="img" aria-label="{}" title="{}">{}</span>', word, word, sign)


FILTERS = (count, fiscal_year, fiscal_years, longdate, minute, missing, percent, whole, yen)
"""What ``{% load ui %}`` offers as filters."""
