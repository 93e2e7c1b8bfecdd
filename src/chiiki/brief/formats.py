"""How a number is written in Japanese and in English: one function per kind of number.

Nothing here types a space between Japanese and digits (the stylesheet sets that gap),
and minus is U+2212. No function prints more digits than the source gives: `resolution`
is what the source rounds to, in the unit of the value; None says that it is exact.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from chiiki.provenance import worded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chiiki.brief.document import Lang
    from chiiki.provenance import Locator, Number

__all__ = [
    "Scale",
    "change",
    "change_in_words",
    "count",
    "date",
    "decimal",
    "era_year",
    "estimate",
    "fiscal_year",
    "fiscal_years",
    "interval",
    "location_quotient",
    "missing_sign",
    "missing_word",
    "number_text",
    "percent",
    "percentage_points",
    "period",
    "persons",
    "place_in_source",
    "rank",
    "scaled",
    "thousands",
    "unit_name",
    "year",
    "yen",
    "yen_scale",
]

_MINUS = "\N{MINUS SIGN}"
_EN_DASH = "\N{EN DASH}"
_WAVE = "\N{WAVE DASH}"
_UNDATED = {"ja": "年度の記載なし", "en": "no year stated"}
_ABOUT_EQUAL = {"ja": "ほぼ同じ", "en": "about the same"}

# unit -> what follows the digits in Japanese, and the word a column head uses in English
_COUNTERS = {
    "count": ("件", ""),
    "persons": ("人", "persons"),
    "establishments": ("事業所", "establishments"),
    "schools": ("校", "schools"),
    "firms": ("社", "firms"),
    "projects": ("件", "projects"),
    "regions": ("地域", "regions"),
    "areas": ("地域", "areas"),
    "clusters": ("クラスター", "clusters"),
    "products": ("件", "products"),
    "patents": ("件", "patents"),
    "articles": ("本", "articles"),
    "cases": ("件", "cases"),
    "jobs": ("人", "jobs"),
    "universities": ("大学", "universities"),
}
_UNIT_NAMES = {
    "JPY": ("円", "yen"),
    "ratio": ("%", "%"),
    "percent_point": ("ポイント", "percentage points"),
    "year": ("年", "year"),
    "index": ("指数", "index"),
}
# code -> sign ja, sign en, word ja, word en
_MISSING = {
    "unknown": ("…", "…", "不明", "unknown"),
    "not_published": ("未公表", "not published", "未公表", "not published"),
    "suppressed": ("x", "x", "秘匿", "suppressed"),
    "not_applicable": ("–", "–", "該当なし", "not applicable"),
    "not_found": ("…", "…", "確認できない", "not found"),
    "grade_not_found": ("…", "…", "評価を確認できない", "grade not found"),
    "grade_not_given": ("–", "–", "評点なし", "no grade given"),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ERAS = ((2019, "令和"), (1989, "平成"), (1926, "昭和"))
_YEN_JA = ((10**12, 1, "兆円"), (10**10, 0, "億円"), (10**8, 1, "億円"), (10**7, 0, "万円"), (10**4, 1, "万円"))
_YEN_JA_UNITS = {"兆円": 10**12, "億円": 10**8, "万円": 10**4, "円": 1}
_YEN_EN = ((10**12, " trillion"), (10**9, " billion"), (10**6, " million"))
_THREE_DIGITS = 3
_RANK = "rank"
"""The definition whose numbers are places in an order; no unit of the closed list says so."""

_HALF = Decimal("0.5")
_SMALL_INDEX = 0.05


def decimal(value: float, decimals: int = 0) -> str:
    """Write `value` with thousands commas, halves rounded away from zero: ``−3,064.5``."""
    quantum = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(quantum, rounding=ROUND_HALF_UP)
    return f"{abs(rounded):,.{decimals}f}" if rounded >= 0 else f"{_MINUS}{abs(rounded):,.{decimals}f}"


def count(value: float, lang: Lang, *, unit: str = "count") -> str:
    """Write a count: ``3,064件`` in Japanese, the digits alone in English."""
    return decimal(value) + (_COUNTERS[unit][0] if lang == "ja" else "")


def persons(value: float, lang: Lang, *, resolution: float | None = None) -> str:
    """Write a number of people for a sentence: ``228.0万人``, ``2.28 million``; small ones in full."""
    if lang == "ja":
        if abs(value) < 10**5:
            return decimal(value) + "人"
        return decimal(value / 10**4, _decimals(10**4, 1, resolution)) + "万人"
    if abs(value) < 10**6:
        return decimal(value)
    return decimal(value / 10**6, _decimals(10**6, 2, resolution)) + " million"


def thousands(value: float) -> str:
    """Write a table cell whose column head says 千人 or thousand: ``2,280``."""
    return decimal(value / 1000)


def yen(value: float, lang: Lang, *, resolution: float | None = None) -> str:
    """Write an amount for a sentence: ``56.7億円``, ``¥5.67 billion``; never oku in English."""
    return _yen_ja(value, resolution) if lang == "ja" else _yen_en(value, resolution)


def _yen_ja(value: float, resolution: float | None) -> str:
    for floor, most, unit in _YEN_JA:
        if abs(value) >= floor:
            size = _YEN_JA_UNITS[unit]
            return decimal(value / size, _kept(value, size, _decimals(size, most, resolution), resolution)) + unit
    return decimal(value) + "円"


def _yen_en(value: float, resolution: float | None) -> str:
    sign = _MINUS if value < 0 else ""
    for size, word in _YEN_EN:
        if abs(value) >= size:
            whole = len(str(int(abs(value) / size)))
            most = _decimals(size, max(_THREE_DIGITS - whole, 0), resolution)
            return f"{sign}¥{decimal(abs(value) / size, _kept(value, size, most, resolution))}{word}"
    return f"{sign}¥{decimal(abs(value))}"


def _decimals(size: float, most: int, resolution: float | None) -> int:
    """At most `most` decimals, fewer where the source rounds more coarsely than that."""
    if not resolution:
        return most
    # the small addend keeps 1000/10000 from falling to 0.999… decimals
    return max(0, min(most, math.floor(math.log10(size / resolution) + 1e-9)))


def _kept(value: float, size: float, decimals: int, resolution: float | None) -> int:
    """No decimals for an exact amount that has none in this unit: ``5億円``, not ``5.0億円``."""
    return 0 if resolution is None and value % size == 0 else decimals


@dataclass(frozen=True, slots=True)
class Scale:
    """One unit and one number of decimals for a whole column."""

    size: float
    decimals: int
    unit: str
    """For the column head: ``億円``, ``¥ billion``."""


def yen_scale(values: Iterable[float | None], lang: Lang) -> Scale:
    """Choose the unit of a column of amounts from its largest and smallest value."""
    known = [abs(value) for value in values if value]
    top, low = max(known, default=0), min(known, default=0)
    units = (
        [(10**12, "兆円"), (10**8, "億円"), (10**4, "万円")]
        if lang == "ja"
        else [(10**12, "¥ trillion"), (10**9, "¥ billion"), (10**6, "¥ million")]
    )
    for size, unit in units:
        # a unit is taken only if the smallest amount still shows two digits in it
        if top >= size and low >= size * 0.1:
            return Scale(size, _column_decimals(known, size), unit)
    return Scale(1, 0, "円" if lang == "ja" else "¥")


def _column_decimals(values: list[float], size: float) -> int:
    if all(value % size == 0 for value in values):
        return 0
    return 0 if min(values) >= 100 * size else 1 if min(values) >= size else 2


def scaled(value: float, scale: Scale) -> str:
    """Write one cell of a column with `scale`, without its unit."""
    return decimal(value / scale.size, scale.decimals)


def fiscal_year(fy: int, lang: Lang) -> str:
    """Write a fiscal year: ``2014年度``, ``FY2014``."""
    return f"{fy}年度" if lang == "ja" else f"FY{fy}"


def fiscal_years(start: int, end: int | None, *, lang: Lang) -> str:
    """Write a span of fiscal years, both ends included; None is an end that is not known."""
    if end is None:
        return f"{start}年度{_WAVE}" if lang == "ja" else f"FY{start}{_EN_DASH}"
    if start == end:
        return fiscal_year(start, lang)
    return f"{start}{_WAVE}{end}年度" if lang == "ja" else f"FY{start}{_EN_DASH}{end}"


def year(value: int, lang: Lang) -> str:
    """Write a calendar year: ``2022年``, ``2022``."""
    return f"{value}年" if lang == "ja" else str(value)


def date(iso: str, lang: Lang) -> str:
    """Write an ISO date, or a month or year where no more is known: ``2014年11月28日``."""
    parts = [int(part) for part in iso.split("-")]
    if lang == "ja":
        return "".join(f"{part}{mark}" for part, mark in zip(parts, "年月日", strict=False))
    words = [str(parts[0]), *(_MONTHS[month - 1] for month in parts[1:2]), *(str(day) for day in parts[2:])]
    return " ".join(reversed(words))


def era_year(value: int, lang: Lang) -> str:
    """Write the year of a statute: ``2014（平成26）年`` in Japanese, the year in English."""
    if lang == "en":
        return str(value)
    for first, era in _ERAS:
        if value >= first:
            return f"{value}（{era}{'元' if value == first else value - first + 1}）年"
    return f"{value}年"


def period(text: str, lang: Lang) -> str:
    """Write the period of a number (``FY2014``, ``FY2002-2011``, ``2022``, ``2014-11-28``, ``undated``)."""
    if text == "undated":
        return _UNDATED[lang]
    if fiscal := re.fullmatch(r"FY(\d{4})(?:-(\d{4})?)?", text):
        start, end = int(fiscal[1]), int(fiscal[2]) if fiscal[2] else None
        return fiscal_years(start, None if text.endswith("-") else end or start, lang=lang)
    if span := re.fullmatch(r"(\d{4})-(\d{4})", text):
        mark = _WAVE if lang == "ja" else _EN_DASH
        return span[1] + mark + span[2] + ("年" if lang == "ja" else "")
    return date(text, lang) if re.fullmatch(r"\d{4}(-\d{2}){0,2}", text) else text


def percent(ratio: float, *, resolution: float | None = None, decimals: int = 1) -> str:
    """Write a ratio (0.168) as ``16.8%`` in both languages; `resolution` is in the ratio's own unit."""
    return decimal(ratio * 100, _decimals(0.01, decimals, resolution)) + "%"


