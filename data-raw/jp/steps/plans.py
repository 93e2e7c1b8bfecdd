"""Basic Plans and their concepts; the plans' money is in ``budgets``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steps.citing import Citing, parts

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build"]

_REGIONAL = "region:"


def build(context: Context) -> Tables:
    """Return ``plans``, ``plan_concepts`` and their citations."""
    citing = Citing(context)
    decided = {row["plan_id"]: row for row in context.decisions("plans")}
    labels = {row["raw"]: row for row in context.decisions("plan_concepts")}
    plans, concepts = [], []
    for raw in context.raw("plans"):
        place = citing.of("plans", raw["plan_id"], cell=raw["source_url"])
        plans.append(_plan(raw, decided[raw["plan_id"]]) | place)
        context.ledger.used("plans", raw["_row"], pack_table="plans", row_id=raw["plan_id"])
        seen = Citing(context)
        concepts += [_concept(raw, labels[code], citing=seen) for code in parts(raw["concepts"])]
    return {"plans": plans, "plan_concepts": concepts, "citations": citing.citations}


def _plan(raw: Row, decision: Row) -> Row:
    same = {name: raw[name] for name in ("plan_id", "name_ja", "start_fy", "end_fy", "decided_on")}
    chosen = {name: decision[name] for name in ("name_en_status", "short_ja", "short_en", "status")}
    return same | chosen | {"ordinal": raw["plan_id"][1:], "name_en": decision["name_en"] or raw["name_en"]}


def _concept(raw: Row, label: Row, *, citing: Citing) -> Row:
    # The raw list does not say which of the plan's sources names which concept: the founding documents come first.
    place = citing.of("plan_concepts", raw["plan_id"], cell=_founding(raw["source_url"]) or raw["source_url"])
    return {
        "plan_id": raw["plan_id"],
        "concept_id": label["raw"].removeprefix(_REGIONAL),
        "label_ja": label["label_ja"],
        "label_en": label["label_en"],
        "is_regional": str(label["raw"].startswith(_REGIONAL)).lower(),
    } | place


def _founding(cell: str) -> str:
    return " | ".join(address for address in cell.split(" | ") if address.startswith("seed-"))
