"""What each chart shows, as plain values and words that are already chosen.

A chart never formats a number and knows no language: composers hand in labels. A drawn
number that a reader may open carries the id of its number (:class:`Label`).
Time runs in fiscal years: ``2014.0`` is the first day of fiscal year 2014, and a bar from
2014 to 2016 covers three years. ``alt`` is two sentences: the first names kind and subject
(it becomes the drawing's title), both together are its description.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    "GradeBoxes",
    "GradeCount",
    "GradeCounts",
    "Join",
    "Key",
    "Label",
    "Line",
    "Lineage",
    "LineageBar",
    "LineageLink",
    "Matrix",
    "MatrixCell",
    "MatrixRow",
    "OutlineMap",
    "Point",
    "Sample",
    "Series",
    "Shape",
    "Site",
    "Span",
    "Strip",
    "Tick",
    "Tile",
    "TileGrid",
    "Timeline",
]

Sample = Literal[
    "S+",
    "S",
    "A",
    "B",
    "C",
    "D",
    "not_found",
    "not_evaluated",
    "unknown_end",
    "accent",
    "programme",
    "designation",
    "succession",
    "carried_over",
    "condition_for",
    "today",
]
"""What a key entry shows: a grade's box, a kind of bar, a kind of line."""


@dataclass(frozen=True, slots=True)
class Label:
    """Drawn words; with `number_id` they are a link to the note of that number."""

    text: str
    number_id: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on an axis."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the key under a drawing."""

    sample: Sample
    text: str


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


@dataclass(frozen=True, slots=True)
class Tile:
    """One region of the tile grid."""

    region_id: str
    row: int
    col: int
    name: str
    """Two characters fit, three are condensed; in Latin letters at most three or four."""

    value: Label | None
    """None: not known, drawn as ``…``."""

    level: int | None
    """Class 1 to 5, as :func:`chiiki.brief.charts.level_of` gives it."""

    words: str
    """Full name and value with unit: the link's accessible name."""

    href: str = ""
    """Where the tile leads when its value opens no note (a page, ``#r13``)."""


@dataclass(frozen=True, slots=True)
class TileGrid:
    """Every region as an equal tile with its value; legend in the empty corner (325 px wide)."""

    alt: str
    title: str
    """Heading of the legend: measure and period, at most 210 px wide (it wraps once)."""

    tiles: tuple[Tile, ...]
    classes: tuple[str, ...]
    """Limits in words, class 1 first (``1〜4``); see :func:`chiiki.brief.charts.integer_classes`."""

    own: str = ""
    """`region_id` of the framed tile; empty in national briefs."""

    own_label: str = ""
    missing_label: str = ""
    """Legend words for ``…``; empty when nothing is missing."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The outline of a region, from ``outlines.json``, with its class or none."""

    region_id: str
    path: str
    x: float
    """Label point in the map's own units."""

    y: float
    level: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A numbered dot; coordinates in the map's own units (:func:`chiiki.brief.charts.project`)."""

    x: float
    y: float
    mark: str
    name: str


@dataclass(frozen=True, slots=True)
class OutlineMap:
    """Where something is: outlines, highlighted regions, dots."""

    alt: str
    shapes: tuple[Shape, ...]
    width: float
    height: float
    frame: str
    """Path of the line that boxes regions drawn away from their place; may be empty."""

    own: str = ""
    own_label: Label | None = None
    """Words at the end of the leader."""

    highlighted: tuple[str, ...] = ()
    """Further regions in the middle tone, when no classes are shown."""

    sites: tuple[Site, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A plan period behind a timeline, inclusive fiscal years."""

    start_fy: int
    end_fy: int
    label: str
    short: str = ""
    """For narrow drawings, where the label does not fit."""


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


@dataclass(frozen=True, slots=True)
class LineageBar:
    """A programme on the time axis."""

    programme_id: str
    label: str
    name: str
    start_fy: int
    end_fy: int | None
    tone: Literal["programme", "accent", "designation"] = "programme"
    """``accent`` this one; ``designation`` gives no money: outlined."""

    href: str = ""


@dataclass(frozen=True, slots=True)
class LineageLink:
    """What became of what."""

    from_id: str
    to_id: str
    kind: Literal["renamed", "merged", "split", "succeeded", "carried_over", "condition_for"]
    name: str = ""
    """In words, for assistive technology."""

    href: str = ""
    """The source that states it."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """Programmes and their successors on one time axis; at most twelve bars are readable."""

    alt: str
    first_fy: int
    last_fy: int
    bands: tuple[Band, ...]
    bars: tuple[LineageBar, ...]
    links: tuple[LineageLink, ...]
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A count, or a gap when `value` is None."""

    value: Label | None
    level: int | None = None
    """Class 1 to 5 of the tint."""

    name: str = ""
    """Row, column and value in words."""


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


@dataclass(frozen=True, slots=True)
class DotMark:
    """A dot in one panel of a row."""

    value: float
    shown: Label
    panel: int = 0
    tone: Literal["own", "peer", "outline"] = "own"
    low: float | None = None
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
