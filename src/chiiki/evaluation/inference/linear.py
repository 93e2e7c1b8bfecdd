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
from chiiki.evaluation.results import Target
from chiiki.evaluation.targets import average_weights, target_cells

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import BasePeriod, Comparison, Estimator

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
    panel: Panel,
    *,
    estimator: Estimator = "bjs",
    comparison: Comparison = "not-yet",
    leads: int = 0,
    base_period: BasePeriod | None = None,
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
    base_period : {"varying", "universal"}, optional
        From when growth before treatment counts, for the comparisons: the period before, or the
        last untreated one; without it there are no targets before treatment.

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
    units = np.bincount(np.searchsorted(starts, panel.first_index)).astype(float)
    growth = _Growth(starts, units, estimator == "sa" or comparison == "never", panel.n_periods)
    after = _comparison_weights(panel, growth)
    if base_period is None:
        return after
    before = _before_treatment(panel, growth, base_period=base_period)
    weights = np.concatenate([after.weights, before.weights])
    return CohortWeights((*after.targets, *before.targets), starts, weights)


@dataclass(frozen=True, slots=True)
class _Growth:
    """Who is compared with whom."""

    starts: IntArray
    units: FloatArray
    is_never: bool
    n_periods: int

    def weights(self, *, cohort: int, period: int, since: int) -> FloatArray | None:
        """Growth of a cohort less that of its comparison units, shape (n_cohorts, n_periods); None without any."""
        last = max(period, since)
        controls = (self.starts == self.n_periods) if self.is_never else (self.starts > last)
        controls = controls & (np.arange(len(self.starts)) != cohort)
        if not controls.any():
            return None
        share = np.where(controls, -1.0 / (self.units * controls).sum(), 0.0)
        share[cohort] = 1.0 / self.units[cohort]
        found = np.zeros((len(self.starts), self.n_periods))
        found[:, period] += share
        found[:, since] -= share
        return found


def _comparison_weights(panel: Panel, growth: _Growth) -> CohortWeights:
    """Average growth since the last untreated period over the cells of each target."""
    n_cohorts, n_periods = len(panel.cohorts), panel.n_periods
    cells = np.zeros((n_cohorts, n_periods, len(growth.starts), n_periods))
    counts = np.zeros((n_cohorts, n_periods))
    for cohort, start in enumerate(growth.starts[:n_cohorts].tolist()):
        for period in range(start, n_periods):
            found = growth.weights(cohort=cohort, period=period, since=start - 1)
            if found is not None:
                cells[cohort, period] = found
                counts[cohort, period] = growth.units[cohort]
    if not counts.any():
        msg = "no comparison unit is left in any period under treatment. Compare with units not yet treated."
        raise MethodError(msg)
    named = target_cells(counts.astype(np.intp), cohorts=panel.cohorts, periods=panel.periods)
    average = average_weights(named, counts, np.where(counts.any(axis=1), growth.units[:n_cohorts], 0.0))
    return CohortWeights(named.targets, growth.starts, np.einsum("kgt,gtcs->kcs", average * counts, cells))


def _before_treatment(panel: Panel, growth: _Growth, *, base_period: BasePeriod) -> CohortWeights:
    """Growth before treatment, by cohort in a period, and by event time over cohorts weighted by their units."""
    single: dict[Target, FloatArray] = {}
    summed: dict[int, list[tuple[float, FloatArray]]] = {}
    for cohort, start in enumerate(growth.starts[: len(panel.cohorts)].tolist()):
        for period in range(start):
            since = period - 1 if base_period == "varying" else start - 1
            found = None if since in (-1, period) else growth.weights(cohort=cohort, period=period, since=since)
            if found is not None:
                year = int(panel.periods[period])
                single[Target("cohort_and_period", cohort=panel.cohorts[cohort], period=year)] = found
                parts = summed.setdefault(year - panel.cohorts[cohort], [])
                parts.append((float(growth.units[cohort]), found))
    events = {
        Target("event_time", event_time=k): sum(n * one for n, one in parts) / sum(n for n, _ in parts)
        for k, parts in sorted(summed.items())
    }
    named = {**events, **single}
    weights = np.array(list(named.values())).reshape(len(named), len(growth.starts), panel.n_periods)
    return CohortWeights(tuple(named), growth.starts, weights)
