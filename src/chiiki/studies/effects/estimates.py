"""The estimate of a programme's effect, and the same estimate under many other lists.

Estimate: imputation (Borusyak, Jaravel and Spiess), the average over treated prefectures and their
years under treatment, in logarithms of the outcome. It needs NumPy alone, so that a brief
computes it when it is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.imputation import impute
from chiiki.evaluation.power import study_power
from chiiki.evaluation.results import LEVEL, SIMPLE

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.inference.mechanism import Mechanism
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Target

__all__ = ["detectable_effect", "draw_estimates", "list_estimates", "overall_effect"]

POWER_DRAWS, POWER_STUDIES = 199, 399
"""Assignments and simulated studies behind the detectable effect, which is told with two digits."""


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
    return float(found.values[found.position(SIMPLE)])


def detectable_effect(panel: Panel, *, mechanism: Mechanism, seed: int, level: float = LEVEL) -> float | None:
    """Say which effect this design would find in four of five cases, before any estimate is looked at.

    Parameters
    ----------
    panel : Panel
        Usable; only its untreated cells are read.
    mechanism : Mechanism
        How treatment came about.
    seed : int
        Of the simulated studies.
    level : float
        Coverage of the interval that would find it.

    Returns
    -------
    float or None
        In the unit of the outcome; None where no effect is found so often.

    Raises
    ------
    MethodError
        If too few untreated cells say how outcomes vary.
    """
    found = study_power(
        panel, mechanism=mechanism, draws=POWER_DRAWS, replications=POWER_STUDIES, seed=seed, level=level
    )
    return found.minimum_detectable_effect


def draw_estimates(panel: Panel, *, targets: tuple[Target, ...], first_index: IntArray) -> FloatArray:
    """Estimate targets under other assignments with the same number of units in each cohort.

    Parameters
    ----------
    panel : Panel
        Complete; its covariates are not read.
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
    found = impute(panel)
    cohort = np.searchsorted(np.unique(panel.first_index), first_index)
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
        values[rows] = draw_estimates(own, targets=(SIMPLE,), first_index=positions[rows])[:, 0]
    return values
