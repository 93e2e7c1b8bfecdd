"""The filtered cascade on maps: counts on equal tiles, and where the selected places lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chiiki.brief.charts import Label, OutlineMap, Shape, Tile, TileGrid, integer_classes, level_of, read_outlines
from chiiki.brief.document import Cell, Figure, Link, Table
from chiiki.brief.region.maps import class_words, tiles_alt
from chiiki.studies.holdings import prefectures
from chiiki.web.library.enums import Kind
from chiiki.web.library.links import address
from chiiki.web.library.pages.choices import view_address
from chiiki.web.library.pages.counted import add_rows, conditions, span_of
from chiiki.web.library.queries.selections import UNKNOWN, count_values, values_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.brief.document import Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Place
    from chiiki.studies.holdings import Holding
    from chiiki.web.library.pages.cascade import Cascade

__all__ = ["MOST_NAMES", "places_figure", "tile_grid", "tiles_figure"]

MOST_NAMES: Final = 4
"""Places that a row names; the list has the others."""


def tiles_figure(cascade: Cascade, voice: Voice) -> Figure | None:
    """Draw how many fitting selections each prefecture has; each tile leads to their list."""
    counts = count_values("prefecture", cascade.holdings, pack=voice.pack)
    regions = prefectures(voice.pack)
    if not regions or not cascade.holdings:
        return None
    links = {
        region.region_id: view_address("table", {**cascade.chosen, "prefecture": region.region_id}, lang=voice.lang)
        for region in regions
    }
    chart = tile_grid(counts, voice, links=links, title=voice.word("page_views.tiles.title"))
    numbers = {
        region.region_id: add_rows(
            cascade.book,
            f"page-cascade.in.{region.region_id}",
            n=counts[region.region_id],
            period=span_of(cascade.holdings),
            definition="page_selections",
            place=conditions("designations", {**cascade.chosen, "prefecture": region.region_id}),
        )
        for region in regions
    }
    return Figure(
        chart=chart,
        measure=voice.sentence("page_views.tiles.measure"),
        alt=chart.alt,
        table=_counts_table(numbers, voice, links=links),
    )


def tile_grid(counts: Mapping[str, int], voice: Voice, *, links: Mapping[str, str], title: str) -> TileGrid:
    """Draw one count per prefecture; each tile is a link."""
    regions = prefectures(voice.pack)
    values = [counts.get(region.region_id, 0) for region in regions]
    limits = integer_classes(values)
    alt = tiles_alt(regions, values, voice, title=title)
    tiles = (
        Tile(
            region_id=region.region_id,
            row=region.tile_row,
            col=region.tile_col,
            name=voice.short(region),
            value=Label(str(value)),
            level=level_of(value, limits),
            words=voice.word("tiles.words", region=voice.region(region), n=str(value)),
            href=links[region.region_id],
        )
        for region, value in zip(regions, values, strict=True)
        if region.tile_row is not None and region.tile_col is not None
    )
    return TileGrid(alt=alt, title=title, tiles=tuple(tiles), classes=class_words(limits, voice))


def _counts_table(numbers: Mapping[str, str], voice: Voice, *, links: Mapping[str, str]) -> Table:
    ranked = sorted(prefectures(voice.pack), key=lambda region: -voice.scalar(numbers[region.region_id]))
    return Table(
        caption=voice.sentence("page_views.tiles.caption"),
        header=tuple(voice.word(f"page_views.column.{name}") for name in ("prefecture", "count", "list")),
        rows=tuple(
            (
                Cell((Link(address(Kind.REGION, region.region_id, lang=voice.lang), voice.region(region)),)),
                voice.number_cell(numbers[region.region_id], text=voice.scalar_text(numbers[region.region_id])),
                Cell((Link(links[region.region_id], voice.word("page_views.to_list")),)),
            )
            for region in ranked
        ),
    )


def places_figure(cascade: Cascade, voice: Voice) -> Figure | None:
    """Draw how many fitting places lie in which prefecture; None where the pack has no map."""
    if not voice.pack.outlines or not cascade.holdings:
        return None
    outlines = read_outlines(voice.pack.outlines)
    places = _places(cascade.holdings, voice)
    limits = integer_classes([len(places.get(shape.region_id, ())) for shape in outlines.shapes])
    names = {region.region_id: voice.region(region) for region in prefectures(voice.pack)}
    shapes = tuple(
        Shape(
            shape.region_id,
            shape.path,
            shape.x,
            shape.y,
            level=level_of(len(places[shape.region_id]), limits) if shape.region_id in places else None,
            name=voice.word(
                "page_views.places.words",
                region=names.get(shape.region_id, shape.region_id),
                n=str(len(places.get(shape.region_id, ()))),
            ),
        )
        for shape in outlines.shapes
    )
    n_places = len({row.designation.place_id for row in cascade.holdings})
    alt = voice.word("page_views.places.alt", n=str(n_places), prefectures=str(len(places)))
    return Figure(
        chart=OutlineMap(
            alt=alt,
            shapes=shapes,
            width=outlines.width,
            height=outlines.height,
            frame=outlines.frame,
            classes=class_words(limits, voice),
        ),
        measure=voice.sentence("page_views.places.measure"),
        alt=alt,
        table=_places_table(places, cascade, voice),
        note=voice.sentence("page_views.places.note"),
    )


def _places(holdings: Sequence[Holding], voice: Voice) -> dict[str, dict[str, Place]]:
    """Return prefecture → the distinct places of the selections there."""
    found: dict[str, dict[str, Place]] = {}
    for holding in holdings:
        row = holding.designation
        for region in values_of(voice.pack)[row.designation_id]["prefecture"] - {UNKNOWN}:
            found.setdefault(region, {})[row.place_id] = voice.pack.place(row.place_id)
    return found


def _places_table(places: Mapping[str, Mapping[str, Place]], cascade: Cascade, voice: Voice) -> Table:
    """Name the places of each prefecture, each with a link to its page while they are few."""
    columns = ("prefecture", "places", "names")
    rows = []
    for region in prefectures(voice.pack):
        here = places.get(region.region_id, {})
        if not here:
            continue
        number = add_rows(
            cascade.book,
            f"page-cascade.places.{region.region_id}",
            n=len(here),
            period=span_of(cascade.holdings),
            definition="page_places",
            place=conditions("designations", {**cascade.chosen, "prefecture": region.region_id}),
        )
        rows.append(
            (
                Cell((Link(address(Kind.REGION, region.region_id, lang=voice.lang), voice.region(region)),)),
                voice.number_cell(number, text=voice.scalar_text(number)),
                Cell(_names(tuple(here.values()), region.region_id, cascade=cascade, voice=voice)),
            )
        )
    return Table(
        caption=voice.sentence("page_views.places.caption"),
        header=tuple(voice.word(f"page_views.column.{name}") for name in columns),
        rows=tuple(rows),
    )


def _names(places: Sequence[Place], region_id: str, *, cascade: Cascade, voice: Voice) -> Text:
    pieces: list[str | Link] = []
    for place in places[:MOST_NAMES]:
        name = place.short_ja if voice.lang == "ja" else place.short_en
        pieces += [voice.word("frame.list_separator"), Link(address(Kind.SITE, place.place_id, lang=voice.lang), name)]
    if len(places) > MOST_NAMES:
        everything = view_address("table", {**cascade.chosen, "prefecture": region_id}, lang=voice.lang)
        more = voice.word("page_views.places.more", n=str(len(places) - MOST_NAMES))
        pieces += [voice.word("frame.list_separator"), Link(everything, more)]
    return tuple(pieces[1:])
