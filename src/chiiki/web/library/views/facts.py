"""The card of one row of the facts: every column with its meaning, source and place in it, cautions, conflicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from chiiki.brief.formats import place_in_source
from chiiki.facts.select import as_text
from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.enums import Kind
from chiiki.web.library.facts import pack
from chiiki.web.library.labels import term_label
from chiiki.web.library.links import address
from chiiki.web.library.queries.tables import find_fact
from chiiki.web.library.views.documents import page_language
from chiiki.web.library.views.table_cells import described_html, fact_address, field_title, worded_cell
from chiiki.web.ui.exports import json_answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from chiiki.brief.document import Lang
    from chiiki.facts.records import Citation, Disagreement, Source
    from chiiki.facts.schema import Field
    from chiiki.web.library.queries.tables import Fact

__all__ = ["file", "page"]

ASIDE = {"source_id", "locator", "caution_ids"}
"""Columns that the card shows in their own place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One column of the row."""

    field: Field
    title: str
    meaning: SafeString
    value: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A source, and where in it."""

    source: Source
    title: str
    publisher: str
    href: str
    locator: str
    role: str = ""


@requires(anyone, is_shared=True)
def page(request: HttpRequest, *, table: str, key: str) -> HttpResponse:
    """Show one row."""
    lang, fact = page_language(), _fact(table, key)
    schema = fact.table
    context = {
        "fact": fact,
        "title": (schema.title_ja or schema.title) if lang == "ja" else schema.title,
        "name": _name(fact, lang=lang),
        "entries": [_entry(field, fact, lang=lang) for field in schema.fields if field.name not in ASIDE],
        "cautions": _cautions(fact, lang=lang),
        "source": _stated_in(fact, lang=lang),
        "citations": [_cited(row, lang=lang) for row in fact.citations],
        "statements": [_statement(row, lang=lang) for row in fact.disagreements],
        "table_href": f"/{lang}/tables/{table}",
        "json_href": f"{fact_address(table, key, lang=lang)}.json",
    }
    return render(request, "library/fact.html", context)


@requires(anyone, is_shared=True)
def file(_request: HttpRequest, *, table: str, key: str) -> HttpResponse:
    """Answer with one row as JSON, with its sources and what disagrees with it."""
    fact = _fact(table, key)
    about = {
        "table": table,
        "key": key,
        "edition": pack().edition,
        "citations": [{"source_id": row.source_id, "locator": row.locator, "role": row.role} for row in fact.citations],
        "statements": [
            {"field": row.field, "value": row.value, "is_preferred": row.is_preferred, "source_id": row.source_id}
            for row in fact.disagreements
        ],
    }
    return json_answer(f"{table}-{key}", [dict(fact.cells)], n_total=1, about=about)


def _fact(table: str, key: str) -> Fact:
    fact = find_fact(pack(), table, key)
    if fact is None:
        raise Http404
    return fact


def _entry(field: Field, fact: Fact, *, lang: Lang) -> Entry:
    value = worded_cell(field, fact.cells[field.name], pack=pack(), lang=lang)
    return Entry(field, field_title(field, lang=lang), described_html(field, lang=lang), value)


def _name(fact: Fact, *, lang: Lang) -> str:
    for column in (f"short_{lang}", f"name_{lang}", f"title_{lang}", f"label_{lang}"):
        if text := as_text(fact.cells.get(column)):
            return text
    return fact.key


def _cautions(fact: Fact, *, lang: Lang) -> list[str]:
    codes = fact.cells.get("caution_ids")
    return [term_label(pack(), "caution", code, lang=lang) for code in (codes if isinstance(codes, tuple) else ())]


def _stated_in(fact: Fact, *, lang: Lang) -> Cited | None:
    source_id = as_text(fact.cells.get("source_id"))
    return _source(source_id, as_text(fact.cells.get("locator")), lang=lang) if source_id else None


def _source(source_id: str, locator: str, *, lang: Lang, role: str = "") -> Cited:
    source = pack().source(source_id)
    titles, publishers = [source.title_ja, source.title_en], [source.publisher_ja, source.publisher_en]
    return Cited(
        source,
        title=_first(titles, lang=lang) or _first(publishers, lang=lang) or source_id,
        publisher=_first(publishers, lang=lang) if any(titles) else "",
        href=address(Kind.SOURCE, source_id, lang=lang),
        locator=place_in_source(locator, lang),
        role=role,
    )


def _first(texts: Iterable[str], *, lang: Lang) -> str:
    ja, en = texts
    return (ja or en) if lang == "ja" else (en or ja)


def _cited(row: Citation, *, lang: Lang) -> Cited:
    return _source(row.source_id, row.locator, lang=lang, role=term_label(pack(), "citation_role", row.role, lang=lang))


def _statement(row: Disagreement, *, lang: Lang) -> dict[str, object]:
    return {
        "value": row.value,
        "field": row.field,
        "is_preferred": row.is_preferred,
        "reason": _first((row.reason_ja, row.reason_en), lang=lang),
        "source": _source(row.source_id, row.locator, lang=lang),
        "href": address(Kind.CONFLICT, row.disagreement_id, lang=lang),
    }
