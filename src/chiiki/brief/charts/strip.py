"""The distribution strip: where this region stands among all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chiiki.brief.charts.letters import label_width
from chiiki.brief.charts.sketch import sketch

if TYPE_CHECKING:
    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.sketch import Size, Width
    from chiiki.brief.charts.words import Label

__all__ = ["Strip"]


@dataclass(frozen=True, slots=True)
class Strip:
    """All regions on one line, this one as the dot, the median as ▲ (150 x 34 px)."""

    alt: str
    values: tuple[float, ...]
    """Every known value, this region's included."""

    own: float | None
    median: float
    median_label: Label
    """中央値, "median", with or without its value."""


_WIDTH: Final = 150.0
_HEIGHT: Final = 34.0
_MARGIN: Final = 6.0
_LINE_Y: Final = 10.0


@sketch.register(Strip)
def _draw_strip(chart: Strip, pen: Pen, width: Width) -> Size:
    del width
    known = (*chart.values, *(() if chart.own is None else (chart.own,)), chart.median)
    low, high = min(known), max(known)
    reach = (high - low) or 1.0

    def x(value: float) -> float:
        share = (value - low) / reach if high > low else 0.5
        return _MARGIN + share * (_WIDTH - 2 * _MARGIN)

    pen.polyline([(_MARGIN, _LINE_Y), (_WIDTH - _MARGIN, _LINE_Y)], stroke="rule")
    ticks = "".join(f"M{x(value):.1f} 5V15" for value in chart.values)
    pen.path(ticks, stroke="peer")
    if chart.own is not None:
        pen.circle(x(chart.own), _LINE_Y, r=5, fill="accent", stroke="paper", stroke_width=1.5)
    middle = x(chart.median)
    pen.path(f"M{middle:.1f} 18l4 6h-8z", fill="ink")
    room = label_width(chart.median_label.text, size=10)
    is_left = middle + 6 + room > _WIDTH
    at = max(middle - 6, room) if is_left else middle + 6
    pen.label(at, 29, chart.median_label, anchor="end" if is_left else "start", fill="ink-2", fit=_WIDTH)
    return _WIDTH, _HEIGHT
