"""Page 1: is that many? Every prefecture's count on equal tiles; and the map of where some of them lie."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.brief.charts import Label, OutlineMap, Tile, TileGrid, integer_classes, level_of
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.charts import Outlines
    from chiiki.brief.claims import Rule
    from chiiki.brief.document import Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Region
    from chiiki.studies.region import RegionStudy

__all__ = [
    "class_words",
    "count_tiles",
    "leaders",
    "map_credit",
    "outline_figure",
    "regions_table",
    "tile_grid",
    "tiles_alt",
]

_N_NAMED = 3


def tile_grid(study: RegionStudy, voice: Voice) -> Block:
    """Show all counts and say which three are largest."""
    own = study.region.region_id
    claim = voice.claim("tiles", [*leaders(study.regions, voice, name="designations"), voice.rule("tiles.neutral")])
    figure = count_tiles(study.regions, voice, name="designations", period=study.period, own=own)
    return Block(id="tiles", page=1, heading=claim, width="half", figure=figure)


def leaders(regions: Sequence[Region], voice: Voice, *, name: str) -> list[Rule]:
    """Return the rules that name the first three, or the first, where no tie blurs them."""
    ranked = sorted(regions, key=lambda region: -voice.scalar(f"r{region.region_id}.{name}"))[: _N_NAMED + 1]
    ids = [f"r{region.region_id}.{name}" for region in ranked]
    names = [voice.short(region) for region in ranked]
    ahead = [Condition(left, ">", right) for left, right in itertools.pairwise(ids)]
    rules = []
    if len(ranked) > _N_NAMED:
        rules.append(voice.rule("tiles.three", *ahead, first=names[0], second=names[1], third=names[2]))
    if len(ranked) > 1:
        n = voice.count(ids[0], "designation")
        rules.append(voice.rule("tiles.one", ahead[0], first=names[0], n=n))
    return rules


def count_tiles(regions: Sequence[Region], voice: Voice, *, name: str, period: str, own: str = "") -> Figure:
    """Draw one count per region in five classes with whole limits."""
    values = [int(voice.scalar(f"r{region.region_id}.{name}")) for region in regions]
    limits = integer_classes(values)
    title = voice.word(f"tiles.title_{name}", period=voice.period(period))
    alt = tiles_alt(regions, values, voice, title=title)
    own_name = next((voice.region(region) for region in regions if region.region_id == own), "")
    chart = TileGrid(
        alt=alt,
        title=title,
        tiles=tuple(
            _tile(region, value, voice=voice, name=name, level=level_of(value, limits))
            for region, value in zip(regions, values, strict=True)
            if region.tile_row is not None and region.tile_col is not None
        ),
        classes=class_words(limits, voice),
        own=own,
        own_label=own_name,
    )
    return Figure(
        chart=chart, measure=(title,), alt=alt, table=regions_table(regions, voice, name=name, title=title, own=own)
    )


def tiles_alt(regions: Sequence[Region], values: Sequence[int], voice: Voice, *, title: str) -> str:
    """Word a grid of counts: how many, the highest and the lowest."""
    ranked = sorted(zip(values, regions, strict=True), key=lambda pair: -pair[0])
    (high_n, high), (low_n, low) = ranked[0], ranked[-1]
    return voice.word(
        "tiles.alt",
        n=str(len(regions)),
        title=title,
        high=voice.region(high),
        high_n=str(high_n),
        low=voice.region(low),
        low_n=str(low_n),
    )


def class_words(limits: Sequence[tuple[int, int]], voice: Voice) -> tuple[str, ...]:
    """Write the limits of classes, the lowest first."""
    return tuple(
        str(low) if low == high else voice.word("tiles.class", low=str(low), high=str(high)) for low, high in limits
    )


def _tile(region: Region, value: int, *, voice: Voice, name: str, level: int) -> Tile:
    return Tile(
        region_id=region.region_id,
        row=region.tile_row or 0,
        col=region.tile_col or 0,
        name=voice.short(region),
        value=Label(str(value), f"r{region.region_id}.{name}"),
        level=level,
        words=voice.word("tiles.words", region=voice.region(region), n=str(value)),
    )


def regions_table(regions: Sequence[Region], voice: Voice, *, name: str, title: str, own: str = "") -> Table:
    """Return the same counts as a table, most first."""
    ranked = sorted(regions, key=lambda region: -voice.scalar(f"r{region.region_id}.{name}"))
    return Table(
        caption=(title,),
        header=(voice.word("tiles.column_region"), voice.word("tiles.column_count")),
        rows=tuple(
            (
                Cell((voice.region(region),), tone="own" if region.region_id == own else ""),
                voice.number_cell(f"r{region.region_id}.{name}", text=voice.scalar_text(f"r{region.region_id}.{name}")),
            )
            for region in ranked
        ),
    )


def outline_figure(  # noqa: PLR0913 -- what a map says
    outlines: Outlines,
    voice: Voice,
    *,
    label: str,
    highlighted: Sequence[str],
    alt: str,
    measure: Text,
    own: str = "",
) -> Figure:
    """Draw the prefectures with some of them highlighted and one label, and credit the map.

    Parameters
    ----------
    outlines : Outlines
        The map of the pack.
    voice : Voice
    label : str
        What the label says, beside `own` or beside what is highlighted.
    highlighted : sequence of str
        Codes of prefectures.
    alt : str
    measure : Text
    own : str
        Code of the prefecture that the drawing is about, if it is about one.
    """
    names = {row.region_id: voice.region(row) for row in voice.pack.regions if row.kind == "prefecture"}
    chart = OutlineMap(
        alt=alt,
        shapes=tuple(replace(shape, name=names.get(shape.region_id, "")) for shape in outlines.shapes),
        width=outlines.width,
        height=outlines.height,
        frame=outlines.frame,
        own=own,
        own_label=Label(label),
        highlighted=tuple(highlighted),
    )
    return Figure(chart=chart, measure=measure, alt=alt, table=None, note=(map_credit(outlines, voice),))


def map_credit(outlines: Outlines, voice: Voice) -> str:
    """Credit the map as its licence asks, in the language of the brief."""
    licence = voice.pack.licence(voice.pack.source(outlines.source_id).licence_id)
    return (licence.credit_ja if voice.lang == "ja" else licence.credit_en) or outlines.credit
