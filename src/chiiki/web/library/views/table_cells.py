"""Cells of the tables of the pack as HTML: as the pack writes them, or in the words of readers."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, pgettext

from chiiki.brief.formats import date, decimal, fiscal_year, unit_name, year, yen
from chiiki.facts.select import as_text
from chiiki.units import KINDS
from chiiki.web.library.enums import Kind
from chiiki.web.library.labels import term_label
from chiiki.web.library.links import address
from chiiki.web.library.queries.tables import KEY_SIGN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

    from chiiki.brief.document import Lang
    from chiiki.facts.pack import Pack
    from chiiki.facts.read import Cell
    from chiiki.facts.schema import Field, TableSchema
    from chiiki.web.library.queries.tables import Rows

__all__ = ["body_html", "described_html", "fact_address", "field_title", "page_of_cell", "unit_word", "worded_cell"]

_PAGES = {
    "plan_id": Kind.PLAN,
    "law_id": Kind.LAW,
    "programme_id": Kind.PROGRAMME,
    "from_programme_id": Kind.PROGRAMME,
    "to_programme_id": Kind.PROGRAMME,
    "region_id": Kind.REGION,
    "place_id": Kind.SITE,
    "measure_id": Kind.MEASURE,
    "evaluation_id": Kind.EVALUATION,
    "source_id": Kind.SOURCE,
    "disagreement_id": Kind.CONFLICT,
}
"""Column → the kind of page that its ids lead to."""

_DATE = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])(-[0-3][0-9])?", re.ASCII)
NUMERIC = {"integer", "number"}
CODE_OF_PREFECTURE = 2


def fact_address(table: str, key: str, *, lang: Lang) -> str:
    """Return the address of the card of one row."""
    return f"/{lang}/facts/{table}/{quote(key, safe='')}"


def field_title(field: Field, *, lang: Lang) -> str:
    """Return the head of a column in words."""
    return (field.title_ja if lang == "ja" else field.title) or field.name


def described_html(about: Field | TableSchema, *, lang: Lang) -> SafeString:
    """Return what a table or a column is; where a pack has no Japanese for it, its English, marked as such."""
    if lang == "ja" and not about.description_ja and about.description:
        return format_html('<span lang="en">{}</span>', about.description)
    return format_html("{}", about.description_ja if lang == "ja" else about.description)


def unit_word(field: Field, *, lang: Lang) -> str:
    """Name the unit of a column; empty where it has none or counts without a word."""
    return unit_name(field.unit, lang) if field.unit in KINDS else field.unit


def page_of_cell(column: str, cell: Cell, *, lang: Lang) -> str:
    """Return the address of the page of the thing that a cell names; empty where it names none."""
    kind = _PAGES.get(column)
    # municipalities have no page of their own
    if (
        kind is None
        or not isinstance(cell, str)
        or not cell
        or (kind == Kind.REGION and cell[:1].isdigit() and len(cell) > CODE_OF_PREFECTURE)
    ):
        return ""
    return address(kind, cell, lang=lang)


def body_html(rows: Rows, numbers: Iterable[int], *, lang: Lang) -> SafeString:
    """Write rows of a table; the first cell and each number open the card of the row."""
    fields, keys = rows.table.fields, [rows.columns[column] for column in rows.table.primary_key]
    label = escape(pgettext("number", "Where this stands"))
    written = []
    for number in numbers:
        key = KEY_SIGN.join(as_text(column[number]) for column in keys)
        card = (
            f'<a class="num" data-card title="{label}" href="{escape(fact_address(rows.table.name, key, lang=lang))}">'
        )
        first, *others = zip(fields, rows.cells(number), strict=True)
        cells = [f'<th scope="row">{card}{escape(as_text(first[1]) or "–")}</a></th>']
        cells += [_cell(field, cell, card=card, lang=lang) for field, cell in others]
        written.append(f"<tr>{''.join(cells)}</tr>")
    return mark_safe("\n".join(written))  # noqa: S308 -- every cell is escaped


def _cell(field: Field, cell: Cell, *, card: str, lang: Lang) -> str:
    text = escape(as_text(cell))
    if not text:
        return "<td></td>"
    if field.type in NUMERIC:
        return f'<td class="r">{card}{text}</a></td>'
    href = page_of_cell(field.name, cell, lang=lang)
    return f'<td><a href="{escape(href)}">{text}</a></td>' if href else f"<td>{text}</td>"


def worded_cell(field: Field, cell: Cell, *, pack: Pack, lang: Lang) -> str:
    """Write a cell for readers: codes in words with the code beside, years, dates and amounts in full."""
    text = as_text(cell)
    if not text:
        return format_html('<span class="missing">{}</span>', pgettext("cell", "empty"))
    if field.vocabulary:
        codes = cell if isinstance(cell, tuple) else (text,)
        words = "; ".join(term_label(pack, field.vocabulary, code, lang=lang) for code in codes)
        return words if words == text else format_html("{} <code>{}</code>", words, text)
    if isinstance(cell, bool):
        return gettext("Yes") if cell else gettext("No")
    if isinstance(cell, int | float):
        return _worded_number(field, cell, lang=lang)
    href = page_of_cell(field.name, cell, lang=lang)
    if field.name.endswith("_on") and _DATE.fullmatch(text):
        text = date(text, lang)
    return format_html('<a href="{}">{}</a>', href, text) if href else format_html("{}", text)


def _worded_number(field: Field, number: float, *, lang: Lang) -> str:
    if field.name.endswith("_jpy"):
        return format_html("{} ({})", yen(number, lang), decimal(number))
    if field.name == "fy" or field.name.endswith("_fy"):
        return fiscal_year(int(number), lang)
    if field.type == "year" or field.name in {"year", "valid_from", "valid_to"}:
        return year(int(number), lang)
    if unit := unit_word(field, lang=lang):
        return decimal(number) + (unit if lang == "ja" else f" {unit}")
    if isinstance(number, int) or number.is_integer():
        return decimal(number)
    return str(number)
