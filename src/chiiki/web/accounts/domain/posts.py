"""Give and end posts: from these, and from nothing else, rights follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from chiiki.web.access.actors import SYSTEM
from chiiki.web.access.roles import ROLE_SCOPES, Role, Scope  # noqa: TC001 -- the dataclass names Role
from chiiki.web.access.rules import Refusal, demand
from chiiki.web.accounts.domain.mail import put_mail
from chiiki.web.accounts.domain.refusals import FORM_USED, HOLDS_ALREADY, LAST_ADMIN, WRONG_SCOPE
from chiiki.web.accounts.enums import MailKind
from chiiki.web.accounts.models import Organisation, Post, User
from chiiki.web.accounts.rules import end_posts, give_posts
from chiiki.web.audit.domain import record_action

if TYPE_CHECKING:
    from datetime import date

    from chiiki.web.access.actors import Actor
    from chiiki.web.accounts.models import PostQuerySet

__all__ = ["PostDetails", "check_scope", "end_post", "give_post", "put_post"]


@dataclass(frozen=True, slots=True)
class PostDetails:
    """What a post lets its holder do, where, and when."""

    role: Role
    scope: Scope
    from_on: date
    scope_id: str = ""
    to_on: date | None = None
    organisation: Organisation | None = None
    title_ja: str = ""
    title_en: str = ""


def give_post(*, actor: Actor, post_id: UUID, holder: User, details: PostDetails) -> Post:
    """Give `holder` a post and return it; the same one where the form was sent twice.

    Raises
    ------
    Refusal
        If the actor may not, the role cannot be bound so, or the holder has it already.
    """
    demand(give_posts, actor, holder)
    with transaction.atomic():
        return put_post(actor=actor, post_id=post_id, holder=holder, details=details)


def put_post(*, actor: Actor, post_id: UUID, holder: User, details: PostDetails) -> Post:
    """Write a post and its record, inside the transaction of whoever decided on it.

    Raises
    ------
    Refusal
        As :func:`give_post`, without asking who the actor is.
    """
    User.objects.select_for_update().get(pk=holder.pk)
    if found := Post.objects.filter(pk=post_id).first():
        if (found.holder_id, found.role, found.scope_id) != (holder.pk, details.role, details.scope_id):
            raise Refusal(FORM_USED)
        return found
    check_scope(details.role, details.scope, details.scope_id)
    if _overlapping(holder, details).exists():
        raise Refusal(HOLDS_ALREADY)
    post = Post.objects.create(
        pk=post_id, holder=holder, **{name: getattr(details, name) for name in PostDetails.__dataclass_fields__}
    )
    _after_change(holder)
    _record(actor, "accounts.give-post", post, before=None)
    return post


def end_post(*, actor: Actor, post: Post) -> Post:
    """End a post now: from the next request on it gives nothing. A second time changes nothing.

    Raises
    ------
    Refusal
        If the actor may not, or the site would be left without an administrator.
    """
    demand(end_posts, actor, post)
    with transaction.atomic():
        today = timezone.localdate()
        admins = list(Post.objects.admins(on=today).select_for_update(of=("self",)).order_by("pk"))
        found = Post.objects.select_for_update().get(pk=post.pk)
        if found.ended_at or (found.to_on and found.to_on < today):
            return found
        if [admin.pk for admin in admins] == [found.pk]:
            raise Refusal(LAST_ADMIN)
        before = _state(found)
        found.ended_at = timezone.now()
        found.save(update_fields=["ended_at"])
        _after_change(found.holder)
        _record(actor, "accounts.end-post", found, before=before)
    return found


def check_scope(role: Role, scope: Scope, scope_id: str) -> None:
    """Refuse a scope that a post of `role` cannot have, or that does not exist.

    Raises
    ------
    Refusal
        With the reason.
    """
    if scope not in ROLE_SCOPES[role] or not _exists(scope, scope_id):
        raise Refusal(WRONG_SCOPE)


def _exists(scope: Scope, scope_id: str) -> bool:
    if scope == Scope.INSTANCE:
        return not scope_id
    if not _is_id(scope_id):
        return False
    if scope == Scope.MINISTRY:
        return Organisation.objects.filter(pk=scope_id, kind=Organisation.Kind.MINISTRY).exists()
    if scope == Scope.ORGANISATION:
        return Organisation.objects.filter(pk=scope_id).exists()
    return True  # rounds, councils and headquarters have no records yet


def _is_id(given: str) -> bool:
    try:
        return str(UUID(given)) == given
    except ValueError:
        return False


def _overlapping(holder: User, details: PostDetails) -> PostQuerySet:
    until = Q() if details.to_on is None else Q(from_on__lte=details.to_on)
    return Post.objects.filter(
        until,
        Q(to_on=None) | Q(to_on__gte=details.from_on),
        holder=holder,
        role=details.role,
        scope=details.scope,
        scope_id=details.scope_id,
        ended_at=None,
    )


def _after_change(holder: User) -> None:
    """Make sessions of the holder get a new id, and tell the holder."""
    User.objects.filter(pk=holder.pk).update(rights_version=F("rights_version") + 1)
    if holder.is_active and holder.last_login:
        put_mail(MailKind.POSTS_CHANGED, subject_id=holder.pk)


def _state(post: Post) -> dict[str, object]:
    names = ("role", "scope", "scope_id", "from_on", "to_on", "ended_at", "title_ja", "title_en")
    return {"holder": post.holder_id} | {name: getattr(post, name) for name in names}


def _record(actor: Actor, action: str, post: Post, *, before: dict[str, object] | None) -> None:
    record_action(
        actor=actor,
        action=action,
        subject_kind="post",
        subject_id=str(post.pk),
        before=before,
        after=_state(post),
        detail={
            "holder": str(post.holder_id),
            "role": post.role,
            "scope": post.scope,
            "scope_id": post.scope_id,
            "by": "system" if actor == SYSTEM else "person",
        },
    )
