"""Grades as boxes and as bars; the letter always stands beside the colour."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from chiiki.brief.charts.letters import label_width
from chiiki.brief.charts.sketch import NARROW, sketch
from chiiki.brief.tokens import GRADE_LEVELS
from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.sketch import Size, Width
    from chiiki.brief.charts.words import Label

__all__ = ["NOT_EVALUATED", "GradeBoxes", "GradeCount", "GradeCounts", "grade_paint", "level_paint"]


@dataclass(frozen=True, slots=True)
class GradeBoxes:
    """One box per designation with its grade; above 13 they become one bar in parts."""

    alt: str
    grades: tuple[str, ...]
    """``S+`` ``S`` ``A`` ``B`` ``C`` ``D``, ``""`` grade not found, ``"-"`` not evaluated."""

    note: Label
    """One short line below, at most 150 px."""


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many got one grade."""

    grade: str
    """As in :class:`GradeBoxes`."""

    label: str
    n: int
    shown: Label


@dataclass(frozen=True, slots=True)
class GradeCounts:
    """A bar per grade, from the best to the not found."""

    alt: str
    rows: tuple[GradeCount, ...]


NOT_EVALUATED: Final = "-"
_ORDER: Final = (*GRADE_LEVELS, NOT_EVALUATED, "")
_WIDTH: Final = 150.0
_HEIGHT: Final = 34.0
_MOST_BOXES: Final = 13
"""More would be narrower than a legible letter."""

_BOX_HEIGHT: Final = 14.0


def grade_paint(grade: str) -> tuple[str, str]:
    """Choose the tokens of a grade's box.

    Parameters
    ----------
    grade
        ``S+`` ``S`` ``A`` ``B`` ``C`` ``D``, ``"-"`` not evaluated, ``""`` not found.

    Returns
    -------
    (str, str)
        Token of the box and of the letter on it.

    Raises
    ------
    InputError
        The grade belongs to another scale.
    """
    if grade in GRADE_LEVELS:
        return level_paint(GRADE_LEVELS[grade])
    if grade == NOT_EVALUATED:
        return "paper", "ink-2"
    if not grade:
        return "none", "ink-2"
    msg = f"grade {grade!r} has no colour; allowed: {', '.join(GRADE_LEVELS)}, '-' and ''. Write other scales as words."
    raise InputError(msg)


def level_paint(level: int) -> tuple[str, str]:
    """Choose the tokens of a class: its tint and the text on it (paper on the two strongest).

    Parameters
    ----------
    level
        Class 1 to 5.

    Returns
    -------
    (str, str)
        Token of the ground and of the text.
    """
    return f"seq-{level}", "ink" if level <= 3 else "paper"  # noqa: PLR2004 -- contrasts of the palette


def _sorted(grades: Sequence[str]) -> list[str]:
    for grade in grades:
        grade_paint(grade)
    return sorted(grades, key=_ORDER.index)


def _box(pen: Pen, grade: str, *, x: float, width: float) -> None:
    fill, ink = grade_paint(grade)
    pen.rect(x + 0.5, 3.5, width=width - 1, height=_BOX_HEIGHT - 1, fill=fill, stroke="line", stroke_width=1)
    if grade in GRADE_LEVELS:
        pen.text(x + width / 2, 14, grade, anchor="middle", fill=ink, is_bold=True, fit=max(width - 1, 5))


@sketch.register(GradeBoxes)
def _draw_boxes(chart: GradeBoxes, pen: Pen, width: Width) -> Size:
    del width
    grades = _sorted(chart.grades)
    if len(grades) <= _MOST_BOXES:
        step = min(18.0, _WIDTH / max(len(grades), 1))
        for k, grade in enumerate(grades):
            _box(pen, grade, x=k * step, width=step - 1)
    else:
        _draw_parts(pen, grades)
    pen.label(0, 30, chart.note, fill="ink-2", fit=_WIDTH)
    return _WIDTH, _HEIGHT


def _draw_parts(pen: Pen, grades: list[str]) -> None:
    """Draw one bar in parts, each at least as wide as its letter."""
    parts = [(grade, len(list(same))) for grade, same in groupby(grades)]
    least = 12.0
    free = _WIDTH - least * len(parts)
    x = 0.0
    for grade, n in parts:
        part = least + free * n / len(grades)
        _box(pen, grade, x=x, width=part)
        x += part


@sketch.register(GradeCounts)
def _draw_counts(chart: GradeCounts, pen: Pen, width: Width) -> Size:
    del width
    row_height = 20.0
    column = min(max((label_width(row.label, size=10) for row in chart.rows), default=0.0) + 8, 0.45 * NARROW)
    value = max((label_width(row.shown.text, size=10, is_bold=True) for row in chart.rows), default=0.0) + 6
    most = max((row.n for row in chart.rows), default=0) or 1
    reach = NARROW - column - value
    for k, row in enumerate(chart.rows):
        y = k * row_height
        pen.text(column - 8, y + 14, row.label, anchor="end", fit=column - 8)
        bar = reach * row.n / most
        fill, ink = grade_paint(row.grade)
        if row.n:
            pen.rect(column, y + 3.5, width=bar, height=14, fill=fill, stroke="line", stroke_width=1)
        if row.grade in GRADE_LEVELS and bar >= 14:  # noqa: PLR2004 -- room for "S+"
            pen.text(column + 4, y + 14, row.grade, fill=ink, is_bold=True, fit=bar - 4)
        pen.label(column + bar + 5, y + 14, row.shown, is_bold=True)
    pen.polyline([(column, 0), (column, len(chart.rows) * row_height)], stroke="line")
    return NARROW, len(chart.rows) * row_height + 2
