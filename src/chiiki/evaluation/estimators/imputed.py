r"""Imputation of untreated outcomes, with its conservative standard error.

The estimate of a target is ``sum(w * y)`` (:mod:`~chiiki.evaluation.imputation`). Its variance sums,
over clusters, the square of ``sum(w * e)``, where ``e`` is the residual of an untreated cell, and in
a treated cell the imputed effect less the mean effect of its cohort in its period: the spread of
effects within a cohort counts as error, so that the variance is too large rather than too small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.estimators.cells import sum_by_cluster
from chiiki.evaluation.estimators.fitted import Fitted
from chiiki.evaluation.estimators.within import within_units_and_periods
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.results import Estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray
    from chiiki.evaluation.imputation import Imputation
    from chiiki.evaluation.panel import Panel

__all__ = ["fit_imputation"]


def fit_imputation(panel: Panel, *, covariates: Sequence[str] = (), leads: int = 0) -> Fitted:
    """Estimate effects by imputing what treated cells would have been.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` leaves it.
    covariates : sequence of str
        Names in the panel, of values that change over time.
    leads : int
        Periods before treatment that get a coefficient, against the periods before them, from a
        regression of its own on untreated cells; 0 for none.

    Returns
    -------
    Fitted
        All averages.

    Raises
    ------
    MethodError
        If no treated cell can be imputed, or `leads` leave nothing to compare with.

    Notes
    -----
    Equal to the R package didimputation 0.5.0, except where its regression drops units with a
    single untreated period, which still have an imputed effect.

    References
    ----------
    Borusyak, K., Jaravel, X. and Spiess, J. (2024). Revisiting event-study designs: robust and
    efficient estimation. Review of Economic Studies 91, 3253-3285. Equations 6 to 8.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 4.0], [2.0, 4.0], [1.0, 2.0], [5.0, 6.0]])
    >>> panel = Panel(("A", "B", "C", "D"), np.array([1, 2]), y, np.array([2, 2, np.inf, np.inf]))
    >>> found = fit_imputation(panel).estimates[0]
    >>> round(found.estimate, 9), round(found.standard_error, 6)  # 2.5 - 1; half of (0.5, -0.5) squared
    (1.5, 0.353553)
    """
    found = impute(panel, covariates=covariates, leads=leads)
    scores = _scores(panel, found)
    before = [at for at, target in enumerate(found.targets) if (target.event_time or 0) < 0]
    if before:
        scores[:, before] = _lead_scores(panel, found, before, covariates=covariates)
    errors = np.sqrt((scores**2).sum(axis=0))
    estimates = tuple(
        Estimate(target, float(value), int(n), standard_error=float(error))
        for target, value, n, error in zip(found.targets, found.values, found.n, errors, strict=True)
    )
    of_events = scores[:, [target.kind == "event_time" for target in found.targets]]
    return Fitted(
        estimates,
        "not-yet",
        settings={"standard_error": "conservative, mean effects by cohort and period"},
        cautions=found.cautions,
        event_covariance=of_events.T @ of_events,
    )


def _scores(panel: Panel, found: Imputation) -> FloatArray:
    """Weighted sums of residuals by cluster, shape (n_clusters, n_targets)."""
    effects, scores = found.effects, found.contributions.copy()
    imputed = ~np.isnan(effects)
    for cohort in panel.cohorts:
        rows = panel.first_treated == cohort
        counts = imputed[rows].sum(axis=0)
        mean = np.where(imputed[rows], effects[rows], 0.0).sum(axis=0) / np.maximum(counts, 1)
        weights = found.profile_weights[:, found.profile_of_unit[rows]]
        scores[rows] -= np.einsum("krt,rt->rk", weights, np.where(imputed[rows], mean, 0.0))
    return sum_by_cluster(panel, scores)


def _lead_scores(panel: Panel, found: Imputation, before: Sequence[int], *, covariates: Sequence[str]) -> FloatArray:
    """Weighted sums of the residuals of the regression with leads, with its small-sample factor."""
    untreated = panel.observed & ~panel.treated
    events = panel.periods - np.where(panel.is_ever_treated, panel.first_treated, np.inf)[:, None]
    columns = [(events == found.targets[at].event_time).astype(float) for at in before]
    columns += [panel.covariates[name] for name in covariates]
    x = np.array([within_units_and_periods(cells, untreated) for cells in columns])
    y = within_units_and_periods(panel.outcomes, untreated)
    slopes = np.linalg.lstsq(x.reshape(len(x), -1).T, y.ravel(), rcond=None)[0]
    residuals = y - np.einsum("k,kit->it", slopes, x)
    weights = found.profile_weights[before][:, found.profile_of_unit]
    scores = sum_by_cluster(panel, np.einsum("kit,it->ik", weights, residuals))
    n, n_clusters = int(untreated.sum()), len(scores)
    n_slopes = len(x) + int(untreated.any(axis=0).sum())
    factor = n_clusters / (n_clusters - 1) * (n - 1) / (n - n_slopes)
    found_scores: FloatArray = np.sqrt(factor) * scores
    return found_scores
