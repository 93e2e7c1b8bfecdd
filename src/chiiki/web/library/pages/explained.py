"""Which numbers a page explains itself, and which another page does.

A brief explains hundreds of numbers, of other subjects too. A page stays light: it explains
the numbers of its own subject that it shows; the values of other subjects lead to their pages,
and what numbers are computed from leads to the full brief.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from chiiki.brief.charts import Label
from chiiki.brief.document import Figure, NumberRef
from chiiki.web.library.enums import Kind
from chiiki.web.library.links import address

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from chiiki.brief.document import Document, Lang
    from chiiki.facts.pack import Pack

__all__ = [
    "addresses",
    "brief_address",
    "compare_address",
    "counts_elsewhere",
    "explained_elsewhere",
    "shown_numbers",
    "source_pages",
]

_PAGED = {kind.value: kind for kind in Kind}

_ON_REGION_PAGES = {"designations", "graded", "population", "income"}
"""Last part of the ids of numbers that every prefecture's page explains."""


def addresses(lang: Lang) -> Callable[[str, str], str]:
    """Return how documents of this site find the page of a thing."""
    return lambda kind, subject_id: address(_PAGED[kind], subject_id, lang=lang)


def brief_address(kind: str, subject_id: str, *, lang: Lang) -> str:
    """Return the address of the full brief of a region, a programme or the nation."""
    return f"/{lang}/briefs/{kind}/{subject_id}"


def compare_address(kind: str, subject_ids: Sequence[str], *, lang: Lang) -> str:
    """Return the address of a comparison of regions or programmes."""
    return f"/{lang}/compare?{urlencode({kind: ','.join(subject_ids)}, safe=',')}"


def source_pages(document: Document) -> Mapping[str, str]:
    """Return ``s-<source id>`` → address of the page about each source."""
    find = addresses(document.lang)
    return {f"s-{source}": find(Kind.SOURCE.value, source) for source in document.sources}


def counts_elsewhere(document: Document, *, pack: Pack) -> Mapping[str, str]:
    """Return number id → address for the numbers of `document` that pages of prefectures explain."""
    find = addresses(document.lang)
    prefectures = {f"r{row.region_id}": row.region_id for row in pack.regions if row.kind == "prefecture"}
    parts = ((number.id, *number.id.split(".", 1)) for number in document.numbers if "." in number.id)
    return {
        number_id: f"{find(Kind.REGION.value, prefectures[subject])}#{number_id}"
        for number_id, subject, name in parts
        if subject in prefectures and subject != document.number_prefix and name in _ON_REGION_PAGES
    }


def explained_elsewhere(
    document: Document, *, brief: str, pack: Pack, leave: Collection[str] = ()
) -> Mapping[str, str]:
    """Return number id → address for every number that `document` does not explain.

    Parameters
    ----------
    document : Document
    brief : str
        Address of the brief that explains every number of `document`.
    pack : Pack
    leave : collection of str
        Definitions whose numbers are left to the brief, although the page shows them.
    """
    shown = set(shown_numbers(document))
    prefectures = {f"r{row.region_id}" for row in pack.regions if row.kind == "prefecture"} - {document.number_prefix}
    found = {
        number.id: f"{brief}#{number.id}"
        for number in document.numbers
        if number.id not in shown or number.definition in leave or number.id.split(".")[0] in prefectures
    }
    return {**found, **counts_elsewhere(document, pack=pack)}


def shown_numbers(document: Document) -> Iterator[str]:
    """Give the id of every number that stands in a sentence, a cell or a drawing of `document`."""
    yield from _within((document.title, document.lead, document.kpis, document.blocks, document.conflicts))


def _within(part: Any) -> Iterator[str]:  # noqa: ANN401 -- documents nest many types
    if isinstance(part, NumberRef | Label):
        if part.number_id:
            yield part.number_id
    elif isinstance(part, tuple):
        for one in part:
            yield from _within(one)
    elif is_dataclass(part):
        is_drawn_only = isinstance(part, Figure) and part.table_href
        for field in fields(part):
            if not (is_drawn_only and field.name == "table"):
                yield from _within(getattr(part, field.name))
