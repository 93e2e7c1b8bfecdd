"""Effects by time since treatment, as points with intervals; before it open ones on a shaded ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chiiki.brief.charts.letters import label_width
from chiiki.brief.charts.plot import Frame, draw_grid, draw_head, tick_column, value_range
from chiiki.brief.charts.sketch import FULL, NARROW, sketch
from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.sketch import Size, Width
    from chiiki.brief.charts.words import Tick

__all__ = ["EventPoint", "EventStudy"]


@dataclass(frozen=True, slots=True)
class EventPoint:
    """The effect at one distance from the start; negative ones lie before it."""

    event_time: int
    value: float
    low: float | None = None
    """Lower end of the interval, drawn where both ends are given."""

    high: float | None = None


@dataclass(frozen=True, slots=True)
class EventStudy:
    """Effects by time since treatment, with the zero line and the time before."""

    alt: str
    points: tuple[EventPoint, ...]
    """Rising."""

    y_ticks: tuple[Tick, ...]
    """Three to five that bound all points and intervals, 0 among them."""

    y_label: str
    x_label: str
    before: str
    """Name of the time before: 「選定前」."""


_HEIGHT: Final = 190.0
_WIDEST: Final = 42.0
"""Most px from one point to the next, so that few points do not lie far apart."""

_STEP: Final = 5


@sketch.register(EventStudy)
def _draw_event_study(chart: EventStudy, pen: Pen, width: Width) -> Size:
    if not chart.points:
        msg = "event study: no point to draw; leave the drawing out and say what is missing."
        raise InputError(msg)
    full = FULL if width == "wide" else NARROW
    low, high = value_range(chart.y_ticks)
    top = draw_head(pen, (chart.y_label,), width=full) + 2.0
    left = tick_column(chart.y_ticks)
    first, last = chart.points[0].event_time, chart.points[-1].event_time
    step = min((full - left - 8) / (last - first + 1), _WIDEST)
    right = left + step * (last - first + 1)
    frame = Frame(left=left, right=right, top=top, bottom=top + _HEIGHT, low=low, high=high)
    _draw_before(chart, pen, frame, step=step)
    draw_grid(pen, frame, chart.y_ticks)
    for point in chart.points:
        _draw_point(point, pen, frame, x=_x(point.event_time, frame, first=first, step=step))
    _draw_times(chart, pen, frame, step=step)
    pen.text(left, frame.bottom + 28, chart.x_label, fill="ink-2", fit=full - left)
    return full, frame.bottom + 34


def _x(event_time: float, frame: Frame, *, first: int, step: float) -> float:
    return frame.left + (event_time - first + 0.5) * step


def _draw_before(chart: EventStudy, pen: Pen, frame: Frame, *, step: float) -> None:
    first = chart.points[0].event_time
    if first >= 0:
        return
    right = _x(-0.5, frame, first=first, step=step)
    pen.rect(frame.left, frame.top, width=right - frame.left, height=frame.bottom - frame.top, fill="wash")
    pen.text((frame.left + right) / 2, frame.top + 12, chart.before, anchor="middle", fit=right - frame.left - 2)


def _draw_point(point: EventPoint, pen: Pen, frame: Frame, *, x: float) -> None:
    y = frame.y(point.value)
    if point.low is not None and point.high is not None:
        pen.polyline([(x, frame.y(point.low)), (x, frame.y(point.high))], stroke="accent", width=1.5)
    fill, stroke = ("paper", "accent") if point.event_time < 0 else ("accent", "paper")
    pen.circle(x, y, r=3.5, fill=fill, stroke=stroke, stroke_width=1.5 if point.event_time < 0 else 1)


def _draw_times(chart: EventStudy, pen: Pen, frame: Frame, *, step: float) -> None:
    """Label the first and the last time, 0, and every fifth; one that would touch its neighbour is left out."""
    first, last = chart.points[0].event_time, chart.points[-1].event_time
    wanted = [0, first, last, *(time for time in range(first, last) if time % _STEP == 0)]
    taken: list[tuple[float, float]] = []
    for time in dict.fromkeys(wanted):
        words = str(time).replace("-", "\N{MINUS SIGN}")
        x, half = _x(time, frame, first=first, step=step), label_width(words, size=10) / 2 + 3
        if first <= time <= last and all(x + half <= a or x - half >= b for a, b in taken):
            pen.text(x, frame.bottom + 14, words, anchor="middle", fill="ink-2")
            taken.append((x - half, x + half))
