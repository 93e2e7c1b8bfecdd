"""What a reader sees when a page cannot be shown: what happened, what to do, and the id of the request.

Pages of 404, 403 and the like stand in the frame. What may happen while something is broken,
500 and 503, is written without context processors, database or list of static files.
"""

from __future__ import annotations

import sqlite3
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chiiki.web.access import rules
from chiiki.web.ui.navigation import language_of
from chiiki.web.ui.suggestions import suggestions

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise

__all__ = [
    "WORDED",
    "bad_request",
    "csrf_failure",
    "not_found",
    "not_permitted",
    "server_error",
    "worded_refusal",
]

RETRY_S = 10
"""Seconds after which it is worth asking again while the database is away."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words for one status."""

    title: _StrOrPromise
    text: _StrOrPromise


WORDED = {
    400: Refusal(_("The request cannot be read"), _("Check the address, or begin again from the first page.")),
    403: Refusal(_("Not allowed"), _("This page needs a permission that you do not have.")),
    404: Refusal(
        _("There is no such page"), _("The address may be mistyped, or the thing has another id in this edition.")
    ),
    405: Refusal(_("This page does not do that"), _("Open it by its link, or use the form on it.")),
    413: Refusal(_("This is too large"), _("Send a smaller file or a shorter text.")),
    429: Refusal(_("Too many requests"), _("Wait a little, then try again.")),
    500: Refusal(
        _("Something failed on our side"),
        _("Nothing was saved. Try again; if it fails again, report the number below."),
    ),
    503: Refusal(
        _("The database is briefly unavailable"),
        _("Nothing was lost that the site had confirmed. The page comes back by itself; try again in a few seconds."),
    ),
}
"""Status → what the page says."""

CSRF = Refusal(
    _("The form was too old"),
    _("Go back, load the page again and send the form once more. The browser must accept cookies of this site."),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- as Django calls it
    """Answer what cannot be read; nothing of it is repeated."""
    return _bare(request, 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- as Django calls it
    """Answer an address that leads nowhere, with a search and with what may have been meant."""
    words = request.path.rstrip("/").rpartition("/")[2].partition(".")[0][:80]
    with override(language_of(request.path)):
        guesses = suggestions(words, lang=language_of(request.path))
        return _framed(request, 404, {"words": words, "guesses": guesses})


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer somebody who may not do this, with the reason where there is one."""
    if isinstance(exception, rules.Refusal):
        return render(request, "ui/forbidden.html", {"reason": exception.reason}, status=403)
    return _framed(request, 403, {})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- as Django calls it
    """Answer a form that does not come from a page of this site, or from one too old."""
    return _framed(request, 403, {"refusal": CSRF})


def worded_refusal(request: HttpRequest, bare: HttpResponse) -> HttpResponse:
    """Return a page for an answer that only has a status; its headers are kept."""
    response = _framed(request, bare.status_code, {})
    for name, value in bare.headers.items():
        response.headers.setdefault(name, value)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a failure without its details; say so where the database is away and when to ask again."""
    if _is_database_away(sys.exc_info()[1]):
        response = _bare(request, 503)
        response.headers["Retry-After"] = str(RETRY_S)
        return response
    return _bare(request, 500)


def _is_database_away(error: BaseException | None) -> bool:
    """Say whether asking again may help; SQLite calls a missing table operational too."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    return not (isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR)


def _framed(request: HttpRequest, status: int, context: dict[str, object]) -> HttpResponse:
    with override(language_of(request.path)):
        context = {"refusal": WORDED[status], "request_id": _request_id(request), **context}
        return render(request, "ui/error.html", context, status=status)


def _bare(request: HttpRequest, status: int) -> HttpResponse:
    lang = language_of(request.path)
    with override(lang):
        context = {
            "lang": lang,
            "refusal": WORDED[status],
            "request_id": _request_id(request),
            "sheets": _sheets(),
        }
        return HttpResponse(render_to_string("ui/bare.html", context), status=status)


def _request_id(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))


def _sheets() -> list[str]:
    try:
        return [staticfiles_storage.url(name) for name in ("ui/brief.css", "ui/ui.css")]
    except ValueError:  # files were never gathered: the page does without
        return []
