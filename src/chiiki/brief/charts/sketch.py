"""The register of drawings: one function per kind of chart."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Literal

from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.brief.charts.pen import Pen

__all__ = ["FULL", "NARROW", "Size", "Width", "sketch"]

Width = Literal["wide", "narrow"]
Size = tuple[float, float]

FULL = 680.0
"""Wide drawings, px: the width of an A4 page between its margins."""

NARROW = 328.0
"""Narrow drawings, px: a phone of 360 px between its margins."""


@singledispatch
def sketch(chart: object, pen: Pen, width: Width) -> Size:
    """Draw `chart` with `pen` and return the size in px.

    Parameters
    ----------
    chart
        A chart of this package.
    pen
        Takes the elements.
    width
        ``wide`` or ``narrow``.

    Returns
    -------
    (float, float)
        Width and height.

    Raises
    ------
    InputError
        No drawing is registered for the type of `chart`.
    """
    del pen, width
    msg = f"draw: {type(chart).__name__} is not a chart; hand in one of chiiki.brief.charts, such as Timeline."
    raise InputError(msg)