def percentage_points(points: float, lang: Lang, *, decimals: int = 1) -> str:
    """Write a difference of two percentages: ``3.2ポイント``, ``3.2 percentage points``."""
    return decimal(points, decimals) + ("ポイント" if lang == "ja" else " percentage points")


def location_quotient(value: float, lang: Lang, *, decimals: int = 1) -> str:
    """Write a location quotient with its name: ``特化係数2.1``, ``location quotient 2.1``."""
    return ("特化係数" if lang == "ja" else "location quotient ") + decimal(value, decimals)


def change(ratio: float, *, resolution: float | None = None, decimals: int = 1) -> str:
    """Write a relative change for a table or chart whose head says %: ``−3.8``, ``+1.2``."""
    text = decimal(ratio * 100, _decimals(0.01, decimals, resolution))
    return text if text.startswith(_MINUS) or not text.strip("0.") else f"+{text}"


def change_in_words(ratio: float, lang: Lang, *, resolution: float | None = None) -> str:
    """Write a relative change for a sentence: ``3.8%減``, ``down 3.8%``; below the rounding ``ほぼ同じ``."""
    decimals = _decimals(0.01, 1, resolution)
    size = Decimal(str(abs(ratio) * 100))
    if size < _HALF.scaleb(-decimals) or (resolution and abs(ratio) < resolution):
        return _ABOUT_EQUAL[lang]
    text = percent(abs(ratio), resolution=resolution)
    if lang == "ja":
        return text + ("減" if ratio < 0 else "増")
    return f"{'down' if ratio < 0 else 'up'} {text}"


