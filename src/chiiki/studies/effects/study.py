"""One programme: whether an effect can be asked for at all, and what the estimate is.

An effect is asked for where the list of selections is known well enough to say who was not
selected, where at least :data:`LEAST` prefectures are on each side, and where there are years
before and after. Everything else is a :class:`NoEffect` with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from chiiki.errors import MethodError
from chiiki.evaluation.design import design_of
from chiiki.evaluation.inference.mechanism import complete_mechanism
from chiiki.evaluation.inference.randomisation import randomise
from chiiki.evaluation.results import SIMPLE, Target
from chiiki.studies.effects.estimates import detectable_effect
from chiiki.studies.effects.panels import outcome_panel
from chiiki.studies.treatments import treatment_of

if TYPE_CHECKING:
    from chiiki.evaluation.design import Design
    from chiiki.evaluation.inference.mechanism import Mechanism
    from chiiki.evaluation.inference.randomisation import Randomisation
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Interval
    from chiiki.facts.pack import Pack
    from chiiki.studies.effects.panels import Outcome
    from chiiki.studies.treatments import Treatment

__all__ = [
    "DRAWS",
    "LEAST",
    "LEAST_AFTER",
    "LEAST_BEFORE",
    "Finding",
    "NoEffect",
    "NoEffectReason",
    "ProgrammeEffect",
    "has_effect",
    "study_effect",
]

DRAWS = 999
"""Assignments drawn; as many as a page takes."""

LEAST = 6
"""Fewest prefectures selected with known start, and fewest never selected."""

LEAST_BEFORE = 3
"""Fewest years before the first cohort starts: two show a direction, a third whether it lasts."""

LEAST_AFTER = 5
"""Fewest years from the start of the largest cohort on; support itself usually takes five."""

LEADS = 4
"""Years before the start that are tested, as long as one is left before them."""

NoEffectReason: TypeAlias = Literal[
    "no-list", "short-list", "no-start", "few-treated", "few-untreated", "short-before", "short-after"
]
"""No selection on record, list too short or total unknown, no known start, too few on a side, too few years."""


@dataclass(frozen=True, slots=True)
class NoEffect:
    """Why no effect of a programme is asked for."""

    programme_id: str
    reason: NoEffectReason
    treatment: Treatment


@dataclass(frozen=True, slots=True)
class Finding:
    """One estimate in logarithms, with its interval."""

    target: Target
    estimate: float
    interval: Interval | None
    standard_error: float
    """Spread by which the estimate is divided."""

    p_value: float
    n: int
    """Treated prefectures."""


@dataclass(frozen=True, slots=True)
class ProgrammeEffect:
    """What a programme did to an outcome, on average, as far as the design can tell."""

    programme_id: str
    outcome: Outcome
    treatment: Treatment
    design: Design
    mechanism: Mechanism
    overall: Finding
    by_event_time: tuple[Finding, ...]
    """Rising; negative ones test what came before."""

    by_cohort: tuple[Finding, ...]
    second: Finding
    """Callaway and Sant'Anna, against units not treated yet."""

    detectable: float
    """Effect that would be found at 5 % in four of five cases, from the spread of untreated outcomes; stated
    before the estimate."""

    draws: int
    seed: int


def has_effect(pack: Pack, programme_id: str, *, outcome: Outcome = "income") -> NoEffectReason | None:
    """Say why no effect can be asked for; None where one can.

    Parameters
    ----------
    pack : Pack
    programme_id : str
    outcome : {"income", "product", "manufacturing"}
    """
    treatment = treatment_of(pack, (programme_id,))
    if not any(treatment.n_selections):
        return "no-list"
    treated, untreated = len(treatment.of_state("treated")), len(treatment.of_state("not-treated"))
    if not treated:
        return "no-start"
    if treated < LEAST:
        return "few-treated"
    if not untreated:
        return "short-list"
    if untreated < LEAST:
        return "few-untreated"
    return _years(pack, treatment, outcome=outcome)


