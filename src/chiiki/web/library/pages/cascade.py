"""The cascade: plans, laws, programmes and the selections that fit some filters, in four views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from chiiki.brief.charts import read_outlines
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Link
from chiiki.brief.parts import Parts
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.provenance import NumberBook
from chiiki.web.library.pages.cascade_lanes import lanes_figure
from chiiki.web.library.pages.cascade_list import PAGE_ROWS, selection_table
from chiiki.web.library.pages.cascade_map import places_figure, tiles_figure
from chiiki.web.library.pages.cascade_timeline import timeline_figure
from chiiki.web.library.pages.choices import facet_word, view_address, worded
from chiiki.web.library.pages.counted import add_rows, assemble_view, conditions, span_of
from chiiki.web.library.queries.selections import count_values, find_programmes, find_selections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.brief.document import Claim, Document, Figure, Lang, Text
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Programme
    from chiiki.studies.holdings import Holding

__all__ = ["TOTAL", "VIEWS", "Cascade", "View", "compose_cascade", "find_cascade", "n_pages"]

View = Literal["timeline", "lanes", "map", "table"]
VIEWS: Final[tuple[View, ...]] = ("timeline", "lanes", "map", "table")
"""What the cascade may be shown as; the first without being asked."""

TOTAL: Final = "page-cascade.selections"
"""Number id of the selections that fit."""


@dataclass(frozen=True, slots=True)
class Cascade:
    """What fits some filters, with its numbers."""

    chosen: Mapping[str, str]
    holdings: tuple[Holding, ...]
    programmes: tuple[Programme, ...]
    """Of the fitting selections, and fitting programmes without any on record."""

    book: NumberBook
    counts: Mapping[str, str]
    """Programme id → number id of its fitting selections."""


def find_cascade(chosen: Mapping[str, str], *, pack: Pack) -> Cascade:
    """Find what fits `chosen` and count it."""
    book = NumberBook()
    holdings = find_selections(chosen, pack=pack)
    period = span_of(holdings)
    add_rows(
        book,
        TOTAL,
        n=len(holdings),
        period=period,
        definition="page_selections",
        place=conditions("designations", chosen),
    )
    per_programme = count_values("programme", holdings, pack=pack)
    add_rows(
        book,
        "page-cascade.programmes",
        n=len(per_programme),
        period=period,
        definition="page_programmes",
        place=conditions("designations", chosen),
    )
    counts = {
        key: add_rows(
            book,
            f"page-cascade.selections.{key}",
            n=n,
            period=span_of([row for row in holdings if row.programme.programme_id == key]),
            definition="page_selections",
            place=conditions("designations", {**chosen, "programme": key}),
        )
        for key, n in sorted(per_programme.items())
    }
    return Cascade(chosen, holdings, find_programmes(chosen, pack=pack), book, counts)


def n_pages(cascade: Cascade) -> int:
    """Return how many pages the table of selections has."""
    return max(1, -(-len(cascade.holdings) // PAGE_ROWS))


def compose_cascade(cascade: Cascade, *, view: View, page: int, pack: Pack, lang: Lang) -> Document:
    """Compose the page of one view.

    Parameters
    ----------
    cascade : Cascade
    view : {"timeline", "lanes", "map", "table"}
    page : int
        Of the table, from 1; 0 for all rows at once, as files have them.
    pack : Pack
    lang : {"ja", "en"}
    """
    wording = load_wording(lang)
    voice = Voice(pack=pack, wording=wording, book=cascade.book)
    blocks = _blocks(cascade, voice, view=view, page=page)
    parts = Parts(
        kind="page",
        id="cascade",
        subject=voice.word("page_views.cascade.subject"),
        title=_title(cascade, voice),
        lead=_lead(cascade, voice, view=view),
        kpis=(),
        blocks=blocks,
        numbers=cascade.book,
    )
    return assemble_view(parts, pack=pack, wording=wording)


def _title(cascade: Cascade, voice: Voice) -> Claim:
    n = voice.count(TOTAL, "designation")
    p = voice.count("page-cascade.programmes", "programme")
    some = Condition(TOTAL, ">", 0)
    period = voice.period(cascade.book[TOTAL].period)
    key = "filtered" if cascade.chosen else "all"
    return voice.claim(
        "title",
        [
            voice.rule(f"page_views.cascade.title_{key}", some, n=n, p=p, period=period),
            voice.rule("page_views.cascade.title_none"),
        ],
    )


def _lead(cascade: Cascade, voice: Voice, *, view: View) -> tuple[Text, ...]:
    if cascade.holdings or cascade.programmes:
        return (voice.sentence(f"page_views.cascade.lead_{view}"),)
    named = voice.listed([f"{facet_word(f, voice)} {worded(f, v, voice)}" for f, v in cascade.chosen.items()])
    clear = Link(view_address(view, {}, lang=voice.lang), voice.word("page_views.cascade.clear"))
    return (voice.sentence("page_views.cascade.empty", named=named, clear=clear),)


def _blocks(cascade: Cascade, voice: Voice, *, view: View, page: int) -> tuple[Block, ...]:
    if view == "table":
        return (_list_block(cascade, voice, page=page),) if cascade.holdings else ()
    if view == "map":
        drawn = (("places", places_figure(cascade, voice)), ("tiles", tiles_figure(cascade, voice)))[::-1]
        return tuple(_drawn(name, figure, voice, width="half") for name, figure in drawn if figure)
    figure = lanes_figure(cascade, voice) if view == "lanes" else timeline_figure(cascade, voice)
    return (_drawn(view, figure, voice, width="full"),) if figure else ()


def _drawn(name: str, figure: Figure, voice: Voice, *, width: Literal["full", "half"]) -> Block:
    heading = voice.claim(name, [voice.rule(f"page_views.cascade.heading_{name}")])
    cautions = (voice.sentence("page_views.cascade.caution_lanes"),) if name == "lanes" else ()
    sources = (read_outlines(voice.pack.outlines).source_id,) if name == "places" else ()
    return Block(id=name, page=1, heading=heading, width=width, figure=figure, cautions=cautions, source_ids=sources)


def _list_block(cascade: Cascade, voice: Voice, *, page: int) -> Block:
    heading = voice.claim("list", [voice.rule("page_views.cascade.heading_list")])
    return Block(id="list", page=1, heading=heading, tables=(selection_table(cascade, voice, page=page),))
