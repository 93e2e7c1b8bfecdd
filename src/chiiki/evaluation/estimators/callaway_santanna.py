"""The effect on each cohort in each period, against units that are not treated (yet)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import MethodError
from chiiki.evaluation.estimators.border import COLUMNS, CONTROL_GROUPS, PACKAGE, ask, frame_of, labels_of, package
from chiiki.evaluation.estimators.cells import Cells, average_cells, sum_by_cluster
from chiiki.evaluation.estimators.doubly_robust import weighted_cell
from chiiki.evaluation.estimators.fitted import Fitted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.arrays import FloatArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import BasePeriod, Comparison, Method

__all__ = ["fit_callaway_santanna"]

FEW_EVENTS = 10
"""Treated units for each covariate below which a propensity score is shaky (Peduzzi et al. 1996)."""


def fit_callaway_santanna(
    panel: Panel,
    *,
    comparison: Comparison = "not-yet",
    method: Method = "dr",
    covariates: Sequence[str] = (),
    base_period: BasePeriod = "varying",
) -> Fitted:
    """Estimate the effect on each cohort in each period, and all its averages.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` leaves it. A cell with a gap is estimated from
        the units seen in both of its periods.
    comparison : {"never", "not-yet"}
        Units never treated, or also those treated later than both periods.
    method : {"dr", "reg", "ipw"}
        How covariates enter; their values in the base period count.
    covariates : sequence of str
        Names in the panel.
    base_period : {"varying", "universal"}
        What effects before treatment are measured from.

    Returns
    -------
    Fitted
        All averages; standard errors from influence functions, with the error of the weights,
        clustered where the panel has clusters.

    Raises
    ------
    MethodError
        If there is no unit to compare with, or a propensity score has no maximum.
    MissingExtraError
        If the extra ``stats`` is not installed.

    Notes
    -----
    Equal to ``att_gt`` and ``aggte`` of the R package did 2.5.1 on balanced panels. There, units
    with gaps are dropped, or rows are taken as repeated cross-sections; here pairs are kept.

    References
    ----------
    Callaway, B. and Sant'Anna, P. H. C. (2021). Difference-in-differences with multiple time
    periods. Journal of Econometrics 225, 200-230.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 4.0], [2.0, 4.0], [1.0, 2.0], [5.0, 6.0]])
    >>> panel = Panel(("A", "B", "C", "D"), np.array([1, 2]), y, np.array([2, 2, np.inf, np.inf]))
    >>> fit_callaway_santanna(panel).estimates[0].estimate  # (3 + 2) / 2 - (1 + 1) / 2
    1.5
    """
    fit = package().CallawaySantAnna(
        control_group=CONTROL_GROUPS[comparison],
        estimation_method=method,
        base_period=base_period,
        rank_deficient_action="silent",
        cband=False,
    )
    refused = _weigh_by_odds(fit, with_outcomes=method == "dr") if covariates and method != "reg" else []
    names = [f"x{at}" for at in range(len(covariates))]
    try:
        with ask("Callaway-Sant'Anna"):
            found = fit.fit(frame_of(panel, covariates=covariates), **COLUMNS, covariates=names or None)
    except MethodError as error:
        raise MethodError(refused[0] if refused else str(error)) from error
    cells, missing = _cells(panel, found, refused=refused)
    averages = average_cells(cells)
    return Fitted(
        averages.estimates,
        comparison,
        settings={"method": method, "base_period": base_period, "package": PACKAGE},
        cautions=(*_gaps(missing, refused=refused), *_few_events(panel, method=method, n_covariates=len(covariates))),
        event_covariance=averages.event_covariance,
    )


def _weigh_by_odds(fit: Any, *, with_outcomes: bool) -> list[str]:  # noqa: ANN401 -- a class of diff-diff
    """Put our effect of a cell in the place of the package's, and return where refusals will stand."""
    refused: list[str] = []

    def cell(
        treated: FloatArray, untreated: FloatArray, *given: object, **_: object
    ) -> tuple[float, float, FloatArray]:
        tables = [table for table in given if isinstance(table, np.ndarray)]
        n_treated, n = len(treated), len(treated) + len(untreated)
        try:
            found = weighted_cell(
                np.concatenate([treated, untreated]),
                np.arange(n) < n_treated,
                covariates=np.concatenate(tables),
                with_outcomes=with_outcomes,
            )
        except MethodError as error:
            refused.append(str(error))
            return np.nan, np.nan, np.zeros(n)
        return found.effect, float(np.sqrt(found.scores @ found.scores)), found.scores

    fit._doubly_robust = fit._ipw_estimation = cell  # noqa: SLF001 -- the repair of one step
    return refused


def _cells(panel: Panel, found: Any, *, refused: Sequence[str]) -> tuple[Cells, int]:  # noqa: ANN401 -- of diff-diff
    effects: Mapping[tuple[float, float], Any] = found.group_time_effects
    influence = found._aggregation_kit.influence  # noqa: SLF001 -- the only place that keeps it
    kept = [key for key, cell in effects.items() if np.isfinite(cell["effect"]) and not cell.get("is_reference")]
    cohorts = labels_of(panel, [key[0] for key in kept])
    scores = np.zeros((panel.n_units, len(kept)))
    for at, key in enumerate(kept):
        scores[influence[key]["treated_idx"], at] += influence[key]["treated_inf"]
        scores[influence[key]["control_idx"], at] += influence[key]["control_inf"]
    if not kept or not (cohorts <= labels_of(panel, [key[1] for key in kept])).any():
        why = refused[0] if refused else "Compare with units that are not yet treated, or add units."
        msg = f"no treated cell has an effect. {why}"
        raise MethodError(msg)
    labels = sorted(set(cohorts.tolist()))
    of_cohorts = np.array([panel.first_treated == g for g in labels]).T.astype(float)
    sizes = {g: int(of_cohorts[:, at].sum()) for at, g in enumerate(labels)}
    cells = Cells(
        cohorts=cohorts,
        periods=labels_of(panel, [key[1] for key in kept]),
        effects=np.array([effects[key]["effect"] for key in kept]),
        counts=np.array([effects[key]["n_treated"] for key in kept], dtype=np.intp),
        scores=sum_by_cluster(panel, scores),
        sizes=sizes,
        mass=np.array([sizes[g] for g in cohorts.tolist()], dtype=float),
        members=sum_by_cluster(panel, of_cohorts),
    )
    return cells, len(effects) - len(kept) - sum(bool(cell.get("is_reference")) for cell in effects.values())


def _gaps(missing: int, *, refused: Sequence[str]) -> tuple[Caution, ...]:
    if not missing:
        return ()
    why = refused[0] if refused else "there is no unit to compare with, or none with an outcome in both periods."
    message = f"{missing} pairs of cohort and period have no effect, and the averages leave them out: {why}"
    return (Caution("incomplete-dropped", message),)


def _few_events(panel: Panel, *, method: Method, n_covariates: int) -> tuple[Caution, ...]:
    if method == "reg" or not n_covariates:
        return ()
    sizes = {g: int((panel.first_treated == g).sum()) for g in panel.cohorts}
    few = [f"{g} ({n})" for g, n in sizes.items() if n < FEW_EVENTS * n_covariates]
    if not few:
        return ()
    message = (
        f"A propensity score of {n_covariates} covariates wants {FEW_EVENTS} treated units for each; "
        f"fewer have the cohorts {', '.join(few)}. The method reg needs no score."
    )
    return (Caution("few-treated", message),)
