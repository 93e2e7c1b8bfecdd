"""The map of the site for search programs: every page in both languages, each naming the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.access.walk import routes
from chiiki.web.library.domain.briefs import brief_subjects
from chiiki.web.library.facts import pack
from chiiki.web.library.queries.records import visible_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from chiiki.web.access.actors import Actor
    from chiiki.web.access.views import ActorRequest

__all__ = ["MOST_PAGES", "section", "whole"]

MOST_PAGES = 20_000
"""Pages of one file; each has two addresses, and a file may have 50,000."""

FORMS = (".csv", ".json", ".jsonld", ".md", ".bib")
BEFORE = "<lang>/"


@requires(anyone, is_shared=True)
def whole(request: HttpRequest) -> HttpResponse:
    """Answer with the map, or with the list of its parts where it has several."""
    pages = list(_pages(cast("ActorRequest", request).actor))
    if len(pages) <= MOST_PAGES:
        return _written("library/sitemap.xml", {"pages": pages})
    numbers = range(1, -(-len(pages) // MOST_PAGES) + 1)
    return _written("library/sitemap_index.xml", {"numbers": numbers})


@requires(anyone, is_shared=True)
def section(request: HttpRequest, *, number: int) -> HttpResponse:
    """Answer with one part of the map."""
    pages = list(_pages(cast("ActorRequest", request).actor))
    part = pages[(number - 1) * MOST_PAGES : number * MOST_PAGES] if number else []
    if not part:
        raise Http404
    return _written("library/sitemap.xml", {"pages": part})


def _written(template: str, context: dict[str, object]) -> HttpResponse:
    content = render_to_string(template, {"base": settings.BASE_URL, "day": pack().as_of, **context})
    return HttpResponse(content, content_type="application/xml; charset=utf-8")


def _pages(actor: Actor) -> Iterator[str]:
    """Yield the path below the language of every page that is the same for everybody."""
    yield from _fixed()
    for name in pack().schema.tables:
        yield f"tables/{name}"
    for kind, found in brief_subjects().items():
        for subject_id in found:
            yield f"briefs/{quote(kind)}/{quote(subject_id, safe='')}"
    seen: dict[str, None] = {}
    for record in visible_to(actor).only("page_kind", "page_id"):
        seen.setdefault(record.page("ja").removeprefix("/ja/"), None)
    yield from seen


def _fixed() -> Iterator[str]:
    """Yield pages without a part that varies; the first page is the empty path."""
    for route in routes():
        below = route.pattern.removeprefix(BEFORE)
        is_page = route.pattern.startswith(BEFORE) and "<" not in below and not below.endswith(FORMS)
        if is_page and route.declaration and route.declaration.is_shared and route.declaration.rule is anyone:
            yield below
