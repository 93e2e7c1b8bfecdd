"""Sessions of a person: which there are, and ending them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.crypto import salted_hmac

from chiiki.web.audit.domain import record_action

if TYPE_CHECKING:
    from uuid import UUID

    from django.contrib.sessions.backends.base import SessionBase

    from chiiki.web.access.actors import Actor
    from chiiki.web.accounts.models import User

__all__ = ["RIGHTS_VERSION", "end_session", "end_sessions", "rotate_session", "session_handle"]

RIGHTS_VERSION = "chiiki-rights-version"
"""Key of a session under which it keeps the version of the rights that it was begun with."""


def session_handle(session: UserSession) -> str:
    """Return a name for a session that opens nothing and tells no order."""
    return salted_hmac("chiiki.session", session.session_key, algorithm="sha256").hexdigest()[:32]


def end_session(*, actor: Actor, handle: str) -> bool:
    """End one of the actor's own sessions; return whether there was one of that handle."""
    with transaction.atomic():
        own = UserSession.objects.select_for_update().filter(user_id=actor.user_id)
        ended = [session for session in own if session_handle(session) == handle]
        for session in ended:
            session.end()
            _record(actor, actor.user_id, n_ended=1)
    return bool(ended)


def end_sessions(*, actor: Actor, person_id: UUID, but_key: str = "") -> int:
    """End every session of a person but the one of `but_key`; return how many.

    Nothing is recorded where there was none to end.
    """
    with transaction.atomic():
        others = list(
            UserSession.objects.select_for_update().filter(user_id=person_id).exclude(session_key=but_key or "-")
        )
        for session in others:
            session.end()
        if others:
            _record(actor, person_id, n_ended=len(others))
    return len(others)


def rotate_session(session: SessionBase, *, person: User) -> None:
    """Give a session a new id, because what it may do has changed."""
    before = session.session_key
    session.cycle_key()
    session[RIGHTS_VERSION] = person.rights_version
    UserSession.objects.filter(session_key=before).update(session_key=session.session_key)


def _record(actor: Actor, person_id: UUID | None, *, n_ended: int) -> None:
    record_action(
        actor=actor,
        action="accounts.end-sessions",
        subject_kind="person",
        subject_id=str(person_id or ""),
        detail={"n": n_ended},
    )
