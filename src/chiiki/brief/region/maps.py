"""Page 1: is that many? Every prefecture's count on equal tiles."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from chiiki.brief.charts import Label, Tile, TileGrid, integer_classes, level_of
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.claims import Rule
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Region
    from chiiki.studies.region import RegionStudy

__all__ = ["count_tiles", "leaders", "regions_table", "tile_grid"]

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
    ranked = sorted(regions, key=lambda region: -voice.scalar(f"r{region.region_id}.{name}"))
    alt = voice.word(
        "tiles.alt",
        n=str(len(regions)),
        title=title,
        high=voice.region(ranked[0]),
        high_n=str(max(values)),
        low=voice.region(ranked[-1]),
        low_n=str(min(values)),
    )
    own_name = next((voice.region(region) for region in regions if region.region_id == own), "")
    chart = TileGrid(
        alt=alt,
        title=title,
        tiles=tuple(
            _tile(region, value, voice=voice, name=name, level=level_of(value, limits))
            for region, value in zip(regions, values, strict=True)
            if region.tile_row is not None and region.tile_col is not None
        ),
        classes=tuple(
            str(low) if low == high else voice.word("tiles.class", low=str(low), high=str(high)) for low, high in limits
        ),
        own=own,
        own_label=own_name,
    )
    return Figure(
        chart=chart, measure=(title,), alt=alt, table=regions_table(regions, voice, name=name, title=title, own=own)
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
