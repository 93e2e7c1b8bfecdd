r"""Local projections: one regression of long differences for each event time.

For each ``h``, ``y[i, t+h] - y[i, t-1]`` is regressed on starting treatment in ``t`` and on periods, among units
that start in ``t`` and units still untreated in ``t+h`` (or never treated). Cohorts weigh by the variance of
treatment in their period, not by their size.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.evaluation.estimators.border import PACKAGE, ask, frame_of, package
from chiiki.evaluation.estimators.fitted import Fitted
from chiiki.evaluation.results import Estimate, Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import IntArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Comparison

__all__ = ["fit_local_projections"]


def fit_local_projections(
    panel: Panel, *, comparison: Comparison = "not-yet", covariates: Sequence[str] = ()
) -> Fitted:
    """Regress long differences on starting treatment, for each event time.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` leaves it.
    comparison : {"never", "not-yet"}
        Units never treated, or all still untreated at the end of the difference.
    covariates : sequence of str
        Names in the panel; their values in the period of the start enter.

    Returns
    -------
    Fitted
        By event time. ``dynamic`` pools the event times that every cohort reaches, which the
        settings name.

    Raises
    ------
    MethodError
        If no regression has an answer.
    MissingExtraError
        If the extra ``stats`` is not installed.

    Notes
    -----
    Standard errors are clustered by unit, or by the clusters of the panel, with the factor
    ``G/(G-1) (N-1)/(N-K)``.

    References
    ----------
    Dube, A., Girardi, D., Jordà, Ò. and Taylor, A. M. (2025). A local projections approach to
    difference-in-differences. Journal of Applied Econometrics.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 1.0, 4.0], [2.0, 2.0, 4.0], [1.0, 1.0, 2.0], [5.0, 5.0, 6.0]])
    >>> panel = Panel(("A", "B", "C", "D"), np.array([1, 2, 3]), y, np.array([3, 3, np.inf, np.inf]))
    >>> round(fit_local_projections(panel).estimates[0].estimate, 9)  # (3 + 2) / 2 - (1 + 1) / 2
    1.5
    """
    starts, last = _comparable(panel)
    shared = last - int(starts.max())
    run = partial(_run, comparison=comparison, covariates=covariates)
    whole = partial(run, panel, pre_window=max(int(starts.max()), 2), post_window=last - int(starts.min()))
    with ask("local projections"):
        if starts.max() > 1:
            found = whole(post_pooled=(0, shared), pre_pooled=(-2, -2))
            pooled = found.pooled[found.pooled["window"] == "post"].to_dict("records")
        else:  # the package pools only where it can pool before treatment as well
            found = whole(only_event=True)
            pooled = run(_as_two_periods(panel, last), pre_window=2, post_window=0, only_event=True).event_study
            pooled = pooled[pooled["horizon"] == 0].to_dict("records")
    by_event = [row for row in found.event_study.to_dict("records") if row["n_obs"] > 0]
    estimates = [_estimate(Target("dynamic"), row, n=len(starts)) for row in pooled]
    estimates += [_event(panel, row) for row in by_event]
    settings = {
        "dynamic": f"pooled over event times 0 to {shared * panel.step}",
        "reference": f"event time {-panel.step}",
        "package": PACKAGE,
    }
    return Fitted(tuple(e for e in estimates if np.isfinite(e.estimate)), comparison, settings=settings)


def _run(
    panel: Panel,
    *,
    comparison: Comparison,
    covariates: Sequence[str],
    pre_window: int,
    post_window: int,
    **asked: Any,  # noqa: ANN401 -- of a package without types
) -> Any:  # noqa: ANN401 -- as above
    fit = package().LPDiD(
        pre_window=pre_window,
        post_window=post_window,
        control_group={"never": "never_treated", "not-yet": "clean"}[comparison],
        cluster="cluster",
        rank_deficient_action="silent",
    )
    names = [f"x{at}" for at in range(len(covariates))]
    columns = {"outcome": "outcome", "unit": "unit", "time": "time", "treatment": "treated"}
    return fit.fit(frame_of(panel, covariates=covariates), **columns, covariates=names or None, **asked)


def _as_two_periods(panel: Panel, last: int) -> Panel:
    """Put the mean of the periods 1 to `last` in place of them, where all that start do so in period 1."""
    after = panel.outcomes[:, 1 : last + 1].mean(axis=1)
    return replace(
        panel,
        periods=panel.periods[:2],
        outcomes=np.column_stack([panel.outcomes[:, 0], after]),
        covariates={name: cells[:, :2] for name, cells in panel.covariates.items()},
    )


def _comparable(panel: Panel) -> tuple[IntArray, int]:
    """Return where units start while others wait, and the last period in which one waits."""
    last = min(int(panel.first_index.max()), panel.n_periods) - 1
    starts: IntArray = panel.first_index[panel.is_ever_treated & (panel.first_index <= last)]
    return starts, last


def _event(panel: Panel, row: dict[str, Any]) -> Estimate:
    horizon = int(row["horizon"])
    first, rows = panel.first_index, np.arange(panel.n_units)
    reached = panel.is_ever_treated & (first + horizon < panel.n_periods) & (first + horizon >= 0)
    seen = panel.observed[rows, np.clip(first + horizon, 0, panel.n_periods - 1)] & panel.observed[rows, first - 1]
    return _estimate(Target("event_time", event_time=horizon * panel.step), row, n=int((reached & seen).sum()))


def _estimate(target: Target, row: dict[str, Any], *, n: int) -> Estimate:
    error = float(row["se"])
    return Estimate(target, float(row["coefficient"]), n, standard_error=error if np.isfinite(error) else None)