def interval(bounds: tuple[float, float], lang: Lang, *, decimals: int = 1) -> str:
    """Write two bounds: ``1.1〜7.3``, ``1.1 to 7.3``."""
    low, high = (decimal(bound, decimals) for bound in bounds)
    return f"{low}{_WAVE}{high}" if lang == "ja" else f"{low} to {high}"


def estimate(value: float, bounds: tuple[float, float], *, lang: Lang, decimals: int = 1, level: int = 95) -> str:
    """Write an estimate with its interval: ``4.2（95%区間1.1〜7.3）``, ``4.2 (95% interval 1.1 to 7.3)``."""
    point, span = decimal(value, decimals), interval(bounds, lang, decimals=decimals)
    return f"{point}（{level}%区間{span}）" if lang == "ja" else f"{point} ({level}% interval {span})"


def rank(place: int, *, of: int, lang: Lang, ties: bool = False, group_ja: str = "都道府県") -> str:
    """Write a rank in its group: ``47都道府県中12位（同順位あり）``, ``12th of 47 (ties)``."""
    if lang == "ja":
        return f"{of}{group_ja}中{place}位" + ("（同順位あり）" if ties else "")
    return f"{place}{_ordinal_suffix(place)} of {of}" + (" (ties)" if ties else "")


def _ordinal_suffix(place: int) -> str:
    if place % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")


