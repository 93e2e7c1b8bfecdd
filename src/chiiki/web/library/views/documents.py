"""How a composed document is answered: in the frame, or as JSON, CSV, Markdown, BibTeX.

Every page of the library that is a :class:`~chiiki.brief.document.Document` goes through
:func:`answer_document`; its views only compose. The forms stand beside the page under the
same address with an ending: ``/ja/plans/P5``, ``/ja/plans/P5.json``, ``/ja/plans/P5.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, pgettext_lazy

from chiiki.brief import formats
from chiiki.brief.cite import bibtex
from chiiki.brief.document import plain
from chiiki.brief.html import content_html
from chiiki.brief.json_form import render_json
from chiiki.brief.markdown import render_markdown
from chiiki.brief.notes import listed_sources
from chiiki.web.library.enums import LISTS, Kind
from chiiki.web.library.exports.document_tables import document_sheets, main_sheet
from chiiki.web.library.facts import pack
from chiiki.web.library.links import address
from chiiki.web.library.queries.subjects import near_subjects, subjects
from chiiki.web.ui.exports import csv_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest
    from django.urls import URLPattern
    from django.utils.functional import _StrOrPromise

    from chiiki.brief.document import Document, Lang
    from chiiki.web.library.exports.document_tables import Sheet

__all__ = [
    "ENDINGS",
    "LIST_NAMES",
    "Crumb",
    "answer_document",
    "answer_sheet",
    "answer_subject",
    "page_language",
    "subject_routes",
]

ENDINGS: Final = ("csv", "json", "md", "bib")
"""The forms that stand beside a page."""

_TYPES: Final = {
    "csv": "text/csv",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "jsonld": "application/ld+json",
}

LIST_NAMES = {
    Kind.PLAN: pgettext_lazy("list", "Plans"),
    Kind.LAW: pgettext_lazy("list", "Laws and strategies"),
    Kind.PROGRAMME: pgettext_lazy("list", "Programmes"),
    Kind.REGION: pgettext_lazy("list", "Regions"),
    Kind.SITE: pgettext_lazy("list", "Sites"),
    Kind.DESIGNATION: pgettext_lazy("list", "Designations"),
    Kind.MEASURE: pgettext_lazy("list", "Support measures"),
    Kind.EVALUATION: pgettext_lazy("list", "Evaluations"),
    Kind.SOURCE: pgettext_lazy("list", "Sources"),
    Kind.CONFLICT: pgettext_lazy("list", "Conflicting statements"),
}
"""Kind → the heading of its list, as breadcrumbs name it."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page."""

    text: _StrOrPromise
    href: str = ""
    """Empty for the page itself."""


def page_language() -> Lang:
    """Return the language of the page that is answered."""
    return "en" if get_language() == "en" else "ja"


def answer_document(  # noqa: PLR0913 -- what each page kind may say of itself, by keyword
    request: HttpRequest,
    document: Document,
    *,
    kind: Kind | None = None,
    subject_id: str = "",
    ending: str = "",
    crumbs: Sequence[Crumb] = (),
    controls: str = "",
    template: str = "library/document.html",
) -> HttpResponse:
    """Answer `document` as the page, or in the form that the address ends in.

    Parameters
    ----------
    request : HttpRequest
        Its path and query are all that the answer depends on.
    document : Document
        Composed in the language of the page.
    kind : Kind, optional
        Puts the list of that kind before the page in the breadcrumb; left out for views of several things.
    subject_id : str
        Names files; the document's own id when left out.
    ending : {"", "csv", "json", "md", "bib"}
        ``?table=<name>`` chooses a table of the CSV; the longest when left out.
    crumbs : sequence of Crumb
        Steps between the first page and this one, instead of the list of `kind`.
    controls : str
        Markup of a template (a form of filters), which stands between the answer and the blocks.
    template : str
        Extends ``library/document.html``.
    """
    if ending:
        return _as_file(request, document, ending=ending, stem=subject_id or document.id)
    steps = list(crumbs) or ([_list_crumb(kind, document.lang)] if kind else [])
    context = {
        "document": document,
        "title": plain(document.title.text),
        "content": mark_safe(content_html(document, controls=controls, has_outline=True)),  # noqa: S308 -- that module escapes every fact
        "crumbs": [Crumb(gettext("Home"), f"/{document.lang}/"), *steps, Crumb(document.subject)],
        "forms": _forms(request, has_words_of_schema_org=kind is not None),
        "skip_to_notes": document.labels["skip_to_notes"],
        "sheets": _sheet_links(request, document),
        "citation": _citation(document),
    }
    return render(request, template, context)


