"""May they, and why not: people, posts, organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from django.utils.translation import gettext_lazy as _

from chiiki.web.access.roles import Role
from chiiki.web.access.rules import ALLOWED, Verdict, admin_only, rule

if TYPE_CHECKING:
    from uuid import UUID

    from django.utils.functional import _StrPromise

    from chiiki.web.access.actors import Actor

__all__ = ["deactivate_people", "end_posts", "give_posts", "list_people", "see_people", "withdraw_invitations"]


class Someone(Protocol):
    """Whoever has an id."""

    id: UUID


class Held(Protocol):
    """A post with its holder's id."""

    holder_id: UUID


@rule
def list_people(actor: Actor, _thing: object) -> Verdict:
    """Let those who keep the accounts, and those who audit them."""
    if actor.holds(Role.ADMIN) or actor.holds(Role.AUDITOR):
        return ALLOWED
    return Verdict(
        is_allowed=False, reason=_("This page needs the post of an administrator of the site or of an auditor.")
    )


@rule
def see_people(actor: Actor, person: object) -> Verdict:
    """Let people see themselves, and those who may list people see everybody."""
    if person and actor.is_known and cast("Someone", person).id == actor.user_id:
        return ALLOWED
    return list_people(actor).hidden()


@rule
def give_posts(actor: Actor, person: object) -> Verdict:
    """Let administrators give posts to others; nobody gives one to themselves."""
    return _to_others(actor, person, _("Nobody gives a post to themselves; ask another administrator of the site."))


@rule
def end_posts(actor: Actor, _post: object) -> Verdict:
    """Let administrators end posts, their own too."""
    return admin_only(actor).hidden()


@rule
def deactivate_people(actor: Actor, person: object) -> Verdict:
    """Let administrators close and reopen the accounts of others."""
    return _to_others(actor, person, _("Nobody closes their own account; ask another administrator of the site."))


@rule
def withdraw_invitations(actor: Actor, _invitation: object) -> Verdict:
    """Let administrators; nobody else learns which invitations there are."""
    return admin_only(actor).hidden()


def _to_others(actor: Actor, person: object, reason: _StrPromise) -> Verdict:
    """Let administrators, but not with themselves."""
    verdict = admin_only(actor).hidden()
    if verdict.is_allowed and person and cast("Someone", person).id == actor.user_id:
        return Verdict(is_allowed=False, reason=reason)
    return verdict
