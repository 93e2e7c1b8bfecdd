"""Two measures of many items: a few named in the accent, the others as peers behind them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from chiiki.brief.charts.letters import label_width, wrap
from chiiki.brief.charts.plot import Frame, draw_grid, draw_head, tick_column, value_range
from chiiki.brief.charts.sketch import FULL, NARROW, sketch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.sketch import Size, Width
    from chiiki.brief.charts.words import Label, Tick

__all__ = ["Scatter", "ScatterDot", "ScatterName"]


@dataclass(frozen=True, slots=True)
class ScatterDot:
    """One item; the area of its dot grows with `size`."""

    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class ScatterName:
    """A named item."""

    dot: ScatterDot
    name: str
    shown: Label
    """Value as printed after the name."""


@dataclass(frozen=True, slots=True)
class Scatter:
    """Items by two measures, cut into four corners."""

    alt: str
    peers: tuple[ScatterDot, ...]
    named: tuple[ScatterName, ...]
    """At most nine, in the order of their marks."""

    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    x_label: str
    y_label: str
    cuts: tuple[float, float]
    """Where the corners meet."""

    corners: tuple[str, str, str, str]
    """Words at the top left, top right, bottom left and bottom right."""

    size_label: str = ""
    """What the area of a dot stands for."""


_HEIGHT: Final = 250.0
_LARGEST: Final = 8.0
_SMALLEST: Final = 1.6
"""Radii, px: the largest item has the larger one; no dot is smaller than the other."""

_CROWD: Final = 0.45
"""Opacity of the peers, which overlap."""

_COLUMN: Final = 0.36
"""Largest share of the width for the names beside the plot."""

_GAP: Final = 16.0
_LINE: Final = 13.0
_MARKS: Final = "①②③④⑤⑥⑦⑧⑨"

_Leader = tuple[tuple[float, float], tuple[float, float]]
"""From a dot to its words."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """The drawing area with both scales."""

    frame: Frame
    x_low: float
    x_high: float
    largest: float
    """Size of the largest item."""

    def place(self, dot: ScatterDot) -> tuple[float, float]:
        return self.x(dot.x), self.frame.y(dot.y)

    def x(self, value: float) -> float:
        share = (min(max(value, self.x_low), self.x_high) - self.x_low) / (self.x_high - self.x_low)
        return self.frame.left + share * (self.frame.right - self.frame.left)

    def radius(self, dot: ScatterDot) -> float:
        return float(max(_SMALLEST, _LARGEST * (dot.size / self.largest) ** 0.5)) if self.largest else _SMALLEST


@sketch.register(Scatter)
def _draw_scatter(chart: Scatter, pen: Pen, width: Width) -> Size:
    is_wide = width == "wide"
    full = FULL if is_wide else NARROW
    ground = _ground(chart, pen, full=full, is_wide=is_wide)
    frame = ground.frame
    _draw_axes(chart, pen, ground)
    _draw_peers(chart.peers, pen, ground)
    _draw_corners(chart, pen, ground)
    bottom = frame.bottom + 33
    if chart.size_label:
        pen.text(0, bottom + 8, chart.size_label, fill="ink-2", fit=full)
        bottom += _LINE
    end = _draw_names(chart.named, pen, ground, full=full, is_wide=is_wide)
    return full, max(bottom, end) if is_wide else _draw_key(chart.named, pen, top=bottom, full=full)


def _ground(chart: Scatter, pen: Pen, *, full: float, is_wide: bool) -> _Ground:
    low, high = value_range(chart.y_ticks)
    x_low, x_high = value_range(chart.x_ticks)
    top = draw_head(pen, (chart.y_label,), width=full)
    column = _name_room(chart.named, full) if is_wide else _GAP + 12
    left = tick_column(chart.y_ticks)
    frame = Frame(left=left, right=full - column, top=top, bottom=top + _HEIGHT, low=low, high=high)
    everything = (*chart.peers, *(item.dot for item in chart.named))
    return _Ground(frame, x_low, x_high, max((dot.size for dot in everything), default=0.0))


def _name_room(named: Sequence[ScatterName], full: float) -> float:
    longest = max((label_width(f"{item.name} {item.shown.text}", size=10) for item in named), default=0.0)
    return min(longest + _GAP + 4, _COLUMN * full)


def _lines(item: ScatterName, *, width: float) -> tuple[str, ...]:
    """Break a name so that its value stands on the last line."""
    whole = wrap(f"{item.name} {item.shown.text}", width=width, size=10)
    if len(whole) == 1:
        return (item.name,)
    return wrap(item.name, width=width - label_width(f" {item.shown.text}", size=10), size=10)


def _draw_axes(chart: Scatter, pen: Pen, ground: _Ground) -> None:
    frame = ground.frame
    draw_grid(pen, frame, chart.y_ticks)
    for tick in chart.x_ticks:
        x = ground.x(tick.value)
        pen.polyline([(x, frame.top), (x, frame.bottom)], stroke="rule")
        pen.text(x, frame.bottom + 13, tick.label, anchor="middle", fill="ink-2")
    cut_x, cut_y = ground.x(chart.cuts[0]), frame.y(chart.cuts[1])
    pen.polyline([(cut_x, frame.top), (cut_x, frame.bottom)], stroke="ink-2", dash="2 2")
    pen.polyline([(frame.left, cut_y), (frame.right, cut_y)], stroke="ink-2", dash="2 2")
    pen.text(frame.left, frame.bottom + 27, chart.x_label, fill="ink-2", fit=frame.right - frame.left)


def _draw_peers(dots: Sequence[ScatterDot], pen: Pen, ground: _Ground) -> None:
    """Draw all peers as one path: hundreds of elements of their own would triple the page."""
    if dots:
        d = "".join(_ring(*ground.place(dot), ground.radius(dot)) for dot in dots)
        pen.path(d, fill="peer", opacity=_CROWD)


def _ring(x: float, y: float, r: float) -> str:
    return f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0z"


def _draw_corners(chart: Scatter, pen: Pen, ground: _Ground) -> None:
    frame = ground.frame
    room = (frame.right - frame.left) / 2 - 8
    places = [
        (frame.left + 4, frame.top + 12),
        (frame.right - 4, frame.top + 12),
        (frame.left + 4, frame.bottom - 5),
        (frame.right - 4, frame.bottom - 5),
    ]
    for index, (words, (x, y)) in enumerate(zip(chart.corners, places, strict=True)):
        pen.text(x, y, words, anchor="end" if index % 2 else "start", fill="ink-2", fit=room, halo="paper")


def _draw_names(named: Sequence[ScatterName], pen: Pen, ground: _Ground, *, full: float, is_wide: bool) -> float:
    """Draw the named dots, each with a leader to its words (or its mark), and return where the words end."""
    frame = ground.frame
    room = full - frame.right - _GAP
    words = [_lines(item, width=room) if is_wide else (mark,) for item, mark in zip(named, _MARKS, strict=False)]
    heights = [_GAP + _LINE * (len(lines) - 1) for lines in words]
    places = [ground.place(item.dot) for item in named]
    beside = _beside(places, heights, frame=frame)
    for (x, y), at in zip(places, beside, strict=True):
        pen.polyline([(x, y), (frame.right + 4, at), (frame.right + 10, at)], stroke="accent", width=0.75)
    for item, (x, y) in zip(named, places, strict=True):
        r = max(ground.radius(item.dot), 3.0)
        pen.circle(x, y, r=r, fill="accent", stroke="paper", stroke_width=1, title=item.name)
    for item, lines, at in zip(named, words, beside, strict=True):
        if is_wide:
            _write_name(item, lines, pen, x=frame.right + 13, y=at + 3.5)
        else:
            pen.text(frame.right + 12, at + 3.5, lines[0])
    return max((at + height for at, height in zip(beside, heights, strict=True)), default=0.0)


def _beside(places: Sequence[tuple[float, float]], heights: Sequence[float], *, frame: Frame) -> list[float]:
    """Place words of these heights beside the plot, so that no two leaders cross."""
    order = sorted(range(len(places)), key=lambda k: places[k][1])
    x = frame.right + 4
    for _ in range(len(order) ** 2):  # an exchange shortens the leaders, so a few are enough
        stack = _stacked([places[k][1] for k in order], [heights[k] for k in order], frame=frame)
        crossed = next(
            (
                (i, j)
                for i, j in combinations(range(len(order)), 2)
                if _cross((places[order[i]], (x, stack[i])), (places[order[j]], (x, stack[j])))
            ),
            None,
        )
        if crossed is None:
            break
        i, j = crossed
        order[i], order[j] = order[j], order[i]
    found = dict(
        zip(order, _stacked([places[k][1] for k in order], [heights[k] for k in order], frame=frame), strict=True)
    )
    return [found[k] for k in range(len(places))]


def _stacked(wanted: Sequence[float], heights: Sequence[float], *, frame: Frame) -> list[float]:
    """Put words one below the other near where they are wanted, inside the plot if they fit."""
    stack = list(wanted)
    ceiling = frame.bottom + _GAP / 2
    for k in reversed(range(len(stack))):
        stack[k] = min(stack[k], ceiling - heights[k])
        ceiling = stack[k]
    floor = frame.top + 6
    for k, height in enumerate(heights):
        stack[k] = max(stack[k], floor)
        floor = stack[k] + height
    return stack


def _cross(one: _Leader, other: _Leader) -> bool:
    """Say whether two straight lines meet between their ends."""
    return _turn(*one, other[0]) * _turn(*one, other[1]) < 0 and _turn(*other, one[0]) * _turn(*other, one[1]) < 0


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _write_name(item: ScatterName, lines: Sequence[str], pen: Pen, *, x: float, y: float) -> float:
    """Write a name in its lines, the value after the last, and return where that stands."""
    *firsts, last = lines
    for line in firsts:
        pen.text(x, y, line)
        y += _LINE
    pen.label(x, y, item.shown, lead=last)
    return y


def _draw_key(named: Sequence[ScatterName], pen: Pen, *, top: float, full: float) -> float:
    """Write the names of a narrow drawing below it and return where they end."""
    y = top + 10
    for mark, item in zip(_MARKS, named, strict=False):
        pen.text(0, y, mark)
        y = _write_name(item, _lines(item, width=full - 16), pen, x=16, y=y) + _LINE + 2
    return y
