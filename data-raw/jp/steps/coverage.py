"""How much of each programme is known to us: published totals beside the rows found, by programme and by year.

``known_total`` comes from a source, ``n_found`` is counted here from ``designations``. A programme without a row has a
completeness that is not known.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from steps.citing import Citing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from steps.context import Context, Row, Tables

__all__ = ["build"]

_KEPT = ["programme_id", "known_total", "total_kind", "as_of", "missing_ja", "missing_en", "ask_ja", "ask_en"]


def build(context: Context) -> Tables:
    """Return ``coverage``, ``coverage_years`` and their citations."""
    citing = Citing(context)
    notes = {row["programme_id"]: row for row in context.raw("coverage_notes")}
    selections = context.tables.get("designations", [])
    coverage = []
    for row in context.decisions("coverage"):
        programme_id = row["programme_id"]
        note = notes.get(programme_id)
        cell = row["source_url"] or (note or row)["known_total_source"]
        place = citing.of("coverage", programme_id, cell=cell, locator=row["locator"])
        n_found = sum(selection["programme_id"] == programme_id for selection in selections)
        cautions = citing.cautions(place["source_id"], row["caution_ids"])
        counted = {"n_found": str(n_found), "caution_ids": cautions}
        coverage.append({name: row[name] for name in _KEPT} | counted | place)
        if note:
            context.ledger.used("coverage_notes", note["_row"], pack_table="coverage", row_id=programme_id)
    years = _years(context, {row["programme_id"]: row for row in coverage})
    return {"coverage": coverage, "coverage_years": years, "citations": citing.citations}


def _years(context: Context, covered: dict[str, Row]) -> list[Row]:
    """Return one row per programme, fiscal year and part that a call or a designation speaks of."""
    with_parts = {row["programme_id"] for row in context.decisions("coverage_parts")}
    selections = [row for row in context.tables.get("designations", []) if row["programme_id"] in covered]
    calls = [
        row
        for row in context.tables["calls"]
        if row["programme_id"] in covered and row["fy"] and row["kind"] in {"selection", "total"}
    ]

    def key(row: Row) -> tuple[str, str, str]:
        part = _part(row) if row["programme_id"] in with_parts else ""
        return row["programme_id"], _year(row), part

    known = {group: list(rows) for group, rows in _grouped(calls, key)}
    found = {group: len(list(rows)) for group, rows in _grouped(selections, key)}
    years = []
    for programme_id, fy, part in sorted(set(known) | {group for group in found if group[1]}):
        rows = known.get((programme_id, fy, part), [])
        total = _total(rows, has_parts=programme_id in with_parts)
        place = rows[0] if total else covered[programme_id]
        row = {"programme_id": programme_id, "fy": fy, "part": part, "known_total": total}
        row["n_found"] = str(found.get((programme_id, fy, part), 0))
        years.append(row | {name: place[name] for name in ("source_id", "locator")})
    return years


def _grouped(
    rows: list[Row], key: Callable[[Row], tuple[str, str, str]]
) -> Iterable[tuple[tuple[str, str, str], Iterable[Row]]]:
    return groupby(sorted(rows, key=key), key=key)


def _year(row: Row) -> str:
    return row.get("fy") or row.get("round_fy") or row.get("start_fy") or ""


def _part(row: Row) -> str:
    return row.get("type_ja") or row.get("phase_ja") or row.get("category_ja") or ""


def _total(calls: list[Row], *, has_parts: bool) -> str:
    """Return what the calls of the group sum to, or nothing where one of them is missing."""
    totals = [row["n_selected"] for row in calls if row["kind"] == "total" and row["n_selected"]]
    if totals:
        return totals[0]
    chosen = [row for row in calls if row["kind"] == "selection"]
    is_partial = any("incomplete_list" in row["caution_ids"] for row in chosen) and not has_parts
    if not chosen or is_partial or not all(row["n_selected"] for row in chosen):
        return ""
    return str(sum(int(row["n_selected"]) for row in chosen))
