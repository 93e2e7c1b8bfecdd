"""Stable addresses: they never change, and lead to the form and the language that a reader prefers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from django.utils.translation.trans_real import parse_accept_lang_header

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.enums import Kind
from chiiki.web.library.links import address
from chiiki.web.library.queries.things import find_record

if TYPE_CHECKING:
    from django.http import HttpRequest

    from chiiki.brief.document import Lang
    from chiiki.web.access.views import ActorRequest
    from chiiki.web.library.models import Record

__all__ = ["OFFERED", "stable"]

OFFERED = ("text/html", "application/xhtml+xml", "application/ld+json", "application/json", "text/csv")
"""Forms that a reader may ask for by the header Accept."""


@requires(anyone)
def stable(request: HttpRequest, *, kind: str, subject_id: str) -> HttpResponse:
    """Lead to the thing with that id; a name of a kind that there is not, or an id that nothing has, is not found."""
    if kind not in Kind.values:
        raise Http404
    record = find_record(Kind(kind), subject_id, actor=cast("ActorRequest", request).actor)
    if record is None:
        raise Http404
    lang = _language(request)
    form = request.get_preferred_type(list(OFFERED))
    response = _lead(record, form=form, lang=lang) if form else _not_acceptable(request, lang=lang)
    patch_vary_headers(response, ("Accept", "Accept-Language"))
    return response


def _lead(record: Record, *, form: str, lang: Lang) -> HttpResponse:
    kind = Kind(record.kind)
    own = address(kind, record.subject_id, lang=lang)
    targets = {
        "application/ld+json": f"{own}.jsonld",
        "application/json": own.replace(f"/{lang}/", "/api/v1/", 1),
        "text/csv": f"{record.page(lang)}.csv",
    }
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": targets.get(form, record.page(lang))})


def _not_acceptable(request: HttpRequest, *, lang: Lang) -> HttpResponse:
    with override(lang):
        return render(request, "library/not_acceptable.html", {"offered": OFFERED}, status=HTTPStatus.NOT_ACCEPTABLE)


def _language(request: HttpRequest) -> Lang:
    """Return the first language of the header that the site has, else Japanese; no cookie decides where an id leads."""
    for tag, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        if tag.partition("-")[0] in {"ja", "en"}:
            return "en" if tag.startswith("en") else "ja"
    return "ja"
