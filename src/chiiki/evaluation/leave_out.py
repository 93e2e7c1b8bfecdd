"""Whether one unit or one cohort carries the whole estimate.

The estimate is made again without each unit, or without each cohort, in turn. Nothing is assumed
about the estimator: any function from a panel to effects will do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.errors import MethodError
from chiiki.evaluation.panel import usable
from chiiki.evaluation.refitting import NotRun, estimate_of, try_estimate
from chiiki.evaluation.results import SIMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Effects, Estimate, Interval, Target

__all__ = ["LeaveOneOut", "WithoutOne", "leave_one_cohort_out", "leave_one_unit_out"]


@dataclass(frozen=True, slots=True)
class WithoutOne:
    """The estimate without one unit or cohort."""

    left_out: str
    """Label of the unit, or first treated period of the cohort."""

    estimate: Estimate
    change: float
    """This estimate less the one with everybody, in the unit of the outcome."""


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """Estimates without each unit or cohort in turn."""

    of: Literal["unit", "cohort"]
    whole: Estimate
    """With everybody."""

    without: tuple[WithoutOne, ...]
    """In the order of the panel, or of the cohorts."""

    not_run: tuple[NotRun, ...] = ()
    """What leaves no estimate when it is left out, and why."""

    @property
    def extent(self) -> Interval:
        """Smallest and largest estimate."""
        found = [one.estimate.estimate for one in self.without]
        return min(found), max(found)

    @property
    def most_influential(self) -> WithoutOne:
        """The one whose absence changes the estimate most."""
        return max(self.without, key=lambda one: abs(one.change))

    @property
    def n_other_sign(self) -> int:
        """Estimates whose sign is not that of the whole."""
        return sum(one.estimate.estimate * self.whole.estimate <= 0 for one in self.without)


def leave_one_unit_out(panel: Panel, *, estimate: Callable[[Panel], Effects], target: Target = SIMPLE) -> LeaveOneOut:
    """Estimate again without each unit, treated or not.

    Parameters
    ----------
    panel : Panel
        Units that no estimator can use are left out first.
    estimate : callable
        From a panel to effects; called once for the whole and once for each unit.
    target : Target
        Which estimate is followed.

    Returns
    -------
    LeaveOneOut
        One entry for each unit that can be left out.

    Raises
    ------
    MethodError
        If the estimate with everybody fails, or no estimate is left without any of the units.
    UnknownNameError
        If the estimator gives no estimate of the target.

    Notes
    -----
    An estimate that hangs on one region is a statement about that region. Leaving one out says
    nothing on two that matter together, nor on a mistake that all share.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> from chiiki.evaluation.results import Effects, Estimate, Target
    >>> y = np.array([[0.0, 3.0], [0.0, 1.0], [0.0, 0.0], [0.0, 0.0]])
    >>> panel = Panel(("A", "B", "C", "D"), np.array([1, 2]), y, np.array([2.0, 2.0, np.inf, np.inf]))
    >>> def gain(p):
    ...     effect = float(p.outcomes[p.is_ever_treated, 1].mean() - p.outcomes[~p.is_ever_treated, 1].mean())
    ...     found = Estimate(Target("simple"), effect, n=int(p.is_ever_treated.sum()))
    ...     return Effects("twfe", "never", "analytic", (found,), p.n_units, 2, 2, 2, 8)
    >>> found = leave_one_unit_out(panel, estimate=gain)
    >>> found.extent, found.most_influential.left_out
    ((1.0, 3.0), 'A')
    """
    kept = usable(panel)
    rows = np.arange(kept.n_units)
    parts = ((unit, kept.subset(rows != row)) for row, unit in enumerate(kept.units))
    return _leave_out(kept, parts, of="unit", estimate=estimate, target=target)


def leave_one_cohort_out(panel: Panel, *, estimate: Callable[[Panel], Effects], target: Target = SIMPLE) -> LeaveOneOut:
    """Estimate again without each cohort of units first treated in the same period.

    Parameters
    ----------
    panel, estimate, target
        As for :func:`leave_one_unit_out`.

    Returns
    -------
    LeaveOneOut
        One entry for each cohort that can be left out.

    Raises
    ------
    MethodError, UnknownNameError
        As for :func:`leave_one_unit_out`; with one cohort nothing is left without it.
    """
    kept = usable(panel)
    parts = ((str(cohort), kept.subset(kept.first_treated != cohort)) for cohort in kept.cohorts)
    return _leave_out(kept, parts, of="cohort", estimate=estimate, target=target)


def _leave_out(
    kept: Panel,
    parts: Iterable[tuple[str, Panel]],
    *,
    of: Literal["unit", "cohort"],
    estimate: Callable[[Panel], Effects],
    target: Target,
) -> LeaveOneOut:
    whole = estimate_of(estimate(kept), target)
    without, not_run = [], []
    for name, part in parts:
        found = try_estimate(partial(estimate, part), name=name, target=target)
        if isinstance(found, NotRun):
            not_run.append(found)
        else:
            without.append(WithoutOne(name, found, found.estimate - whole.estimate))
    if not without:
        msg = f"no estimate is left without any one {of}. Without {not_run[0].name}: {not_run[0].reason}"
        raise MethodError(msg)
    return LeaveOneOut(of=of, whole=whole, without=tuple(without), not_run=tuple(not_run))
