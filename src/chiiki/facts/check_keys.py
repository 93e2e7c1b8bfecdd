"""Keys: no id twice, no reference to a row that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.facts.read import FIRST_ROW
from chiiki.facts.schema import ForeignKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.facts.read import Problem
    from chiiki.facts.schema import TableSchema
    from chiiki.facts.sheets import Sheets

__all__ = ["key_problems"]

SUBJECTS = {
    "programme": ("programmes", "programme_id"),
    "designation": ("designations", "designation_id"),
    "plan": ("plans", "plan_id"),
    "group": ("programme_groups", "group_id"),
    "strategy": ("laws_and_strategies", "law_id"),
}
"""Where the ``subject_id`` of a ``subject_kind`` is defined."""

GROUPS = "subject_group"
"""Vocabulary of the groups that are not made of programmes (several plans together)."""


def key_problems(sheets: Sheets) -> Iterator[Problem]:
    """Yield duplicate ids and references to rows that do not exist.

    Parameters
    ----------
    sheets : Sheets
        All tables of the pack.
    """
    for table in sheets.schema.tables.values():
        yield from _duplicates(sheets, table)
        for key in _foreign_keys(table, sheets):
            yield from _dangling(sheets, table.name, key)
        if {"subject_kind", "subject_id"} <= set(table.columns):
            yield from _lost_subjects(sheets, table.name)
        if {"table", "row_id"} <= set(table.columns):
            yield from _lost_rows(sheets, table.name)


def _duplicates(sheets: Sheets, table: TableSchema) -> Iterator[Problem]:
    if not table.primary_key:
        return
    seen: dict[object, int] = {}
    for index, key in sheets.rows(table.name, *table.primary_key):
        first = seen.setdefault(key, index)
        if first != index:
            shown = ", ".join(str(part) for part in key)
            column = ", ".join(table.primary_key)
            what = f"the id {shown!r} stands already in row {first + FIRST_ROW}; ids occur once."
            yield sheets.problem(table.name, index, column=column, value=shown, what=what)


def _foreign_keys(table: TableSchema, sheets: Sheets) -> list[ForeignKey]:
    """Return the stated keys; ``source_id`` refers to a source whether or not it is stated."""
    stated = list(table.foreign_keys)
    is_stated = any(key.fields == ("source_id",) for key in stated)
    if "source_id" in table.columns and table.name != "sources" and not is_stated and "sources" in sheets.reads:
        stated.append(ForeignKey(("source_id",), "sources", ("source_id",)))
    return stated


def _dangling(sheets: Sheets, table: str, key: ForeignKey) -> Iterator[Problem]:
    if not sheets.has(key.table):
        return
    known = sheets.keys(key.table, *key.table_fields)
    for index, found in sheets.rows(table, *key.fields):
        if any(part not in {"", None} for part in found) and found not in known:
            shown = ", ".join(str(part) for part in found)
            what = f"{shown!r} is not in {key.table} ({', '.join(key.table_fields)})."
            yield sheets.problem(table, index, column=", ".join(key.fields), value=shown, what=what)


def _lost_subjects(sheets: Sheets, table: str) -> Iterator[Problem]:
    known = {kind: sheets.keys(*place) for kind, place in SUBJECTS.items() if sheets.has(place[0])}
    if "group" in known:
        known["group"] |= {
            (code,) for name, code in sheets.keys("vocabularies", "vocabulary", "code") if name == GROUPS
        }
    for index, (kind, subject) in sheets.rows(table, "subject_kind", "subject_id"):
        if kind in known and (subject,) not in known[str(kind)]:
            what = f"no {kind} has the id {subject!r} (table {SUBJECTS[str(kind)][0]})."
            yield sheets.problem(table, index, column="subject_id", value=subject, what=what)


def _lost_rows(sheets: Sheets, table: str) -> Iterator[Problem]:
    named = {name for (name,) in sheets.keys(table, "table")}
    known = {
        name: {"|".join(str(part) for part in key) for key in sheets.keys(name, *schema.primary_key)}
        for name, schema in sheets.schema.tables.items()
        if name in named and sheets.has(name)
    }
    for index, (name, row_id) in sheets.rows(table, "table", "row_id"):
        if name not in sheets.schema.tables:
            yield sheets.problem(table, index, column="table", value=name, what=f"the pack has no table {name!r}.")
        elif name in known and row_id not in known[str(name)]:
            what = f"the table {name} has no row {row_id!r} (ids of several columns are joined by |)."
            yield sheets.problem(table, index, column="row_id", value=row_id, what=what)
