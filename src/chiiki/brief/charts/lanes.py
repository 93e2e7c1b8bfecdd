"""Lanes: many things of several kinds on one time axis, packed into as few rows as their names allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from chiiki.brief.charts.axis import YearAxis, draw_bands, draw_years
from chiiki.brief.charts.keys import draw_keys, draw_stub
from chiiki.brief.charts.letters import label_width
from chiiki.brief.charts.sheets import Cuts, Row
from chiiki.brief.charts.sketch import FULL, NARROW, sketch
from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.brief.charts.pen import Anchor, Pen
    from chiiki.brief.charts.sketch import Size, Width
    from chiiki.brief.charts.words import Band, Key

__all__ = ["Lane", "LaneItem", "Lanes"]


@dataclass(frozen=True, slots=True)
class LaneItem:
    """A span of fiscal years, or a moment; an unknown end (None) is drawn as one year, a stub and ``?``."""

    label: str
    name: str
    """Full name and time, read by assistive technology and shown on hover."""

    start: float
    """First fiscal year of a span; the moment itself: 28 November 2014 is 2014.66."""

    end_fy: int | None = None
    is_moment: bool = False
    tone: Literal["plan", "programme", "accent"] = "programme"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One heading with its items, which share rows where their names leave room."""

    label: str
    items: tuple[LaneItem, ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """Several lanes above one axis of fiscal years, so that what came together stands together."""

    alt: str
    first_fy: int
    last_fy: int
    bands: tuple[Band, ...]
    lanes: tuple[Lane, ...]
    keys: tuple[Key, ...] = ()


_ROW: Final = 25.0
"""Height of a row: a link of 24 px and a line between."""

_BAR: Final = 14.0
_HEAD: Final = 22.0
_MARK: Final = 5.0
"""Half the width of a moment's diamond."""

_STUB: Final = 30.0
_GAP: Final = 8.0
_FILLS: Final = {"plan": ("seq-3", "ink"), "programme": ("seq-2", "ink"), "accent": ("accent", "paper")}


@dataclass(frozen=True, slots=True)
class _Placed:
    """An item with its places, px: the shape from `left` to `right`, the words at `at`."""

    item: LaneItem
    left: float
    right: float
    at: float
    anchor: Anchor
    room: float
    """Width that the words may take; wider ones are condensed."""

    is_inside: bool

    @property
    def first(self) -> float:
        """Where the item with its words begins."""
        words = self.at - (self.room if self.anchor == "end" else 0.0)
        return min(self.left, words)

    @property
    def last(self) -> float:
        """Where the item with its words and the stub of an unknown end stops."""
        words = self.at + (self.room if self.anchor == "start" else 0.0)
        return max(self.right + (_STUB if _is_open(self.item) else 0.0), words)


@sketch.register(Lanes)
def _draw_lanes(chart: Lanes, pen: Pen, width: Width) -> Size:
    full = FULL if width == "wide" else NARROW
    axis = YearAxis(chart.first_fy, chart.last_fy, 0.0, full)
    packed = [(lane, _pack([_place(item, axis) for item in lane.items])) for lane in chart.lanes]
    bottom = 20.0 + sum(_HEAD + len(rows) * _ROW for _, rows in packed) + 4.0
    draw_bands(pen, chart.bands, axis, bottom=bottom)
    y, places = 20.0, []
    for lane, rows in packed:
        places += [Row(y), *(Row(y + _HEAD + k * _ROW, (y, y + _HEAD)) for k in range(1, len(rows)))]
        pen.polyline([(0, y), (full, y)], stroke="line")
        pen.text(0, y + 15, lane.label, is_bold=True, fit=full, halo="paper")
        y += _HEAD
        for row in rows:
            for placed in row:
                _draw_item(placed, pen, y=y)
            y += _ROW
    pen.cuts = Cuts(tuple(places), bottom)
    draw_years(pen, axis, [band.start_fy for band in chart.bands], y=bottom + 12)
    keys = [(key.sample, key.text) for key in chart.keys]
    return full, draw_keys(pen, keys, top=bottom + 22, width=full)


def _is_open(item: LaneItem) -> bool:
    return not item.is_moment and item.end_fy is None


def _shape(item: LaneItem, axis: YearAxis) -> tuple[float, float]:
    """Place the shape; a span keeps its whole last year and never leaves the axis."""
    if item.is_moment:
        x = min(max(axis.x(item.start), axis.left + _MARK), axis.right - _MARK)
        return x - _MARK, x + _MARK
    last = item.start if item.end_fy is None else item.end_fy
    if last < item.start:
        msg = f"lane item {item.label!r} runs from {item.start:.0f} to {last}; its end lies before its start."
        raise InputError(msg)
    return axis.x(item.start), axis.x(last + 1)


def _place(item: LaneItem, axis: YearAxis) -> _Placed:
    """Put the words inside the bar, else after it, else before it: the first where they fit."""
    left, right = _shape(item, axis)
    room = label_width(item.label, size=10)
    if not item.is_moment and room + 6 <= right - left:
        return _Placed(item, left, right, left + 3, "start", room, is_inside=True)
    after = right + (_STUB if _is_open(item) else 3.0)
    if after + room <= axis.right or axis.right - after >= left - axis.left:
        return _Placed(item, left, right, after, "start", min(room, axis.right - after), is_inside=False)
    return _Placed(item, left, right, left - 3, "end", min(room, left - 3 - axis.left), is_inside=False)


def _pack(items: list[_Placed]) -> list[list[_Placed]]:
    """Put each item into the first row where it touches no other."""
    rows: list[list[_Placed]] = []
    for item in sorted(items, key=lambda placed: (placed.left, placed.first)):
        free = (row for row in rows if all(not _touch(item, other) for other in row))
        row = next(free, None)
        if row is None:
            rows.append(row := [])
        row.append(item)
    return rows


def _touch(one: _Placed, other: _Placed) -> bool:
    gap = 0.0 if one.is_inside and other.is_inside else _GAP
    return one.first < other.last + gap and other.first < one.last + gap


def _draw_item(placed: _Placed, pen: Pen, *, y: float) -> None:
    item = placed.item
    fill, ink = _FILLS[item.tone]
    middle = y + _ROW / 2
    pen.open_link(item.href)  # its name is the title of its shape: said once, since there may be a hundred
    # an invisible ground makes the whole row height a target
    pen.rect(placed.first, y, width=placed.last - placed.first, height=_ROW - 1)
    if item.is_moment:
        x = (placed.left + placed.right) / 2
        corners = f"M{x - _MARK:.1f} {middle:.1f}l{_MARK} {-_MARK}l{_MARK} {_MARK}l{-_MARK} {_MARK}z"
        pen.path(corners, fill="ink", title=item.name)
    else:
        width = max(placed.right - placed.left - 1, 2)
        top = middle - _BAR / 2
        pen.rect(
            placed.left + 0.5, top, width=width, height=_BAR, fill=fill, stroke="line", stroke_width=1, title=item.name
        )
    if _is_open(item):
        draw_stub(pen, placed.right, middle)
    pen.text(
        *(placed.at, middle + 3.5, item.label),
        anchor=placed.anchor,
        fill=ink if placed.is_inside else "ink",
        fit=placed.room,
    )
    pen.close_link(item.href)
