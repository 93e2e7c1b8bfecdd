"""The lineage: which programme became which, on the time axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from chiiki.brief.charts.axis import YearAxis, draw_bands, draw_years
from chiiki.brief.charts.keys import LINK_DASHES, draw_keys, draw_stub
from chiiki.brief.charts.letters import label_width
from chiiki.brief.charts.sketch import FULL, NARROW, sketch
from chiiki.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.sketch import Size, Width
    from chiiki.brief.charts.words import Band, Key

__all__ = ["Lineage", "LineageBar", "LineageLink"]


@dataclass(frozen=True, slots=True)
class LineageBar:
    """A programme on the time axis."""

    programme_id: str
    label: str
    name: str
    start_fy: int
    end_fy: int | None
    tone: Literal["programme", "accent", "designation"] = "programme"
    """``accent`` this one; ``designation`` gives no money: outlined."""

    href: str = ""


@dataclass(frozen=True, slots=True)
class LineageLink:
    """What became of what."""

    from_id: str
    to_id: str
    kind: Literal["renamed", "merged", "split", "succeeded", "carried_over", "condition_for"]
    name: str = ""
    """In words, for assistive technology."""

    href: str = ""
    """The source that states it."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """Programmes and their successors on one time axis; at most twelve bars are readable."""

    alt: str
    first_fy: int
    last_fy: int
    bands: tuple[Band, ...]
    bars: tuple[LineageBar, ...]
    links: tuple[LineageLink, ...]
    keys: tuple[Key, ...] = ()


_ROW: Final = 40.0
_BAR: Final = 13.0
_TOP: Final = 22.0
_LABEL: Final = 13.0
_STUB_ROOM: Final = 30.0
_CHANNEL: Final = 5.0
_RANKS: Final = {kind: rank for rank, kind in enumerate(LINK_DASHES)}
"""Kinds run in channels of their own, so that a dashed line never covers a solid one."""

_MARGIN: Final = 16.0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a bar stands."""

    row: int
    left: float
    right: float
    exit: float
    """Where links leave: the bar's end, or the end of its stub."""

    label_left: float

    @property
    def top(self) -> float:
        return _TOP + self.row * _ROW + _LABEL + 3

    @property
    def middle(self) -> float:
        return self.top + _BAR / 2


@sketch.register(Lineage)
def _draw_lineage(chart: Lineage, pen: Pen, width: Width) -> Size:
    full = FULL if width == "wide" else NARROW
    axis = YearAxis(chart.first_fy, chart.last_fy, _MARGIN, full)
    places = _arrange(chart, axis)
    n_rows = max((place.row for place in places.values()), default=-1) + 1
    bottom = _TOP + n_rows * _ROW + 4
    draw_bands(pen, chart.bands, axis, bottom=bottom)
    _draw_links(chart, pen, places)
    for bar in chart.bars:
        _draw_bar(bar, pen, places[bar.programme_id], edge=full)
    draw_years(pen, axis, [band.start_fy for band in chart.bands], y=bottom + 12)
    keys = [(key.sample, key.text) for key in chart.keys]
    return full, draw_keys(pen, keys, top=bottom + 22, width=full)


def _arrange(chart: Lineage, axis: YearAxis) -> dict[str, _Place]:
    """Give each bar the row of its predecessor where there is room, else the first free one."""
    before = {link.to_id: link.from_id for link in reversed(chart.links) if link.kind != "condition_for"}
    ends: list[float] = []
    places: dict[str, _Place] = {}
    for bar in sorted(chart.bars, key=lambda bar: bar.start_fy):
        left = axis.x(bar.start_fy)
        last = bar.end_fy if bar.end_fy is not None else bar.start_fy
        right = max(axis.x(last + 1), left + 3)
        room = label_width(bar.label, size=10, is_bold=bar.tone == "accent")
        label_left = max(min(left, axis.right - room), 0.0)
        leave = right + (_STUB_ROOM if bar.end_fy is None else 0.0)
        reach = max(leave, label_left + room)
        free = [row for row, end in enumerate(ends) if min(label_left, left) >= end]
        parent = places.get(before.get(bar.programme_id, ""))
        row = parent.row if parent is not None and parent.row in free else next(iter(free), len(ends))
        ends[row : row + 1] = [reach + 2 * _CHANNEL + 2]
        places[bar.programme_id] = _Place(row, left, right, leave, label_left)
    return places


def _draw_bar(bar: LineageBar, pen: Pen, place: _Place, *, edge: float) -> None:
    fill = {"programme": "seq-2", "accent": "accent", "designation": "paper"}[bar.tone]
    stroke = "ink" if bar.tone == "designation" else "line"
    pen.open_link(bar.href, name=bar.name)
    width = place.right - place.left - 1
    pen.rect(
        place.left + 0.5, place.top, width=width, height=_BAR, fill=fill, stroke=stroke, stroke_width=1, title=bar.name
    )
    pen.text(
        place.label_left,
        place.top - 4,
        bar.label,
        is_bold=bar.tone == "accent",
        fit=edge - place.label_left,
        halo="paper",
    )
    if bar.end_fy is None:
        draw_stub(pen, place.right, place.middle)
    pen.close_link(bar.href)


def _draw_links(chart: Lineage, pen: Pen, places: Mapping[str, _Place]) -> None:
    arrivals: dict[str, int] = {}
    for link in chart.links:
        missing = next((name for name in (link.from_id, link.to_id) if name not in places), None)
        if missing is not None:
            msg = (
                f"lineage link {link.from_id} → {link.to_id}: no bar has the id {missing!r}; draw both or leave it out."
            )
            raise UnknownNameError(msg)
        slot = arrivals.get(link.to_id, 0)
        arrivals[link.to_id] = slot + 1
        pen.open_link(link.href, name=link.name)
        _draw_link(link, pen, places[link.from_id], places[link.to_id], slot=slot)
        pen.close_link(link.href)


def _draw_link(link: LineageLink, pen: Pen, start: _Place, end: _Place, *, slot: int) -> None:
    """Draw a right-angled line into the left edge of the successor, with an arrow head."""
    kind = link.kind if link.kind in LINK_DASHES else "succession"
    dash = LINK_DASHES[kind]
    channel = end.left - 7 - max(slot, _RANKS[kind]) * _CHANNEL
    y = end.middle + (slot % 3 - 1) * 3 if slot else end.middle
    tip = end.left
    if start.row == end.row and start.exit <= end.left:
        points = [(start.exit, y), (tip - 5, y)]
    elif start.exit <= channel:
        points = [(start.exit, start.middle), (channel, start.middle), (channel, y), (tip - 5, y)]
    elif start.left < channel:
        edge = start.top + _BAR if end.row > start.row else start.top
        points = [(channel, edge), (channel, y), (tip - 5, y)]
    else:
        channel = min(channel, start.left - 7)
        points = [(start.left, start.middle), (channel, start.middle), (channel, y), (tip - 5, y)]
    pen.polyline(points, stroke="ink", width=1.2, dash=dash, title=link.name)
    pen.path(f"M{tip:.1f} {y:.1f}l-6 -3.5v7z", fill="ink")
