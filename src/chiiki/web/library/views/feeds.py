"""Feeds, and what search programs ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.exports.feeds import FEEDS, atom
from chiiki.web.library.facts import pack

if TYPE_CHECKING:
    from django.http import HttpRequest

    from chiiki.brief.document import Lang

__all__ = ["feed", "opensearch", "robots"]


@requires(anyone, is_shared=True)
def feed(request: HttpRequest, *, lang: Lang, name: str) -> HttpResponse:  # noqa: ARG001 -- as Django calls it
    """Answer with an Atom feed."""
    if name not in FEEDS:
        raise Http404
    content = atom(name, pack=pack(), lang=lang, base=settings.BASE_URL)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@requires(anyone, is_shared=True)
def opensearch(request: HttpRequest) -> HttpResponse:
    """Tell browsers how to search here; ``?lang=en`` for the English search."""
    lang = "en" if request.GET.get("lang") == "en" else "ja"
    with override(lang):
        words = {"description": gettext("Search the facts on regions, programmes and their sources")}
        content = render_to_string("library/opensearch.xml", {"base": settings.BASE_URL, "lang": lang, **words})
    return HttpResponse(content, content_type="application/opensearchdescription+xml; charset=utf-8")


@requires(anyone, is_shared=True)
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- as Django calls it
    """Tell robots where the map is, and to leave searches alone, which have no end."""
    lines = ["User-agent: *", "Disallow: /ja/search", "Disallow: /en/search", "Disallow: /api/", ""]
    content = "\n".join([*lines, f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""])
    return HttpResponse(content, content_type="text/plain; charset=utf-8")
