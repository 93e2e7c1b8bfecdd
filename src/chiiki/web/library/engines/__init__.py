"""Full text in the database: FTS5 on SQLite, ``tsvector`` on PostgreSQL, the same questions to both.

A question is a list of terms that must all be there, chosen by :func:`chiiki.web.library.text.index_terms`,
with terms for what the asker may see in front (:func:`scope_term`, :func:`facet_term`): the
database meets no row of somebody else's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from django.db import connection

from chiiki.web.library.engines import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.expressions import RawSQL

__all__ = ["Engine", "Entry", "Term", "engine", "facet_term", "scope_term"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as the engine keeps it."""

    record_id: int
    names: frozenset[str]
    """Terms of its names."""

    texts: frozenset[str]
    """Terms of everything, names too."""

    facets: frozenset[str]
    """Terms of who may see it and what it is filtered by."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be there."""

    text: str
    is_prefix: bool = False


class Engine(Protocol):
    """What both databases do."""

    def create(self, connected: BaseDatabaseWrapper) -> None:
        """Make the table."""

    def drop(self, connected: BaseDatabaseWrapper) -> None:
        """Remove the table."""

    def refill(self, entries: Iterable[Entry]) -> None:
        """Replace all entries."""

    def find(
        self, *, facets: Sequence[str], words: Sequence[Sequence[Sequence[Term]]], limit: int, names_only: bool = False
    ) -> list[int]:
        """Return ids of records that have all facets and words, at most `limit`, ascending.

        A word is a choice of forms, and a form is the terms that it needs.
        """

    def among(self, *, facets: Sequence[str], ids: Sequence[int]) -> list[int]:
        """Return those of `ids` that have all facets."""

    def rows_of(self, ids: Sequence[int]) -> RawSQL:
        """Return `ids` as rows for ``__in``: one parameter, however many they are."""

    def count_facets(self, *, ids: Sequence[int], facets: Sequence[str]) -> list[tuple[str, str, int]]:
        """Count facet and value among the records `ids`."""


def engine(vendor: str | None = None) -> Engine:
    """Return the engine of the database in use, or of one of another vendor."""
    return cast("Engine", postgresql if (vendor or connection.vendor) == "postgresql" else sqlite)


def scope_term(visibility: str) -> str:
    """Return the term that every record of `visibility` has."""
    return f"_scope_{visibility}"


def facet_term(facet: str, value: str) -> str:
    """Return the term of one value of a facet; hexadecimal, so that no value can be read as anything else."""
    return f"_{facet}_{value.encode('utf-8', 'replace').hex()}"
