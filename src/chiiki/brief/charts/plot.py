"""The ground of plots with two axes: grid lines, year labels, labels moved apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chiiki.brief.charts.letters import label_width, wrap
from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.words import Tick

__all__ = ["Frame", "draw_grid", "draw_head", "spread", "tick_column", "value_range"]

_LINE: Final = 13.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawing area of a plot in px, and the values at its edges."""

    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float

    def y(self, value: float) -> float:
        """Place of a value; what lies outside stands at the edge."""
        inside = min(max(value, self.low), self.high)
        return self.bottom - (inside - self.low) / (self.high - self.low) * (self.bottom - self.top)


def value_range(ticks: Sequence[Tick]) -> tuple[float, float]:
    """Take the ends of an axis from its ticks.

    Parameters
    ----------
    ticks
        At least two, ascending.

    Returns
    -------
    (float, float)
        Smallest and largest value.

    Raises
    ------
    InputError
        Fewer than two different ticks.
    """
    values = [tick.value for tick in ticks]
    if len(set(values)) < 2:  # noqa: PLR2004 -- an axis has two ends
        msg = f"an axis needs at least two different ticks, given {values[:5]}; take them from nice_ticks."
        raise InputError(msg)
    return min(values), max(values)


def draw_head(pen: Pen, words: Sequence[str], *, width: float) -> float:
    """Write what the axis measures, and its warning, above the plot.

    Parameters
    ----------
    pen
        Takes the elements.
    words
        Sentences; empty ones are left out.
    width
        Room, px.

    Returns
    -------
    float
        y of the plot's top.
    """
    y = 10.0
    for sentence in words:
        if sentence:
            for line in wrap(sentence, width=width, size=10):
                pen.text(0, y, line, fill="ink-2", fit=width)
                y += _LINE
    return y


def draw_grid(pen: Pen, frame: Frame, ticks: Sequence[Tick]) -> None:
    """Draw a grid line per tick with its label to the left; zero is darker.

    Parameters
    ----------
    pen
        Takes the elements.
    frame
        Drawing area; labels stand left of it.
    ticks
        Values and words.
    """
    for tick in ticks:
        y = frame.y(tick.value)
        pen.polyline([(frame.left, y), (frame.right, y)], stroke="line" if tick.value == 0 else "rule")
        pen.text(frame.left - 5, y + 3.5, tick.label, anchor="end", fill="ink-2")


def tick_column(ticks: Sequence[Tick]) -> float:
    """Measure the column that tick labels need, px."""
    return max(label_width(tick.label, size=10) for tick in ticks) + 6


def spread(places: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Move labels apart so that neighbours keep `gap`, staying between `low` and `high`.

    Parameters
    ----------
    places
        Wanted places in any order.
    gap
        Least distance.
    low, high
        Bounds; exceeded at `high` only where the labels do not fit at all.

    Returns
    -------
    list of float
        New places in the order given; their order along the axis is kept.

    Examples
    --------
    >>> spread([10, 12, 40], gap=12, low=0, high=100)
    [10, 22, 40]
    """
    order = sorted(range(len(places)), key=lambda k: places[k])
    moved = dict.fromkeys(order, 0.0)
    floor = low
    for k in order:
        moved[k] = max(places[k], floor)
        floor = moved[k] + gap
    ceiling = high
    for k in reversed(order):
        moved[k] = min(moved[k], ceiling)
        ceiling = moved[k] - gap
    floor = low
    for k in order:
        moved[k] = max(moved[k], floor)
        floor = moved[k] + gap
    return [moved[k] for k in range(len(places))]
