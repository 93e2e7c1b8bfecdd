"""The tables of the pack: what there is, their rows, and the same rows as CSV and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.facts import pack
from chiiki.web.library.forms.asked import read_page
from chiiki.web.library.forms.table_asked import read_conditions, read_sort
from chiiki.web.library.queries.tables import find_rows, read_cells
from chiiki.web.library.views.documents import page_language
from chiiki.web.library.views.filters import count_words, named, without
from chiiki.web.library.views.table_cells import NUMERIC, body_html, described_html, field_title, unit_word
from chiiki.web.ui.exports import table_answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from chiiki.brief.document import Lang
    from chiiki.facts.schema import Field, TableSchema

__all__ = ["file", "index", "index_file", "page"]

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Head:
    """One column as the page explains it."""

    field: Field
    title: str
    meaning: SafeString
    unit: str
    is_number: bool
    value: str
    """What it is filtered by."""


@requires(anyone, is_shared=True)
def index(request: HttpRequest) -> HttpResponse:
    """Show which tables there are, what they hold, and how many rows."""
    lang = page_language()
    tables = [
        (table, _title(table, lang=lang), described_html(table, lang=lang), read_cells(pack(), table.name).n_rows)
        for table in pack().schema.tables.values()
    ]
    context = {"tables": tables, "n_rows": sum(n for *_, n in tables)}
    return render(request, "library/tables.html", context)


@requires(anyone, is_shared=True)
def index_file(_request: HttpRequest, *, ending: str) -> HttpResponse:
    """Answer with the list of tables."""
    rows = [
        (one.name, one.title_ja, one.title, one.description_ja, one.description, read_cells(pack(), one.name).n_rows)
        for one in pack().schema.tables.values()
    ]
    return table_answer(
        "tables",
        ("name", "title_ja", "title_en", "description_ja", "description", "n_rows"),
        rows,
        n_total=len(rows),
        ending=ending,
        about={"list": "tables", "edition": pack().edition, "as_of": pack().as_of},
    )


@requires(anyone, is_shared=True)
def page(request: HttpRequest, *, name: str) -> HttpResponse:
    """Show one page of the rows of a table."""
    lang, table = page_language(), _table(name)
    where, number = read_conditions(request.GET, table=table), read_page(request.GET)
    rows = find_rows(pack(), name, where=where, sort=read_sort(request.GET, table=table))
    n_pages = max(1, -(-len(rows.numbers) // PER_PAGE))
    if number > n_pages:
        raise Http404
    heads = [_head(one, where.get(one.name, ""), lang=lang) for one in table.fields]
    context = {
        "table": table,
        "title": _title(table, lang=lang),
        "description": described_html(table, lang=lang),
        "heads": heads,
        "rows": body_html(rows, rows.numbers[(number - 1) * PER_PAGE : number * PER_PAGE], lang=lang),
        "n_found": len(rows.numbers),
        "n_rows": rows.n_rows,
        "count": count_words(len(rows.numbers)),
        "number": number,
        "n_pages": n_pages,
        "chips": _chips(request, where, heads=heads),
        "path": f"/{lang}/tables/{name}",
        "query": request.GET.urlencode(),
        "sort": request.GET.get("sort", ""),
    }
    return render(request, "library/table.html", context)


@requires(anyone, is_shared=True)
def file(request: HttpRequest, *, name: str, ending: str) -> HttpResponse:
    """Answer with all rows of a table that fit."""
    table = _table(name)
    where, sort = read_conditions(request.GET, table=table), read_sort(request.GET, table=table)
    rows = find_rows(pack(), name, where=where, sort=sort)
    cells = (rows.cells(number) for number in rows.numbers)
    return table_answer(
        name,
        table.columns,
        cells,
        n_total=rows.n_rows,
        ending=ending,
        has_bom=request.GET.get("bom") == "1",
        about={"table": name, "title": table.title, "edition": pack().edition, "as_of": pack().as_of},
    )


def _table(name: str) -> TableSchema:
    try:
        return pack().schema.tables[name]
    except KeyError:
        raise Http404 from None


def _title(table: TableSchema, *, lang: Lang) -> str:
    return (table.title_ja or table.title) if lang == "ja" else table.title


def _head(field: Field, value: str, *, lang: Lang) -> Head:
    meaning, unit = described_html(field, lang=lang), unit_word(field, lang=lang)
    return Head(field, field_title(field, lang=lang), meaning, unit, field.type in NUMERIC, value)


def _chips(request: HttpRequest, where: Mapping[str, str], *, heads: list[Head]) -> list[tuple[str, str]]:
    titles = {head.field.name: head.title for head in heads}
    return [(named(titles[name], value or "–"), without(request.GET, name)) for name, value in where.items()]
