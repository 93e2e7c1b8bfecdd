"""Which pages the benchmark asks for."""

from __future__ import annotations

from itertools import product

__all__ = ["CACHED", "KINDS", "TABLE", "database_pages", "searches", "table_pages"]

CACHED = ("/ja/", "/ja/plans", "/ja/programmes/KCI", "/en/regions/04")
"""Pages that are read from the cache once they were asked for."""

KINDS = (
    *("", "plans", "laws", "programmes", "regions", "sites", "designations", "measures", "evaluations"),
    *("sources", "conflicts", "cascade", "matrix", "outcomes", "compare?regions=04,26", "briefs", "tables"),
    *("plans/P3", "programmes/KCI", "programmes/ECO", "regions/04", "regions/13", "regions/47"),
    *("search?q=%E5%9C%B0%E5%9F%9F", "tables/designations", "about", "accessibility", "style", "api"),
)
"""One address of each kind of page, below its language."""

TABLE = "employment_groups"
"""The largest table of the facts pack: 20,146 rows."""


def database_pages() -> list[str]:
    """List pages that the cache has never seen: a list with filters, 100 rows each."""
    years = range(1995, 2027)
    return [
        f"/{lang}/designations?from={start}&to={end}"
        for start, end, lang in product(years, years, ("ja", "en"))
        if start <= end
    ]


def table_pages() -> list[str]:
    """List all pages of the largest table: 100 rows each, in both languages."""
    return [f"/{lang}/tables/{TABLE}?page={page}" for page in range(1, 202) for lang in ("ja", "en")]


def searches() -> dict[str, list[str]]:
    """List words that people search for, by language; one- and two-character ones among them."""
    japanese = [
        "地域",
        "県",
        "津",
        "長野",
        "産学官連携",
        "大学",
        "評価",
        "知的クラスター",
        "の",
        "法",
        "イノベーション",
        "東北",
        "バイオ",
        "水",
        "基本計画",
        "山形",
        "森",
    ]
    english = [
        "region",
        "innovation",
        "cluster",
        "Nagano",
        "university",
        "bio",
        "plan",
        "evaluation",
        "the",
        "of",
        "act",
        "MEXT",
        "start-up",
        "water",
        "east",
    ]
    return {"ja": japanese, "en": english}
