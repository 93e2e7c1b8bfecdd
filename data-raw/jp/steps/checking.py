"""Check the rows that the steps made against the field dictionary, and put them in order."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from steps.context import Row, Tables
    from steps.dictionary import Column, Dictionary, Table

__all__ = ["in_order", "problems_of"]

_PATTERNS = {
    "integer": re.compile(r"^-?\d+$"),
    "number": re.compile(r"^-?\d+(\.\d+)?$"),
    "boolean": re.compile(r"^(true|false)$"),
}


def in_order(rows: list[Row], table: Table) -> list[Row]:
    """Return the rows with all columns of the table, sorted by the primary key, digits as numbers."""
    complete = [{column.name: row.get(column.name, "") for column in table.columns} for row in rows]
    return sorted(complete, key=lambda row: [_natural(row[name]) for name in table.primary_key])


def problems_of(tables: Tables, dictionary: Dictionary) -> list[str]:
    """List what is wrong: unknown tables and columns, empty or wrong cells, doubled keys, dangling references."""
    problems = [f"table {name}: not in fields.yml" for name in tables if name not in dictionary.tables]
    for table in dictionary.tables.values():
        rows = tables.get(table.name, [])
        if not rows:
            problems.append(f"table {table.name}: no step made a row")
        problems.extend(_column_problems(rows, table))
        problems.extend(_cell_problems(rows, table))
        problems.extend(_key_problems(rows, table, tables))
    return problems


def _column_problems(rows: list[Row], table: Table) -> Iterator[str]:
    known = {column.name for column in table.columns}
    unknown = Counter(name for row in rows for name in row if name not in known)
    for name, n_rows in unknown.items():
        yield f"table {table.name}: column {name!r} is not in fields.yml ({n_rows} rows)"


def _cell_problems(rows: list[Row], table: Table) -> Iterator[str]:
    for row in rows:
        for column in table.columns:
            fault = _fault(row.get(column.name, ""), column)
            if fault:
                yield f"table {table.name}, row {_key(row, table)}, column {column.name}: {fault}"


def _fault(value: str, column: Column) -> str:
    if not value:
        return "is empty" if column.is_required else ""
    if column.type in _PATTERNS and not _PATTERNS[column.type].match(value):
        return f"{value!r} is not of type {column.type}"
    values = value.split(";") if column.name == "caution_ids" else [value]
    if column.allowed and not set(values) <= set(column.allowed):
        return f"{value!r} is not in the vocabulary {column.about['vocabulary']}"
    if value != value.strip() or "\n" in value:
        return f"{value!r} has white space at an end or a line break"
    return ""


def _key_problems(rows: list[Row], table: Table, tables: Tables) -> Iterator[str]:
    counts = Counter(_key(row, table) for row in rows)
    yield from (f"table {table.name}: {n} rows have the key {key}" for key, n in counts.items() if n > 1)
    for column, target, target_column in table.foreign_keys:
        allowed = {row.get(target_column, "") for row in tables.get(target, [])}
        dangling = sorted({row.get(column, "") for row in rows} - allowed - {""})
        if dangling:
            yield f"table {table.name}, column {column}: {len(dangling)} not in {target}: {', '.join(dangling[:8])}"


def _key(row: Row, table: Table) -> str:
    return "|".join(row.get(name, "") for name in table.primary_key)


def _natural(value: str) -> list[tuple[int, int, str]]:
    parts = re.findall(r"\d+|\D+", value)
    return [(0, int(part), part) if part.isdigit() else (1, 0, part) for part in parts]
