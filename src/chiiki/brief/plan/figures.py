"""Event studies of a plan as drawings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import EventPoint, EventStudy, Tick, draw, nice_ticks
from chiiki.brief.document import plain
from chiiki.brief.plan.reading import effect_text, outcome_name
from chiiki.brief.wording import load_wording

if TYPE_CHECKING:
    from chiiki.brief.document import Lang
    from chiiki.evaluation.plan import Outcome
    from chiiki.evaluation.results import Estimate
    from chiiki.studies.plan_run import OutcomeAnswer

__all__ = ["event_study_svg"]

FARTHEST = 12
"""Event times from the first treated period that are drawn on either side."""


def event_study_svg(answer: OutcomeAnswer, lang: Lang) -> str:
    """Draw effects by event time with their intervals.

    Parameters
    ----------
    answer : OutcomeAnswer
        With estimates by event time.
    lang : {"ja", "en"}

    Returns
    -------
    str
        SVG; empty where the estimator has no estimates by event time.
    """
    found = [one for one in answer.effects.by("event_time") if abs(one.target.event_time or 0) <= FARTHEST]
    if not found:
        return ""
    wording = load_wording(lang)
    points = tuple(_point(one, outcome=answer.outcome) for one in found)
    ends = [value for point in points for value in (point.value, point.low, point.high) if value is not None]
    ticks = nice_ticks(min(0.0, *ends), max(0.0, *ends))
    chart = EventStudy(
        alt=plain(wording.sentence("plan.event_alt", first=str(points[0].event_time), last=str(points[-1].event_time))),
        points=points,
        y_ticks=tuple(Tick(tick, _tick(tick, outcome=answer.outcome)) for tick in ticks),
        y_label=plain(wording.sentence("plan.axis", outcome=outcome_name(answer.outcome, lang))),
        x_label=plain(wording.sentence("plan.event_axis")),
        before=plain(wording.sentence("plan.event_before")),
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


def _tick(value: float, *, outcome: Outcome) -> str:
    if outcome.log:
        return f"{formats.change(value)}%"
    return effect_text(value, outcome=outcome)
