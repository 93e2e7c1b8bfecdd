"""Search over everything, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import pgettext_lazy

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.enums import LISTS, Kind
from chiiki.web.library.facts import pack
from chiiki.web.library.forms.asked import read_page, read_question
from chiiki.web.library.queries.hints import hints_for
from chiiki.web.library.queries.records import ask_records, count_facets, count_kinds, page_of, visible_to
from chiiki.web.library.queries.snippets import marked, snippets
from chiiki.web.library.text import words_of
from chiiki.web.library.views.documents import LIST_NAMES, page_language
from chiiki.web.library.views.filters import (
    Choice,
    Option,
    chips_of,
    choices_of,
    count_words,
    counted,
    named,
    without,
)
from chiiki.web.library.views.lists import records_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrOrPromise

    from chiiki.brief.document import Lang
    from chiiki.web.access.views import ActorRequest
    from chiiki.web.library.models import Record
    from chiiki.web.library.queries.records import Found, Question
    from chiiki.web.library.queries.snippets import Piece

__all__ = ["file", "page"]

PER_PAGE = 30
KIND = pgettext_lazy("filter", "Kind")
FACETS = ("plan", "ministry", "programme", "field", "prefecture")
"""What a search over all kinds is filtered by; a type means something within one kind only."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record as the search shows it."""

    record: Record
    kind: _StrOrPromise
    href: str
    name: list[Piece]
    snippet: list[Piece]


@requires(anyone, is_shared=True)
def page(request: HttpRequest) -> HttpResponse:
    """Show what was found, or what else could be looked at."""
    lang = page_language()
    question = read_question(request.GET, lang=lang)
    actor = cast("ActorRequest", request).actor
    has_words = bool(words_of(question.words))
    context: dict[str, object] = {
        "question": question,
        "path": f"/{lang}/search",
        "query": request.GET.urlencode(),
        "lists": [(LIST_NAMES[kind], f"/{lang}/{LISTS[kind]}") for kind in Kind],
        "has_words": has_words,
    }
    if has_words:
        answer = ask_records(question, actor=actor)
        found = page_of(answer, page=read_page(request.GET), per_page=PER_PAGE)
        if found.page > found.n_pages:
            raise Http404
        facets = ("type", *FACETS) if question.kind else FACETS
        counts = count_facets(question, actor=actor, answer=answer, facets=facets)
        context |= {
            "found": found,
            "count": count_words(found.n_total, is_complete=found.is_complete),
            "hits": _hits(found, question, lang=lang),
            "choices": [
                _kinds(question, count_kinds(question, actor=actor, answer=answer)),
                *choices_of(question, counts, pack=pack(), lang=lang),
            ],
            "chips": _chips(request, question, lang=lang),
            "hints": hints_for(question, actor=actor, lang=lang) if not found.n_total else None,
        }
    return render(request, "library/search.html", context)


@requires(anyone, is_shared=True)
def file(request: HttpRequest, *, ending: str) -> HttpResponse:
    """Answer with everything that was found, the best first, as CSV or JSON."""
    question = read_question(request.GET, lang=page_language())
    actor = cast("ActorRequest", request).actor
    has_words = bool(words_of(question.words))
    records = ask_records(question, actor=actor, is_whole=True).in_order() if has_words else []
    n_total = visible_to(actor).count()
    return records_file(request, records, question=question, name="search", ending=ending, n_total=n_total)


def _hits(found: Found, question: Question, *, lang: Lang) -> list[Hit]:
    words = words_of(question.words)
    texts = snippets(found.records, words, lang=lang)
    return [
        Hit(
            record,
            kind=Kind(record.kind).label,
            href=record.page(lang),
            name=marked(record.name(lang), words),
            snippet=texts.get(record.pk, []),
        )
        for record in found.records
    ]


def _kinds(question: Question, counts: Mapping[str, int]) -> Choice:
    options = tuple(
        Option(kind, counted(kind.label, counts[kind]), is_chosen=kind == question.kind)
        for kind in Kind
        if counts.get(kind)
    )
    return Choice("kind", KIND, options)


def _chips(request: HttpRequest, question: Question, *, lang: Lang) -> list[tuple[str, str]]:
    chips = chips_of(question, request.GET, pack=pack(), lang=lang)
    if question.kind is None:
        return chips
    return [(named(KIND, question.kind.label), without(request.GET, "kind", "type")), *chips]
