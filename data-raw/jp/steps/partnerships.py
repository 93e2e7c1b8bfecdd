"""Exchanges of Japanese clusters with clusters abroad, and the meetings that the slides record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steps.citing import Citing

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build"]


def build(context: Context) -> Tables:
    """Return ``partnerships`` and ``events`` from the decisions."""
    citing = Citing(context)
    return {name: [_row(row, table=name, citing=citing) for row in context.decisions(name)] for name in _KEYS}


_KEYS = {"partnerships": "partnership_id", "events": "event_id"}


def _row(row: Row, *, table: str, citing: Citing) -> Row:
    place = citing.of(table, row[_KEYS[table]], cell=row["source_url"], locator=row["locator"])
    return {name: value for name, value in row.items() if name not in {"_row", "source_url"}} | place
