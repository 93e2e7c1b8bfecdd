"""The outline map: where something is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chiiki.brief.charts.grades import level_paint
from chiiki.brief.charts.keys import CLASS_HEIGHT, draw_classes
from chiiki.brief.charts.letters import label_width
from chiiki.brief.charts.sketch import sketch

if TYPE_CHECKING:
    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.sketch import Size, Width
    from chiiki.brief.charts.words import Label

__all__ = ["OutlineMap", "Outlines", "Shape", "Site", "read_outlines"]


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
    """A numbered dot; coordinates in the map's own units (:meth:`Outlines.place`)."""

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
    classes: tuple[str, ...] = ()
    """Limits in words, class 1 first, where shapes have classes: the legend, in the sea to the south-east."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of a country as ``outlines.json`` of the facts pack has them."""

    shapes: tuple[Shape, ...]
    width: float
    height: float
    frame: str
    credit: str
    source_id: str
    west: float
    north: float
    x_scale: float
    y_scale: float
    shifts: tuple[tuple[str, float, float], ...]
    """Regions drawn away from their place: region_id, right, down."""

    def place(self, longitude: float, latitude: float, *, region_id: str = "") -> tuple[float, float]:
        """Say where a site stands on the map.

        Parameters
        ----------
        longitude, latitude
            Degrees.
        region_id
            The region it lies in, since boxed regions are shifted.

        Returns
        -------
        (float, float)
            x to the right and y downward, in the map's own units.
        """
        right, down = next(((dx, dy) for name, dx, dy in self.shifts if name == region_id), (0.0, 0.0))
        return (longitude - self.west) * self.x_scale + right, (self.north - latitude) * self.y_scale + down


def read_outlines(text: str) -> Outlines:
    """Read ``outlines.json``.

    Parameters
    ----------
    text
        The file's content.

    Returns
    -------
    Outlines
        Shapes in order of their ids, without classes or names.
    """
    content = json.loads(text)
    shapes = tuple(
        Shape(region_id=region_id, path=shape["path"], x=shape["x"], y=shape["y"])
        for region_id, shape in sorted(content["shapes"].items())
    )
    return Outlines(
        shapes=shapes,
        shifts=tuple((name, dx, dy) for name, (dx, dy) in sorted(content["shifts"].items())),
        **{
            name: content[name]
            for name in ("width", "height", "frame", "credit", "source_id", "west", "north", "x_scale", "y_scale")
        },
    )


_DOT: Final = 3.0
_LEGEND: Final = 96.0
"""Width of the legend, px."""


@sketch.register(OutlineMap)
def _draw_outline(chart: OutlineMap, pen: Pen, width: Width) -> Size:
    del width
    own = next((shape for shape in chart.shapes if shape.region_id == chart.own), None)
    for shape in chart.shapes:
        pen.path(shape.path, fill=_fill(chart, shape), stroke="paper", width=0.6, title=shape.name)
    if chart.frame:
        pen.path(chart.frame, stroke="line", width=1)
    if own is not None:
        pen.path(own.path, stroke="ink", width=1.5)
        if chart.own_label is not None:
            _draw_leader(chart, pen, own=own, label=chart.own_label)
    _draw_sites(chart, pen)
    if chart.classes:
        top = chart.height - CLASS_HEIGHT * len(chart.classes)
        draw_classes(pen, chart.classes, x=chart.width - _LEGEND, y=top, fit=_LEGEND)
    return chart.width, chart.height


def _fill(chart: OutlineMap, shape: Shape) -> str:
    if shape.level is not None:
        return level_paint(shape.level)[0]
    if shape.region_id == chart.own:
        return "accent"
    return "seq-2" if shape.region_id in chart.highlighted else "none"


def _draw_leader(chart: OutlineMap, pen: Pen, *, own: Shape, label: Label) -> None:
    room = label_width(label.text, size=10, is_bold=True)
    is_right = own.x + 34 + room <= chart.width
    end = own.x + 30 if is_right else own.x - 30
    pen.polyline([(own.x, own.y), (end, own.y)], stroke="ink")
    at = end + 4 if is_right else max(end - 4, room)
    pen.label(at, own.y + 3.5, label, anchor="start" if is_right else "end", is_bold=True, halo="paper")


def _draw_sites(chart: OutlineMap, pen: Pen) -> None:
    """Draw dots with their numbers; a number too near an earlier one moves to another side."""
    taken: list[tuple[float, float]] = []
    for site in chart.sites:
        pen.circle(site.x, site.y, r=_DOT, fill="accent", stroke="paper", stroke_width=1, title=site.name)
        room = label_width(site.mark, size=10)
        places = [(5.0, 3.5), (-5.0 - room, 3.5), (-room / 2, -5.0), (-room / 2, 13.0), (5.0, -5.0), (5.0, 13.0)]
        spots = [(site.x + dx, site.y + dy) for dx, dy in places]
        free = [
            spot
            for spot in spots
            if all(abs(spot[0] - x) > room + 2 or abs(spot[1] - y) > 10 for x, y in taken)  # noqa: PLR2004 -- line height
        ]
        spot = (free or spots)[0]
        taken.append(spot)
        pen.text(*spot, site.mark, halo="paper")
