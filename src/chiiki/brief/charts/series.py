"""Lines over years, named at their ends."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from chiiki.brief.charts.canvas import GHOST
from chiiki.brief.charts.letters import label_width
from chiiki.brief.charts.plot import Frame, draw_grid, draw_head, spread, tick_column, value_range
from chiiki.brief.charts.sketch import FULL, NARROW, sketch
from chiiki.brief.charts.words import Label
from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.sketch import Size, Width
    from chiiki.brief.charts.words import Tick

__all__ = ["Join", "Line", "Point", "Series"]


@dataclass(frozen=True, slots=True)
class Point:
    """A year's value; None is a gap. `low` and `high` bound an interval."""

    year: int
    value: float | None
    low: float | None = None
    high: float | None = None
    is_chained: bool = False
    """The step from the year before joins two vintages: dashed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One series with its label at the line's end."""

    points: tuple[Point, ...]
    """In order of years."""

    tone: Literal["own", "nation", "similar", "peer", "second"]
    """``peer`` is a ghost without label; ``second`` a further measure of one's own, dotted."""

    label: str = ""
    value: Label | None = None
    """Last value as printed after the label."""


@dataclass(frozen=True, slots=True)
class Join:
    """A year from which the definition changes."""

    year: int
    """First year of the new definition."""

    kind: Literal["chained", "break"]
    """``chained`` dashed step and word; ``break`` a gap with ∥ and word."""

    label: str


@dataclass(frozen=True, slots=True)
class Series:
    """Lines over years: region, nation, similar regions; or measures of inequality."""

    alt: str
    lines: tuple[Line, ...]
    y_ticks: tuple[Tick, ...]
    """Three to five, bounding the drawing; see :func:`chiiki.brief.charts.nice_ticks`."""

    y_label: str
    """Measure and unit, above the axis."""

    joins: tuple[Join, ...] = ()
    note: str = ""
    """「軸は0から始まらない」 where the first tick is not zero."""


_HEIGHT: Final = 190.0
_GAP: Final = 13.0
_CHAINED: Final = "3 2"
_BAND: Final = 0.15
_LOOKS: Final[dict[str, tuple[str, float, str]]] = {
    "own": ("accent", 2.5, ""),
    "nation": ("ink", 2.0, "6 3"),
    "similar": ("peer", 1.5, ""),
    "peer": ("peer", 1.0, ""),
    "second": ("accent", 2.0, "2 2.5"),
}
"""Tone → token, width, dashes."""

_DRAW_ORDER: Final = ("peer", "similar", "nation", "second", "own")


@dataclass(frozen=True, slots=True)
class _Years:
    """Places years between the frame's sides."""

    first: int
    last: int
    left: float
    right: float

    def x(self, year: float) -> float:
        return self.left + (year - self.first) / max(self.last - self.first, 1) * (self.right - self.left)


@sketch.register(Series)
def _draw_series(chart: Series, pen: Pen, width: Width) -> Size:
    full = FULL if width == "wide" else NARROW
    low, high = value_range(chart.y_ticks)
    top = draw_head(pen, (chart.y_label, chart.note), width=full) + (14.0 if chart.joins else 0.0)
    left = tick_column(chart.y_ticks)
    right = full - _label_room(chart, full)
    frame = Frame(left=left, right=right, top=top, bottom=top + _HEIGHT, low=low, high=high)
    years = _years(chart, frame)
    draw_grid(pen, frame, chart.y_ticks)
    _draw_joins(chart.joins, pen, years, frame)
    for tone in _DRAW_ORDER:
        for line in chart.lines:
            if line.tone == tone:
                _draw_line(line, pen, chart.joins, years=years, frame=frame)
    _draw_end_labels(chart, pen, years=years, frame=frame, full=full)
    _draw_year_labels(pen, years, y=frame.bottom + 14)
    return full, frame.bottom + 20


def _years(chart: Series, frame: Frame) -> _Years:
    every = [point.year for line in chart.lines for point in line.points]
    if not every:
        msg = "series: no line has a point; leave the drawing out and say what is missing."
        raise InputError(msg)
    return _Years(min(every), max(every), frame.left + 4, frame.right - 6)


def _line_words(line: Line) -> str:
    return " ".join(part for part in (line.label, line.value.text if line.value else "") if part)


def _label_room(chart: Series, full: float) -> float:
    longest = max(
        (label_width(_line_words(line), size=10, is_bold=line.tone == "own") for line in chart.lines), default=0.0
    )
    return min(longest + 12, 0.36 * full)


