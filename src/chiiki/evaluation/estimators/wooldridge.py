"""Extended two-way effects: least squares or Poisson with a coefficient for each cohort and period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from chiiki.errors import InputError
from chiiki.evaluation.estimators.border import COLUMNS, CONTROL_GROUPS, PACKAGE, ask, frame_of, package
from chiiki.evaluation.estimators.cells import average_cells, cells_of_coefficients
from chiiki.evaluation.estimators.fitted import Fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Comparison

__all__ = ["fit_etwfe", "fit_poisson"]


def fit_etwfe(panel: Panel, *, comparison: Comparison = "not-yet", covariates: Sequence[str] = ()) -> Fitted:
    """Regress outcomes on unit and period effects and every treated cell of a cohort in a period.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` leaves it.
    comparison : {"never", "not-yet"}
        With ``never`` the periods before treatment have coefficients too, so that only units never
        treated are compared with.
    covariates : sequence of str
        Names in the panel; they enter with slopes by cohort, period and treated cell. Effects are
        those at the cohort's mean of a covariate, over all its periods.

    Returns
    -------
    Fitted
        All averages, cells weighing by their observations.

    Raises
    ------
    MethodError
        If the regression has no answer.
    MissingExtraError
        If the extra ``stats`` is not installed.

    Notes
    -----
    Equal to the R package etwfe 0.6.0 with ``ivar`` the unit; its default has cohort in place of unit
    effects, with the same points on balanced panels and slightly larger standard errors. With a
    covariate that changes over time the coefficients are equal; ``emfx`` there averages effects over
    the values it has, not at the cohort's mean.

    References
    ----------
    Wooldridge, J. M. (2025). Two-way fixed effects, the two-way Mundlak regression, and
    difference-in-differences estimators. Empirical Economics 69, 2545-2587.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 4.0], [2.0, 4.0], [1.0, 2.0], [5.0, 6.0]])
    >>> panel = Panel(("A", "B", "C", "D"), np.array([1, 2]), y, np.array([2, 2, np.inf, np.inf]))
    >>> round(fit_etwfe(panel).estimates[0].estimate, 9)  # (3 + 2) / 2 - (1 + 1) / 2
    1.5
    """
    return _fit(panel, family="ols", comparison=comparison, covariates=covariates)


def fit_poisson(panel: Panel, *, covariates: Sequence[str] = ()) -> Fitted:
    """Estimate effects on counts, in the unit of the count, by a Poisson regression of the same form.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` leaves it; outcomes at least 0.
    covariates : sequence of str
        Names in the panel.

    Returns
    -------
    Fitted
        All averages of the expected count with less that without treatment.

    Raises
    ------
    InputError
        If an outcome is below 0.
    MethodError
        If the regression has no answer.
    MissingExtraError
        If the extra ``stats`` is not installed.

    Notes
    -----
    Without treatment, cohorts grow by the same factor. Outcomes need not be whole, and the variance
    need not be the mean: standard errors are clustered. Equal to the R package etwfe 0.6.0 with
    ``family = "poisson"`` and ``cgroup = "notyet"``.

    References
    ----------
    Wooldridge, J. M. (2023). Simple approaches to nonlinear difference-in-differences with panel
    data. The Econometrics Journal 26, C31-C66.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 6.0], [3.0, 6.0], [1.0, 2.0], [4.0, 8.0]])
    >>> panel = Panel(("A", "B", "C", "D"), np.array([1, 2]), y, np.array([2, 2, np.inf, np.inf]))
    >>> round(fit_poisson(panel).estimates[0].estimate, 6)  # 6, and twice 2 without treatment
    2.0
    """
    if (panel.outcomes < 0).any():
        unit = panel.units[int(np.argmax((panel.outcomes < 0).any(axis=1)))]
        msg = f"the outcome of {unit!r} is below 0, and a count is not. Use --estimator etwfe for amounts."
        raise InputError(msg)
    return _fit(panel, family="poisson", comparison="not-yet", covariates=covariates)


def _fit(
    panel: Panel, *, family: Literal["ols", "poisson"], comparison: Comparison, covariates: Sequence[str]
) -> Fitted:
    names = [f"x{at}" for at in range(len(covariates))]
    with ask("etwfe" if family == "ols" else "ppml"):
        found = (
            package()
            .WooldridgeDiD(
                method=family,
                control_group=CONTROL_GROUPS[comparison],
                cluster="cluster",
                rank_deficient_action="silent",
            )
            .fit(
                frame_of(panel, covariates=covariates),
                **COLUMNS,
                exovar=names or None,
            )
        )
    averages = average_cells(_cells(panel, found))
    return Fitted(
        averages.estimates,
        comparison,
        settings={"scale": "the outcome's", "package": PACKAGE},
        event_covariance=averages.event_covariance,
    )


def _cells(panel: Panel, found: Any) -> Any:  # noqa: ANN401 -- a result of diff-diff
    keys, covariance = found._gt_keys, found._gt_vcov  # noqa: SLF001 -- the only place that keeps it
    kept = [at for at, key in enumerate(keys) if np.isfinite(found.group_time_effects[key]["att"])]
    return cells_of_coefficients(
        panel,
        cohorts=[int(keys[at][0]) for at in kept],
        periods=[int(keys[at][1]) for at in kept],
        effects=[found.group_time_effects[keys[at]]["att"] for at in kept],
        covariance=covariance[np.ix_(kept, kept)],
    )
