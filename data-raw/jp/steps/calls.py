"""Rounds of selection, and which authorities stood behind a round.

Selections of one programme and year add up. A ``total`` restates the sum, a ``subset`` is part of a selection, and
an announcement, evaluation or revocation selects nothing; none of these may be added to selections.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from steps.citing import Citing

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build", "call_rows"]

_NUMBERS = {"n_applied": "applied", "n_selected": "selected", "n_cumulative": "cumulative"}
_SELECTING = {"selection", "subset", "total"}


def build(context: Context) -> Tables:
    """Return ``calls``, ``call_authorities`` and their citations."""
    citing = Citing(context)
    types = {row["raw"]: row for row in context.decisions("call_types")}
    special = {row["call_id"]: row for row in context.decisions("calls")}
    calls = []
    for raw in call_rows(context):
        call_id = raw["call_id"]
        choice = special.get(call_id, {})
        place = citing.of("calls", call_id, cell=f"{raw['source_url']} | {choice.get('more_sources', '')}")
        cautions = citing.cautions(place["source_id"], choice.get("caution_ids", ""))
        calls.append(_call(raw, types[raw["type"]], choice) | place | {"caution_ids": cautions})
        context.ledger.used("programme_calls", raw["_row"], pack_table="calls", row_id=call_id)
    for row in _added(context, taken=calls):
        place = citing.of("calls", row["call_id"], cell=row.pop("source_url"))
        row.pop("_row")
        row |= {"missing": _missing(row), "caution_ids": citing.cautions(place["source_id"], row["caution_ids"])}
        calls.append(row | place)
    authorities = _authorities(context, calls=calls)
    return {"calls": calls, "call_authorities": authorities, "citations": citing.citations}


def call_rows(context: Context) -> list[Row]:
    """Return the raw calls with ``call_id``: programme, fiscal year and a running number within it."""
    counts: Counter[str] = Counter()
    return [row | {"call_id": _next_id(row, counts)} for row in context.raw("programme_calls")]


def _next_id(row: Row, counts: Counter[str]) -> str:
    stem = f"{row['programme_id']}-{row['fy'] or 'undated'}"
    counts[stem] += 1
    return f"{stem}-{counts[stem]}"


def _added(context: Context, *, taken: list[Row]) -> list[Row]:
    counts = Counter(row["call_id"].rpartition("-")[0] for row in taken)
    return [row | {"call_id": _next_id(row, counts)} for row in context.decisions("calls_added")]


def _call(raw: Row, type_: Row, choice: Row) -> Row:
    row = {name: raw[name] for name in ("call_id", "programme_id", "fy", "decided_on")}
    row |= {name: choice.get(name) or raw[old] for name, old in _NUMBERS.items()}
    row |= {name: choice.get(name) or type_[name] for name in ("type_ja", "type_en", "kind")}
    return row | {"missing": _missing(row)}


def _missing(row: Row) -> str:
    if row["kind"] not in _SELECTING:
        return "not_applicable"
    return "" if row["n_applied"] and row["n_selected"] else "unknown"


def _authorities(context: Context, *, calls: list[Row]) -> list[Row]:
    return [
        {
            "call_id": call["call_id"],
            "authority": row["authority"],
            "source_id": context.source_id(row["source_url"]),
            "locator": row["locator"],
        }
        for row in context.decisions("call_authorities")
        for call in calls
        if (call["programme_id"], call["fy"]) == (row["programme_id"], row["fy"])
    ]
