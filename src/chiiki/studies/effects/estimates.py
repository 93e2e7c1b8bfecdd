"""The estimate of a programme's effect, its interval, a second opinion, and many assignments at once.

Estimate: imputation (Borusyak, Jaravel and Spiess). Interval: studentised randomisation inference
over a stated mechanism. Second opinion: Callaway and Sant'Anna with units not treated yet. All
need NumPy alone, so that a brief computes them when it is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.imputation import impute
from chiiki.evaluation.results import Target

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.imputation import Imputation
    from chiiki.evaluation.panel import Panel

__all__ = ["OVERALL_TARGET", "effects_by_assignment", "list_estimates", "long_differences", "overall_effect"]

OVERALL_TARGET = Target("simple")
"""What the study calls the effect: the average over treated prefectures and their years under treatment."""


def overall_effect(panel: Panel, *, covariates: tuple[str, ...] = ()) -> float:
    """Estimate the average effect on treated cells by imputation, in logarithms.

    Parameters
    ----------
    panel : Panel
        Usable, as :func:`chiiki.evaluation.design.design_of` leaves it.
    covariates : tuple of str
        Names among the panel's.
    """
    found = impute(panel, covariates=covariates)
    return float(found.values[found.position(OVERALL_TARGET)])


def long_differences(panel: Panel) -> float:
    """Estimate the same average by differences from the year before treatment, against units not treated yet.

    Callaway and Sant'Anna (2021) without covariates: each cohort's mean change since the year before it
    started, less that of the units untreated in both years; treated cells weigh equally.

    Parameters
    ----------
    panel : Panel
        Usable and complete.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 2.0, 6.0], [0.0, 1.0, 2.0]])
    >>> long_differences(Panel(("A", "B"), np.array([2000, 2001, 2002]), y, np.array([2002.0, np.inf])))
    3.0
    """
    total, n_cells = 0.0, 0
    for first in np.unique(panel.first_index[panel.is_ever_treated]).tolist():
        own = panel.first_index == first
        for period in range(first, panel.n_periods):
            others = panel.first_index > period
            if others.any():
                change = panel.outcomes[:, period] - panel.outcomes[:, first - 1]
                total += int(own.sum()) * float(change[own].mean() - change[others].mean())
                n_cells += int(own.sum())
    return total / n_cells


def effects_by_assignment(
    panel: Panel, found: Imputation, *, targets: tuple[Target, ...], first_index: IntArray
) -> FloatArray:
    """Estimate targets under other assignments with the same number of units in each cohort.

    Parameters
    ----------
    panel : Panel
        Complete, without covariates.
    found : Imputation
        Of `panel`.
    targets : tuple of Target
    first_index : array of shape (n_assignments, n_units)
        Position of the first treated period, the number of periods for never.

    Returns
    -------
    array of shape (n_assignments, n_targets)

    Notes
    -----
    The weights of a cohort do not depend on which units it has, so one fit serves all assignments.
    """
    starts = np.unique(panel.first_index)
    cohort = np.searchsorted(starts, first_index)
    columns = []
    for target in targets:
        parts = panel.outcomes @ found.profile_weights[found.position(target)].T
        columns.append(np.take_along_axis(parts, cohort.T, axis=1).sum(axis=0))
    return np.stack(columns, axis=1)


def list_estimates(panel: Panel, lists: FloatArray) -> FloatArray:
    """Estimate the overall effect under each of several lists of first treated periods.

    Parameters
    ----------
    panel : Panel
        Complete; its own treatment is not read.
    lists : array of shape (n_lists, n_units)
        First treated periods, infinite for never.

    Returns
    -------
    array of shape (n_lists,)
    """
    positions = np.searchsorted(panel.periods, np.where(lists <= panel.periods[-1], lists, np.inf))
    sizes = np.stack([(positions == k).sum(axis=1) for k in np.unique(positions)], axis=1)
    _, groups = np.unique(sizes, axis=0, return_inverse=True)
    values = np.empty(len(lists))
    for group in range(int(groups.max()) + 1):
        rows = np.flatnonzero(groups.ravel() == group)
        own = replace(panel, first_treated=lists[rows[0]])
        found = impute(own)
        values[rows] = effects_by_assignment(own, found, targets=(OVERALL_TARGET,), first_index=positions[rows])[:, 0]
    return values
