"""Statements that differ between sources, side by side; one of each is preferred, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build"]


def build(context: Context) -> Tables:
    """Return ``disagreements`` from the decisions, after checking that each speaks of a row of the pack.

    Raises
    ------
    ValueError
        A disagreement is about a row that the pack does not have, or prefers not exactly one statement.
    """
    rows = [_row(row, context) for row in context.decisions("disagreements")]
    for row in rows:
        _check(row, rows, context)
    return {"disagreements": rows}


def _row(row: Row, context: Context) -> Row:
    kept = {name: value for name, value in row.items() if name not in {"_row", "source_url"}}
    return kept | {"source_id": context.source_id(row["source_url"])}


def _check(row: Row, rows: list[Row], context: Context) -> None:
    about = context.tables.get(row["table"], [])
    if about and row["row_id"] not in {next(iter(_key(found))) for found in about}:
        about_row = f"{row['table']} {row['row_id']}"
        msg = f"decisions/disagreements.csv: {row['disagreement_id']} is about {about_row}: no such row"
        raise ValueError(msg)
    preferred = [other for other in rows if other["disagreement_id"] == row["disagreement_id"]]
    if sum(other["is_preferred"] == "true" for other in preferred) != 1:
        msg = f"decisions/disagreements.csv: {row['disagreement_id']} must prefer exactly one statement"
        raise ValueError(msg)


def _key(row: Row) -> list[str]:
    return [row[name] for name in _KEYS if name in row]


_KEYS = ("designation_id", "call_id", "law_id", "programme_id")
