"""Forms of others (allauth) that are done once: one at a time for each person, the same one sent twice done once."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

__all__ = ["once"]

KEPT_S: Final = 600
"""Seconds for which a form that was done is known as done."""

TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105 -- name of a field
"""Its value is another one each time a form is shown, so it tells one form from the next."""


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Do what a form says in one transaction, and answer the same form sent again as the first time.

    What the view changes and the record of it stand or fall together, which the library does
    not see to; and of several forms of one person, sent at once, each sees what the one before
    it did.
    """

    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:  # noqa: ANN401 -- parts of the address
        if request.method != "POST":
            return view(request, **parts)
        key = _key(request)
        with transaction.atomic():
            _wait_for_others(request)
            led = cache.get(key) if key else None
            if led:
                return HttpResponseRedirect(led)
            response = view(request, **parts)
            if key and isinstance(response, HttpResponseRedirect):
                cache.set(key, response.url, KEPT_S)
        return response

    return answer


def _key(request: HttpRequest) -> str:
    """Name this form of this session with what it says; nothing that it says can be read from the name."""
    if not request.POST.get(TOKEN):
        return ""
    said = urlencode(sorted(request.POST.lists()), doseq=True)
    whole = "\n".join((str(request.user.pk or request.session.session_key), request.path, said))
    return f"once:{salted_hmac('chiiki.once', whole, algorithm='sha256').hexdigest()}"


def _wait_for_others(request: HttpRequest) -> None:
    """Let no other form of this person be done meanwhile; of somebody not signed in, none of this session."""
    if request.user.is_authenticated:
        request.user = get_user_model().objects.select_for_update().get(pk=request.user.pk)
    else:
        list(Session.objects.select_for_update().filter(pk=request.session.session_key))
