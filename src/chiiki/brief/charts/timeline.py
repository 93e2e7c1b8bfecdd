"""The timeline: plan periods, laws, and what came when."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

from chiiki.brief.charts.axis import YearAxis, draw_bands, draw_years
from chiiki.brief.charts.grades import grade_paint
from chiiki.brief.charts.keys import draw_keys, draw_stub
from chiiki.brief.charts.letters import label_width
from chiiki.brief.charts.sheets import Cuts, Row
from chiiki.brief.charts.sketch import FULL, NARROW, sketch
from chiiki.brief.tokens import GRADE_LEVELS
from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.sketch import Size, Width
    from chiiki.brief.charts.words import Band, Key

__all__ = ["Event", "Span", "Timeline"]


@dataclass(frozen=True, slots=True)
class Event:
    """A law or decision: numbered dotted vertical, worded in the key below."""

    at: float
    """In fiscal years: 28 November 2014 is 2014.66."""

    mark: str
    """``①``."""

    label: str


@dataclass(frozen=True, slots=True)
class Span:
    """One bar of a timeline. An unknown start or end (None) is drawn as a box, a stub and ``?``."""

    label: str
    name: str
    """Full name, read by assistive technology and shown on hover."""

    start_fy: int | None
    end_fy: int | None
    grade: str = ""
    """Of a site: as in :class:`GradeBoxes`."""

    tone: Literal["grade", "programme", "accent", "designation"] = "grade"
    lane: str = ""
    """Bars of one lane stand together under its heading."""

    href: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What came when: plan bands, laws, bars in lanes, on one scale of fiscal years."""

    alt: str
    first_fy: int
    last_fy: int
    bands: tuple[Band, ...]
    bands_label: str
    events: tuple[Event, ...]
    events_label: str
    bars: tuple[Span, ...]
    """In drawing order."""

    keys: tuple[Key, ...] = ()
    today: float | None = None


_BAR: Final = 11.0
_ROW: Final = 16.0
_LINK_ROW: Final = 25.0
"""Height of a row that is a link: a target of 24 px and a line between."""

_TALL_ROW: Final = 30.0
_LANE: Final = 18.0
_MARK: Final = 12.0
_LABEL_SHARES: Final = (0.28, 0.34)
"""Share of the width for labels: Japanese, and longer ones."""

_STUB_ROOM: Final = 28.0


@sketch.register(Timeline)
def _draw_timeline(chart: Timeline, pen: Pen, width: Width) -> Size:
    full = FULL if width == "wide" else NARROW
    is_wide = width == "wide"
    left = _label_column(chart) if is_wide else 0.0
    axis = YearAxis(chart.first_fy, chart.last_fy, left, full)
    levels = _event_levels(chart, axis)
    top = 20.0 + (max(levels, default=-1) + 1) * 14.0 + 4.0
    lanes = [(lane, list(bars)) for lane, bars in groupby(chart.bars, key=lambda bar: bar.lane)]
    row = (_LINK_ROW if any(bar.href for bar in chart.bars) else _ROW) if is_wide else _TALL_ROW
    bottom = top + sum(len(bars) * row + (_LANE if lane else 0.0) for lane, bars in lanes) + 4.0
    draw_bands(pen, chart.bands, axis, bottom=bottom)
    _draw_heads(chart, pen, axis, levels=levels, bottom=bottom)
    y, rows = top, []
    for lane, bars in lanes:
        first = y + (_LANE if lane else 0.0)
        rows += [Row(y), *(Row(first + k * row, (y, first) if lane else None) for k in range(1, len(bars)))]
        if lane:
            pen.polyline([(0, y), (full, y)], stroke="rule")
            pen.text(0, y + 13, lane, is_bold=True, fit=full, halo="paper")
            y += _LANE
        for bar in bars:
            (_draw_row if is_wide else _draw_tall_row)(bar, pen, axis, y=y + (row - _ROW) / 2 * is_wide)
            y += row
    pen.cuts = Cuts(tuple(rows), bottom)
    if chart.today is not None:
        x = axis.x(chart.today)
        pen.polyline([(x, 18), (x, bottom)], stroke="ink")
    draw_years(pen, axis, [band.start_fy for band in chart.bands], y=bottom + 12)
    keys = [(key.sample, key.text) for key in chart.keys]
    marks = [(event.mark, event.label) for event in chart.events]
    return full, draw_keys(pen, keys, top=bottom + 22, width=full, marks=marks)


