"""Drawings longer than a sheet of paper: cut between their rows, with head and axis on every sheet.

The parts repeat nothing of the drawing: each is a few windows onto it, one above the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chiiki.brief.charts.canvas import font, number

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["AXIS", "LONGEST", "Cuts", "Row", "parts", "parts_svg"]

LONGEST: Final = 888.0
"""Height, px, up to which a wide drawing stands on one sheet of A4 in its own scale: 235 mm."""

FIRST_ROWS: Final = 610.0
"""Height of the rows of the first part, px; with head and axis it fits below the heading of a page."""

MORE_ROWS: Final = 800.0
"""That of the others, which have a sheet to themselves; the key fits below."""

AXIS: Final = 16.0
"""Height of the line of years below the rows, px."""

Strip = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """Where a drawing may be cut: above a row, or above the heading of its first one."""

    top: float
    heading: Strip | None = None
    """First and last y of the heading that the row stands under, where that is further up."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Places of a wide drawing, px from its top."""

    rows: tuple[Row, ...]
    """In order; what stands above the first is the head."""

    foot: float
    """End of the rows; the years stand below, and then the key."""


def parts(cuts: Cuts, *, height: float) -> Iterator[list[Strip]]:
    """Yield the strips of each part from the top down; the last part has the key too.

    Parameters
    ----------
    cuts
        Of the drawing; at least one row.
    height
        Of the whole drawing, px.
    """
    start, head = cuts.rows[0], (0.0, cuts.rows[0].top)
    ends = [*(row.top for row in cuts.rows[1:]), cuts.foot]
    most = FIRST_ROWS
    for row, end in zip(cuts.rows, ends, strict=True):
        if end - start.top > most and row is not start:
            yield [head, *_continued(start), (start.top, row.top), (cuts.foot, cuts.foot + AXIS)]
            start, most = row, MORE_ROWS
    yield [head, *_continued(start), (start.top, cuts.foot), (cuts.foot, height)]


def _continued(row: Row) -> list[Strip]:
    return [row.heading] if row.heading else []


def parts_svg(cuts: Cuts, *, width: float, height: float, name: str) -> str:
    """Write the parts as SVG elements with windows onto the drawing whose id is `name`."""
    return "".join(_part(strips, width=width, name=name) for strips in parts(cuts, height=height))


def _part(strips: list[Strip], *, width: float, name: str) -> str:
    w, y, windows = number(width), 0.0, ""
    for first, last in strips:
        h = number(last - first)
        window = f'<svg y="{number(y)}" width="{w}" height="{h}" viewBox="0 {number(first)} {w} {h}">'
        windows += f'{window}<use href="#{name}"/></svg>'
        y += last - first
    h = number(y)
    return f'<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" {font()}>{windows}</svg>'
