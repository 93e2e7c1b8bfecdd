"""The first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.facts import pack
from chiiki.web.library.pages.home import compose_home
from chiiki.web.library.views.documents import answer_document, page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["page"]


@requires(anyone, is_shared=True)
def page(request: HttpRequest, *, ending: str = "") -> HttpResponse:
    """Show what the site is and where to begin."""
    lang = page_language()
    controls = "" if ending else render_to_string("library/parts/home_search.html", {"action": f"/{lang}/search"})
    document = compose_home(pack=pack(), lang=lang)
    return answer_document(request, document, ending=ending, controls=controls, template="library/home.html")
