"""The list of each kind: a table with filters, and the same rows as CSV and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404
from django.shortcuts import render

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.enums import LISTS, Kind
from chiiki.web.library.exports.lists import list_header, list_rows
from chiiki.web.library.facts import pack
from chiiki.web.library.forms.asked import read_page, read_question
from chiiki.web.library.queries.records import ask_records, count_facets, page_of, visible_to
from chiiki.web.library.views.documents import LIST_NAMES, page_language
from chiiki.web.library.views.filters import chips_of, choices_of, count_words
from chiiki.web.library.views.list_cells import COLUMNS, body_html
from chiiki.web.ui.exports import table_answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from chiiki.web.access.views import ActorRequest
    from chiiki.web.library.models import Record
    from chiiki.web.library.queries.records import Question

__all__ = ["file", "page"]

_COUNTING_ALL = (Kind.DESIGNATION, Kind.REGION)
"""Kinds whose list counts rows that the pages of the regions leave out."""


@requires(anyone, is_shared=True)
def page(request: HttpRequest, *, kind: Kind) -> HttpResponse:
    """Show one page of the list of `kind`."""
    lang = page_language()
    question = read_question(request.GET, lang=lang, kind=kind)
    actor = cast("ActorRequest", request).actor
    answer = ask_records(question, actor=actor)
    found = page_of(answer, page=read_page(request.GET))
    if found.page > found.n_pages:
        raise Http404
    counts = count_facets(question, actor=actor, answer=answer)
    context = {
        "title": LIST_NAMES[kind],
        "found": found,
        "count": count_words(found.n_total, is_complete=found.is_complete),
        "columns": COLUMNS[kind],
        "rows": body_html(found.records, kind=kind, pack=pack(), lang=lang),
        "question": question,
        "choices": choices_of(question, counts, pack=pack(), lang=lang),
        "chips": chips_of(question, request.GET, pack=pack(), lang=lang),
        "path": f"/{lang}/{LISTS[kind]}",
        "query": request.GET.urlencode(),
        "counts_all": kind in _COUNTING_ALL,
    }
    return render(request, "library/list.html", context)


@requires(anyone, is_shared=True)
def file(request: HttpRequest, *, kind: Kind, ending: str) -> HttpResponse:
    """Answer with all rows of the list of `kind` that fit the filters."""
    question = read_question(request.GET, lang=page_language(), kind=kind)
    actor = cast("ActorRequest", request).actor
    records = ask_records(question, actor=actor, is_whole=True).in_order()
    n_total = visible_to(actor).filter(kind=kind).count()
    return records_file(request, records, question=question, name=LISTS[kind], ending=ending, n_total=n_total)


def records_file(  # noqa: PLR0913 -- what the answer says of itself
    request: HttpRequest, records: list[Record], *, question: Question, name: str, ending: str, n_total: int
) -> HttpResponse:
    """Answer with records as CSV or JSON."""
    return table_answer(
        name,
        list_header(question.kind),
        list_rows(records, pack=pack()),
        n_total=n_total,
        ending=ending,
        has_bom=request.GET.get("bom") == "1",
        about={"list": name, "edition": pack().edition, "as_of": pack().as_of},
    )
