"""What is known about one cell of the pack: unit, period, definition, origin, cautions, other statements."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from chiiki.web.api.rowshapes import code_json, source_json, words_json
from chiiki.web.api.tables import cells, field_of, key_of, quoted, rows_where
from chiiki.web.library.facts import pack

if TYPE_CHECKING:
    from chiiki.facts.read import Cell

__all__ = ["FACT_TABLES", "numeric_fields", "statement_json"]

FACT_TABLES = Literal[
    "budgets",
    "calls",
    "outcomes",
    "coverage",
    "coverage_years",
    "checks",
    "events",
    "indicators",
    "employment",
    "employment_groups",
]
"""Tables whose columns are stated numbers."""

_NUMBERS: dict[str, tuple[str, ...]] = {
    "budgets": ("amount_jpy",),
    "calls": ("n_applied", "n_selected", "n_cumulative"),
    "outcomes": ("value",),
    "coverage": ("known_total", "n_found"),
    "coverage_years": ("known_total", "n_found"),
    "checks": ("expected",),
    "events": ("n_participants",),
    "indicators": ("value",),
    "employment": ("establishments", "persons"),
    "employment_groups": ("persons",),
}


def numeric_fields() -> dict[str, tuple[str, ...]]:
    """Return table → its columns of stated numbers."""
    return _NUMBERS


def statement_json(table: str, number: int, field: str) -> dict[str, Any]:
    """Return one cell with everything that is known about it."""
    row, key = cells(table, number), key_of(table, number)
    cell = row[field]
    value = [*cell] if isinstance(cell, tuple) else None if cell == "" else cell
    missing = str(row.get("missing") or "") if value is None else ""
    title, definition = _meaning(table, field, row)
    source_id = str(row.get("source_id") or "")
    return {
        "href": f"/api/v1/facts/{table}/{quoted(key)}/{field}",
        "table": table,
        "key": key,
        "field": field,
        "title": title,
        "definition": definition,
        "value": value,
        "missing": code_json("missing", missing) if missing else None,
        "unit": _unit(table, field, row),
        "period": _period(row),
        "approximate": row.get("approximate") is True,
        "source": source_json(source_id, str(row.get("locator") or "")) if source_id else None,
        "further_sources": _further(table, key),
        "cautions": [code_json("caution", code) for code in _codes(row.get("caution_ids"))],
        "differing": _differing(table, key, field),
    }


def _codes(cell: Cell) -> tuple[str, ...]:
    return (cell,) if isinstance(cell, str) and cell else cell if isinstance(cell, tuple) else ()


def _meaning(table: str, field: str, row: dict[str, Cell]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return title and definition: of the indicator where the row names one, else of the column."""
    if field == "value" and table == "outcomes":
        found = pack().outcome_indicator(str(row["indicator"]))
        return words_json(found.name_ja, found.name_en), words_json(found.description_ja, found.description_en)
    if field == "value" and table == "indicators":
        row = cells("indicator_definitions", rows_where("indicator_definitions", _indicator(row))[0])
        return words_json(row["name_ja"], row["name_en"]), words_json(row["definition_ja"], row["definition_en"])
    column = field_of(table, field)
    if column is None:
        return words_json("", ""), words_json("", "")
    return words_json(column.title_ja, column.title), words_json(column.description_ja, column.description)


def _indicator(row: dict[str, Cell]) -> dict[str, str]:
    return {"indicator_id": str(row["indicator_id"])}


def _unit(table: str, field: str, row: dict[str, Cell]) -> dict[str, Any] | None:
    column = field_of(table, field)
    if column is None or column.type not in {"integer", "number"}:
        return None
    unit = str(row.get("unit") or "") if field in {"value", "expected"} else column.unit
    return code_json("unit", unit) if unit in _units() else None


@cache
def _units() -> frozenset[str]:
    return frozenset(term.code for term in pack().vocabularies if term.vocabulary == "unit")


def _period(row: dict[str, Cell]) -> str | None:
    first, last = row.get("from_fy"), row.get("to_fy")
    if first or last:
        sign = "" if row.get("calendar") == "calendar" else "FY"
        return f"{sign}{first or '…'}" if first == last else f"{sign}{first or '…'}-{last or '…'}"
    for name, sign in (("fy", "FY"), ("round_fy", "FY"), ("year", "")):
        if row.get(name):
            return f"{sign}{row[name]}"
    return next((str(row[name]) for name in ("as_of", "decided_on", "held_on", "dated_on") if row.get(name)), None)


def _further(table: str, key: str) -> list[dict[str, Any]]:
    rows = [cells("citations", number) for number in rows_where("citations", {"table": table, "row_id": key})]
    return [
        {
            "role": code_json("citation_role", str(row["role"])),
            "source": source_json(str(row["source_id"]), str(row["locator"] or "")),
        }
        for row in rows
    ]


def _differing(table: str, key: str, field: str) -> list[dict[str, Any]]:
    asked = {"table": table, "row_id": key, "field": field}
    rows = [cells("disagreements", number) for number in rows_where("disagreements", asked)]
    return [
        {
            "conflict": row["disagreement_id"],
            "value": row["value"] or None,
            "unit": row["unit"] or None,
            "is_preferred": row["is_preferred"] is True,
            "reason": words_json(row["reason_ja"], row["reason_en"]),
            "source": source_json(str(row["source_id"]), str(row["locator"] or "")) if row["source_id"] else None,
        }
        for row in rows
    ]
