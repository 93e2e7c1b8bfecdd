"""The first page: where, when, what was called last, what is new, and where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chiiki.brief.document import Block, Cell, Figure, Link, Table
from chiiki.brief.parts import Parts
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.provenance import Number, NumberBook
from chiiki.studies.holdings import prefectures
from chiiki.web.library.enums import LISTS, Kind
from chiiki.web.library.links import address
from chiiki.web.library.pages.cascade_lanes import lanes_chart, within_axis
from chiiki.web.library.pages.cascade_map import tile_grid
from chiiki.web.library.pages.choices import view_address
from chiiki.web.library.pages.counted import add_rows, assemble_view, conditions, span_of
from chiiki.web.library.queries.selections import count_values, find_selections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.brief.document import Document, Lang, Text
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Call

__all__ = ["NEWEST_CALLS", "compose_home", "newest_calls"]

NEWEST_CALLS: Final = 6
NEWEST_SOURCES: Final = 5
FEWEST_DRAWN: Final = 10
"""Selections from which a programme stands in the timeline of the first page; the cascade has all."""


def compose_home(*, pack: Pack, lang: Lang) -> Document:
    """Compose the first page."""
    wording, book = load_wording(lang), NumberBook()
    voice = Voice(pack=pack, wording=wording, book=book)
    holdings = find_selections({}, pack=pack)
    total = add_rows(
        book,
        "page-home.selections",
        n=len(holdings),
        period=span_of(holdings),
        definition="page_selections",
        place=conditions("designations", {}),
    )
    blocks = (_tiles(voice), _calls(voice), _timeline(voice), _whom(voice), _kinds(voice), _new(voice))
    parts = Parts(
        kind="page",
        id="home",
        subject=voice.word("page_views.home.subject"),
        title=voice.claim(
            "title",
            [
                voice.rule(
                    "page_views.home.title",
                    n=voice.count(total, "designation"),
                    period=voice.period(book[total].period),
                )
            ],
        ),
        lead=(voice.sentence("page_views.home.lead"),),
        kpis=(),
        blocks=tuple(block for block in blocks if block is not None),
        numbers=book,
    )
    return assemble_view(parts, pack=pack, wording=wording)


def _heading(name: str, voice: Voice) -> Block:
    return Block(id=name, page=1, heading=voice.claim(name, [voice.rule(f"page_views.home.heading_{name}")]))


def _tiles(voice: Voice) -> Block:
    """Show every prefecture with its count, as links to its page, and by name below."""
    counts = count_values("prefecture", find_selections({}, pack=voice.pack), pack=voice.pack)
    regions = prefectures(voice.pack)
    links = {row.region_id: address(Kind.REGION, row.region_id, lang=voice.lang) for row in regions}
    chart = tile_grid(counts, voice, links=links, title=voice.word("page_views.home.tiles"))
    numbers = _region_numbers(counts, voice)
    table = Table(
        caption=voice.sentence("page_views.tiles.caption"),
        header=tuple(voice.word(f"page_views.column.{name}") for name in ("prefecture", "count")),
        rows=tuple(
            (
                Cell((Link(links[row.region_id], voice.region(row)),)),
                voice.number_cell(numbers[row.region_id], text=voice.scalar_text(numbers[row.region_id])),
            )
            for row in regions
        ),
    )
    names: list[str | Link] = []
    for row in regions:
        names += [voice.word("frame.list_separator"), Link(links[row.region_id], voice.short(row))]
    return Block(
        id="tiles",
        page=1,
        heading=_heading("tiles", voice).heading,
        width="half",
        figure=Figure(chart=chart, measure=voice.sentence("page_views.tiles.measure"), alt=chart.alt, table=table),
        sentences=(tuple(names[1:]),),
    )


def _region_numbers(counts: Mapping[str, int], voice: Voice) -> dict[str, str]:
    period = span_of(find_selections({}, pack=voice.pack))
    return {
        row.region_id: add_rows(
            voice.book,
            f"page-home.in.{row.region_id}",
            n=counts.get(row.region_id, 0),
            period=period,
            definition="page_selections",
            place=conditions("designations", {"prefecture": row.region_id}),
        )
        for row in prefectures(voice.pack)
    }


def newest_calls(pack: Pack) -> tuple[Call, ...]:
    """Return the decisions on calls of which a day or month is on record, the newest first."""
    dated = [row for row in pack.calls if row.decided_on and row.kind == "selection"]
    return tuple(sorted(dated, key=lambda row: (row.decided_on, row.call_id), reverse=True)[:NEWEST_CALLS])


def _calls(voice: Voice) -> Block | None:
    rows = newest_calls(voice.pack)
    if not rows:
        return None
    columns = ("decided", "programme", "applied", "selected")
    table = Table(
        caption=voice.sentence("page_views.home.caption_calls"),
        header=tuple(voice.word(f"page_views.column.{name}") for name in columns),
        rows=tuple(_call_row(row, voice) for row in rows),
        note=voice.sentence("page_views.home.note_calls"),
    )
    return Block(id="calls", page=1, heading=_heading("calls", voice).heading, width="half", tables=(table,))


def _call_row(row: Call, voice: Voice) -> tuple[Cell, ...]:
    programme = voice.pack.programme(row.programme_id)
    is_named_so = row.type_ja in {programme.short_ja, programme.name_ja}
    kind = "" if is_named_so else row.type_ja if voice.lang == "ja" else row.type_en
    name = (Link(address(Kind.PROGRAMME, row.programme_id, lang=voice.lang), voice.short(programme)),)
    return (
        Cell((voice.period(row.decided_on),)),
        Cell((*name, voice.word("frame.in_brackets", text=kind)) if kind else name),
        _call_number(row, "applied", row.n_applied, voice),
        _call_number(row, "selected", row.n_selected, voice),
    )


def _call_number(row: Call, name: str, value: int | None, voice: Voice) -> Cell:
    number = voice.book.add(
        Number(
            id=f"page-home.call.{row.call_id}.{name}",
            value=value,
            unit="count",
            period=row.decided_on,
            definition=f"page_call_{name}",
            missing="" if value is not None else row.missing or "unknown",
            cautions=row.caution_ids,
            source_ids=(row.source_id,),
            locators=(row.locator,),
        )
    )
    return voice.number_cell(number.id, text=voice.scalar_text(number.id))


def _timeline(voice: Voice) -> Block | None:
    """Draw plans and landmark laws above, the larger regional programmes below."""
    counts = count_values("programme", find_selections({}, pack=voice.pack), pack=voice.pack)
    regional = [
        row
        for row in voice.pack.programmes
        if row.level == "regional" and row.start_fy and counts[row.programme_id] >= FEWEST_DRAWN
    ]
    drawn, _ = within_axis(sorted(regional, key=lambda row: (row.start_fy or 0, row.programme_id)), voice)
    if not drawn:
        return None
    chart = lanes_chart(drawn, voice, laws=[row for row in voice.pack.laws_and_strategies if row.is_landmark])
    rows = tuple(
        (
            Cell((Link(address(Kind.PROGRAMME, row.programme_id, lang=voice.lang), voice.programme(row)),)),
            Cell((voice.span(row.start_fy, row.end_fy),)),
        )
        for row in drawn
    )
    table = Table(
        caption=voice.sentence("page_views.home.caption_timeline"),
        header=tuple(voice.word(f"page_views.column.{name}") for name in ("programme", "years")),
        rows=rows,
    )
    more = Link(view_address("lanes", {}, lang=voice.lang), voice.word("page_views.home.all_lanes"))
    figure = Figure(
        chart=chart,
        measure=voice.sentence("page_views.lanes.measure"),
        alt=chart.alt,
        table=table,
        note=voice.sentence("page_views.home.note_timeline", n=str(FEWEST_DRAWN), more=more),
    )
    return Block(id="timeline", page=1, heading=_heading("timeline", voice).heading, figure=figure)


def _whom(voice: Voice) -> Block:
    """Say for whom what stands here, each with the way to it."""
    lang = voice.lang
    ways: dict[str, dict[str, str]] = {
        "citizen": {"regions": f"/{lang}/regions", "outcomes": f"/{lang}/outcomes"},
        "region": {"compare": f"/{lang}/compare", "matrix": f"/{lang}/matrix"},
        "ministry": {"cascade": f"/{lang}/cascade", "nation": f"/{lang}/briefs/national/jp"},
        "researcher": {"tables": f"/{lang}/tables", "conflicts": f"/{lang}/conflicts"},
    }
    items = tuple(
        voice.sentence(
            f"page_views.home.whom_{whom}",
            **{name: Link(href, voice.word(f"page_views.home.to_{name}")) for name, href in links.items()},
        )
        for whom, links in ways.items()
    )
    return Block(id="whom", page=1, heading=_heading("whom", voice).heading, width="half", items=items)


def _kinds(voice: Voice) -> Block:
    """Lead to the list of each kind, with how many of it the facts hold."""
    pack = voice.pack
    tables = {
        Kind.PLAN: (len(pack.plans), "plans"),
        Kind.LAW: (len(pack.laws_and_strategies), "laws_and_strategies"),
        Kind.PROGRAMME: (len(pack.programmes), "programmes"),
        Kind.REGION: (len(pack.regions), "regions"),
        Kind.SITE: (len(pack.places), "places"),
        Kind.MEASURE: (len(pack.measures), "measures"),
        Kind.EVALUATION: (len(pack.evaluations), "evaluations"),
        Kind.SOURCE: (len(pack.sources), "sources"),
        Kind.CONFLICT: (len({row.disagreement_id for row in pack.disagreements}), "disagreements"),
    }
    rows = []
    for kind, (n, table) in tables.items():
        number = add_rows(
            voice.book,
            f"page-home.rows.{table}",
            n=n,
            period="undated",
            definition="page_rows",
            place=conditions(table, {}),
        )
        name = Link(f"/{voice.lang}/{LISTS[kind]}", voice.word(f"page_views.kind.{kind.value}"))
        rows.append((Cell((name,)), voice.number_cell(number, text=voice.scalar_text(number))))
    listed = Table(
        caption=voice.sentence("page_views.home.caption_kinds"),
        header=tuple(voice.word(f"page_views.column.{name}") for name in ("kind", "rows")),
        rows=tuple(rows),
    )
    return Block(id="kinds", page=1, heading=_heading("kinds", voice).heading, width="half", tables=(listed,))


def _new(voice: Voice) -> Block:
    """Say of when the facts are, and which sources are the newest."""
    pack = voice.pack
    newest = sorted((row for row in pack.sources if row.published_on), key=lambda row: row.published_on, reverse=True)
    items: list[Text] = [voice.sentence("page_views.home.edition", edition=pack.edition, date=voice.period(pack.as_of))]
    for row in [one for one in newest if one.source_kind != "compilation"][:NEWEST_SOURCES]:
        title = Link(address(Kind.SOURCE, row.source_id, lang=voice.lang), voice.source_link(row.source_id).text)
        items.append(voice.sentence("page_views.home.source", date=voice.period(row.published_on), title=title))
    return Block(
        id="new",
        page=1,
        heading=_heading("new", voice).heading,
        width="half",
        items=tuple(items),
        sentences=(voice.sentence("page_views.home.new_sources"),),
    )
