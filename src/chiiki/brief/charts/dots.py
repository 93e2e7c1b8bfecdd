"""Ordered values as dots, in panels that share their scale."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from chiiki.brief.charts.letters import label_width, wrap
from chiiki.brief.charts.plot import value_range
from chiiki.brief.charts.sketch import FULL, NARROW, sketch
from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.sketch import Size, Width
    from chiiki.brief.charts.words import Label, Tick

__all__ = ["DotMark", "DotRow", "Dots"]


@dataclass(frozen=True, slots=True)
class DotMark:
    """A dot in one panel of a row."""

    value: float
    shown: Label
    panel: int = 0
    tone: Literal["own", "peer", "outline"] = "own"
    low: float | None = None
    """Lower end of the interval, drawn where both ends are given."""

    high: float | None = None


@dataclass(frozen=True, slots=True)
class DotRow:
    """One item (industry, call); dots of one panel are joined by a thin line."""

    label: str
    marks: tuple[DotMark, ...]
    missing: str = ""
    """Word or sign where a panel has no dot: ``x``, ``…``."""


@dataclass(frozen=True, slots=True)
class Dots:
    """Ordered values as dots against a reference; panels share the scale."""

    alt: str
    rows: tuple[DotRow, ...]
    ticks: tuple[Tick, ...]
    panels: tuple[str, ...] = ("",)
    """Titles; between two panels stands ∥, since their definitions differ."""

    reference: Tick | None = None
    break_label: str = ""
    """Word at the ∥."""

    axis_label: str = ""


_ROW: Final = 18.0
_TALL_ROW: Final = 32.0
_DOT: Final = 4.0
_POINT: Final = 2.5
"""Radius of a dot with an interval, which a larger one would hide."""

_BREAK: Final = 22.0
_LABEL_SHARE: Final = 0.34
_LINE: Final = 13.0


@dataclass(frozen=True, slots=True)
class _Panel:
    """One panel's sides and scale."""

    left: float
    right: float
    low: float
    high: float
    lead: float
    room: float
    """Kept at the left and right for printed values."""

    def x(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.left + self.lead + share * (self.right - self.room - self.left - self.lead)


@sketch.register(Dots)
def _draw_dots(chart: Dots, pen: Pen, width: Width) -> Size:
    full = FULL if width == "wide" else NARROW
    column = _column(chart, full) if width == "wide" else 0.0
    panels = _panels(chart, column, full)
    row_height = _ROW if width == "wide" else _TALL_ROW
    top = _draw_titles(chart, pen, panels)
    bottom = top + len(chart.rows) * row_height + 2
    for panel in panels:
        _draw_ground(chart, pen, panel, top=top, bottom=bottom)
    _draw_breaks(pen, panels, top=top, bottom=bottom)
    for k, row in enumerate(chart.rows):
        y = top + k * row_height + row_height - 8
        if width == "wide":
            pen.text(column - 8, y + 3.5, row.label, anchor="end", fit=column - 8)
        else:
            # no line of the ground runs through the name
            pen.rect(0, y - 18, width=min(label_width(row.label, size=10), full), height=12, fill="paper")
            pen.text(0, y - 9, row.label, fit=full, halo="paper")
        _draw_marks(row, pen, panels, y=y)
    if chart.axis_label:
        pen.text(panels[0].left, bottom + 26, chart.axis_label, fill="ink-2", fit=full - panels[0].left)
    return full, bottom + (32 if chart.axis_label else 18)


def _column(chart: Dots, full: float) -> float:
    longest = max((label_width(row.label, size=10) for row in chart.rows), default=0.0)
    return min(longest + 8, _LABEL_SHARE * full)


def _panels(chart: Dots, column: float, full: float) -> list[_Panel]:
    low, high = value_range(chart.ticks)
    n = len(chart.panels)
    strays = [row.label for row in chart.rows for mark in row.marks if not 0 <= mark.panel < n]
    if strays:
        msg = f"dots: row {strays[0]!r} has a dot in a panel that does not exist; there are {n}, counted from 0."
        raise InputError(msg)
    shown = [label_width(mark.shown.text, size=10) for row in chart.rows for mark in row.marks]
    room = max(shown, default=0.0) + _DOT + 6
    n_most = max((len(row.marks) for row in chart.rows), default=0)
    lead = room if n_most > n else _DOT + 2
    span = (full - column - _BREAK * (n - 1)) / n
    starts = [column + k * (span + _BREAK) for k in range(n)]
    return [_Panel(start, start + span, low, high, lead, room) for start in starts]


def _draw_titles(chart: Dots, pen: Pen, panels: list[_Panel]) -> float:
    heads = [
        wrap(title, width=panel.right - panel.left, size=10, is_bold=True)
        for title, panel in zip(chart.panels, panels, strict=True)
    ]
    n_lines = max((len(lines) for lines, title in zip(heads, chart.panels, strict=True) if title), default=0)
    for lines, panel in zip(heads, panels, strict=True):
        for k, line in enumerate(lines):
            pen.text(panel.left, 10 + k * _LINE, line, is_bold=True, fit=panel.right - panel.left)
    top = n_lines * _LINE + 4
    if chart.break_label and len(panels) > 1:
        middle = (panels[0].right + panels[1].left) / 2
        room = label_width(chart.break_label, size=10)
        at = min(max(middle, room / 2), panels[-1].right - room / 2)
        pen.text(at, top + 8, chart.break_label, anchor="middle", fill="ink-2", fit=panels[-1].right)
        top += _LINE
    return top + (_LINE if chart.reference is not None else 0.0)


def _draw_ground(chart: Dots, pen: Pen, panel: _Panel, *, top: float, bottom: float) -> None:
    taken = panel.left - 1
    for tick in chart.ticks:
        x = panel.x(tick.value)
        pen.polyline([(x, top), (x, bottom)], stroke="rule")
        half = label_width(tick.label, size=10) / 2
        if x - half >= taken:
            pen.text(x, bottom + 12, tick.label, anchor="middle", fill="ink-2")
            taken = x + half + 3
    if chart.reference is not None:
        x = panel.x(chart.reference.value)
        pen.polyline([(x, top - 3), (x, bottom)], stroke="ink")
        room = label_width(chart.reference.label, size=10)
        at = min(max(x, panel.left + room / 2), panel.right - room / 2)
        pen.text(at, top - 5, chart.reference.label, anchor="middle", fit=panel.right - panel.left)


def _draw_breaks(pen: Pen, panels: list[_Panel], *, top: float, bottom: float) -> None:
    for before, after in pairwise(panels):
        middle = (before.right + after.left) / 2
        for dx in (-2.0, 2.0):
            pen.polyline([(middle + dx, top), (middle + dx, bottom)], stroke="line")


def _draw_marks(row: DotRow, pen: Pen, panels: list[_Panel], *, y: float) -> None:
    for index, panel in enumerate(panels):
        marks = [mark for mark in row.marks if mark.panel == index]
        if not marks:
            pen.text(
                panel.left + _DOT + 2,
                y + 3.5,
                row.missing,
                fill="ink-2",
                fit=panel.right - panel.left - 8,
                halo="paper",
            )
            continue
        places = [panel.x(mark.value) for mark in marks]
        if len(places) > 1:
            pen.polyline([(min(places), y), (max(places), y)], stroke="line", width=1.5)
        for mark, x in zip(marks, places, strict=True):
            _draw_dot(mark, pen, panel, x=x, y=y)
        _write_values(marks, pen, panel, y=y)


def _draw_dot(mark: DotMark, pen: Pen, panel: _Panel, *, x: float, y: float) -> None:
    radius = _DOT
    if mark.low is not None and mark.high is not None:
        pen.polyline([(panel.x(mark.low), y), (panel.x(mark.high), y)], stroke="accent", width=1.5)
        radius = _POINT
    fill, stroke = {"own": ("accent", "paper"), "peer": ("peer", "paper"), "outline": ("paper", "line")}[mark.tone]
    pen.circle(x, y, r=radius, fill=fill, stroke=stroke, stroke_width=1.5 if mark.tone == "outline" else 1)


def _write_values(marks: list[DotMark], pen: Pen, panel: _Panel, *, y: float) -> None:
    """Write the largest value right of its dot and interval, a smaller one to the left of them."""
    *others, last = sorted(marks, key=lambda mark: mark.value)
    right = max(panel.x(last.value) + _DOT, panel.x(last.value if last.high is None else last.high))
    pen.label(right + 3, y + 3.5, last.shown, is_bold=last.tone == "own", halo="paper")
    for mark in others:
        left = min(panel.x(mark.value) - _DOT, panel.x(mark.value if mark.low is None else mark.low))
        pen.label(left - 3, y + 3.5, mark.shown, anchor="end", halo="paper")
