"""Pages of sites, and the way from a designation to its site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponsePermanentRedirect

from chiiki.errors import UnknownNameError
from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.enums import Kind
from chiiki.web.library.facts import pack
from chiiki.web.library.links import address
from chiiki.web.library.pages.site import compose_site
from chiiki.web.library.views.documents import answer_subject, page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["designation", "site"]


@requires(anyone, is_shared=True)
def site(request: HttpRequest, *, subject_id: str, ending: str) -> HttpResponse:
    """Show one place and everything that was selected there."""
    return answer_subject(
        request,
        kind=Kind.SITE,
        subject_id=subject_id,
        ending=ending,
        compose=lambda key, lang: compose_site(key, pack=pack(), lang=lang),
    )


@requires(anyone, is_shared=True)
def designation(_request: HttpRequest, *, subject_id: str) -> HttpResponse:
    """Lead from a designation to the record of it on the page of its site."""
    try:
        row = pack().designation(subject_id)
    except UnknownNameError as error:
        raise Http404 from error
    return HttpResponsePermanentRedirect(f"{address(Kind.SITE, row.place_id, lang=page_language())}#b-selections")
