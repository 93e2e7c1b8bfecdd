"""The key under a drawing: samples with words, set in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chiiki.brief.charts.grades import NOT_EVALUATED, grade_paint, level_paint
from chiiki.brief.charts.letters import label_width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.charts.pen import Pen
    from chiiki.brief.charts.words import Sample

__all__ = ["CLASS_HEIGHT", "LINE_HEIGHT", "LINK_DASHES", "draw_classes", "draw_keys", "draw_stub"]

LINE_HEIGHT: Final = 15.0
CLASS_HEIGHT: Final = 14.0
"""Of one line of the legend of a map."""

LINK_DASHES: Final = {"succession": "", "carried_over": "5 3", "condition_for": "1.5 2.5"}
"""Kind of link → dashes of its line."""

_STUB: Final = 18.0
_GAP: Final = 14.0


def draw_classes(pen: Pen, classes: Sequence[str], *, x: float, y: float, fit: float) -> float:
    """Draw the classes of a map below each other, class 1 first, and return y below the last."""
    for k, words in enumerate(classes):
        fill, _ = level_paint(k + 1)
        pen.rect(x + 0.5, y, width=18, height=10, fill=fill, stroke="line", stroke_width=0.5)
        pen.text(x + 24, y + 9, words, fit=fit - 24)
        y += CLASS_HEIGHT
    return y


def draw_stub(pen: Pen, x: float, y: float, *, is_before: bool = False) -> float:
    """Draw the dotted stub of fixed length with ``?`` that stands for an unknown end.

    Parameters
    ----------
    pen
        Takes the elements.
    x, y
        Where the known part stops.
    is_before
        The start is unknown: the stub goes to the left.

    Returns
    -------
    float
        x of the far end.
    """
    way = -1 if is_before else 1
    end = x + way * _STUB
    pen.polyline([(x, y), (end, y)], stroke="ink-2", dash="1.5 2.5")
    pen.text(end + way * 2, y + 3.5, "?", anchor="end" if is_before else "start", fill="ink-2", halo="paper")
    return end + way * 8


def _draw_sample(pen: Pen, sample: Sample | str, *, x: float, y: float) -> float:
    """Draw one sample with its top at `y` and return its width."""
    if sample in LINK_DASHES:
        pen.polyline([(x, y + 5), (x + 18, y + 5)], stroke="ink", dash=LINK_DASHES[sample])
        pen.path(f"M{x + 24} {y + 5}l-6 -3.5v7z", fill="ink")
        return 24
    if sample == "unknown_end":
        pen.rect(x + 0.5, y + 0.5, width=8, height=9, fill="none", stroke="line", stroke_width=1)
        return draw_stub(pen, x + 9, y + 5) - x
    if sample == "today":
        pen.polyline([(x + 4, y - 1), (x + 4, y + 11)], stroke="ink")
        return 8
    if sample == "moment":
        pen.path(f"M{x} {y + 5}l5 -5l5 5l-5 5z", fill="ink")
        return 10
    bars = {"accent": "accent", "plan": "seq-3", "programme": "seq-2", "designation": "paper"}
    if sample in bars:
        stroke = "ink" if sample == "designation" else "line"
        pen.rect(x + 0.5, y + 0.5, width=18, height=9, fill=bars[sample], stroke=stroke, stroke_width=1)
        return 19
    grade = {"not_found": "", "not_evaluated": NOT_EVALUATED}.get(sample, sample)
    fill, ink = grade_paint(grade)
    pen.rect(x + 0.5, y + 0.5, width=18, height=10, fill=fill, stroke="line", stroke_width=1)
    if sample == grade:
        pen.text(x + 9.5, y + 9, grade, anchor="middle", fill=ink, is_bold=True)
    return 19


_SAMPLE_WIDTHS: Final = {"unknown_end": 35.0, "today": 8.0, "moment": 10.0} | dict.fromkeys(LINK_DASHES, 24.0)


def draw_keys(
    pen: Pen,
    entries: Sequence[tuple[str, str]],
    *,
    top: float,
    width: float,
    marks: Sequence[tuple[str, str]] = (),
) -> float:
    """Draw entries from left to right, line by line.

    Parameters
    ----------
    pen
        Takes the elements.
    entries
        Sample and words.
    top
        y of the first line's top.
    width
        Room, px; longer words are wrapped.
    marks
        Further entries whose sample is a written mark (``①``).

    Returns
    -------
    float
        y below the last line; `top` when there is no entry.
    """
    x, y = 0.0, top
    everything = [(sample, words, False) for sample, words in entries] + [(mark, words, True) for mark, words in marks]
    for sample, words, is_mark in everything:
        lead = label_width(sample, size=10) + 3 if is_mark else _SAMPLE_WIDTHS.get(sample, 19.0) + 5
        needed = lead + label_width(words, size=10)
        if x and x + needed > width:
            x, y = 0.0, y + LINE_HEIGHT
        if is_mark:
            pen.text(x, y + 9, sample, fill="ink-2")
        else:
            _draw_sample(pen, sample, x=x, y=y)
        lines = wrap(words, width=width - x - lead, size=10)
        for k, line in enumerate(lines):
            pen.text(x + lead, y + 9 + k * LINE_HEIGHT, line, fill="ink-2", fit=width - x - lead)
        y += (len(lines) - 1) * LINE_HEIGHT
        x = x + needed + _GAP if len(lines) == 1 else width
    return y + LINE_HEIGHT if everything else top
