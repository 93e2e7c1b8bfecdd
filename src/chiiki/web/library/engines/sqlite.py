"""Full text by FTS5: a table without content, whose terms were cut before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chiiki.web.library.engines import Entry, Term

__all__ = ["among", "create", "drop", "find", "refill"]

_CREATE = """
CREATE VIRTUAL TABLE library_search USING fts5(
    names, texts, facets, content='', detail='column', columnsize=0,
    tokenize="unicode61 remove_diacritics 0 tokenchars '_+'"
)"""


def create() -> None:
    """Make the table."""
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)


def drop() -> None:
    """Remove the table."""
    with connection.cursor() as cursor:
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


def find(*, facets: Sequence[str], terms: Sequence[Term], limit: int, names_only: bool = False) -> list[int]:
    """Return ids of records that have all facets and terms, at most `limit`, ascending."""
    column = "names" if names_only else "texts"
    wanted = [f"facets:{_quoted(facet)}" for facet in facets]
    wanted += [f"{column}:{_quoted(term.text)}{'*' if term.is_prefix else ''}" for term in terms]
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


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
