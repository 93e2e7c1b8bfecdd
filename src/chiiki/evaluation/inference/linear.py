r"""Estimators as weights that all units of a cohort share.

On a panel without gaps and covariates, imputation and the Callaway-Sant'Anna comparisons are
weighted sums of outcomes in which a unit's weights depend on its cohort alone. They stay the
same when other units are treated, as long as the cohorts keep their numbers; so thousands of
assignments cost one multiplication.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import MethodError
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.targets import average_weights, target_cells

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Comparison, Estimator, Target

__all__ = ["IMPUTING", "CohortWeights", "cohort_weights"]

IMPUTING: tuple[Estimator, ...] = ("bjs", "2s", "etwfe")
"""Two-stage estimates are those of imputation, and so are those of least squares with all interactions of
cohorts and periods, compared with all units not treated yet."""


@dataclass(frozen=True, slots=True)
class CohortWeights:
    """Every target as weights by cohort and period."""

    targets: tuple[Target, ...]
    starts: IntArray
    """Position of the first treated period of each cohort, never treated last (the number of
    periods); shape (n_cohorts,)."""

    weights: FloatArray
    """Shape (n_targets, n_cohorts, n_periods); over units they annihilate effects of units and of periods."""


def cohort_weights(
    panel: Panel, *, estimator: Estimator = "bjs", comparison: Comparison = "not-yet", leads: int = 0
) -> CohortWeights:
    """Write an estimator as weights by cohort and period.

    Parameters
    ----------
    panel : Panel
        Complete, as :func:`~chiiki.evaluation.panel.usable` returns it.
    estimator : {"bjs", "2s", "etwfe", "cs", "sa"}
        See :data:`IMPUTING`; Sun-Abraham's estimates by cohort and period are those of
        Callaway-Sant'Anna with units never treated.
    comparison : {"not-yet", "never"}
        For Callaway-Sant'Anna.
    leads : int
        Periods before treatment with a coefficient, for imputation.

    Returns
    -------
    CohortWeights

    Raises
    ------
    MethodError
        If cells are missing, the estimator is another, or no comparison unit is left.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> panel = Panel(tuple("ABC"), np.array([0, 1, 2]), np.zeros((3, 3)), np.array([2.0, np.inf, np.inf]))
    >>> weights = cohort_weights(panel, estimator="cs").weights[0]  # growth of A less mean growth of B and C
    >>> (weights + 0.0).tolist()
    [[0.0, -1.0, 1.0], [0.0, 0.5, -0.5]]
    """
    if not panel.is_complete:
        msg = f"weights by cohort need every cell, and {int((~panel.observed).sum())} are missing."
        raise MethodError(msg)
    starts = np.unique(panel.first_index)
    if estimator in IMPUTING:
        found = impute(panel, leads=leads)
        return CohortWeights(found.targets, starts, found.profile_weights)
    if estimator not in ("cs", "sa"):
        msg = (
            f"randomisation needs an estimator that is one fixed weighted sum of outcomes, and {estimator!r} is not. "
            "Use 'bjs' or 'cs' without covariates, or ask for wild, jackknife or analytic intervals."
        )
        raise MethodError(msg)
    return _comparison_weights(panel, starts=starts, is_never=estimator == "sa" or comparison == "never")


def _comparison_weights(panel: Panel, *, starts: IntArray, is_never: bool) -> CohortWeights:
    """Growth since the last untreated period, less that of the comparison units."""
    units = np.bincount(np.searchsorted(starts, panel.first_index)).astype(float)
    n_cohorts, n_periods = len(panel.cohorts), panel.n_periods
    cells = np.zeros((n_cohorts, n_periods, len(starts), n_periods))
    counts = np.zeros((n_cohorts, n_periods))
    for cohort, start in enumerate(starts[:n_cohorts].tolist()):
        for period in range(start, n_periods):
            controls = (starts == n_periods) if is_never else (starts > period)
            if not controls.any():
                continue
            share = np.where(controls, -1.0 / (units * controls).sum(), 0.0)
            share[cohort] += 1.0 / units[cohort]
            cells[cohort, period, :, period] += share
            cells[cohort, period, :, start - 1] -= share
            counts[cohort, period] = units[cohort]
    if not counts.any():
        msg = "no comparison unit is left in any period under treatment. Compare with units not yet treated."
        raise MethodError(msg)
    found = target_cells(counts.astype(np.intp), cohorts=panel.cohorts, periods=panel.periods)
    average = average_weights(found, counts, np.where(counts.any(axis=1), units[:n_cohorts], 0.0))
    weights = np.einsum("kgt,gtcs->kcs", average * counts, cells)
    return CohortWeights(found.targets, starts, weights)
