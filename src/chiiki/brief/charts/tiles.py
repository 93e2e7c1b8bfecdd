"""The tile grid: every region equally large, its value printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chiiki.brief.charts.grades import level_paint
from chiiki.brief.charts.keys import draw_classes
from chiiki.brief.charts.letters import text_width, wrap
from chiiki.brief.charts.short_names import three_letters
from chiiki.brief.charts.sketch import sketch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.sketch import Size, Width
    from chiiki.brief.charts.words import Label

__all__ = ["Tile", "TileGrid"]


@dataclass(frozen=True, slots=True)
class Tile:
    """One region of the tile grid."""

    region_id: str
    row: int
    col: int
    name: str
    """Two characters fit, three are condensed; Latin names become three letters."""

    value: Label | None
    """None: not known, drawn as ``…``."""

    level: int | None
    """Class 1 to 5, as :func:`chiiki.brief.charts.level_of` gives it."""

    words: str
    """Full name and value with unit: the link's accessible name."""

    href: str = ""
    """Where the tile leads when its value opens no note (a page, ``#r13``)."""


@dataclass(frozen=True, slots=True)
class TileGrid:
    """Every region as an equal tile with its value; legend in the empty corner (325 px wide)."""

    alt: str
    title: str
    """Heading of the legend: measure and period, at most 210 px wide (it wraps once)."""

    tiles: tuple[Tile, ...]
    classes: tuple[str, ...]
    """Limits in words, class 1 first (``1〜4``); see :func:`chiiki.brief.charts.integer_classes`."""

    own: str = ""
    """`region_id` of the framed tile; empty in national briefs."""

    own_label: str = ""
    missing_label: str = ""
    """Legend words for ``…``; empty when nothing is missing."""


_TILE: Final = 24.0
_STEP: Final = 25.0
_ROOM: Final = _TILE - 2
_LEAST_SHARE: Final = 0.7
"""Letters condensed further cannot be read; three Japanese characters are at 0.73."""

_LEGEND_WIDTH: Final = 225.0


@sketch.register(TileGrid)
def _draw_tiles(chart: TileGrid, pen: Pen, width: Width) -> Size:
    del width
    _draw_legend(chart, pen)
    tiles = sorted(chart.tiles, key=lambda tile: tile.region_id)
    for tile, name in zip(tiles, _names(tiles), strict=True):
        _draw_tile(tile, pen, name=name)
    for tile in chart.tiles:
        if tile.region_id == chart.own:
            x, y = tile.col * _STEP, tile.row * _STEP
            # The light line keeps the frame apart from a tile as strong as the frame itself.
            pen.rect(x + 2.5, y + 2.5, width=_TILE - 4, height=_TILE - 4, stroke="paper", stroke_width=1)
            pen.rect(x + 1, y + 1, width=_TILE - 1, height=_TILE - 1, stroke="ink", stroke_width=2.5)
    n_rows = max((tile.row for tile in chart.tiles), default=0) + 1
    n_cols = max((tile.col for tile in chart.tiles), default=0) + 1
    return n_cols * _STEP + 1, n_rows * _STEP + 1


def _names(tiles: Sequence[Tile]) -> tuple[str, ...]:
    """Take the names as they are, or all in three letters where one could not be read."""
    names = tuple(tile.name for tile in tiles)
    is_latin = all(name.isascii() for name in names)
    longest = max((text_width(name, size=10) for name in names), default=0.0)
    return three_letters(names) if is_latin and longest * _LEAST_SHARE > _ROOM else names


def _draw_tile(tile: Tile, pen: Pen, *, name: str) -> None:
    x, y = tile.col * _STEP + 0.5, tile.row * _STEP + 0.5
    href = pen.href(tile.value) or tile.href
    is_known = tile.value is not None and tile.level is not None
    fill, ink = level_paint(tile.level) if is_known and tile.level is not None else ("none", "ink-2")
    pen.open_link(href, name=tile.words)
    if is_known:
        pen.rect(x, y, width=_TILE, height=_TILE, fill=fill, title=tile.words)
    else:
        pen.rect(x + 0.5, y + 0.5, width=23, height=23, fill=fill, stroke="line", stroke_width=1, title=tile.words)
    middle = x + _TILE / 2
    pen.text(middle, y + 10, name, anchor="middle", fill=ink, fit=_ROOM)
    value = tile.value.text if tile.value is not None else "…"
    pen.text(middle, y + 21, value, anchor="middle", fill=ink, is_bold=True, fit=_ROOM)
    pen.close_link(href)


def _draw_legend(chart: TileGrid, pen: Pen) -> None:
    y = 10.0
    for line in wrap(chart.title, width=_LEGEND_WIDTH, size=10, is_bold=True):
        pen.text(0, y, line, is_bold=True)
        y += 13
    y -= 6
    y = draw_classes(pen, chart.classes, x=0, y=y, fit=_LEGEND_WIDTH)
    if chart.own_label:
        pen.rect(1.5, y + 1, width=16, height=8, stroke="ink", stroke_width=2.5)
        pen.text(24, y + 9, chart.own_label, fit=_LEGEND_WIDTH - 24)
        y += 14
    if chart.missing_label:
        pen.rect(0.5, y, width=18, height=10, fill="none", stroke="line", stroke_width=1)
        pen.text(9.5, y + 8, "…", anchor="middle", fill="ink-2", is_bold=True)
        pen.text(24, y + 9, chart.missing_label, fit=_LEGEND_WIDTH - 24)
