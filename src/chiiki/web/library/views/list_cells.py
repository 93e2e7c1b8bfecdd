"""The rows of a list as HTML: written here rather than in a template, which takes five times as long."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from django.utils.safestring import mark_safe
from django.utils.translation import override, pgettext, pgettext_lazy

from chiiki.brief.formats import date, decimal, place_in_source
from chiiki.brief.formats import fiscal_year as worded_fiscal_year
from chiiki.web.library.enums import LISTS, Kind
from chiiki.web.library.labels import TABLES, type_label
from chiiki.web.library.links import address
from chiiki.web.library.views.table_cells import fact_address
from chiiki.web.ui.formats import missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.utils.functional import _StrOrPromise
    from django.utils.safestring import SafeString

    from chiiki.brief.document import Lang
    from chiiki.facts.pack import Pack
    from chiiki.web.library.models import Record

__all__ = ["COLUMNS", "Column", "body_html"]

ColumnKey = Literal["name", "type", "owner", "place", "start", "end", "date", "grade", "n", "source"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: by what it sorts, and its head."""

    key: ColumnKey
    label: _StrOrPromise
    is_number: bool = False


_NAME = Column("name", pgettext_lazy("column", "Name"))
_TYPE = Column("type", pgettext_lazy("column", "Type"))
_START = Column("start", pgettext_lazy("column", "From"), is_number=True)
_END = Column("end", pgettext_lazy("column", "To"), is_number=True)
_GRADE = Column("grade", pgettext_lazy("column", "Grade"))
_SOURCE = Column("source", pgettext_lazy("column", "Source"))
_PREFECTURE = Column("place", pgettext_lazy("column", "Prefecture"))
_PROGRAMME = Column("owner", pgettext_lazy("column", "Programme"))
_MINISTRY = Column("owner", pgettext_lazy("column", "Ministry"))
_SELECTIONS = Column("n", pgettext_lazy("column", "Designations"), is_number=True)

COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.PLAN: (
        *(_NAME, _START, _END, Column("date", pgettext_lazy("column", "Decided on")), _TYPE),
        *(Column("n", pgettext_lazy("column", "Concepts"), is_number=True), _SOURCE),
    ),
    Kind.LAW: (_NAME, _TYPE, Column("date", pgettext_lazy("column", "Date")), _SOURCE),
    Kind.PROGRAMME: (_NAME, _MINISTRY, _TYPE, _START, _END, _SELECTIONS, _SOURCE),
    Kind.REGION: (_NAME, _TYPE, Column("owner", pgettext_lazy("column", "Part of")), _SELECTIONS, _SOURCE),
    Kind.SITE: (_NAME, _TYPE, _PREFECTURE, _PROGRAMME, _START, _END, _SELECTIONS, _SOURCE),
    Kind.DESIGNATION: (_NAME, _PROGRAMME, _PREFECTURE, _START, _END, _GRADE, _SOURCE),
    Kind.MEASURE: (_NAME, _MINISTRY, Column("place", pgettext_lazy("column", "Programme")), _SOURCE),
    Kind.EVALUATION: (
        *(_NAME, _PROGRAMME, _TYPE),
        *(Column("start", pgettext_lazy("column", "Fiscal year"), is_number=True), _GRADE, _SOURCE),
    ),
    Kind.SOURCE: (
        *(_NAME, Column("owner", pgettext_lazy("column", "Publisher")), _TYPE),
        Column("date", pgettext_lazy("column", "Published on")),
        Column("n", pgettext_lazy("column", "Rows of the facts"), is_number=True),
    ),
    Kind.CONFLICT: (
        *(_NAME, Column("type", pgettext_lazy("column", "Table"))),
        *(Column("n", pgettext_lazy("column", "Statements"), is_number=True), _SOURCE),
    ),
}
"""Kind → the columns of its list."""

_FACET_OF = {Kind.PROGRAMME: "programme", Kind.REGION: "prefecture"}


def body_html(records: Iterable[Record], *, kind: Kind, pack: Pack, lang: Lang) -> SafeString:
    """Write the rows of a list; every text of the facts is escaped here."""
    columns = COLUMNS[kind]
    rows = (
        "<tr>" + "".join(_WRITERS[column.key](record, pack, lang) for column in columns) + "</tr>" for record in records
    )
    return mark_safe("\n".join(rows))  # noqa: S308 -- each writer escapes what it is given


def _name(record: Record, pack: Pack, lang: Lang) -> str:
    del pack
    name = record.name(lang)
    other = ' lang="ja"' if lang == "en" and not record.name_en else ""
    short = record.short_ja if lang == "ja" else record.short_en
    beside = f' <small class="short">{escape(short)}</small>' if short and short not in name else ""
    return f'<th scope="row"><a href="{escape(record.page(lang))}"{other}>{escape(name)}</a>{beside}</th>'


