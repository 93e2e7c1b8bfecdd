"""The lists of the accounts as CSV and JSON, for whoever may see the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import get_language

from chiiki.web.access.rules import admin_only, known
from chiiki.web.access.views import requires
from chiiki.web.accounts import exports, queries
from chiiki.web.accounts.rules import list_people
from chiiki.web.ui.exports import table_answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["invitations", "organisations", "people", "posts"]


@requires(known)
def organisations(_request: HttpRequest, *, ending: str) -> HttpResponse:
    """Answer with all organisations."""
    rows = list(exports.organisation_rows(queries.list_organisations()))
    return table_answer("organisations", exports.ORGANISATIONS, rows, n_total=len(rows), ending=ending)


@requires(list_people)
def people(_request: HttpRequest, *, ending: str) -> HttpResponse:
    """Answer with everybody who has an account."""
    rows = list(exports.person_rows(queries.list_people()))
    return table_answer("people", exports.PEOPLE, rows, n_total=len(rows), ending=ending)


@requires(list_people)
def posts(_request: HttpRequest, *, ending: str) -> HttpResponse:
    """Answer with all posts that give rights today."""
    found = list(queries.list_posts(on=timezone.localdate()))
    rows = exports.post_rows(found, lang=get_language() or "ja")
    return table_answer("posts", exports.POSTS, rows, n_total=len(found), ending=ending)


@requires(admin_only)
def invitations(_request: HttpRequest, *, ending: str) -> HttpResponse:
    """Answer with all invitations."""
    rows = list(exports.invitation_rows(queries.list_invitations()))
    return table_answer("invitations", exports.INVITATIONS, rows, n_total=len(rows), ending=ending)
