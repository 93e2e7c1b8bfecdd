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
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.results import Estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray
    from chiiki.evaluation.imputation import Imputation
    from chiiki.evaluation.panel import Panel

__all__ = ["fit_imputation"]


def fit_imputation(panel: Panel, *, covariates: Sequence[str] = ()) -> Fitted:
    """Estimate effects by imputing what treated cells would have been.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` leaves it.
    covariates : sequence of str
        Names in the panel, of values that change over time.

    Returns
    -------
    Fitted
        All averages; no event times before treatment.

    Raises
    ------
    MethodError
        If no treated cell can be imputed.

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
    found = impute(panel, covariates=covariates)
    scores = _scores(panel, found)
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
