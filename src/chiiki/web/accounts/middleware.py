"""Say who asks, once per request and only where somebody may have signed in; keep sessions fresh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from chiiki.web.access.actors import PUBLIC
from chiiki.web.access.rules import anyone
from chiiki.web.access.views import declaration_of
from chiiki.web.accounts.domain.sessions import RIGHTS_VERSION, rotate_session
from chiiki.web.accounts.events import PROVED
from chiiki.web.accounts.models import User
from chiiki.web.accounts.queries import Standing, standing_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

__all__ = ["BEFORE_SECOND_FACTOR", "CurrentActor", "SessionGuard"]

BEFORE_SECOND_FACTOR = frozenset(
    {
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
"""Pages that set up a second factor: the only ones behind the sign-in while a post waits for one."""


class CurrentActor:
    """Set ``request.actor``: posts are read anew on each request, so that a removed role is gone at once."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the actor; a request without a session is the public's, and touches no table."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            standing = SimpleLazyObject(lambda: _standing(request))
            request.standing = standing  # type: ignore[attr-defined]
            request.actor = SimpleLazyObject(lambda: standing.actor)  # type: ignore[attr-defined]
        else:
            request.standing = Standing(PUBLIC)  # type: ignore[attr-defined]
            request.actor = PUBLIC  # type: ignore[attr-defined]
        return self.answer(request)


class SessionGuard:
    """Give a session a new id when its rights changed, and stop it where a second factor is missing."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the work is done once the view is known."""
        return self.answer(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        _arguments: tuple[Any, ...],
        _words: dict[str, Any],
    ) -> HttpResponse | None:
        """Return the answer instead of the view's where something is missing."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or _is_interface(request):
            return None
        if not request.actor.is_known:  # type: ignore[attr-defined]
            return None
        person = request.user
        if isinstance(person, User) and request.session.get(RIGHTS_VERSION) != person.rights_version:
            rotate_session(request.session, person=person)
        if request.standing.is_factor_missing and not _is_open(request, view):  # type: ignore[attr-defined]
            return _ask_for_factor(request)
        return None


def _is_open(request: HttpRequest, view: Callable[..., HttpResponse]) -> bool:
    """Say whether a page needs no post: it is for everybody, as to the public, or sets up the second factor."""
    declaration = declaration_of(view)
    if declaration is not None and declaration.rule is anyone:
        return True
    return request.resolver_match is not None and request.resolver_match.url_name in BEFORE_SECOND_FACTOR


def _is_interface(request: HttpRequest) -> bool:
    """Say whether a program asks: it is known by its token, and no session changes its answer."""
    return request.path_info.startswith("/api/")


def _standing(request: HttpRequest) -> Standing:
    person = request.user
    return standing_of(
        person,
        request_id=request.request_id,  # type: ignore[attr-defined]
        is_proved=request.session.get(PROVED) == str(person.pk),
    )


def _ask_for_factor(request: HttpRequest) -> HttpResponse:
    if request.method in {"GET", "HEAD"}:
        return redirect("mfa_index")
    reason = _("Your post needs a second factor. Set one up before you do anything else.")
    return render(request, "ui/forbidden.html", {"reason": reason}, status=403)
