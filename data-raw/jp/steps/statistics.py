"""Statistics: indicators by prefecture and year, and employment by industry.

Population stands here from two sources (one rounded to ten thousands and long, one to thousands and short) and the
prefectural accounts in five vintages on different bases; ``source_id`` and ``vintage`` keep them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build"]

# What each edition's columns are called in the source: establishments and persons engaged by section.
_EMPLOYMENT_LOCATORS = {
    "ssdse-a-2018": "C2107 establishments and C2207 persons engaged, municipalities summed",
    "ssdse-a-2025": "C2108 establishments and C2208 persons engaged (private), municipalities summed",
}


def build(context: Context) -> Tables:
    """Return indicators, indicator_definitions, employment and employment_groups."""
    return {
        "indicators": _indicators(context),
        "indicator_definitions": [
            {name: value for name, value in row.items() if name != "_row"}
            for row in context.decisions("indicator_definitions")
        ],
        "employment": _employment(context),
        "employment_groups": _employment_groups(context),
    }


def _indicators(context: Context) -> list[Row]:
    series = {
        (row["indicator_id"], row["source_id"], row["vintage"], year): row
        for row in context.decisions("indicator_series")
        for year in row["years"].split(";")
    }
    raw = context.raw("prefecture_indicators")
    context.ledger.used_all("prefecture_indicators", len(raw), pack_table="indicators")
    return [_indicator(row, series, context) for row in raw]


def _indicator(row: Row, series: dict[tuple[str, str, str, str], Row], context: Context) -> Row:
    """Return one value, with rounding and locator as decided for its series (or for the single year)."""
    vintage = row["basis"].removeprefix("vintage ") if row["basis"].startswith("vintage ") else ""
    key = (row["indicator_id"], row["source_id"], vintage)
    about = series.get((*key, row["year"])) or series[(*key, "")]
    return {
        "region_id": row["prefecture"],
        "vintage": vintage,
        "rounded_to": about["rounded_to"],
        "locator": about["locator"],
        "source_id": context.named_source(row["source_id"]),
        **{name: row[name] for name in ("year", "indicator_id", "value", "unit", "calendar")},
    }


def _employment(context: Context) -> list[Row]:
    raw = context.raw("prefecture_employment")
    context.ledger.used_all("prefecture_employment", len(raw), pack_table="employment")
    return [
        {
            "region_id": row["prefecture"],
            "year": row["year"],
            "section": row["section"],
            "establishments": row["establishments"],
            "persons": row["employees"],
            "source_id": context.named_source(row["source_id"]),
            "locator": _EMPLOYMENT_LOCATORS[row["source_id"]],
        }
        for row in raw
    ]


def _employment_groups(context: Context) -> list[Row]:
    raw = context.raw("prefecture_employment_3digit_2014")
    context.ledger.used_all("prefecture_employment_3digit_2014", len(raw), pack_table="employment_groups")
    return [
        {
            "region_id": row["prefecture"],
            "year": row["year"],
            "industry_code": row["industry_code"],
            "persons": row["employees"],
            "source_id": context.named_source(row["source_id"]),
            "locator": f"persons engaged, group {row['industry_code']}",
        }
        for row in raw
    ]
