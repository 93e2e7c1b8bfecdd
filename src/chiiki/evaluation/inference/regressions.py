r"""Estimators of a panel as least squares: which regressors, and which weighted sum of outcomes.

Every estimator here is a weighted sum of outcomes. The regression whose coefficient it is says
what the residuals are, which the wild bootstrap turns over:

* two-way: treatment, units, periods;
* imputation, two-stage, extended two-way against units not treated yet: one coefficient for each
  cohort in each treated period, units, periods (with complete cells their estimates are equal);
* Sun-Abraham, Callaway-Sant'Anna, extended two-way against never treated units: one for each
  cohort in each period but the last untreated one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import MethodError
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.inference.least_squares import direction, direction_of_weights, fit
from chiiki.evaluation.inference.linear import cohort_weights
from chiiki.evaluation.profiles import used_cells
from chiiki.evaluation.targets import average_weights, n_leads, target_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.inference.least_squares import Direction, Fit
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Comparison, Estimator, Target

__all__ = ["directions"]

SATURATED: tuple[Estimator, ...] = ("bjs", "2s", "etwfe", "sa", "cs")
"""Estimators by cohort and period."""


@dataclass(frozen=True, slots=True)
class _Design:
    """Regressors by cohort and period, one row for each observed cell."""

    cohorts: IntArray
    """Of each column, shape (n_columns,)."""

    periods: IntArray
    """Position of the period of each column, same shape."""

    counts: FloatArray
    """Observed cells of each column."""

    columns: FloatArray
    """Shape (n_cells, n_columns)."""


def directions(
    panel: Panel,
    targets: Sequence[Target],
    *,
    estimator: Estimator,
    comparison: Comparison,
    covariates: Sequence[str] = (),
) -> list[Direction | None]:
    """Write every target of an estimator as a direction of a least-squares fit.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` returns it.
    targets : sequence of Target
        In any order.
    estimator, comparison
        Whose estimates they are.
    covariates : sequence of str
        Names in the panel; they enter with one slope each.

    Returns
    -------
    list of Direction or None
        In the order of `targets`; None where the estimator does not have the target.

    Raises
    ------
    MethodError
        If the estimator is no weighted sum of outcomes here.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> from chiiki.evaluation.results import Target
    >>> y = np.array([[1.0, 4.0], [2.0, 4.0], [1.0, 2.0], [5.0, 6.5]])
    >>> panel = Panel(tuple("ABCD"), np.array([1, 2]), y, np.array([2, 2, np.inf, np.inf]))
    >>> found = directions(panel, [Target("simple")], estimator="twfe", comparison="not-yet")
    >>> round(found[0].estimate, 9)  # (3 + 2) / 2 - (1 + 1.5) / 2
    1.25
    """
    rows, periods = np.nonzero(used_cells(panel, covariates))
    others = [(periods == at).astype(float) for at in range(1, panel.n_periods)]
    others += [panel.covariates[name][rows, periods] for name in covariates]
    clusters = rows if panel.clusters is None else panel.clusters[rows]
    if estimator == "twfe":
        return _two_way(panel, targets, rows, periods, others=others)
    _check(panel, estimator=estimator, covariates=covariates)
    is_full = estimator in ("sa", "cs") or (estimator == "etwfe" and comparison == "never")
    design = _design(panel, rows, periods, is_full=is_full)
    columns = np.column_stack([design.columns, *others])
    found = fit(panel.outcomes[rows, periods], columns, clusters=clusters, absorbed=rows)
    if estimator in ("sa", "etwfe"):
        contrasts = _contrasts(panel, design, targets)
        padded = [None if one is None else np.append(one, np.zeros(len(others))) for one in contrasts]
        return [None if one is None else direction(found, one) for one in padded]
    weights = _weights(panel, targets, estimator=estimator, comparison=comparison, covariates=covariates)
    return [None if one is None else direction_of_weights(found, one[rows, periods]) for one in weights]


def _two_way(
    panel: Panel, targets: Sequence[Target], rows: IntArray, periods: IntArray, *, others: Sequence[FloatArray]
) -> list[Direction | None]:
    """One regression on being treated, another on event times less the one before treatment."""
    clusters = rows if panel.clusters is None else panel.clusters[rows]
    times = [k for k in panel.event_times if k != -panel.step]
    distance = np.where(panel.is_ever_treated[rows], panel.periods[periods] - panel.first_treated[rows], np.nan)
    found: list[Direction | None] = []
    both = ([panel.treated[rows, periods].astype(float)], [(distance == k).astype(float) for k in times])
    fits = [
        fit(panel.outcomes[rows, periods], np.column_stack([*own, *others]), clusters=clusters, absorbed=rows)
        for own in both
    ]
    for target in targets:
        if target.kind == "simple":
            found.append(direction(fits[0], _unit(fits[0], 0)))
        elif target.kind == "event_time" and target.event_time in times:
            found.append(direction(fits[1], _unit(fits[1], times.index(target.event_time))))
        else:
            found.append(None)
    return found


def _unit(found: Fit, at: int) -> FloatArray:
    unit: FloatArray = np.eye(found.regressors.shape[1])[at]
    return unit


def _check(panel: Panel, *, estimator: Estimator, covariates: Sequence[str]) -> None:
    if estimator not in SATURATED or (estimator == "cs" and (covariates or not panel.is_complete)):
        where = " with missing cells or covariates" if estimator == "cs" else ""
        msg = (
            f"the wild bootstrap needs an estimator that is least squares, and {estimator!r}{where} is not. "
            "Use bjs, 2s, etwfe, sa or twfe, or ask for randomisation or jackknife intervals."
        )
        raise MethodError(msg)


def _design(panel: Panel, rows: IntArray, periods: IntArray, *, is_full: bool) -> _Design:
    first = panel.first_index[rows]
    meant = (periods != first - 1) if is_full else (periods >= first)
    meant = meant & (first < panel.n_periods)
    codes = first * panel.n_periods + periods
    kinds, counts = np.unique(codes[meant], return_counts=True)
    columns = (meant[:, None] & (codes[:, None] == kinds)).astype(float)
    return _Design(kinds // panel.n_periods, kinds % panel.n_periods, counts.astype(float), columns)


def _contrasts(panel: Panel, design: _Design, targets: Sequence[Target]) -> list[FloatArray | None]:
    """Weights of the coefficients in each target; None where there is no such coefficient."""
    starts = np.unique(design.cohorts)
    counts = np.zeros((len(starts), panel.n_periods))
    counts[np.searchsorted(starts, design.cohorts), design.periods] = design.counts
    treated = counts * (np.arange(panel.n_periods) >= starts[:, None])
    known = target_cells(treated.astype(np.intp), cohorts=panel.cohorts, periods=panel.periods)
    sizes = np.array([(panel.first_index == start).sum() for start in starts], dtype=float)
    shares = average_weights(known, treated, sizes) * treated
    by_target = dict(
        zip(known.targets, shares[:, np.searchsorted(starts, design.cohorts), design.periods], strict=True)
    )
    return [by_target.get(target, _before(panel, design, target)) for target in targets]


def _before(panel: Panel, design: _Design, target: Target) -> FloatArray | None:
    if target.kind != "event_time" or target.event_time is None:
        return None
    cells = design.counts * ((design.periods - design.cohorts) * panel.step == target.event_time)
    found: FloatArray = cells / cells.sum() if cells.any() else cells
    return found if cells.any() else None


def _weights(
    panel: Panel,
    targets: Sequence[Target],
    *,
    estimator: Estimator,
    comparison: Comparison,
    covariates: Sequence[str],
) -> list[FloatArray | None]:
    """Weights of each target on all cells."""
    if estimator == "cs":
        shared = cohort_weights(panel, estimator=estimator, comparison=comparison)
        member = np.searchsorted(shared.starts, panel.first_index)
        by_target = {target: weights[member] for target, weights in zip(shared.targets, shared.weights, strict=True)}
    else:
        found = impute(
            panel, covariates=covariates, leads=n_leads(targets, step=panel.step) if estimator == "bjs" else 0
        )
        by_target = {target: found.weights(target) for target in found.targets if target in targets}
    return [by_target.get(target) for target in targets]
