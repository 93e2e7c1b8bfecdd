"""Read which rows of a table are asked for from the query of an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest

if TYPE_CHECKING:
    from django.http import QueryDict

    from chiiki.facts.schema import TableSchema

__all__ = ["read_conditions", "read_sort"]

OTHER_PARTS = {"page", "sort", "bom"}
"""Parts of the query that name no column."""


def read_conditions(query: QueryDict, *, table: TableSchema) -> dict[str, str]:
    """Read column → text; a part of the form that was left empty asks nothing, ``column=""`` an empty cell.

    Raises
    ------
    BadRequest
        If there is no such column: a filter that is passed over would give a wrong answer.
    """
    found = {}
    for name in query:
        value = query.get(name, "")
        if name in OTHER_PARTS or not value:
            continue
        if name not in table.columns:
            msg = f"{name[:40]!r} is no column of {table.name}: {', '.join(table.columns)}"
            raise BadRequest(msg)
        found[name] = "" if value == '""' else value
    return found


def read_sort(query: QueryDict, *, table: TableSchema) -> str:
    """Read the column to sort by, ``-`` in front for descending.

    Raises
    ------
    BadRequest
        If there is no such column.
    """
    sort = query.get("sort", "")
    if sort and sort.removeprefix("-") not in table.columns:
        msg = f"sort: one of {', '.join(table.columns)}, with - in front for descending"
        raise BadRequest(msg)
    return sort
