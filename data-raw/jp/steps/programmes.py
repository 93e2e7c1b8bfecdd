"""Programmes with their authorities, stages and instruments.

The raw lists give what the pages say; ``decisions/programmes.csv`` gives short names, purposes in our own words, the
spans as last year of support (not of the last call), and the ministries as codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from steps.citing import Citing, parts

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build"]

_DECIDED = [
    "name_en_status",
    "short_ja",
    "short_en",
    "selects",
    "gives_money",
    "start_fy",
    "end_fy",
    "first_call_fy",
    "last_call_fy",
    "missing",
    "purpose_ja",
    "purpose_en",
]


def build(context: Context) -> Tables:
    """Return ``programmes``, ``programme_authorities``, ``programme_stages``, ``programme_instruments``, citations."""
    citing = Citing(context)
    decided = {row["programme_id"]: row for row in context.decisions("programmes")}
    shared = [(row["programme_id"], row) for row in context.decisions("programme_authorities")]
    tables: Tables = {name: [] for name in _TABLES}
    for raw in _raw_rows(context):
        programme_id = raw["programme_id"]
        decision = decided[programme_id]
        addresses = " | ".join((decision["first_source"], raw["source_url"], decision["more_sources"]))
        place = citing.of("programmes", programme_id, cell=addresses)
        cautions = citing.cautions(place["source_id"], decision["caution_ids"])
        tables["programmes"].append(_programme(raw, decision) | place | {"caution_ids": cautions})
        of_round = [row for key, row in shared if key == programme_id]
        tables["programme_authorities"] += _authorities(decision, of_round, place=place, context=context)
        tables["programme_stages"] += _each(programme_id, "stage", parts(raw["stages"]), place=place)
        instruments = parts(f"{raw['instruments']};{decision['instruments_added']}")
        tables["programme_instruments"] += _each(programme_id, "instrument", instruments, place=place)
    return tables | {"citations": citing.citations}


_TABLES = ("programmes", "programme_authorities", "programme_stages", "programme_instruments")


def _raw_rows(context: Context) -> list[Row]:
    rows = []
    for name in ("programmes", "programmes_more"):
        for raw in context.raw(name):
            context.ledger.used(name, raw["_row"], pack_table="programmes", row_id=raw["programme_id"])
            rows.append(raw)
    return rows + context.decisions("programmes_added")


def _programme(raw: Row, decision: Row) -> Row:
    return {name: decision[name] for name in _DECIDED} | {
        "programme_id": raw["programme_id"],
        "name_ja": decision["name_ja"] or raw["name_ja"],
        "name_en": decision["name_en"] or raw["name_en"],
        "level": raw["level"],
        "plan_id": raw["plan_id"],
    }


def _authorities(decision: Row, of_round: list[Row], *, place: Row, context: Context) -> list[Row]:
    if not of_round:
        return _each(decision["programme_id"], "authority", parts(decision["authorities"]), place=place)
    return [
        {
            "programme_id": row["programme_id"],
            "authority": row["authority"],
            "source_id": context.source_id(row["address"]),
            "locator": row["locator"],
        }
        for row in of_round
    ]


def _each(programme_id: str, column: str, values: list[str], *, place: Row) -> list[Row]:
    return [{"programme_id": programme_id, column: value} | place for value in values]
