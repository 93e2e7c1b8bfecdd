"""Find things so that what is hidden takes as long as what is not there.

Whoever asks for a thing that they may not know of gets "not found". Were the thing loaded first
and the rule asked then, the work of loading it would say that it is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from django.db.models import Model, Q, QuerySet

    from chiiki.web.access.actors import Actor
    from chiiki.web.access.rules import Rule

__all__ = ["known_rows"]

Found = TypeVar("Found", bound="Model")


def known_rows(rows: QuerySet[Found], rule: Rule, actor: Actor, *, own: Q | None = None) -> QuerySet[Found]:
    """Return those of `rows` that `actor` may know of.

    Parameters
    ----------
    rows : QuerySet
    rule : Rule
        Asked about nothing (None): where it allows that, it allows every row.
    actor : Actor
    own : Q, optional
        Rows that the actor may know of besides; without it there are none.
    """
    if rule(actor).is_allowed:
        return rows
    return rows.filter(own) if own else rows.none()
