"""The matrix: counts in cells, gaps outlined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chiiki.brief.charts.grades import level_paint
from chiiki.brief.charts.letters import label_width, wrap
from chiiki.brief.charts.sketch import FULL, NARROW, sketch

if TYPE_CHECKING:
    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.sketch import Size, Width
    from chiiki.brief.charts.words import Label

__all__ = ["Matrix", "MatrixCell", "MatrixRow"]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A count, or a gap when `value` is None."""

    value: Label | None
    level: int | None = None
    """Class 1 to 5 of the tint."""

    name: str = ""
    """Row, column and value in words."""

    word: str = ""
    """What an empty cell says where it is no gap: the row did not exist then."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One ministry, or the totals."""

    label: str
    cells: tuple[MatrixCell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who supports which stage; n in the cell, gaps outlined."""

    alt: str
    columns: tuple[str, ...]
    """A soft hyphen (U+00AD) shows where a long word may break."""

    rows: tuple[MatrixRow, ...]
    gap_label: str
    """Word in an empty cell: –, "none"."""


_ROW: Final = 26.0
_LINE: Final = 12.0
_PAD: Final = 9.0


@sketch.register(Matrix)
def _draw_matrix(chart: Matrix, pen: Pen, width: Width) -> Size:
    full = FULL if width == "wide" else NARROW
    longest = max((label_width(row.label, size=10, is_bold=row.is_total) for row in chart.rows), default=0.0)
    column = min(longest + 8, 0.3 * full)
    cell = (full - column) / max(len(chart.columns), 1)
    heads = [wrap(head, width=cell - 2, size=10, is_bold=True) for head in chart.columns]
    top = max((len(lines) for lines in heads), default=0) * _LINE + 6
    for k, lines in enumerate(heads):
        for j, line in enumerate(lines):
            y = top - 6 - (len(lines) - 1 - j) * _LINE
            pen.text(column + (k + 0.5) * cell, y, line, anchor="middle", is_bold=True, fit=cell - 2)
    pen.polyline([(0, top - 1), (full, top - 1)], stroke="ink")
    y = top
    for row in chart.rows:
        if row.is_total:
            pen.polyline([(0, y), (full, y)], stroke="line")
        height = _draw_row_label(row, pen, y=y, column=column)
        for j, content in enumerate(row.cells):
            box = _Box(column + j * cell, y, cell, height)
            _draw_cell(chart, content, pen, box=box, is_total=row.is_total)
        y += height
    return full, y + 1


@dataclass(frozen=True, slots=True)
class _Box:
    """Place and size of a cell, px."""

    x: float
    y: float
    width: float
    height: float


def _draw_row_label(row: MatrixRow, pen: Pen, *, y: float, column: float) -> float:
    """Write the label, in as many lines as it needs, and return the row's height."""
    lines = wrap(row.label, width=column - 8, size=10, is_bold=row.is_total)
    height = max(_ROW, len(lines) * _LINE + _PAD)
    first = y + (height - (len(lines) - 1) * _LINE) / 2 + 4
    for k, line in enumerate(lines):
        pen.text(0, first + k * _LINE, line, is_bold=row.is_total, fit=column - 8)
    return height


def _draw_cell(chart: Matrix, content: MatrixCell, pen: Pen, *, box: _Box, is_total: bool) -> None:
    x, y, width, height = box.x + 2, box.y + 3, box.width - 4, box.height - 5
    middle, baseline = box.x + box.width / 2, box.y + box.height / 2 + 4
    if content.value is None:
        if not content.word:
            pen.rect(x, y, width=width, height=height, stroke="line", stroke_width=1, dash="3 2", title=content.name)
        words = content.word or chart.gap_label
        pen.text(middle, baseline, words, anchor="middle", fill="ink-2", fit=width - 4)
        return
    fill, ink = level_paint(content.level) if content.level is not None else (None, "ink")
    if fill:
        pen.rect(x, y, width=width, height=height, fill=fill, title=content.name)
    is_bold = is_total or bool(fill)
    pen.label(middle, baseline, content.value, anchor="middle", fill=ink, is_bold=is_bold, fit=width - 4)
