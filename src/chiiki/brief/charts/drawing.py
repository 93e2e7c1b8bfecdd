"""Draw any chart of this package as SVG."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from chiiki.brief.charts import (  # noqa: F401 -- they register
    columns,
    dots,
    event_study,
    lanes,
    lineage,
    matrix,
    scatter,
    series,
    timeline,
)
from chiiki.brief.charts.grades import GradeBoxes, GradeCounts
from chiiki.brief.charts.outline import OutlineMap
from chiiki.brief.charts.pen import Pen
from chiiki.brief.charts.sheets import LONGEST, parts_svg
from chiiki.brief.charts.sketch import sketch
from chiiki.brief.charts.strip import Strip
from chiiki.brief.charts.tiles import TileGrid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.brief.charts.canvas import Theme
    from chiiki.brief.charts.sketch import Width

__all__ = ["draw", "draw_for_paper", "has_narrow"]

_ONE_SIZE: Final = (GradeBoxes, GradeCounts, OutlineMap, Strip, TileGrid)
_NO_LINKS: Final[Mapping[str, str]] = MappingProxyType({})


def draw(chart: object, *, theme: Theme, width: Width = "wide", links: Mapping[str, str] = _NO_LINKS) -> str:
    """Draw `chart` as an SVG element.

    Parameters
    ----------
    chart
        A chart of :mod:`chiiki.brief.charts`.
    theme
        ``html``: colours are custom properties in attributes (so dark mode works under a
        strict content policy) and printed numbers are links; ``print``: light hex, no links.
    width
        ``wide`` 680 px or ``narrow`` 328 px, for charts with two drawings (:func:`has_narrow`).
    links
        Number id → address of its note; an id that is absent leads to ``#<id>``.

    Returns
    -------
    str
        ``<svg>…</svg>`` with title and description, text as text.

    Raises
    ------
    InputError
        `chart` is no chart, or holds what cannot be drawn (a bar that ends before it starts).
    """
    pen = Pen(theme, links)
    full, height = sketch(chart, pen, width)
    return pen.svg(width=full, height=height, alt=getattr(chart, "alt", ""))


def draw_for_paper(chart: object, *, name: str, links: Mapping[str, str] = _NO_LINKS) -> tuple[str, str]:
    """Draw `chart` wide, and say how it stands on paper where it is longer than a sheet.

    Parameters
    ----------
    chart
        A chart of :mod:`chiiki.brief.charts`.
    name
        Id for the drawing, where its parts lead to it.
    links
        As for :func:`draw`.

    Returns
    -------
    (str, str)
        The drawing, and its parts for sheets of paper; these are empty where one sheet holds it.
    """
    pen = Pen("html", links)
    full, height = sketch(chart, pen, "wide")
    alt = getattr(chart, "alt", "")
    if pen.cuts is None or height <= LONGEST:
        return pen.svg(width=full, height=height, alt=alt), ""
    drawn = pen.svg(width=full, height=height, alt=alt, name=name)
    return drawn, parts_svg(pen.cuts, width=full, height=height, name=name)


def has_narrow(chart: object) -> bool:
    """Say whether the narrow drawing differs from the wide one."""
    return not isinstance(chart, _ONE_SIZE)
