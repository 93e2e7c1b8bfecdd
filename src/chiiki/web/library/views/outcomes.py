"""Outcome tables: all of them, and those of one programme or group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.provenance import NumberBook
from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.facts import pack
from chiiki.web.library.pages.choices import Chip, Refusal
from chiiki.web.library.pages.outcomes import compose_outcomes, compose_subject_outcomes, named_subject
from chiiki.web.library.queries.published import result_subjects
from chiiki.web.library.views.documents import Crumb, answer_document, page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["page", "subject"]


@requires(anyone, is_shared=True)
def page(request: HttpRequest, *, ending: str = "") -> HttpResponse:
    """Show the published tables rebuilt, with their sums, and everything that has published results."""
    return answer_document(request, compose_outcomes(pack=pack(), lang=page_language()), ending=ending)


@requires(anyone, is_shared=True)
def subject(request: HttpRequest, *, subject_id: str, ending: str = "") -> HttpResponse:
    """Show what is published of one programme or group."""
    lang = page_language()
    if subject_id not in result_subjects(pack()):
        return _answer_unknown(request, subject_id)
    document = compose_subject_outcomes(subject_id, pack=pack(), lang=lang)
    above = Crumb(load_wording(lang).word("page_views.outcomes.subject"), f"/{lang}/outcomes")
    return answer_document(request, document, ending=ending, crumbs=[above])


def _answer_unknown(request: HttpRequest, subject_id: str) -> HttpResponse:
    """Name everything with published results instead."""
    voice = Voice(pack=pack(), wording=load_wording(page_language()), book=NumberBook())
    links = tuple(
        Chip(named_subject(kind, key, voice), f"/{voice.lang}/outcomes/{key}", "")
        for key, kind in result_subjects(pack()).items()
    )
    refusal = Refusal(voice.word("page_views.outcomes.subject"), subject_id[:40], links)
    context = {"refusals": [refusal], "href": f"/{voice.lang}/outcomes"}
    return render(request, "library/refused.html", context, status=404)
