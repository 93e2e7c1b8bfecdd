"""What allauth and Django tell: each event is handed to the domain, and a session learns what it passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset, authenticator_used
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out

from chiiki.web.access.actors import Actor
from chiiki.web.accounts.domain.people import note_factor, note_password, note_sign_in, note_sign_out
from chiiki.web.accounts.domain.sessions import RIGHTS_VERSION, rotate_session
from chiiki.web.accounts.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["PROVED", "connect_events"]

PROVED = "chiiki-second-factor"
"""Key of a session under which it keeps whose second factor it passed."""


def connect_events() -> None:
    """Listen; called once when the site starts."""
    user_logged_in.connect(_on_sign_in, dispatch_uid="chiiki.sign-in")
    user_logged_out.connect(_on_sign_out, dispatch_uid="chiiki.sign-out")
    password_changed.connect(_on_password_change, dispatch_uid="chiiki.password-change")
    password_reset.connect(_on_password_reset, dispatch_uid="chiiki.password-reset")
    authenticator_used.connect(_on_factor_used, dispatch_uid="chiiki.factor-used")
    authenticator_added.connect(_on_factor_added, dispatch_uid="chiiki.factor-added")
    authenticator_removed.connect(_on_factor_removed, dispatch_uid="chiiki.factor-removed")
    authenticator_reset.connect(_on_factor_renewed, dispatch_uid="chiiki.factor-renewed")


def _actor(request: HttpRequest | None, person: User) -> Actor:
    return Actor(user_id=person.pk, request_id=getattr(request, "request_id", ""), name=str(person))


def _on_sign_in(*, request: HttpRequest, user: User, **_rest: Any) -> None:  # noqa: ANN401 -- what a signal brings
    request.session[RIGHTS_VERSION] = user.rights_version
    if request.META.get("REMOTE_ADDR"):
        UserSession.objects.create_from_request(request, user=user)
    note_sign_in(actor=_actor(request, user), person=user)


def _on_sign_out(*, request: HttpRequest, user: User | None, **_rest: Any) -> None:  # noqa: ANN401
    if isinstance(user, User):
        note_sign_out(actor=_actor(request, user), person=user)


def _on_password_change(*, request: HttpRequest, user: User, **_rest: Any) -> None:  # noqa: ANN401
    note_password(actor=_actor(request, user), person=user, is_reset=False)


def _on_password_reset(*, request: HttpRequest, user: User, **_rest: Any) -> None:  # noqa: ANN401
    note_password(actor=_actor(request, user), person=user, is_reset=True)


def _on_factor_used(*, request: HttpRequest, user: User, **_rest: Any) -> None:  # noqa: ANN401
    request.session[PROVED] = str(user.pk)


def _on_factor_added(*, request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:  # noqa: ANN401
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return  # made along with the first factor, which was told already
    request.session[PROVED] = str(user.pk)
    _note_factor(request, user, change="add", kind=authenticator.type)


def _on_factor_removed(*, request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:  # noqa: ANN401
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _note_factor(request, user, change="remove", kind=authenticator.type)


def _on_factor_renewed(*, request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:  # noqa: ANN401
    _note_factor(request, user, change="renew", kind=authenticator.type)


def _note_factor(request: HttpRequest, person: User, *, change: str, kind: str) -> None:
    note_factor(
        actor=_actor(request, person),
        person=person,
        change=change,
        kind=kind,
        session_key=request.session.session_key or "",
    )
    person.refresh_from_db(fields=["rights_version"])
    rotate_session(request.session, person=person)
