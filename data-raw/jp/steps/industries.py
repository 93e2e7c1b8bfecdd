"""Industries: the groups that the employment tables use, and the sections that join them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build"]

_RAW = "industries_jsic"


def build(context: Context) -> Tables:
    """Return the table industries: one row per group and one per section."""
    groups = [_group(row, context) for row in context.raw(_RAW)]
    sections = [_section(row, context) for row in context.decisions("industry_sections")]
    context.ledger.used_all(_RAW, len(groups), pack_table="industries")
    return {"industries": sections + groups}


def _group(row: Row, context: Context) -> Row:
    copied = {name: row[name] for name in ("industry_code", "section", "name_ja", "name_en")}
    return {**copied, "level": "group", **_place(context, locator=f"group {row['industry_code']}")}


def _section(row: Row, context: Context) -> Row:
    names = {"name_ja": row["name_ja"], "name_en": row["name_en"]}
    code = {"industry_code": row["section"], "section": row["section"], "level": "section"}
    return {**code, **names, **_place(context, locator=f"section {row['section']}")}


def _place(context: Context, *, locator: str) -> Row:
    # The names are those of revision 14; the 2014 census used revision 13, whose codes in this list are the same.
    return {"revision": "14", "source_id": context.named_source("mic-jsic"), "locator": locator}
