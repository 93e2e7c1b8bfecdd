"""Who somebody is here: the grants of the posts held on a day, and what is missing to use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

from chiiki.web.access.actors import PUBLIC, Actor, Grant
from chiiki.web.access.roles import NEEDS_SECOND_FACTOR, Role, Scope
from chiiki.web.accounts.models import Invitation, Organisation, Post, User

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

__all__ = [
    "Standing",
    "grants_of",
    "has_second_factor",
    "list_invitations",
    "list_organisations",
    "list_people",
    "list_posts",
    "needs_second_factor",
    "scope_names",
    "standing_of",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """A signed-in person as the site sees them in one session."""

    actor: Actor
    is_factor_missing: bool = False
    """The person's posts need a second factor that this session has not; until then they give nothing."""


def grants_of(person: User, *, on: date) -> frozenset[Grant]:
    """Return the grants of the posts that `person` holds on a day."""
    posts = Post.objects.current(on=on).filter(holder=person)
    return frozenset(Grant(Role(post.role), Scope(post.scope), post.scope_id) for post in posts)


def needs_second_factor(person: User, grants: Iterable[Grant]) -> bool:
    """Say whether `grants` may be used after a second factor only.

    A made-up person needs none on a site for demonstrations, and has no grants on any other.
    """
    if person.is_demo and settings.DEMO:
        return False
    return any(grant.role in NEEDS_SECOND_FACTOR for grant in grants)


def has_second_factor(person: User) -> bool:
    """Say whether `person` set up an app or a key."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=person, type__in=kinds).exists())


def standing_of(person: object, *, request_id: str = "", is_proved: bool = False) -> Standing:
    """Return who asks, and whether something is missing.

    Parameters
    ----------
    person : User or anything else
        Whoever the session names; the public for anything but an active person.
    request_id : str
    is_proved : bool
        Whether the session passed the second factor of this person.
    """
    if not isinstance(person, User) or not person.is_active or (person.is_demo and not settings.DEMO):
        return Standing(PUBLIC)
    grants = grants_of(person, on=timezone.localdate())
    is_missing = needs_second_factor(person, grants) and not (is_proved and has_second_factor(person))
    return Standing(
        Actor(
            user_id=person.id,
            grants=frozenset() if is_missing else grants,
            request_id=request_id,
            name=str(person),
        ),
        is_factor_missing=is_missing,
    )


def scope_names(scoped: Iterable[tuple[str, str]], *, lang: str) -> dict[str, str]:
    """Return the names of organisations by their id, for scopes that are organisations.

    Parameters
    ----------
    scoped : iterable of (scope, scope_id)
    lang : str
        Language of the names; Japanese where an organisation has none in English.
    """
    ids = {scope_id for scope, scope_id in scoped if scope in {Scope.MINISTRY, Scope.ORGANISATION}}
    return {str(found.id): found.name_in(lang) for found in Organisation.objects.filter(pk__in=ids)}


def list_organisations() -> QuerySet[Organisation]:
    """Return the organisations by name."""
    return Organisation.objects.order_by("name_ja", "pk")


def list_people() -> QuerySet[User]:
    """Return the people who have an account, by name."""
    return User.objects.order_by("name", "pk")


def list_posts(*, on: date) -> QuerySet[Post]:
    """Return the posts that give rights on a day, by role."""
    return Post.objects.current(on=on).select_related("holder", "organisation").order_by("role", "pk")


def list_invitations() -> QuerySet[Invitation]:
    """Return the invitations, the latest first."""
    return Invitation.objects.select_related("accepted_by", "organisation").order_by("-created_at", "pk")
