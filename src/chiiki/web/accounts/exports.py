"""The lists of people, organisations, posts and invitations as tables: what their pages show, with ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chiiki.web.accounts.queries import scope_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from chiiki.web.accounts.models import Invitation, Organisation, Post, User

__all__ = [
    "INVITATIONS",
    "ORGANISATIONS",
    "PEOPLE",
    "POSTS",
    "invitation_rows",
    "organisation_rows",
    "person_rows",
    "post_rows",
]

ORGANISATIONS: Final = ("id", "kind", "name_ja", "name_en", "corporate_number", "authority", "is_demo")
PEOPLE: Final = ("id", "name", "email", "is_active")
POSTS: Final = ("id", "holder_id", "holder", "role", "scope", "scope_id", "scope_name", "from_on", "to_on")
INVITATIONS: Final = ("id", "email", "role", "scope", "scope_id", "state", "created_at", "expires_at")
"""No part of a token stands here: the link is in the mail alone."""

Cell = str | bool | None


def organisation_rows(found: Iterable[Organisation]) -> Iterator[tuple[Cell, ...]]:
    """Give the cells of :data:`ORGANISATIONS`."""
    for one in found:
        yield (
            *(str(one.pk), one.kind, one.name_ja, one.name_en),
            *(one.corporate_number, one.authority, one.is_demo),
        )


def person_rows(found: Iterable[User]) -> Iterator[tuple[Cell, ...]]:
    """Give the cells of :data:`PEOPLE`."""
    for one in found:
        yield str(one.pk), one.name, one.email, one.is_active


def post_rows(found: Sequence[Post], *, lang: str) -> Iterator[tuple[Cell, ...]]:
    """Give the cells of :data:`POSTS`, names of organisations in a language."""
    names = scope_names([(post.scope, post.scope_id) for post in found], lang=lang)
    for one in found:
        yield (
            *(str(one.pk), str(one.holder_id), str(one.holder), one.role, one.scope, one.scope_id),
            *(names.get(one.scope_id, ""), one.from_on.isoformat(), one.to_on.isoformat() if one.to_on else None),
        )


def invitation_rows(found: Iterable[Invitation]) -> Iterator[tuple[Cell, ...]]:
    """Give the cells of :data:`INVITATIONS`."""
    for one in found:
        yield (
            *(str(one.pk), one.email, one.role, one.scope, one.scope_id, one.standing.value),
            *(one.created_at.isoformat(), one.expires_at.isoformat()),
        )
