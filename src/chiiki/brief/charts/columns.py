"""Amounts by fiscal year as columns from zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from chiiki.brief.charts.letters import label_width, wrap
from chiiki.brief.charts.plot import Frame, draw_grid, draw_head, tick_column, value_range
from chiiki.brief.charts.sketch import FULL, NARROW, sketch
from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.sketch import Size, Width
    from chiiki.brief.charts.words import Label, Tick

__all__ = ["Column", "ColumnKind", "ColumnYear", "Columns"]


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """A kind of amount and how its columns look."""

    label: str
    tone: Literal["accent", "tint", "outline"]


@dataclass(frozen=True, slots=True)
class Column:
    """One amount; `kind` counts from 0 in the chart's kinds."""

    kind: int
    value: float
    shown: Label | None = None


@dataclass(frozen=True, slots=True)
class ColumnYear:
    """A fiscal year's amounts; none at all is a hatched slot with its word."""

    fy: int
    columns: tuple[Column, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Amounts by year, kinds side by side, from zero."""

    alt: str
    kinds: tuple[ColumnKind, ...]
    years: tuple[ColumnYear, ...]
    y_ticks: tuple[Tick, ...]
    y_label: str


_HEIGHT: Final = 170.0
_LOOKS: Final = {"accent": ("accent", "accent"), "tint": ("seq-3", "line"), "outline": ("paper", "ink")}
_LINE: Final = 12.0
_SLOT: Final = 34.0


@sketch.register(Columns)
def _draw_columns(chart: Columns, pen: Pen, width: Width) -> Size:
    full = FULL if width == "wide" else NARROW
    _, high = value_range(chart.y_ticks)
    top = _draw_kinds(chart, pen, top=draw_head(pen, (chart.y_label,), width=full), full=full) + 14
    left = tick_column(chart.y_ticks)
    frame = Frame(left=left, right=full, top=top, bottom=top + _HEIGHT, low=0.0, high=high)
    draw_grid(pen, frame, chart.y_ticks)
    step = (frame.right - frame.left) / max(len(chart.years), 1)
    taken: list[tuple[float, float, float]] = []
    for k, year in enumerate(chart.years):
        _draw_year(chart, year, pen, frame=frame, x=frame.left + k * step, step=step, taken=taken)
    _draw_year_labels(chart, pen, frame=frame, step=step)
    return full, frame.bottom + 20


def _draw_kinds(chart: Columns, pen: Pen, *, top: float, full: float) -> float:
    x, y = 0.0, top - 6
    for kind in chart.kinds:
        needed = 22 + label_width(kind.label, size=10) + 14
        if x and x + needed > full:
            x, y = 0.0, y + 15
        fill, stroke = _LOOKS[kind.tone]
        pen.rect(x + 0.5, y + 0.5, width=16, height=9, fill=fill, stroke=stroke, stroke_width=1)
        pen.text(x + 22, y + 9, kind.label, fit=full - x - 22)
        x += needed
    return y + 15


def _draw_year(  # noqa: PLR0913 -- a year has a place
    chart: Columns,
    year: ColumnYear,
    pen: Pen,
    *,
    frame: Frame,
    x: float,
    step: float,
    taken: list[tuple[float, float, float]],
) -> None:
    room = min(step * 0.76, 60.0)
    start = x + (step - room) / 2
    if not year.columns:
        _draw_slot(year, pen, frame=frame, x=start, width=room)
        return
    width = room / max(len(other.columns) for other in chart.years)
    start += (room - width * len(year.columns)) / 2
    for k, column in enumerate(year.columns):
        if not 0 <= column.kind < len(chart.kinds) or column.value < 0:
            msg = (
                f"columns: FY{year.fy} has kind {column.kind}, value {column.value}; "
                f"kinds count from 0 to {len(chart.kinds) - 1}, amounts are not negative."
            )
            raise InputError(msg)
        fill, stroke = _LOOKS[chart.kinds[column.kind].tone]
        y = frame.y(column.value)
        pen.rect(
            start + k * width + 0.5,
            y,
            width=max(width - 1.5, 1.5),
            height=frame.bottom - y,
            fill=fill,
            stroke=stroke,
            stroke_width=1,
        )
        if column.shown is not None:
            _write_value(column.shown, pen, middle=start + (k + 0.5) * width, y=y - 4, frame=frame, taken=taken)


def _draw_slot(year: ColumnYear, pen: Pen, *, frame: Frame, x: float, width: float) -> None:
    """Hatch the place of a missing amount and write its word."""
    top = frame.bottom - _SLOT
    pen.rect(x + 0.5, top, width=width - 1, height=_SLOT, stroke="line", stroke_width=1, dash="3 2", title=year.missing)
    hatch = ""
    reach = width + _SLOT
    offset = 5.0
    while offset < reach:
        x0, y0 = x + max(0.0, offset - _SLOT), frame.bottom - min(offset, _SLOT)
        x1, y1 = x + min(offset, width), frame.bottom - max(0.0, offset - width)
        hatch += f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}"
        offset += 5.0
    pen.path(hatch, stroke="line", width=0.75)
    lines = wrap(year.missing, width=width + 8, size=10)
    for k, line in enumerate(lines):
        y = top - 4 - (len(lines) - 1 - k) * _LINE
        pen.text(x + width / 2, y, line, anchor="middle", fill="ink-2", fit=width + 8, halo="paper")


def _write_value(  # noqa: PLR0913 -- a label has a place
    label: Label, pen: Pen, *, middle: float, y: float, frame: Frame, taken: list[tuple[float, float, float]]
) -> None:
    """Write an amount over its column, a line higher for each label already there."""
    half = label_width(label.text, size=10) / 2
    middle = min(max(middle, frame.left + half), frame.right - half)
    while any(
        middle - half < right and middle + half > left and abs(y - other) < _LINE for left, right, other in taken
    ):
        y -= _LINE
    taken.append((middle - half, middle + half, y))
    pen.label(middle, y, label, anchor="middle", halo="paper")


def _draw_year_labels(chart: Columns, pen: Pen, *, frame: Frame, step: float) -> None:
    """Label every year that has room, always the first and the last."""
    room = label_width("2000", size=10) + 4
    last = len(chart.years) - 1
    taken = -room
    for k, year in enumerate(chart.years):
        x = frame.left + (k + 0.5) * step
        end = frame.left + (last + 0.5) * step
        if k in {0, last} or (x - taken >= room and end - x >= room):
            pen.text(min(x, frame.right - room / 2), frame.bottom + 14, str(year.fy), anchor="middle", fill="ink-2")
            taken = x
