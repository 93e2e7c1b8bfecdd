"""Invite people, and accept: the only way into the site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from chiiki.web.access.actors import Actor
from chiiki.web.access.roles import Role, Scope
from chiiki.web.access.rules import Refusal, admin_only, demand
from chiiki.web.accounts.domain.mail import put_mail, token_hash
from chiiki.web.accounts.domain.posts import PostDetails, check_scope, put_post
from chiiki.web.accounts.domain.refusals import FORM_USED, NOT_OPEN, WRONG_PERSON
from chiiki.web.accounts.enums import TRANSITIONS, InvitationState, MailKind
from chiiki.web.accounts.models import Invitation, User
from chiiki.web.audit.domain import record_action

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from chiiki.web.accounts.models import Organisation

__all__ = ["InvitationDetails", "NewPerson", "accept_as_known", "accept_as_new", "find_invitation", "invite", "revoke"]


@dataclass(frozen=True, slots=True)
class InvitationDetails:
    """Whom, to what, and for how long the link works."""

    email: str
    role: Role
    scope: Scope
    scope_id: str = ""
    organisation: Organisation | None = None
    language: str = "ja"
    n_days: int = 7
    post_to_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What somebody says of themselves when accepting."""

    name: str
    password: str
    language: str
    email: str = ""
    """Only where the invitation names none: for the first administrator."""


def invite(*, actor: Actor, invitation_id: UUID, details: InvitationDetails) -> Invitation:
    """Invite an address to a role, and put the mail; the same invitation where the form was sent twice.

    Raises
    ------
    Refusal
        If the actor may not, or the role cannot be bound so.
    """
    demand(admin_only, actor)
    email = details.email.lower()
    with transaction.atomic():
        check_scope(details.role, details.scope, details.scope_id)
        found, is_new = Invitation.objects.get_or_create(
            pk=invitation_id,
            defaults={
                "email": email,
                "role": details.role,
                "scope": details.scope,
                "scope_id": details.scope_id,
                "organisation": details.organisation,
                "language": details.language,
                "post_to_on": details.post_to_on,
                "expires_at": timezone.now() + timedelta(days=details.n_days),
                "invited_by_id": actor.user_id,
            },
        )
        if not is_new and (found.email, found.role, found.scope_id) != (email, details.role, details.scope_id):
            raise Refusal(FORM_USED)
        if is_new:
            put_mail(MailKind.INVITATION, subject_id=found.pk, key=f"invitation:{found.pk}")
            _record(actor, "accounts.invite", found, before=None)
    return found


def revoke(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Withdraw an invitation; a second time changes nothing.

    Raises
    ------
    Refusal
        If the actor may not, or it was accepted.
    """
    demand(admin_only, actor)
    with transaction.atomic():
        found = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if found.state != InvitationState.REVOKED:
            _move(actor, found, to=InvitationState.REVOKED)
    return found


def find_invitation(token: str) -> Invitation | None:
    """Return the invitation of a link, whatever its state."""
    return Invitation.objects.filter(token_sha256=token_hash(token)).first()


def accept_as_new(*, invitation: Invitation, person: NewPerson, request_id: str = "") -> User:
    """Make the person who was invited and give the post; the same person where the form was sent twice.

    Raises
    ------
    Refusal
        If the invitation is no longer open, or its address has an account, which must sign in to accept.
    """
    with transaction.atomic():
        found = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if found.accepted_by:
            return found.accepted_by
        email = found.email or person.email.lower()
        if not email or User.objects.filter(email=email).exists():
            raise Refusal(WRONG_PERSON)
        made = User.objects.create_user(email, person.password, name=person.name)
        made.language = person.language
        made.save(update_fields=["language"])
        EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
        actor = Actor(user_id=made.pk, request_id=request_id, name=str(made))
        _accept(actor, found, made)
    return made


def accept_as_known(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Give the post to the person who was invited and has an account; a second time changes nothing.

    Raises
    ------
    Refusal
        If the invitation is no longer open, or was sent to another address.
    """
    with transaction.atomic():
        found = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if actor.user_id is None:
            raise Refusal(WRONG_PERSON)
        person = User.objects.filter(pk=actor.user_id, email=found.email, is_active=True).first()
        if person is None:
            raise Refusal(WRONG_PERSON)
        if found.accepted_by_id != person.pk:
            _accept(actor, found, person)
    return found


def _accept(actor: Actor, invitation: Invitation, person: User) -> None:
    invitation.accepted_by = person
    _move(actor, invitation, to=InvitationState.ACCEPTED)
    details = PostDetails(
        role=Role(invitation.role),
        scope=Scope(invitation.scope),
        scope_id=invitation.scope_id,
        organisation=invitation.organisation,
        from_on=timezone.localdate(),
        to_on=invitation.post_to_on,
    )
    put_post(actor=actor, post_id=uuid4(), holder=person, details=details)


def _move(actor: Actor, invitation: Invitation, *, to: InvitationState) -> None:
    if to not in TRANSITIONS[invitation.standing]:
        raise Refusal(NOT_OPEN)
    before = _state(invitation)
    invitation.state = to
    invitation.save(update_fields=["state", "accepted_by"])
    _record(actor, f"accounts.invitation-{to}", invitation, before=before)


def _state(invitation: Invitation) -> dict[str, object]:
    names = ("email", "role", "scope", "scope_id", "state", "expires_at", "accepted_by_id", "post_to_on")
    return {name: getattr(invitation, name) for name in names}


def _record(actor: Actor, action: str, invitation: Invitation, *, before: dict[str, object] | None) -> None:
    record_action(
        actor=actor,
        action=action,
        subject_kind="invitation",
        subject_id=str(invitation.pk),
        before=before,
        after=_state(invitation),
        detail={"role": invitation.role, "scope": invitation.scope, "scope_id": invitation.scope_id},
    )
