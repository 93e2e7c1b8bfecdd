"""Laws, councils, strategies and reviews beside the plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steps.citing import Citing

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build"]


def build(context: Context) -> Tables:
    """Return ``laws_and_strategies`` and their citations."""
    citing = Citing(context)
    decided = {row["law_id"]: row for row in context.decisions("laws_and_strategies")}
    laws = []
    for raw in context.raw("laws_and_strategies"):
        place = citing.of("laws_and_strategies", raw["id"], cell=raw["source_url"])
        laws.append(_law(raw, decided[raw["id"]]) | place)
        context.ledger.used("laws_and_strategies", raw["_row"], pack_table="laws_and_strategies", row_id=raw["id"])
    return {"laws_and_strategies": laws, "citations": citing.citations}


def _law(raw: Row, decision: Row) -> Row:
    chosen = {name: decision[name] for name in ("name_en_status", "short_ja", "short_en", "law_number_ja", "date_kind")}
    return chosen | {
        "law_id": raw["id"],
        "kind": raw["kind"],
        "name_ja": decision["name_ja"] or raw["name_ja"],
        "name_en": decision["name_en"] or raw["name_en"],
        "dated_on": decision["dated_on"] or raw["date"],
        "level": raw["level"],
        "is_landmark": decision["is_landmark"] or "false",
    }
