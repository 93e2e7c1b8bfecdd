"""The axis of fiscal years with the plan periods behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chiiki.brief.charts.letters import label_width
from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.words import Band

__all__ = ["YearAxis", "draw_bands", "draw_years"]

_STEP: Final = 5


@dataclass(frozen=True, slots=True)
class YearAxis:
    """Fiscal years `first_fy` to `last_fy` between two x, px."""

    first_fy: int
    last_fy: int
    left: float
    right: float

    @property
    def year(self) -> float:
        """Width of one year, px.

        Raises
        ------
        InputError
            The last year lies before the first.
        """
        if self.last_fy < self.first_fy:
            msg = f"time axis from {self.first_fy} to {self.last_fy}: the last fiscal year lies before the first."
            raise InputError(msg)
        return (self.right - self.left) / (self.last_fy + 1 - self.first_fy)

    def x(self, fy: float) -> float:
        """Place of a moment; what lies outside stands at the edge."""
        inside = min(max(fy, self.first_fy), self.last_fy + 1)
        return self.left + (inside - self.first_fy) * self.year


def draw_bands(pen: Pen, bands: Sequence[Band], axis: YearAxis, *, bottom: float) -> None:
    """Draw plan periods as alternating grounds with their names on top.

    Parameters
    ----------
    pen
        Takes the elements.
    bands
        Periods in order; all take their short names where one long name does not fit.
    axis
        Places years.
    bottom
        y down to which the grounds reach; they begin at 0.
    """
    shown = [band for band in bands if axis.x(band.end_fy + 1) > axis.x(band.start_fy)]
    whole = [band for band in shown if axis.first_fy <= band.start_fy and band.end_fy <= axis.last_fy]
    is_tight = any(
        label_width(band.label, size=10, is_bold=True) > axis.x(band.end_fy + 1) - axis.x(band.start_fy) - 2
        for band in whole
    )
    for k, band in enumerate(shown):
        left, right = axis.x(band.start_fy), axis.x(band.end_fy + 1)
        if k % 2 == 0:
            pen.rect(left, 0, width=right - left, height=bottom, fill="wash")
        room = right - left - 2
        words = band.short if is_tight and band.short else band.label
        pen.text((left + right) / 2, 12, words, anchor="middle", is_bold=True, fit=room)


def draw_years(pen: Pen, axis: YearAxis, starts: Sequence[int], *, y: float) -> None:
    """Label the first and last year and those between that have room.

    Parameters
    ----------
    pen
        Takes the elements.
    axis
        Places years.
    starts
        Years to label between the ends (starts of plan periods); empty: every fifth.
    y
        Baseline.
    """
    room = label_width("2000", size=10)
    between = starts or range(axis.first_fy - axis.first_fy % _STEP, axis.last_fy, _STEP)
    taken = axis.left + room
    last = axis.right - room
    pen.text(axis.left, y, str(axis.first_fy), fill="ink-2")
    for year in between:
        x = axis.x(year)
        if axis.first_fy < year < axis.last_fy and x >= taken + 4 and x + room <= last - 4:
            pen.polyline([(x, y - 12), (x, y - 8)], stroke="line")
            pen.text(x, y, str(year), fill="ink-2")
            taken = x + room
    if axis.last_fy > axis.first_fy:
        pen.text(axis.right, y, str(axis.last_fy), anchor="end", fill="ink-2")