def _years(pack: Pack, treatment: Treatment, *, outcome: Outcome) -> NoEffectReason | None:
    periods = outcome_panel(pack, treatment, outcome=outcome).periods
    starts = [start for start in treatment.starts if start is not None]
    if min(starts) - int(periods[0]) < LEAST_BEFORE:
        return "short-before"
    commonest = max(sorted(set(starts)), key=starts.count)
    within = [start for start in starts if start < int(periods[-1])]
    if int(periods[-1]) - commonest + 1 < LEAST_AFTER or len(within) < LEAST:
        return "short-after"
    return None


@lru_cache(maxsize=256)
def study_effect(
    pack: Pack, programme_id: str, *, outcome: Outcome = "income", draws: int = DRAWS, seed: int = 0
) -> ProgrammeEffect | NoEffect:
    """Estimate what a programme did to an outcome of the prefectures that it selected.

    Parameters
    ----------
    pack : Pack
    programme_id : str
    outcome : {"income", "product", "manufacturing"}
    draws : int
        Assignments drawn for intervals and p values.
    seed : int
        Of the draws.

    Returns
    -------
    ProgrammeEffect or NoEffect
        NoEffect with its reason where the facts do not allow the question.

    Raises
    ------
    UnknownNameError
        If the pack has no such programme, or there is no such outcome.

    Notes
    -----
    Mechanism: any prefecture of known treatment could have been selected, in any order of the observed
    starts. Prefectures whose treatment or start is not known are left out and counted.
    """
    treatment = treatment_of(pack, (programme_id,))
    reason = has_effect(pack, programme_id, outcome=outcome)
    if reason is not None:
        return NoEffect(programme_id, reason, treatment)
    try:
        design = design_of(outcome_panel(pack, treatment, outcome=outcome))
    except MethodError:
        return NoEffect(programme_id, "short-before", treatment)
    panel = design.panel
    mechanism = complete_mechanism(panel)
    detectable = detectable_effect(panel, mechanism=mechanism, seed=seed)
    if detectable is None:
        return NoEffect(programme_id, "few-treated", treatment)
    leads = min(int((panel.periods < panel.cohorts[0]).sum()) - 1, LEADS)
    found = randomise(
        panel, mechanism=mechanism, leads=leads, targets=_targets(panel, leads=leads), draws=draws, seed=seed
    )
    second = randomise(panel, mechanism=mechanism, estimator="cs", targets=(SIMPLE,), draws=draws, seed=seed)
    findings = _findings(found, design)
    return ProgrammeEffect(
        programme_id=programme_id,
        outcome=outcome,
        treatment=treatment,
        design=design,
        mechanism=mechanism,
        overall=next(finding for finding in findings if finding.target == SIMPLE),
        by_event_time=tuple(finding for finding in findings if finding.target.kind == "event_time"),
        by_cohort=tuple(finding for finding in findings if finding.target.kind == "cohort"),
        second=_findings(second, design)[0],
        detectable=detectable,
        draws=found.n_draws,
        seed=seed,
    )


def _targets(panel: Panel, *, leads: int) -> tuple[Target, ...]:
    """List what is reported: the average, each year from the start counted, each cohort."""
    return (
        SIMPLE,
        *(Target("event_time", event_time=k) for k in panel.event_times if k >= -leads),
        *(Target("cohort", cohort=cohort) for cohort in panel.cohorts),
    )


def _findings(found: Randomisation, design: Design) -> list[Finding]:
    return [
        Finding(target, float(estimate), interval, float(error), float(p_value), _n_treated(design, target))
        for target, estimate, interval, error, p_value in zip(
            found.targets, found.estimates, found.intervals, found.standard_errors, found.p_values, strict=True
        )
    ]


def _n_treated(design: Design, target: Target) -> int:
    """Count the treated units that a target averages over."""
    panel = design.panel
    first, last = int(panel.periods[0]), int(panel.periods[-1])
    starts = panel.first_treated[panel.is_ever_treated]
    if target.kind == "cohort":
        return int((starts == target.cohort).sum())
    if target.event_time is not None:
        return int(((starts + target.event_time <= last) & (starts + target.event_time >= first)).sum())
    return len(starts)
