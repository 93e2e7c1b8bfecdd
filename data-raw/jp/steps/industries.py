"""Industries: the groups that the employment tables use, and the sections that join them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build"]

_RAW = "industries_jsic"


def build(context: Context) -> Tables:
    """Return the table industries: one row per group and one per section."""
    names = {row["industry_code"]: row for row in context.decisions("industry_names")}
    groups = [_group(row, context, names=names.get(row["industry_code"], row)) for row in context.raw(_RAW)]
    sections = [_section(row, context) for row in context.decisions("industry_sections")]
    context.ledger.used_all(_RAW, len(groups), pack_table="industries")
    return {"industries": sections + groups}


def _group(row: Row, context: Context, *, names: Row) -> Row:
    copied = {name: row[name] for name in ("industry_code", "section")}
    copied |= {name: names[name] for name in ("name_ja", "name_en")}
    return {**copied, "level": "group", **_place(context, locator=f"group {row['industry_code']}")}


def _section(row: Row, context: Context) -> Row:
    names = {"name_ja": row["name_ja"], "name_en": row["name_en"]}
    code = {"industry_code": row["section"], "section": row["section"], "level": "section"}
    return {**code, **names, **_place(context, locator=f"section {row['section']}")}


def _place(context: Context, *, locator: str) -> Row:
    # The census of 2014 is coded by revision 13. The names come from a list of revision 14, which kept these codes; a
    # group that revision 14 narrowed has its earlier name from decisions/industry_names.csv.
    return {"revision": "13", "source_id": context.named_source("mic-jsic"), "locator": locator}
