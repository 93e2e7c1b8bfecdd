"""Words and signs that several charts share.

A chart never formats a number and knows no language: composers hand in labels. A drawn
number that a reader may open carries the id of its number (:class:`Label`).
Time runs in fiscal years: ``2014.0`` is the first day of fiscal year 2014, and a bar from
2014 to 2016 covers three years. Every chart's ``alt`` is two sentences: the first names kind
and subject (it becomes the drawing's title), both together are its description.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    "plan",
    "programme",
    "moment",
    "designation",
    "succession",
    "carried_over",
    "condition_for",
    "today",
]
"""What a key entry shows: a grade's box, a kind of bar, a kind of line."""

__all__ = ["Band", "Key", "Label", "Sample", "Tick"]


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
class Band:
    """A plan period behind a timeline, inclusive fiscal years."""

    start_fy: int
    end_fy: int
    label: str
    short: str = ""
    """For narrow drawings, where the label does not fit."""
