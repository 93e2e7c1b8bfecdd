"""Event studies of a plan as drawings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import EventPoint, EventStudy, Tick, draw, nice_ticks
from chiiki.brief.plan.reading import outcome_name
from chiiki.brief.plan.words import PlanWords

if TYPE_CHECKING:
    from chiiki.brief.document import Lang
    from chiiki.evaluation.plan import Outcome, Plan
    from chiiki.evaluation.results import Estimate
    from chiiki.studies.plan_run import OutcomeAnswer

__all__ = ["event_study_svg"]

FARTHEST = 25
"""Event times from the first treated period that are drawn on either side."""


def event_study_svg(answer: OutcomeAnswer, *, plan: Plan, lang: Lang) -> str:
    """Draw effects by event time with their intervals.

    Parameters
    ----------
    answer : OutcomeAnswer
        With estimates by event time.
    plan : Plan
        Whose answer it is.
    lang : {"ja", "en"}

    Returns
    -------
    str
        SVG; empty where the estimator has no estimates by event time.
    """
    found = [one for one in answer.effects.by("event_time") if abs(one.target.event_time or 0) <= FARTHEST]
    if not found:
        return ""
    words, name = PlanWords.of(plan, lang), outcome_name(answer.outcome, lang)
    points = tuple(_point(one, outcome=answer.outcome) for one in found)
    ends = [value for point in points for value in (point.value, point.low, point.high) if value is not None]
    ticks = nice_ticks(min(0.0, *ends), max(0.0, *ends))
    chart = EventStudy(
        alt=words.say("event_alt", outcome=name, first=_time(points[0]), last=_time(points[-1])),
        points=points,
        y_ticks=tuple(Tick(tick, _tick(tick, outcome=answer.outcome)) for tick in ticks),
        y_label=_axis(answer.outcome, words, name=name),
        x_label=words.noun("event_axis"),
        before=words.say("event_before"),
    )
    return draw(chart, theme="print")


def _point(found: Estimate, *, outcome: Outcome) -> EventPoint:
    low, high = found.interval if found.interval and all(map(math.isfinite, found.interval)) else (None, None)
    return EventPoint(
        event_time=found.target.event_time or 0,
        value=_shown(found.estimate, outcome=outcome),
        low=None if low is None else _shown(low, outcome=outcome),
        high=None if high is None else _shown(high, outcome=outcome),
    )


def _shown(value: float, *, outcome: Outcome) -> float:
    return math.expm1(value) if outcome.log else value


def _time(point: EventPoint) -> str:
    return formats.decimal(point.event_time)


def _axis(outcome: Outcome, words: PlanWords, *, name: str) -> str:
    """Label the axis with its unit, so that the ticks need none."""
    if outcome.log:
        return words.say("axis_relative", outcome=name)
    return (
        words.say("axis_unit", outcome=name, unit=outcome.unit)
        if outcome.unit
        else words.say("axis_level", outcome=name)
    )


def _tick(value: float, *, outcome: Outcome) -> str:
    if outcome.log:
        return formats.change(value).removesuffix(".0")
    return f"{value:+,.10g}".replace("-", "\N{MINUS SIGN}") if value else "0"
