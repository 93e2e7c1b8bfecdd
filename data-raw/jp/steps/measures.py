"""The menu of support: measures by ministry, stage and instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steps.citing import Citing, parts

if TYPE_CHECKING:
    from steps.context import Context, Tables

__all__ = ["build"]


def build(context: Context) -> Tables:
    """Return ``measures``, ``measure_stages``, ``measure_instruments`` and their citations."""
    citing = Citing(context)
    decided = {row["measure_id"]: row for row in context.decisions("measures")}
    tables: Tables = {"measures": [], "measure_stages": [], "measure_instruments": []}
    for raw in context.raw("support_menu"):
        measure_id = raw["measure_id"]
        place = citing.of("measures", measure_id, cell=raw["source_url"], about=raw["programme_id"])
        names = {name: decided[measure_id][name] for name in ("authority", "name_ja", "name_en")}
        key = {"measure_id": measure_id}
        tables["measures"].append(key | {"programme_id": raw["programme_id"]} | names | place)
        tables["measure_stages"] += [key | {"stage": stage} | place for stage in parts(raw["stage"])]
        tables["measure_instruments"] += [key | {"instrument": code} | place for code in parts(raw["instrument"])]
        context.ledger.used("support_menu", raw["_row"], pack_table="measures", row_id=measure_id)
    return tables | {"citations": citing.citations}
