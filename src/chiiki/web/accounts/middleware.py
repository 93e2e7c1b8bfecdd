"""Say who asks, once per request and only where somebody may have signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from chiiki.web.access.actors import PUBLIC
from chiiki.web.accounts.queries import actor_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

__all__ = ["CurrentActor"]


class CurrentActor:
    """Set ``request.actor``: posts are read anew on each request, so that a removed role is gone at once."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the actor; a request without a session is the public's, and touches no table."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.actor = SimpleLazyObject(  # type: ignore[attr-defined]
                lambda: actor_of(request.user, request_id=request.request_id)  # type: ignore[attr-defined]
            )
        else:
            request.actor = PUBLIC  # type: ignore[attr-defined]
        return self.answer(request)
