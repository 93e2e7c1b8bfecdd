r"""The cluster jackknife: how far the estimate moves when one unit, or one region, is left out.

With G clusters and the estimate ``theta(-g)`` without cluster g::

    variance (CV3) = (G - 1) / G  sum_g (theta(-g) - theta)^2          t with G - 1 degrees of freedom

Every ``theta(-g)`` is the estimator itself on the panel without g, never an approximation. On a
complete panel imputation's weights depend on the cohort alone, so that leaving out any unit of a
cohort takes the same weights, computed once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError, ShapeError
from chiiki.evaluation.inference.linear import cohort_weights
from chiiki.evaluation.inference.t_interval import with_t_interval
from chiiki.evaluation.results import LEVEL, check_level
from chiiki.evaluation.student import t_quantile

if TYPE_CHECKING:
    from collections.abc import Callable

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Effects, Estimate, Target

__all__ = ["jackknife_intervals", "leave_one_out"]

SAME = 1e-8
"""Two computations of one estimate differ by less."""


def jackknife_intervals(
    panel: Panel,
    effects: Effects,
    *,
    estimate: Callable[[Panel], Effects],
    level: float = LEVEL,
    clusters: IntArray | None = None,
) -> Effects:
    """Give estimates the standard errors, intervals and p values of the cluster jackknife.

    Parameters
    ----------
    panel : Panel
        The one that was estimated on.
    effects : Effects
        Its estimates.
    estimate : callable
        Estimates again on a smaller panel.
    level : float
        Nominal coverage, between 0 and 1.
    clusters : array of shape (n_units,), optional
        Code of what is left out together, such as the wider area; else the clusters of the
        panel, else each unit.

    Returns
    -------
    Effects
        The same estimates in the same order. Where leaving out a cluster leaves a target without
        an estimate (a cohort of one unit), it has no interval, and a Caution counts how many.

    Raises
    ------
    ShapeError
        If `clusters` has another length.
    InputError
        If `level` is out of range, or there is one cluster only.

    Notes
    -----
    Needs several treated clusters: with two, leaving out one changes everything.

    References
    ----------
    MacKinnon, J. G., Nielsen, M. Ø. and Webb, M. D. (2023). Fast and reliable jackknife and
    bootstrap methods for cluster-robust inference. Journal of Applied Econometrics 38, 671-694.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> from chiiki.evaluation.results import Effects, Estimate, Target
    >>> y = np.array([[0.0, 4.0], [0.0, 6.0], [0.0, 1.0], [0.0, 3.0]])
    >>> panel = Panel(tuple("ABCD"), np.array([0, 1]), y, np.array([1.0, 1.0, np.inf, np.inf]))
    >>> def estimate(panel):
    ...     rise, treated = np.diff(panel.outcomes)[:, 0], panel.is_ever_treated
    ...     one = Estimate(Target("simple"), float(rise[treated].mean() - rise[~treated].mean()), int(treated.sum()))
    ...     return Effects("twfe", "not-yet", "jackknife", (one,), 4, 2, 2, 2, 8)
    >>> found = jackknife_intervals(panel, estimate(panel), estimate=estimate).estimates[0]
    >>> round(found.standard_error**2, 9)  # (4 - 1) / 4 of four changes by 1
    3.0
    """
    check_level(level)
    targets = [one.target for one in effects.estimates]
    without = leave_one_out(panel, effects, targets=targets, estimate=estimate, clusters=clusters)
    n = len(without)
    whole = np.array([one.estimate for one in effects.estimates])
    errors = np.sqrt((n - 1) / n * ((without - whole) ** 2).sum(axis=0))
    reach = t_quantile(level, df=n - 1.0)
    changed = tuple(
        with_t_interval(one, error=error, reach=reach, df=n - 1.0)
        for one, error in zip(effects.estimates, errors.tolist(), strict=True)
    )
    return replace(
        effects,
        inference="jackknife",
        estimates=changed,
        level=level,
        settings={**effects.settings, "jackknife": f"CV3, {n} clusters left out in turn"},
        cautions=(*effects.cautions, *_without_interval(changed)),
        event_covariance=None,
    )


def leave_one_out(
    panel: Panel,
    effects: Effects,
    *,
    targets: list[Target],
    estimate: Callable[[Panel], Effects],
    clusters: IntArray | None = None,
) -> FloatArray:
    """Estimate every target without each cluster in turn.

    Parameters
    ----------
    panel, effects, estimate, clusters
        As for :func:`jackknife_intervals`.
    targets : list of Target

    Returns
    -------
    array of shape (n_clusters, n_targets)
        In the order of the codes, or of the units; NaN where a target has no estimate.

    Raises
    ------
    ShapeError, InputError
        As for :func:`jackknife_intervals`.
    """
    codes = panel.clusters if clusters is None else clusters
    if codes is not None and codes.shape != (panel.n_units,):
        msg = f"clusters must have one value for each of {panel.n_units} units, got {codes.shape}."
        raise ShapeError(msg)
    if codes is None and effects.estimator in ("bjs", "2s") and panel.is_complete and _is_plain(panel, effects):
        return _without_units(panel, targets)
    labels = np.arange(panel.n_units) if codes is None else codes
    kinds = np.unique(labels)
    if len(kinds) == 1:
        msg = "all units are in one cluster, so that none can be left out. Name smaller clusters."
        raise InputError(msg)
    return np.array([_without_cluster(panel, labels != kind, targets=targets, estimate=estimate) for kind in kinds])


def _is_plain(panel: Panel, effects: Effects) -> bool:
    """Whether the estimates are those of imputation without covariates."""
    found = cohort_weights(panel)
    at = {target: row for row, target in enumerate(found.targets)}
    rows = np.searchsorted(found.starts, panel.first_index)
    values = np.einsum("kit,it->k", found.weights[:, rows], panel.outcomes)
    return all(
        one.target in at and np.isclose(values[at[one.target]], one.estimate, rtol=SAME, atol=SAME)
        for one in effects.estimates
    )


def _without_units(panel: Panel, targets: list[Target]) -> FloatArray:
    """Leave out each unit, with the weights that its cohort's absence of one unit implies."""
    starts, codes = np.unique(panel.first_index, return_inverse=True)
    centred = panel.outcomes - panel.outcomes.mean(axis=1, keepdims=True)
    without = np.full((panel.n_units, len(targets)), np.nan)
    for code, start in enumerate(starts):
        rows = np.flatnonzero(codes == code)
        kept = np.arange(panel.n_units) != rows[0]
        try:
            found = cohort_weights(panel.subset(kept))
        except MethodError:
            continue
        at = [found.targets.index(target) if target in found.targets else -1 for target in targets]
        weights = np.where(np.array(at)[:, None, None] >= 0, found.weights[at], np.nan)
        left = np.isin(panel.first_index, found.starts)
        place = np.searchsorted(found.starts, panel.first_index[left])
        parts = np.einsum("kit,it->ik", weights[:, place], centred[left], optimize=True)
        own = parts[codes[left] == code] if start in found.starts else 0.0
        without[rows] = parts.sum(axis=0) - own
    return without


def _without_cluster(
    panel: Panel, kept: np.ndarray, *, targets: list[Target], estimate: Callable[[Panel], Effects]
) -> FloatArray:
    try:
        found = {one.target: one.estimate for one in estimate(panel.subset(kept)).estimates}
    except MethodError:
        found = {}
    return np.array([found.get(target, np.nan) for target in targets])


def _without_interval(estimates: tuple[Estimate, ...]) -> tuple[Caution, ...]:
    n = sum(one.interval is None for one in estimates)
    if not n:
        return ()
    message = (
        f"{n} of {len(estimates)} estimates have no jackknife interval: without one of the clusters they have no "
        "estimate, or never change."
    )
    return (Caution("interval-refused", message),)