def missing_sign(code: str, lang: Lang) -> str:
    """Give what stands in a cell for a missing value: ``…``, ``x``, ``–``, ``未公表``."""
    return _MISSING[code][0 if lang == "ja" else 1]


def missing_word(code: str, lang: Lang) -> str:
    """Give the word for a missing value: ``不明``, ``suppressed``."""
    return _MISSING[code][2 if lang == "ja" else 3]


def place_in_source(locator: Locator, lang: Lang) -> str:
    """Say where in a source something stands; the pack writes ``page`` for the text of a page as a whole."""
    return ("本文" if lang == "ja" else "text of the page") if locator in {"", "page"} else worded(locator, lang)


def unit_name(unit: str, lang: Lang) -> str:
    """Name a unit for a column head or a note; empty where a bare count needs no name."""
    return {**_COUNTERS, **_UNIT_NAMES}[unit][0 if lang == "ja" else 1]


def number_text(number: Number, lang: Lang) -> str:
    """Write any number with its unit, as its note shows it."""
    if number.value is None:
        return missing_word(number.missing, lang)
    if number.definition == _RANK and isinstance(number.value, int):
        return f"{number.value}位" if lang == "ja" else f"{number.value}{_ordinal_suffix(number.value)}"
    if isinstance(number.value, tuple):
        return _interval_text(number.value, number.unit, lang=lang)
    return _value_text(number.value, number.unit, lang=lang, resolution=number.resolution)


def _index_decimals(value: float) -> int:
    """Two decimals, and three digits of an index so small that two decimals would not tell it from others."""
    return 2 if value == 0 or abs(value) >= _SMALL_INDEX else 2 - math.floor(math.log10(abs(value)))


def _interval_text(bounds: tuple[float, float], unit: str, *, lang: Lang) -> str:
    if unit == "ratio":
        return interval((bounds[0] * 100, bounds[1] * 100), lang) + "%"
    return interval(bounds, lang, decimals=_index_decimals(max(map(abs, bounds))) if unit == "index" else 1)


def _value_text(value: float, unit: str, *, lang: Lang, resolution: float | None) -> str:
    match unit:
        case "JPY":
            text = yen(value, lang, resolution=resolution)
        case "persons":
            text = persons(value, lang, resolution=resolution)
        case "ratio":
            text = percent(value, resolution=resolution)
        case "percent_point":
            text = percentage_points(value, lang)
        case "year":
            text = year(int(value), lang)
        case "index":
            text = decimal(value, _decimals(1, _index_decimals(value), resolution))
        case _:
            text = count(value, lang, unit=unit)
            text += f" {_COUNTERS[unit][1]}".rstrip() if lang == "en" else ""
    return text
