"""The same question asked in every defensible way, and how many answers agree.

A specification is one choice of estimator, comparison group, window, covariates, and outcome as
it is or in logarithms. All combinations are run; what cannot be run is listed with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from chiiki.errors import InputError, MethodError
from chiiki.evaluation.refitting import NotRun, try_estimate
from chiiki.evaluation.results import SIMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chiiki.arrays import FloatArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Comparison, Effects, Estimate, Estimator, Target

__all__ = [
    "Curve",
    "OutcomeForm",
    "Ran",
    "Specification",
    "Window",
    "specification_curve",
    "specifications",
    "specified",
]

OutcomeForm: TypeAlias = Literal["level", "log"]
"""The outcome as it is, or its natural logarithm."""

Window: TypeAlias = tuple[int | None, int | None]
"""First and last period used; None for the panel's own."""


@dataclass(frozen=True, slots=True)
class Specification:
    """One way to ask."""

    estimator: Estimator = "bjs"
    comparison: Comparison = "not-yet"
    window: Window = (None, None)
    covariates: tuple[str, ...] = ()
    outcome: OutcomeForm = "level"

    @property
    def label(self) -> str:
        """The choices in one line."""
        first, last = ("" if end is None else str(end) for end in self.window)
        parts: list[str] = [self.estimator, self.comparison, self.outcome]
        parts += [f"{first}-{last}"] if first or last else []
        parts += [" + ".join(self.covariates)] if self.covariates else []
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Ran:
    """A specification and its estimate."""

    specification: Specification
    estimate: Estimate
    """In the unit of the outcome, or in log points."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Estimates of all specifications, and what could not be run."""

    ran: tuple[Ran, ...]
    """Levels first, then logarithms; within each from the lowest to the highest."""

    not_run: tuple[NotRun, ...]

    @property
    def share_positive(self) -> float:
        """Share of estimates above 0."""
        return float(np.mean([one.estimate.estimate > 0 for one in self.ran]))

    @property
    def share_same_sign(self) -> float:
        """Share of estimates with the sign that most have."""
        return max(self.share_positive, float(np.mean([one.estimate.estimate < 0 for one in self.ran])))

    @property
    def share_excluding_zero(self) -> float | None:
        """Share of intervals that leave 0 out, of those that have an interval; None where none has."""
        intervals = [one.estimate.interval for one in self.ran if one.estimate.interval is not None]
        return float(np.mean([not low <= 0 <= high for low, high in intervals])) if intervals else None


def specifications(
    *,
    estimators: Sequence[Estimator] = ("bjs",),
    comparisons: Sequence[Comparison] = ("not-yet",),
    windows: Sequence[Window] = ((None, None),),
    covariates: Sequence[tuple[str, ...]] = ((),),
    outcomes: Sequence[OutcomeForm] = ("level",),
) -> tuple[Specification, ...]:
    """Combine every choice with every other.

    Parameters
    ----------
    estimators, comparisons, windows, covariates, outcomes : sequence
        The choices; each of `covariates` is a set of columns used together.

    Returns
    -------
    tuple of Specification
        In the order of the arguments, the last changing fastest.

    Examples
    --------
    >>> [one.label for one in specifications(estimators=["bjs", "cs"], outcomes=["log"])]
    ['bjs, not-yet, log', 'cs, not-yet, log']
    """
    combined = product(estimators, comparisons, windows, covariates, outcomes)
    return tuple(dict.fromkeys(Specification(*choices) for choices in combined))


def specified(panel: Panel, specification: Specification) -> Panel:
    """Return the panel that a specification asks for: its window, its form of outcome, its covariates.

    Parameters
    ----------
    panel : Panel
        With all periods and covariates.
    specification : Specification
        What to use of it.

    Raises
    ------
    InputError
        If fewer than two periods lie in the window, or a covariate is not in the panel.
    MethodError
        If an outcome that is not above 0 has no logarithm.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 2.0, 4.0], [1.0, 1.0, 1.0]])
    >>> panel = Panel(("A", "B"), np.array([1, 2, 3]), y, np.array([3.0, np.inf]))
    >>> found = specified(panel, Specification(window=(2, None), outcome="log"))
    >>> (found.outcomes[0] / np.log(2)).round(6).tolist()
    [1.0, 2.0]
    """
    first, last = specification.window
    inside = (panel.periods >= (panel.periods[0] if first is None else first)) & (
        panel.periods <= (panel.periods[-1] if last is None else last)
    )
    if inside.sum() < 2:  # noqa: PLR2004 -- before and after
        msg = (
            f"the window {first}-{last} holds {int(inside.sum())} of the periods {panel.periods[0]} to "
            f"{panel.periods[-1]}; at least two are needed."
        )
        raise InputError(msg)
    if unknown := [name for name in specification.covariates if name not in panel.covariates]:
        msg = f"the panel has no covariate {unknown[0]!r}; it has {', '.join(panel.covariates) or 'none'}."
        raise InputError(msg)
    kept = panel.of_periods(inside)
    return replace(
        kept,
        outcomes=_logarithms(kept.outcomes) if specification.outcome == "log" else kept.outcomes,
        covariates={name: kept.covariates[name] for name in specification.covariates},
    )


def _logarithms(outcomes: FloatArray) -> FloatArray:
    n_refused = int((outcomes <= 0).sum())
    if n_refused:
        msg = f"{n_refused} outcomes are not above 0 and have no logarithm. Use the outcome as it is."
        raise MethodError(msg)
    found: FloatArray = np.log(outcomes)
    return found


def specification_curve(
    panel: Panel,
    chosen: Sequence[Specification],
    *,
    estimate: Callable[[Panel, Specification], Effects],
    target: Target = SIMPLE,
) -> Curve:
    """Run every specification and sort the estimates.

    Parameters
    ----------
    panel : Panel
        With all periods and covariates that any specification names.
    chosen : sequence of Specification
        As :func:`specifications` makes them.
    estimate : callable
        From the panel as :func:`specified` and the specification to effects.
    target : Target
        Which estimate is followed.

    Returns
    -------
    Curve
        Sorted estimates, shares of the same sign and of intervals without 0, and what could
        not be run with its reason.

    Raises
    ------
    InputError
        If no specification is given.
    MethodError
        If none can be run.

    Notes
    -----
    The shares are no p values: specifications use the same regions, so they agree more often
    than independent studies would. Effects in levels and in logarithms have different units
    and ask for different trends to be parallel; compare their signs only.

    References
    ----------
    Simonsohn, U., Simmons, J. and Nelson, L. (2020). Specification curve analysis. Nature Human
    Behaviour 4, 1208-1214.
    """
    if not chosen:
        msg = "name at least one specification."
        raise InputError(msg)
    ran, not_run = [], []
    for one in chosen:
        found = try_estimate(partial(_run, panel, one, estimate=estimate), name=one.label, target=target)
        if isinstance(found, NotRun):
            not_run.append(found)
        else:
            ran.append(Ran(one, found))
    if not ran:
        msg = f"none of {len(chosen)} specifications can be run. The first, {not_run[0].name}: {not_run[0].reason}"
        raise MethodError(msg)
    ordered = sorted(ran, key=lambda one: (one.specification.outcome, one.estimate.estimate))
    return Curve(ran=tuple(ordered), not_run=tuple(not_run))


def _run(panel: Panel, specification: Specification, *, estimate: Callable[[Panel, Specification], Effects]) -> Effects:
    return estimate(specified(panel, specification), specification)
