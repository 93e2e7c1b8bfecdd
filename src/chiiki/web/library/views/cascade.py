"""The cascade as timeline, lanes, map and table, filtered by what stands in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.template.loader import render_to_string

from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.exports.document_tables import Sheet
from chiiki.web.library.facts import pack
from chiiki.web.library.pages.cascade import VIEWS, compose_cascade, find_cascade, n_pages
from chiiki.web.library.pages.cascade_list import COLUMNS, selection_rows
from chiiki.web.library.pages.choices import chips, filters, refusals, view_address
from chiiki.web.library.queries.selections import read_choice
from chiiki.web.library.views.documents import answer_document, answer_sheet, page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from chiiki.web.library.pages.cascade import Cascade, View

__all__ = ["page"]


@requires(anyone, is_shared=True)
def page(request: HttpRequest, *, ending: str = "") -> HttpResponse:
    """Show what fits the filters; say which filters the facts do not have."""
    asked = {name: values[-1] for name, values in request.GET.lists()}
    view = asked.get("view", "") or VIEWS[0]
    chosen, unknown = read_choice(asked, pack=pack())
    at = _page_number(asked.get("page", ""))
    cascade = find_cascade(chosen, pack=pack())
    if unknown or view not in VIEWS or not 1 <= at <= n_pages(cascade):
        wrong = unknown | ({} if view in VIEWS else {"view": view})
        return _refuse(request, cascade, wrong)
    if ending == "csv" and "table" not in asked:
        return _answer_list(cascade)
    document = compose_cascade(cascade, view=view, page=0 if ending else at, pack=pack(), lang=page_language())
    controls = "" if ending else _controls(request, cascade, view=view, at=at)
    return answer_document(request, document, ending=ending, controls=controls)


def _page_number(text: str) -> int:
    """Read a page number; what is none is page 0, which no list has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0 if text else 1  # noqa: PLR2004


def _voice(cascade: Cascade) -> Voice:
    return Voice(pack=pack(), wording=load_wording(page_language()), book=cascade.book)


def _controls(request: HttpRequest, cascade: Cascade, *, view: View, at: int) -> str:
    """Write views, filters, chips and pages."""
    voice, lang = _voice(cascade), page_language()
    context = {
        "view": view,
        "views": [(name, view_address(name, cascade.chosen, lang=lang)) for name in VIEWS],
        "filters": filters(cascade.chosen, voice),
        "chosen": [(chip.text, chip.href) for chip in chips(view, cascade.chosen, voice)],
        "clear": view_address(view, {}, lang=lang),
        "action": f"/{lang}/cascade",
        "page": at,
        "n_pages": n_pages(cascade) if view == "table" else 1,
    }
    return render_to_string("library/parts/cascade_controls.html", context, request)


def _answer_list(cascade: Cascade) -> HttpResponse:
    """Answer all selections that fit as rows with codes and sources."""
    rows = selection_rows(cascade.holdings, pack=pack(), base=settings.BASE_URL)
    sheet = Sheet(name="designations", caption="", header=COLUMNS, rows=rows, n_total=len(rows))
    return answer_sheet(sheet, stem="cascade", lang=page_language())


def _refuse(request: HttpRequest, cascade: Cascade, wrong: dict[str, str]) -> HttpResponse:
    """Name what the facts do not have, and what may be asked instead."""
    lang = page_language()
    context = {
        "refusals": refusals(wrong, cascade.chosen, _voice(cascade)),
        "href": view_address(VIEWS[0], cascade.chosen, lang=lang),
    }
    return render(request, "library/refused.html", context, status=400)
