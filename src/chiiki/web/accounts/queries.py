"""Who somebody is here: the grants of the posts held on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from chiiki.web.access.actors import PUBLIC, Actor, Grant
from chiiki.web.access.roles import Role, Scope
from chiiki.web.accounts.models import Post, User

if TYPE_CHECKING:
    from datetime import date

__all__ = ["actor_of", "grants_of"]


def grants_of(person: User, *, on: date) -> frozenset[Grant]:
    """Return the grants of the posts that `person` holds on a day."""
    posts = Post.objects.filter(Q(to_on=None) | Q(to_on__gte=on), holder=person, from_on__lte=on)
    return frozenset(Grant(Role(post.role), Scope(post.scope), post.scope_id) for post in posts)


def actor_of(person: object, *, request_id: str = "") -> Actor:
    """Return the actor behind a signed-in person; the public for anybody else."""
    if not isinstance(person, User) or not person.is_active:
        return PUBLIC
    return Actor(
        user_id=person.id,
        grants=grants_of(person, on=timezone.localdate()),
        request_id=request_id,
        name=str(person),
    )
