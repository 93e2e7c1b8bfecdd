"""Charts: plain values in, an accessible drawing (SVG) out.

Reading order: :mod:`.words` (what all charts share), :mod:`.drawing` (:func:`draw`), :mod:`.pen`
(the only place that draws in SVG), then one module per chart, its values first, its drawing below;
:mod:`.sheets` cuts for paper what is longer than a sheet.
The drawings are templates of our own: a plotting library took longer to start than a whole
brief may take, and did not keep labels apart in both languages.
"""

from __future__ import annotations

from chiiki.brief.charts.canvas import Theme
from chiiki.brief.charts.columns import Column, ColumnKind, Columns, ColumnYear
from chiiki.brief.charts.dots import DotMark, DotRow, Dots
from chiiki.brief.charts.drawing import draw, draw_for_paper, has_narrow
from chiiki.brief.charts.event_study import EventPoint, EventStudy
from chiiki.brief.charts.grades import GradeBoxes, GradeCount, GradeCounts
from chiiki.brief.charts.lanes import Lane, LaneItem, Lanes
from chiiki.brief.charts.lineage import Lineage, LineageBar, LineageLink
from chiiki.brief.charts.matrix import Matrix, MatrixCell, MatrixRow
from chiiki.brief.charts.outline import OutlineMap, Outlines, Shape, Site, read_outlines
from chiiki.brief.charts.scales import integer_classes, level_of, nice_ticks
from chiiki.brief.charts.scatter import Scatter, ScatterDot, ScatterName
from chiiki.brief.charts.series import Join, Line, Point, Series
from chiiki.brief.charts.sketch import Width
from chiiki.brief.charts.strip import Strip
from chiiki.brief.charts.tiles import Tile, TileGrid
from chiiki.brief.charts.timeline import Event, Span, Timeline
from chiiki.brief.charts.words import Band, Key, Label, Sample, Tick

__all__ = [
    "Band",
    "Column",
    "ColumnKind",
    "ColumnYear",
    "Columns",
    "DotMark",
    "DotRow",
    "Dots",
    "Event",
    "EventPoint",
    "EventStudy",
    "GradeBoxes",
    "GradeCount",
    "GradeCounts",
    "Join",
    "Key",
    "Label",
    "Lane",
    "LaneItem",
    "Lanes",
    "Line",
    "Lineage",
    "LineageBar",
    "LineageLink",
    "Matrix",
    "MatrixCell",
    "MatrixRow",
    "OutlineMap",
    "Outlines",
    "Point",
    "Sample",
    "Scatter",
    "ScatterDot",
    "ScatterName",
    "Series",
    "Shape",
    "Site",
    "Span",
    "Strip",
    "Theme",
    "Tick",
    "Tile",
    "TileGrid",
    "Timeline",
    "Width",
    "draw",
    "draw_for_paper",
    "has_narrow",
    "integer_classes",
    "level_of",
    "nice_ticks",
    "read_outlines",
]
