r"""Two-way fixed effects: one coefficient for being treated, and one for each event time.

``y[i, t] = a[i] + l[t] + b D[i, t] + x[i, t] c + e[i, t]``. Where treatment starts at different times
and effects change, ``b`` also compares units treated later with units treated before, and can have
the wrong sign (:mod:`~chiiki.evaluation.bacon`). It is here to be set beside estimators that do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import MethodError
from chiiki.evaluation.estimators.cells import sum_by_cluster
from chiiki.evaluation.estimators.fitted import Fitted
from chiiki.evaluation.estimators.within import within_units_and_periods
from chiiki.evaluation.results import Estimate, Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray
    from chiiki.evaluation.panel import Panel

__all__ = ["fit_two_way"]

ROUNDING = 1e-10
"""Share of a column that must be left by the others."""


def fit_two_way(panel: Panel, *, covariates: Sequence[str] = ()) -> Fitted:
    """Regress outcomes on unit and period effects and treatment.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` leaves it.
    covariates : sequence of str
        Names in the panel, of values that change over time.

    Returns
    -------
    Fitted
        ``simple`` is the coefficient of being treated. Event times, from a second regression
        without the one before treatment, where some units are never treated.

    Raises
    ------
    MethodError
        If treatment cannot be told from the effects of units and periods.

    Notes
    -----
    Equal to ``feols(y ~ D | unit + period)`` of the R package fixest 0.14.2, clustered by unit or by the
    clusters of the panel, with its factor ``G/(G-1) (N-1)/(N-K)``: unit effects are nested in clusters and
    do not count to K, period effects do.

    References
    ----------
    Goodman-Bacon, A. (2021). Difference-in-differences with variation in treatment timing.
    Journal of Econometrics 225, 254-277.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 4.0], [2.0, 4.0], [1.0, 2.0], [5.0, 6.0]])
    >>> panel = Panel(("A", "B", "C", "D"), np.array([1, 2]), y, np.array([2, 2, np.inf, np.inf]))
    >>> round(fit_two_way(panel).estimates[0].estimate, 9)  # (3 + 2) / 2 - (1 + 1) / 2
    1.5
    """
    controls = [panel.covariates[name] for name in covariates]
    static = _regress(panel, [panel.treated.astype(float)], controls=controls)
    n = int(panel.is_ever_treated.sum())
    estimates = [
        Estimate(Target("simple"), static.slopes[0], n, standard_error=float(np.sqrt(static.covariance[0, 0])))
    ]
    covariance = None
    if not panel.is_ever_treated.all():
        event_times = [k for k in panel.event_times if k != -panel.step]
        events = np.where(panel.is_ever_treated[:, None], panel.periods - panel.first_treated[:, None], np.nan)
        dynamic = _regress(panel, [(events == k).astype(float) for k in event_times], controls=controls)
        covariance = dynamic.covariance
        estimates += [
            Estimate(
                Target("event_time", event_time=k),
                dynamic.slopes[at],
                int(((events == k) & panel.observed).sum()),
                standard_error=float(np.sqrt(covariance[at, at])),
            )
            for at, k in enumerate(event_times)
        ]
    settings = {"reference": f"event time {-panel.step}"}
    return Fitted(tuple(estimates), "not-yet", settings=settings, event_covariance=covariance)


@dataclass(frozen=True, slots=True)
class _Regression:
    slopes: list[float]
    covariance: FloatArray


def _regress(panel: Panel, columns: Sequence[FloatArray], *, controls: Sequence[FloatArray]) -> _Regression:
    """Return slopes of `columns` and their clustered covariance."""
    used = panel.observed
    x = np.array([within_units_and_periods(cells, used) for cells in [*columns, *controls]])
    y = within_units_and_periods(panel.outcomes, used)
    flat = x.reshape(len(x), -1)
    sizes = np.sqrt((flat**2).sum(axis=1))
    raw = np.sqrt([(np.where(used, cells, 0.0) ** 2).sum() for cells in [*columns, *controls]])
    if (sizes <= ROUNDING * raw).any() or np.linalg.matrix_rank(flat / sizes[:, None], tol=ROUNDING) < len(flat):
        msg = (
            "being treated cannot be told from the effects of units and periods. Add units that are never "
            "treated, or treated later, or leave covariates out."
        )
        raise MethodError(msg)
    bread = np.linalg.inv(flat @ flat.T)
    slopes = bread @ (flat @ y.ravel())
    scores = sum_by_cluster(panel, ((y - np.einsum("k,kit->it", slopes, x)) * x).sum(axis=2).T)
    n_clusters, n, n_slopes = len(scores), int(used.sum()), len(x) + int(used.any(axis=0).sum())
    factor = n_clusters / (n_clusters - 1) * (n - 1) / (n - n_slopes)
    covariance = factor * bread @ (scores.T @ scores) @ bread
    kept = len(columns)
    return _Regression([float(slope) for slope in slopes[:kept]], covariance[:kept, :kept])