def _draw_joins(joins: Sequence[Join], pen: Pen, years: _Years, frame: Frame) -> None:
    """Mark changes of definition; a word is not repeated where its neighbour's leaves no room."""
    taken = 0.0
    for join in sorted(joins, key=lambda join: join.year):
        x = years.x(join.year - 0.5)
        room = label_width(join.label, size=10)
        at = min(max(x, room / 2), frame.right - room / 2)
        if at - room / 2 >= taken:
            pen.text(at, frame.top - 7, join.label, anchor="middle", fill="ink-2")
            taken = at + room / 2 + 3
        if join.kind == "break":
            for dx in (-2.0, 2.0):
                pen.polyline([(x + dx, frame.top), (x + dx, frame.bottom)], stroke="line", title=join.label)
        else:
            pen.polyline([(x, frame.top - 3), (x, frame.bottom)], stroke="line", dash="1 3", title=join.label)


def _runs(points: Sequence[Point], joins: Sequence[Join]) -> list[tuple[list[Point], bool]]:
    """Cut a line into runs without gap; each is wholly chained or wholly not."""
    breaks = {join.year for join in joins if join.kind == "break"}
    runs: list[tuple[list[Point], bool]] = []
    for before, after in pairwise(points):
        is_open = before.value is None or after.value is None
        if is_open or any(before.year < year <= after.year for year in breaks):
            continue
        if runs and runs[-1][0][-1] is before and runs[-1][1] == after.is_chained:
            runs[-1][0].append(after)
        else:
            runs.append(([before, after], after.is_chained))
    joined = {id(point) for run, _ in runs for point in run}
    lone = [([point], False) for point in points if point.value is not None and id(point) not in joined]
    return runs + lone


def _draw_line(line: Line, pen: Pen, joins: Sequence[Join], *, years: _Years, frame: Frame) -> None:
    token, width, dash = _LOOKS[line.tone]
    opacity = GHOST if line.tone == "peer" else None
    for run, is_chained in _runs(line.points, joins):
        _draw_interval(run, pen, token, years=years, frame=frame)
        places = [(years.x(point.year), frame.y(point.value)) for point in run if point.value is not None]
        if len(places) == 1:
            pen.circle(*places[0], r=width + 0.5, fill=token, title=line.label)
        else:
            dashes = _CHAINED if is_chained and not dash else dash
            pen.polyline(places, stroke=token, width=width, dash=dashes, opacity=opacity, title=line.label)


def _draw_interval(run: Sequence[Point], pen: Pen, token: str, *, years: _Years, frame: Frame) -> None:
    known = [
        (years.x(p.year), frame.y(p.low), frame.y(p.high)) for p in run if p.low is not None and p.high is not None
    ]
    if not known:
        return
    if len(known) == 1:
        x, low, high = known[0]
        pen.polyline([(x, low), (x, high)], stroke=token, width=1.5)
        return
    around = [(x, high) for x, _, high in known] + [(x, low) for x, low, _ in reversed(known)]
    pen.path("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in around) + "z", fill=token, opacity=_BAND)


def _last_known(line: Line) -> Point | None:
    return next((point for point in reversed(line.points) if point.value is not None), None)


def _draw_end_labels(chart: Series, pen: Pen, *, years: _Years, frame: Frame, full: float) -> None:
    ends = [(line, _last_known(line)) for line in chart.lines if _line_words(line)]
    named = [(line, end, frame.y(end.value)) for line, end in ends if end is not None and end.value is not None]
    places = spread([y for _, _, y in named], gap=_GAP, low=frame.top, high=frame.bottom)
    for (line, end, y), place in zip(named, places, strict=True):
        x = years.x(end.year)
        if abs(place - y) > 3 or x < frame.right - 8:  # noqa: PLR2004 -- nearer needs no leader
            pen.polyline([(x + 3, y), (frame.right + 4, place)], stroke="line", width=0.75)
        _write_label(line, pen, x=frame.right + 6, y=place + 3.5, room=full - frame.right - 6)


def _write_label(line: Line, pen: Pen, *, x: float, y: float, room: float) -> None:
    """Write the name and, where given, the value as a link."""
    is_bold = line.tone == "own"
    pen.label(x, y, line.value or Label(""), lead=line.label, is_bold=is_bold, fit=room)


def _draw_year_labels(pen: Pen, years: _Years, *, y: float) -> None:
    """Label the first and the last year, and every fifth (or tenth) between."""
    room = label_width("2000", size=10)
    step = _year_step(years.x, years.first, room)
    pen.text(max(years.x(years.first), room / 2), y, str(years.first), anchor="middle", fill="ink-2")
    if years.last == years.first:
        return
    pen.text(years.x(years.last), y, str(years.last), anchor="middle", fill="ink-2")
    for year in range(years.first + 1, years.last):
        x = years.x(year)
        is_near = min(year - years.first, years.last - year) <= step / 2
        is_free = x - years.x(years.first) >= room + 4 and years.x(years.last) - x >= room + 4
        if year % step == 0 and is_free and not is_near:
            pen.text(x, y, str(year), anchor="middle", fill="ink-2")


def _year_step(x: Callable[[float], float], first: int, room: float) -> int:
    year = x(first + 1) - x(first)
    return next((step for step in (1, 2, 5, 10) if step * year >= room + 10), 20)