def answer_subject(
    request: HttpRequest,
    *,
    kind: Kind,
    subject_id: str,
    ending: str,
    compose: Callable[[str, Lang], Document],
) -> HttpResponse:
    """Compose and answer the page of one subject; name what is near where there is no such subject."""
    lang = page_language()
    if subject_id not in subjects(kind, pack=pack()):
        return _answer_unknown(request, kind=kind, subject_id=subject_id)
    document = compose(subject_id, lang)
    return answer_document(request, document, kind=kind, subject_id=subject_id, ending=ending)


def subject_routes(kind: Kind, view: Callable[..., HttpResponse]) -> list[URLPattern]:
    """Return the addresses of the pages of `kind`: the page and the forms beside it."""
    word = LISTS[kind]
    forms = [
        path(f"{word}/<str:subject_id>.{ending}", view, {"ending": ending}, name=f"{kind.value}-{ending}")
        for ending in ENDINGS
    ]
    return [*forms, path(f"{word}/<str:subject_id>", view, {"ending": ""}, name=kind.value)]


def _list_crumb(kind: Kind, lang: Lang) -> Crumb:
    return Crumb(LIST_NAMES[kind], f"/{lang}/{LISTS[kind]}")


def _answer_unknown(request: HttpRequest, *, kind: Kind, subject_id: str) -> HttpResponse:
    lang = page_language()
    near = [
        Crumb(name, address(kind, key, lang=lang))
        for key, name in near_subjects(kind, subject_id, pack=pack(), lang=lang)
    ]
    context = {
        "asked": subject_id[:80],
        "near": near,
        "crumbs": [Crumb(gettext("Home"), f"/{lang}/"), _list_crumb(kind, lang), Crumb(gettext("Not found"))],
        "list": _list_crumb(kind, lang),
    }
    return render(request, "library/unknown.html", context, status=404)


def _as_file(request: HttpRequest, document: Document, *, ending: str, stem: str) -> HttpResponse:
    if ending == "csv":
        return _as_csv(document, wanted=request.GET.get("table", ""), stem=stem)
    written = {"json": render_json, "md": render_markdown, "bib": bibtex}[ending](document)
    return HttpResponse(written, content_type=_TYPES[ending])


def _as_csv(document: Document, *, wanted: str, stem: str) -> HttpResponse:
    sheets = document_sheets(document)
    chosen = next((sheet for sheet in sheets if sheet.name == wanted), None) if wanted else main_sheet(sheets)
    if chosen is None:
        raise Http404
    return answer_sheet(chosen, stem=stem, lang=document.lang)


def answer_sheet(sheet: Sheet, *, stem: str, lang: Lang) -> HttpResponse:
    """Answer one table as CSV, its rows and all rows in the name of the file."""
    return csv_answer(f"{stem}.{sheet.name}.{lang}", sheet.header, sheet.rows, n_total=sheet.n_total)


def _beside(request: HttpRequest, ending: str, **query: str) -> str:
    """Return the address of a form of this page, with the page's own query."""
    asked = [(key, value) for key, values in request.GET.lists() for value in values] + list(query.items())
    page = f"{request.path}home" if request.path.endswith("/") else request.path
    return f"{quote(page)}.{ending}" + (f"?{urlencode(asked)}" if asked else "")


def _forms(request: HttpRequest, *, has_words_of_schema_org: bool) -> list[dict[str, str]]:
    names = {"csv": "CSV", "json": "JSON", "md": "Markdown", "bib": "BibTeX", "jsonld": "JSON-LD"}
    offered = (*ENDINGS, "jsonld") if has_words_of_schema_org else ENDINGS
    return [{"name": names[ending], "type": _TYPES[ending], "href": _beside(request, ending)} for ending in offered]


def _sheet_links(request: HttpRequest, document: Document) -> list[tuple[Sheet, str]]:
    return [(sheet, _beside(request, "csv", table=sheet.name)) for sheet in document_sheets(document)]


def _citation(document: Document) -> dict[str, object]:
    labels = document.labels
    credits_ = dict.fromkeys(source.credit for source in listed_sources(document) if source.credit)
    as_of = formats.date(document.as_of, document.lang)
    return {
        "text": labels["cite_as"].format(subject=document.subject, edition=document.edition, date=as_of),
        "checksum": document.pack_sha256,
        "terms": labels["facts_licence"],
        "credits": list(credits_),
    }
