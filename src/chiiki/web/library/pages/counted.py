"""Counts of rows of the facts, as numbers that open: which rows, of which table, under which conditions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.brief.compose import assemble
from chiiki.provenance import Number
from chiiki.studies.holdings import PACK_SOURCE
from chiiki.studies.phrases import place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.brief.document import Document
    from chiiki.brief.parts import Parts
    from chiiki.brief.wording import Wording
    from chiiki.facts.pack import Pack
    from chiiki.provenance import Locator, NumberBook
    from chiiki.studies.holdings import Holding

__all__ = ["add_rows", "assemble_view", "conditions", "span_of"]


def assemble_view(parts: Parts, *, pack: Pack, wording: Wording) -> Document:
    """Assemble a page that is no brief: its notes and citation say so."""
    document = assemble(parts, pack=pack, wording=wording)
    own = {name: wording.entries[f"page_views.{name}"] for name in ("notes_lead", "cite_as")}
    return replace(document, labels={**document.labels, **own})


def add_rows(  # noqa: PLR0913 -- a count has a name, a size, a time, a meaning and a place
    book: NumberBook, number_id: str, *, n: int, period: str, definition: str, place: Locator
) -> str:
    """Add how many rows of the facts fit; `place` names table and conditions, as ``chiiki facts`` takes them."""
    return book.add(
        Number(
            id=number_id,
            value=n,
            unit="count",
            period=period,
            definition=definition,
            source_ids=(PACK_SOURCE,),
            locators=(place,),
        )
    ).id


def conditions(table: str, chosen: Mapping[str, str]) -> Locator:
    """Name the rows that a count stands on: ``designations: plan=P3, ministry=MEXT``."""
    if not chosen:
        return place("all_rows", table=table)
    return f"{table}: {', '.join(f'{name}={value}' for name, value in chosen.items())}"


def span_of(holdings: Sequence[Holding]) -> str:
    """Return the fiscal years in which the dated selections began."""
    years = [holding.designation.start_fy for holding in holdings if holding.designation.start_fy]
    if not years:
        return "undated"
    return f"FY{min(years)}-{max(years)}" if min(years) < max(years) else f"FY{years[0]}"
