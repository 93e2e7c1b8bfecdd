"""Close and reopen accounts; change what people say of themselves; note what they did to sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from chiiki.web.access.rules import demand
from chiiki.web.accounts.domain.mail import put_mail
from chiiki.web.accounts.domain.sessions import end_sessions
from chiiki.web.accounts.endings import ENDINGS
from chiiki.web.accounts.enums import MailKind
from chiiki.web.accounts.models import User
from chiiki.web.accounts.rules import deactivate_people
from chiiki.web.audit.domain import record_action

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.web.access.actors import Actor

__all__ = ["change_profile", "note_factor", "note_password", "note_sign_in", "note_sign_out", "set_active"]


def set_active(*, actor: Actor, person: User, is_active: bool) -> User:
    """Close an account, which ends its sessions, or reopen it; as it is already, nothing changes.

    Raises
    ------
    Refusal
        If the actor may not.
    """
    demand(deactivate_people, actor, person)
    with transaction.atomic():
        found = User.objects.select_for_update().get(pk=person.pk)
        if found.is_active == is_active:
            return found
        found.is_active = is_active
        found.save(update_fields=["is_active"])
        action = "accounts.reopen" if is_active else "accounts.close"
        _record(actor, action, found, before={"is_active": not is_active}, after={"is_active": is_active})
        if not is_active:
            end_sessions(actor=actor, person_id=found.pk)
            for end in ENDINGS:
                end(actor=actor, person_id=found.pk)
    return found


def change_profile(*, actor: Actor, person: User, name: str, language: str) -> User:
    """Change one's own name and language; nothing is recorded where nothing changes."""
    with transaction.atomic():
        found = User.objects.select_for_update().get(pk=person.pk)
        before = {"name": found.name, "language": found.language}
        after = {"name": name, "language": language}
        if before != after:
            found.name, found.language = name, language
            found.save(update_fields=["name", "language"])
            _record(actor, "accounts.change-profile", found, before=before, after=after)
    return found


def note_sign_in(*, actor: Actor, person: User) -> None:
    """Record that somebody signed in."""
    _record(actor, "accounts.sign-in", person)


def note_sign_out(*, actor: Actor, person: User) -> None:
    """Record that somebody signed out."""
    _record(actor, "accounts.sign-out", person)


def note_password(*, actor: Actor, person: User, is_reset: bool) -> None:
    """Record a new password, and tell its owner by mail; other sessions end with the old one."""
    with transaction.atomic():
        _record(actor, "accounts.reset-password" if is_reset else "accounts.change-password", person)
        put_mail(MailKind.PASSWORD_CHANGED, subject_id=person.pk)


def note_factor(*, actor: Actor, person: User, change: str, kind: str, session_key: str) -> None:
    """Record a change of a second factor, end the person's other sessions, and tell by mail.

    Parameters
    ----------
    actor : Actor
    person : User
    change : {"add", "remove", "renew"}
    kind : str
        Kind of the factor.
    session_key : str
        Key of the session that changed it, which goes on under a new id.
    """
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(rights_version=F("rights_version") + 1)
        _record(actor, f"accounts.{change}-factor", person, detail={"kind": kind})
        end_sessions(actor=actor, person_id=person.pk, but_key=session_key)
        put_mail(MailKind.SECOND_FACTOR_CHANGED, subject_id=person.pk)


def _record(  # noqa: PLR0913 -- a record has these fields
    actor: Actor,
    action: str,
    person: User,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    record_action(
        actor=actor,
        action=action,
        subject_kind="person",
        subject_id=str(person.pk),
        before=before,
        after=after,
        detail=detail,
    )