def _type(record: Record, pack: Pack, lang: Lang) -> str:
    return f"<td>{escape(type_label(pack, Kind(record.kind), record.type, lang=lang))}</td>"


def _owner(record: Record, pack: Pack, lang: Lang) -> str:
    del pack
    words = escape(record.owner(lang))
    if record.owner_kind and record.owner_id and record.kind != Kind.MEASURE:
        words = f'<a href="{escape(address(Kind(record.owner_kind), record.owner_id, lang=lang))}">{words}</a>'
        return f"<td>{words}</td>"
    return f'<td class="names">{words}</td>'


def _place(record: Record, pack: Pack, lang: Lang) -> str:
    del pack
    words = escape(record.place(lang))
    if record.kind == Kind.MEASURE and record.owner_id:
        words = f'<a href="{escape(address(Kind.PROGRAMME, record.owner_id, lang=lang))}">{words}</a>'
    return f"<td>{words}</td>"


def _year(of: Callable[[Record], int | None]) -> Callable[[Record, Pack, Lang], str]:
    def write(record: Record, pack: Pack, lang: Lang) -> str:
        del pack
        fy = of(record)
        words = missing("unknown") if fy is None else escape(worded_fiscal_year(fy, lang))
        return f'<td class="r">{_opened(record, words, lang)}</td>'

    return write


def _date(record: Record, pack: Pack, lang: Lang) -> str:
    del pack
    words = escape(date(record.dated_on, lang)) if record.dated_on else missing("unknown")
    return f"<td>{_opened(record, words, lang)}</td>"


def _grade(record: Record, pack: Pack, lang: Lang) -> str:
    del pack
    if record.grade:
        return f"<td>{_opened(record, escape(record.grade), lang)}</td>"
    return f"<td>{missing('unknown') if record.kind == Kind.EVALUATION else ''}</td>"


def _count(record: Record, pack: Pack, lang: Lang) -> str:
    del pack
    if record.n_related is None:
        return f'<td class="r">{missing("not_applicable")}</td>'
    number = decimal(record.n_related)
    kind = Kind(record.kind)
    has_list = kind == Kind.PROGRAMME or (kind == Kind.REGION and record.type == "prefecture")
    if has_list and record.n_related:
        # the list that holds what the number counts
        href = f"/{lang}/{LISTS[Kind.DESIGNATION]}?{urlencode({_FACET_OF[kind]: record.subject_id})}"
        return f'<td class="r"><a href="{escape(href)}">{number}</a></td>'
    return f'<td class="r"><a href="{escape(record.page(lang))}">{number}</a></td>'


def _source(record: Record, pack: Pack, lang: Lang) -> str:
    where = f' <small class="locator">{escape(place_in_source(record.locator, lang))}</small>' if record.locator else ""
    return f"<td>{_source_link(pack, record.source_id, lang)}{where}</td>"


@lru_cache(maxsize=4096)
def _source_link(pack: Pack, source_id: str, lang: Lang) -> str:
    """Name a source, once for all rows that it stands in."""
    source = pack.source(source_id)
    names = ((source.title_ja, source.title_en), (source.publisher_ja, source.publisher_en))
    title = next((name for pair in names for name in (pair if lang == "ja" else pair[::-1]) if name), source_id)
    other = ' lang="ja"' if lang == "en" and not title.isascii() else ""
    href = escape(address(Kind.SOURCE, source_id, lang=lang))
    return f'<a class="src" href="{href}"{other}>{escape(title)}</a>'


def _opened(record: Record, words: str, lang: Lang) -> str:
    """Let a number open: to the row of the pack that states it, or to the page that gathers several."""
    if record.kind in {Kind.SITE, Kind.CONFLICT}:
        return f'<a href="{escape(record.page(lang))}">{words}</a>'
    return f"{_to_fact(record.kind, record.subject_id, lang)}{words}</a>"


@lru_cache(maxsize=4096)
def _to_fact(kind: str, subject_id: str, lang: Lang) -> str:
    """Write the beginning of a link to a row of the pack, once for all numbers that it states."""
    with override(lang):
        where = escape(pgettext("number", "Where this stands"))
    href = fact_address(TABLES[Kind(kind)], subject_id, lang=lang)
    return f'<a class="num" data-card title="{where}" href="{escape(href)}">'


_WRITERS: dict[ColumnKey, Callable[[Record, Pack, Lang], str]] = {
    "name": _name,
    "type": _type,
    "owner": _owner,
    "place": _place,
    "start": _year(lambda record: record.start_fy),
    "end": _year(lambda record: record.end_fy),
    "date": _date,
    "grade": _grade,
    "n": _count,
    "source": _source,
}