def _label_column(chart: Timeline) -> float:
    """Choose the narrower column where all labels fit it."""
    longest = max((label_width(bar.label, size=10) for bar in chart.bars), default=0.0) + 8
    return next((share * FULL for share in _LABEL_SHARES if longest <= share * FULL), _LABEL_SHARES[-1] * FULL)


def _event_levels(chart: Timeline, axis: YearAxis) -> list[int]:
    """Put each mark on the first line where it touches no other."""
    ends: list[float] = []
    levels: list[int] = []
    for event in chart.events:
        x = axis.x(event.at)
        level = next((k for k, end in enumerate(ends) if x - _MARK / 2 >= end), len(ends))
        ends[level : level + 1] = [x + _MARK / 2]
        levels.append(level)
    return levels


def _draw_heads(chart: Timeline, pen: Pen, axis: YearAxis, *, levels: list[int], bottom: float) -> None:
    if axis.left:
        pen.text(axis.left - 8, 12, chart.bands_label, anchor="end", is_bold=True, fit=axis.left - 8)
        if chart.events:
            pen.text(axis.left - 8, 30, chart.events_label, anchor="end", is_bold=True, fit=axis.left - 8)
    for event, level in zip(chart.events, levels, strict=True):
        x, y = axis.x(event.at), 31.0 + 14.0 * level
        pen.polyline([(x, y + 4), (x, bottom)], stroke="ink-2", dash="1 3", title=event.label)
        at = min(max(x, axis.left + 5), axis.right - 5)
        pen.text(at, y, event.mark, anchor="middle")


def _bar_ends(bar: Span, axis: YearAxis) -> tuple[float, float]:
    """Place the box; an unknown end leaves the one known year."""
    if bar.start_fy is None and bar.end_fy is None:
        msg = f"timeline bar {bar.label!r} has neither start nor end; list undated programmes below the drawing."
        raise InputError(msg)
    first = bar.start_fy if bar.start_fy is not None else bar.end_fy
    last = bar.end_fy if bar.end_fy is not None else bar.start_fy
    if first is None or last is None or last < first:
        msg = f"timeline bar {bar.label!r} runs from {first} to {last}; its end lies before its start."
        raise InputError(msg)
    left, right = axis.x(first), axis.x(last + 1)
    return left, max(right, left + min(axis.year, axis.right - left))


def _draw_box(bar: Span, pen: Pen, axis: YearAxis, *, y: float) -> tuple[float, float]:
    left, right = _bar_ends(bar, axis)
    tones = {"programme": ("seq-2", "ink"), "accent": ("accent", "paper"), "designation": ("paper", "ink")}
    fill, ink = grade_paint(bar.grade) if bar.tone == "grade" else tones[bar.tone]
    stroke = "ink" if bar.tone == "designation" else "line"
    width = max(right - left - 1, 2)
    title = "" if bar.href else bar.name  # a link says the name itself
    pen.rect(left + 0.5, y + 0.5, width=width, height=_BAR - 1, fill=fill, stroke=stroke, stroke_width=1, title=title)
    if bar.grade in GRADE_LEVELS:
        pen.text(
            left + width / 2 if width < _MARK else left + 4,
            y + 9,
            bar.grade,
            fill=ink,
            is_bold=True,
            anchor="middle" if width < _MARK else "start",
            fit=max(width - 1, 6),
        )
    if bar.end_fy is None:
        draw_stub(pen, right, y + _BAR / 2)
    if bar.start_fy is None:
        draw_stub(pen, left, y + _BAR / 2, is_before=True)
    return left, right


def _draw_row(bar: Span, pen: Pen, axis: YearAxis, *, y: float) -> None:
    pen.open_link(bar.href, name=bar.name)
    if bar.href:  # an invisible ground makes the whole row a target
        pen.rect(0, y - (_LINK_ROW - _ROW) / 2, width=axis.right, height=_LINK_ROW - 1)
    pen.text(axis.left - 8, y + 12, bar.label, anchor="end", fit=axis.left - 8)
    _draw_box(bar, pen, axis, y=y + 3)
    pen.close_link(bar.href)


def _draw_tall_row(bar: Span, pen: Pen, axis: YearAxis, *, y: float) -> None:
    """Write the name above the bar, to its end when it starts in the last half."""
    pen.open_link(bar.href, name=bar.name)
    left, right = _draw_box(bar, pen, axis, y=y + 16)
    room = label_width(bar.label, size=10)
    is_late = left > (axis.left + axis.right) / 2
    at = max(right, room) if is_late else max(min(left, axis.right - room), 0.0)
    pen.text(at, y + 12, bar.label, anchor="end" if is_late else "start", fit=axis.right, halo="paper")
    pen.close_link(bar.href)
