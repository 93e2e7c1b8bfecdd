"""Full text by ``tsvector`` and GIN: the terms were cut before, so no dictionary and no parser is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

    from chiiki.web.library.engines import Entry, Term

__all__ = ["among", "count_facets", "create", "drop", "find", "refill", "rows_of"]

_CREATE = """
CREATE TABLE library_search (record_id bigint PRIMARY KEY, names tsvector NOT NULL, texts tsvector NOT NULL);
CREATE INDEX library_search_names ON library_search USING gin (names) WITH (fastupdate = off);
CREATE INDEX library_search_texts ON library_search USING gin (texts) WITH (fastupdate = off);
"""


def create(connected: BaseDatabaseWrapper) -> None:
    """Make the table."""
    with connected.cursor() as cursor:
        cursor.execute(_CREATE)


def drop(connected: BaseDatabaseWrapper) -> None:
    """Remove the table."""
    with connected.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS library_search")


def refill(entries: Iterable[Entry]) -> None:
    """Replace all entries; each column also holds the facets, so that one index answers a question."""
    rows = [
        (entry.record_id, sorted(entry.names | entry.facets), sorted(entry.texts | entry.facets)) for entry in entries
    ]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM library_search")
        cursor.executemany(
            "INSERT INTO library_search VALUES (%s, array_to_tsvector(%s::text[]), array_to_tsvector(%s::text[]))", rows
        )


def find(
    *, facets: Sequence[str], words: Sequence[Sequence[Sequence[Term]]], limit: int, names_only: bool = False
) -> list[int]:
    """Return ids of records that have all facets and words, at most `limit`, ascending."""
    column = "names" if names_only else "texts"
    wanted = [_quoted(facet) for facet in facets]
    wanted += [f"({' | '.join(map(_all, word))})" for word in words]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT record_id FROM library_search WHERE {column} @@ %s::tsquery LIMIT %s",  # noqa: S608 -- one of two names
            [" & ".join(wanted), limit],
        )
        return sorted(row[0] for row in cursor.fetchall())


def among(*, facets: Sequence[str], ids: Sequence[int]) -> list[int]:
    """Return those of `ids` that have all facets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_id FROM library_search WHERE record_id = ANY(%s) AND texts @@ %s::tsquery",
            [list(ids), " & ".join(map(_quoted, facets))],
        )
        return sorted(row[0] for row in cursor.fetchall())


def rows_of(ids: Sequence[int]) -> RawSQL:
    """Return `ids` as rows for ``__in``."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


def count_facets(*, ids: Sequence[int], facets: Sequence[str]) -> list[tuple[str, str, int]]:
    """Count facet and value among the records `ids`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.facet, f.value, count(*) FROM unnest(%s::bigint[]) AS ids (id)"
            " JOIN library_recordfacet AS f ON f.record_id = ids.id WHERE f.facet = ANY(%s) GROUP BY 1, 2",
            [list(ids), list(facets)],
        )
        found: list[tuple[str, str, int]] = cursor.fetchall()
        return found


def _all(terms: Sequence[Term]) -> str:
    return " & ".join(_quoted(term.text) + (":*" if term.is_prefix else "") for term in terms)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
