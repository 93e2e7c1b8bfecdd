"""Full text by FTS5: a table without content, whose terms were cut before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

    from chiiki.web.library.engines import Entry, Term

__all__ = ["among", "count_facets", "create", "drop", "find", "refill", "rows_of"]

_CREATE = """
CREATE VIRTUAL TABLE library_search USING fts5(
    names, texts, facets, content='', detail='column', columnsize=0,
    tokenize="unicode61 remove_diacritics 0 tokenchars '_+'"
)"""


def create(connected: BaseDatabaseWrapper) -> None:
    """Make the table."""
    with connected.cursor() as cursor:
        cursor.execute(_CREATE)


def drop(connected: BaseDatabaseWrapper) -> None:
    """Remove the table."""
    with connected.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS library_search")


def refill(entries: Iterable[Entry]) -> None:
    """Replace all entries, and merge the index into one piece, which also removes old terms from the file."""
    rows = [
        (entry.record_id, " ".join(entry.names), " ".join(entry.texts), " ".join(entry.facets)) for entry in entries
    ]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO library_search(library_search) VALUES ('delete-all')")
        cursor.executemany("INSERT INTO library_search(rowid, names, texts, facets) VALUES (%s, %s, %s, %s)", rows)
        cursor.execute("INSERT INTO library_search(library_search) VALUES ('optimize')")


def find(
    *, facets: Sequence[str], words: Sequence[Sequence[Sequence[Term]]], limit: int, names_only: bool = False
) -> list[int]:
    """Return ids of records that have all facets and words, at most `limit`, ascending."""
    column = "names" if names_only else "texts"
    wanted = [f"facets:{_quoted(facet)}" for facet in facets]
    wanted += [f"({' OR '.join(_all(terms, column=column) for terms in word)})" for word in words]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM library_search WHERE library_search MATCH %s ORDER BY rowid LIMIT %s",
            [" AND ".join(wanted), limit],
        )
        return [row[0] for row in cursor.fetchall()]


def among(*, facets: Sequence[str], ids: Sequence[int]) -> list[int]:
    """Return those of `ids` that have all facets."""
    wanted = " AND ".join(f"facets:{_quoted(facet)}" for facet in facets)
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM library_search WHERE library_search MATCH %s AND rowid IN ({marks})",  # noqa: S608 -- marks only
            [wanted, *ids],
        )
        return sorted(row[0] for row in cursor.fetchall())


def rows_of(ids: Sequence[int]) -> RawSQL:
    """Return `ids` as rows for ``__in``: SQLite takes 250,000 parameters, and there may be more hits."""
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])


def count_facets(*, ids: Sequence[int], facets: Sequence[str]) -> list[tuple[str, str, int]]:
    """Count facet and value among the records `ids`."""
    with connection.cursor() as cursor:
        # the order of a CROSS JOIN is kept: from the ids to their facets, never through all facets
        cursor.execute(
            "SELECT f.facet, f.value, count(*) FROM json_each(%s) AS ids CROSS JOIN library_recordfacet AS f"
            " WHERE f.record_id = ids.value AND f.facet IN (SELECT value FROM json_each(%s)) GROUP BY 1, 2",
            [json.dumps(list(ids)), json.dumps(list(facets))],
        )
        found: list[tuple[str, str, int]] = cursor.fetchall()
        return found


def _all(terms: Sequence[Term], *, column: str) -> str:
    return " AND ".join(f"{column}:{_quoted(term.text)}{'*' if term.is_prefix else ''}" for term in terms)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
