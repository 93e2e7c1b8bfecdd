r"""Two stages: unit and period effects from untreated cells, then means of what is left.

The second stage regresses ``y - a - l`` on indicators of the parts of a target, so that each
estimate is the mean over its cells; its standard error carries over the error of the first stage.
Overall averages are means of the parts, with the covariance of their own second stage.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.cautions import Caution
from chiiki.evaluation.estimators.border import COLUMNS, PACKAGE, ask, frame_of, package
from chiiki.evaluation.estimators.fitted import Fitted
from chiiki.evaluation.results import Estimate, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Kind

__all__ = ["fit_two_stage"]


def fit_two_stage(panel: Panel, *, covariates: Sequence[str] = ()) -> Fitted:
    """Take unit and period effects of untreated cells out, and average the rest of the treated.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` leaves it.
    covariates : sequence of str
        Names in the panel, of values that change over time.

    Returns
    -------
    Fitted
        All averages. Event times before treatment are means of residuals of the first stage,
        which are drawn towards 0.

    Raises
    ------
    MethodError
        If the first stage has no answer.
    MissingExtraError
        If the extra ``stats`` is not installed.

    Notes
    -----
    Equal to ``did2s`` of the R package did2s 1.2.0 with the same indicators: clustered by unit, or
    by the clusters of the panel, without small-sample factor. Points are those of imputation.

    References
    ----------
    Gardner, J. (2022). Two-stage differences in differences. arXiv:2207.05943.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 4.0], [2.0, 4.0], [1.0, 2.0], [5.0, 6.0]])
    >>> panel = Panel(("A", "B", "C", "D"), np.array([1, 2]), y, np.array([2, 2, np.inf, np.inf]))
    >>> round(fit_two_stage(panel).estimates[0].estimate, 9)  # (3 + 2) / 2 - (1 + 1) / 2
    1.5
    """
    asked: list[dict[str, Any]] = []

    class Keeping(package("diff_diff").TwoStageDiD):  # type: ignore[misc]  # it has no types
        """The estimator, with what its covariance is computed from kept."""

        def _compute_gmm_variance(self, **named: Any) -> Any:  # noqa: ANN401 -- passed on
            asked.append(named)
            return super()._compute_gmm_variance(**named)

    frame = frame_of(panel, covariates=covariates)
    names = [f"x{at}" for at in range(len(covariates))]
    with ask("two-stage"):
        fit = Keeping(cluster="cluster", rank_deficient_action="silent")
        fit.fit(frame, **COLUMNS, covariates=names or None)
        rest = _rest_of(panel, asked[0]["df"])
        stages = {
            kind: _second_stage(rest, targets, covariance=_covariance_of(fit, asked[0]))
            for kind, targets in _parts(panel, rest).items()
        }
    estimates = [
        *_overall(panel, stages),
        *(e for kind, stage in stages.items() if kind != "simple" for e in stage.estimates),
    ]
    return Fitted(
        tuple(estimates),
        "not-yet",
        settings={"standard_error": "clustered, with the first stage's error", "package": PACKAGE},
        cautions=_not_imputed(rest),
        event_covariance=stages["event_time"].covariance,
    )


@dataclass(frozen=True, slots=True)
class _Rest:
    """What the first stage leaves of each observed cell, shape (n_cells,) each."""

    values: FloatArray
    rows: IntArray
    cohorts: FloatArray
    periods: IntArray
    is_treated: BoolArray


@dataclass(frozen=True, slots=True)
class _Stage:
    estimates: tuple[Estimate, ...]
    covariance: FloatArray


def _rest_of(panel: Panel, frame: Any) -> _Rest:  # noqa: ANN401 -- a pandas frame
    rows, columns = frame["unit"].to_numpy(), frame["time"].to_numpy() - 1
    return _Rest(
        values=frame["_y_tilde"].to_numpy(),
        rows=rows,
        cohorts=np.where(panel.is_ever_treated, panel.first_treated, np.inf)[rows],
        periods=panel.periods[columns],
        is_treated=panel.treated[rows, columns],
    )


def _parts(panel: Panel, rest: _Rest) -> dict[Kind, dict[Target, BoolArray]]:
    """Return, for each kind, which cells each of its targets averages over."""
    is_known = np.isfinite(rest.values)
    treated, events = rest.is_treated & is_known, rest.periods - rest.cohorts
    pairs = [(g, t) for g in panel.cohorts for t in panel.periods.tolist()]
    found: dict[Kind, dict[Target, BoolArray]] = {
        "simple": {Target("simple"): treated},
        "event_time": {Target("event_time", event_time=k): (events == k) & is_known for k in panel.event_times},
        "cohort": {Target("cohort", cohort=g): treated & (rest.cohorts == g) for g in panel.cohorts},
        "period": {Target("period", period=t): treated & (rest.periods == t) for t in panel.periods.tolist()},
        "cohort_and_period": {
            Target("cohort_and_period", cohort=g, period=t): treated & (rest.cohorts == g) & (rest.periods == t)
            for g, t in pairs
        },
    }
    return {kind: {t: cells for t, cells in parts.items() if cells.any()} for kind, parts in found.items()}


def _covariance_of(fit: Any, named: Mapping[str, Any]) -> Callable[[FloatArray], FloatArray]:  # noqa: ANN401
    def covariance(indicators: FloatArray) -> FloatArray:
        found: FloatArray = fit._compute_gmm_variance(**{**named, "X_2": indicators})  # noqa: SLF001 -- see the class
        return found

    return covariance


def _second_stage(
    rest: _Rest, targets: Mapping[Target, BoolArray], *, covariance: Callable[[FloatArray], FloatArray]
) -> _Stage:
    indicators = np.array(list(targets.values())).T.astype(float)
    variances = covariance(indicators)
    estimates = [
        Estimate(
            target,
            float(rest.values[cells].mean()),
            len(np.unique(rest.rows[cells])),
            standard_error=float(np.sqrt(max(variances[at, at], 0.0))),
        )
        for at, (target, cells) in enumerate(targets.items())
    ]
    return _Stage(tuple(estimates), variances)


def _overall(panel: Panel, stages: Mapping[Kind, _Stage]) -> list[Estimate]:
    sizes = [float((panel.first_treated == e.target.cohort).sum()) for e in stages["cohort"].estimates]
    post = [float((e.target.event_time or 0) >= 0) for e in stages["event_time"].estimates]
    even = [1.0 for _ in stages["period"].estimates]
    n = stages["simple"].estimates[0].n
    return [
        *stages["simple"].estimates,
        _weighted(Target("group"), stages["cohort"], sizes, n=n),
        _weighted(Target("dynamic"), stages["event_time"], post, n=n),
        _weighted(Target("calendar"), stages["period"], even, n=n),
    ]


def _weighted(target: Target, stage: _Stage, weights: Sequence[float], *, n: int) -> Estimate:
    share = np.array(weights) / sum(weights)
    value = float(share @ np.array([estimate.estimate for estimate in stage.estimates]))
    return Estimate(target, value, n, standard_error=float(np.sqrt(share @ stage.covariance @ share)))


def _not_imputed(rest: _Rest) -> tuple[Caution, ...]:
    lost = int((~np.isfinite(rest.values) & rest.is_treated).sum())
    if not lost:
        return ()
    message = f"{lost} treated cells are left out: no untreated unit was observed in their period."
    return (Caution("not-imputed", message),)
