"""The interaction-weighted event study: a coefficient for each cohort and event time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.evaluation.estimators.border import COLUMNS, PACKAGE, ask, frame_of, package
from chiiki.evaluation.estimators.cells import average_cells, cells_of_coefficients
from chiiki.evaluation.estimators.fitted import Fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.evaluation.panel import Panel

__all__ = ["fit_sun_abraham"]


def fit_sun_abraham(panel: Panel, *, covariates: Sequence[str] = ()) -> Fitted:
    """Regress outcomes on cohort by event time, and average the coefficients by their cells.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` leaves it, with units that are never treated.
    covariates : sequence of str
        Names in the panel, of values that change over time.

    Returns
    -------
    Fitted
        All averages; the event time before treatment is the reference and is left out.

    Raises
    ------
    MethodError
        If the regression has no answer.
    MissingExtraError
        If the extra ``stats`` is not installed.

    Notes
    -----
    Equal to ``sunab`` of the R package fixest 0.14.2: standard errors clustered by unit, or by the
    clusters of the panel, with its factor ``G/(G-1) (N-1)/(N-K)``, where effects nested in clusters do not
    count to K; cells weigh by their observations, and weights count as given.

    References
    ----------
    Sun, L. and Abraham, S. (2021). Estimating dynamic treatment effects in event studies with
    heterogeneous treatment effects. Journal of Econometrics 225, 175-199.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 2.0, 6.0], [0.0, 1.0, 3.0], [5.0, 6.0, 7.0], [3.0, 4.0, 6.0]])
    >>> panel = Panel(("A", "B", "C", "D"), np.array([1, 2, 3]), y, np.array([3, 3, np.inf, np.inf]))
    >>> round(fit_sun_abraham(panel).estimates[0].estimate, 9)  # (4 + 2) / 2 - (1 + 2) / 2
    1.5
    """
    kept: list[Any] = []

    class Keeping(package("diff_diff.sun_abraham").SunAbraham):  # type: ignore[misc]  # it has no types
        """The estimator, with the covariance of all coefficients kept."""

        def _fit_saturated_regression(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401 -- passed on
            found = super()._fit_saturated_regression(*given, **named)
            kept.append(found)
            return found

    names = [f"x{at}" for at in range(len(covariates))]
    frame = frame_of(panel, covariates=covariates)
    with ask("Sun-Abraham"):
        Keeping(cluster="cluster", rank_deficient_action="silent").fit(frame, **COLUMNS, covariates=names or None)
    effects, _, covariance, position, *_ = kept[-1]
    keys = [key for key in position if np.isfinite(effects[key])]
    averages = average_cells(
        cells_of_coefficients(
            panel,
            cohorts=[int(g) for g, _ in keys],
            periods=[int(g + e) for g, e in keys],
            effects=[effects[key] for key in keys],
            covariance=covariance[np.ix_([position[key] for key in keys], [position[key] for key in keys])],
        )
    )
    return Fitted(
        averages.estimates,
        "never",
        settings={"reference": f"event time {-panel.step}", "package": PACKAGE},
        event_covariance=averages.event_covariance,
    )
