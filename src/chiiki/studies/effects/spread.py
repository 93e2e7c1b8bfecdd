"""Effects of a programme on every unit at one period, as estimated and as they might have been.

The balance question takes them out of what was observed. Three sets go into it: the effects as
estimated, by cohort means; the same from units resampled within their cohorts, for the interval;
and the same under assignments drawn by the mechanism, from outcomes without the estimated effects,
for the bias. A cohort of one cannot be resampled: the drawn assignments then give the interval,
too, which the result says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.evaluation.balance.counterfactual import cohort_time_means
from chiiki.evaluation.balance.draws import bootstrap_effects, null_effects
from chiiki.evaluation.balance.explained import Draws
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.results import Target
from chiiki.studies.effects.estimates import draw_estimates

if TYPE_CHECKING:
    from collections.abc import Callable

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.inference.mechanism import Mechanism
    from chiiki.evaluation.panel import Panel

__all__ = ["EffectSpread", "spread_effects"]


@dataclass(frozen=True, slots=True)
class EffectSpread:
    """Effects at one period on the units of a panel."""

    estimated: FloatArray
    """Shape (n_units,); 0 for units not treated by then."""

    mean: float
    """Over treated units, for those that are treated and have no estimate of their own."""

    bootstrap: FloatArray
    """Shape (n_draws, n_units); from resampled units, or from drawn assignments where a cohort has one unit."""

    bootstrap_means: FloatArray
    """Shape (n_draws,)."""

    null: FloatArray
    """Shape (n_draws, n_units); under drawn assignments, from outcomes without the effects."""

    null_means: FloatArray
    """Shape (n_draws,)."""

    degrees_of_freedom: int
    """Treated units less cohorts, at least 1."""

    cautions: tuple[Caution, ...] = ()

    def on(self, *, rows: IntArray, assumed: IntArray, n_units: int) -> tuple[FloatArray, Draws]:
        """Spread the effects over all units of a country.

        Parameters
        ----------
        rows : array of int
            Where the units of the panel stand among all units.
        assumed : array of int
            Units that were treated and are no part of the panel: they get the mean effect.
        n_units : int
            Number of all units; those left over get no effect.

        Returns
        -------
        tuple of (effects of shape (n_units,), Draws)
        """

        def spread(cells: FloatArray, means: FloatArray) -> FloatArray:
            found = np.zeros((len(cells), 1, n_units))
            found[:, 0, rows] = cells
            found[:, 0, assumed] = means[:, None]
            return found

        estimated = spread(self.estimated[None], np.array([self.mean]))[0, 0]
        draws = Draws(
            bootstrap=spread(self.bootstrap, self.bootstrap_means),
            null=spread(self.null, self.null_means),
            degrees_of_freedom=self.degrees_of_freedom,
        )
        return estimated, draws


def spread_effects(panel: Panel, *, mechanism: Mechanism, period: int, draws: int, seed: int) -> EffectSpread:
    """Estimate effects at `period` by imputation, with their draws.

    Parameters
    ----------
    panel : Panel
        Usable; its covariates are not read.
    mechanism : Mechanism
        How treatment came about.
    period : int
        One of the panel's periods, after the first start.
    draws : int
        Resamples, and drawn assignments.
    seed : int
        Of both.

    Returns
    -------
    EffectSpread

    Raises
    ------
    MethodError
        If effects cannot be imputed at `period`.
    """
    means = cohort_time_means(impute(panel).effects, first_treated=panel.first_treated)
    without = replace(panel, outcomes=panel.outcomes - np.where(panel.treated, np.nan_to_num(means), 0.0))
    drawn = mechanism.draw(np.random.default_rng(seed), draws)
    treated = panel.first_treated <= period
    estimated = np.where(treated, means[:, int(np.flatnonzero(panel.periods == period)[0])], 0.0)
    null = (_by_weights if panel.is_complete else _one_by_one)(without, drawn, period=period)
    alone = _alone(panel)
    resampled = null if alone else _resampled(panel, period=period, draws=draws, seed=seed)
    return EffectSpread(
        estimated=estimated,
        mean=float(estimated[treated].mean()),
        bootstrap=resampled,
        bootstrap_means=_means(resampled, drawn if alone else panel.first_index[None], panel, period=period),
        null=null,
        null_means=_means(null, drawn, panel, period=period),
        degrees_of_freedom=max(int(panel.is_ever_treated.sum()) - len(panel.cohorts), 1),
        cautions=_cautions(alone),
    )


def _means(cells: FloatArray, first_index: IntArray, panel: Panel, *, period: int) -> FloatArray:
    """Return the mean over treated units of each draw."""
    treated = first_index <= np.searchsorted(panel.periods, period)
    found: FloatArray = (cells * treated).sum(axis=1) / treated.sum(axis=1)
    return found


def _by_weights(panel: Panel, first_index: IntArray, *, period: int) -> FloatArray:
    """Estimate under other assignments: the weights of a cohort do not depend on who is in it."""
    targets = tuple(
        Target("cohort_and_period", cohort=cohort, period=period) for cohort in panel.cohorts if cohort <= period
    )
    starts = np.searchsorted(panel.periods, [target.cohort or 0 for target in targets])
    means = draw_estimates(panel, targets=targets, first_index=first_index)
    found: FloatArray = np.einsum("dis,ds->di", first_index[:, :, None] == starts, means)
    return found


def _one_by_one(panel: Panel, first_index: IntArray, *, period: int) -> FloatArray:
    """Do the same where cells are missing: each assignment is estimated anew."""
    periods = np.append(panel.periods.astype(float), np.inf)
    assignments = (periods[row] for row in first_index)
    return null_effects(
        lambda first: _onto(replace(panel, first_treated=first), first, period=period), assignments=assignments
    )[:, 0]


def _resampled(panel: Panel, *, period: int, draws: int, seed: int) -> FloatArray:
    estimate = (_of_picked if panel.is_complete else _of_subset)(panel, period=period)
    return bootstrap_effects(estimate, first_treated=panel.first_treated, draws=draws, seed=seed)[:, 0]


def _of_subset(panel: Panel, *, period: int) -> Callable[[IntArray], FloatArray]:
    """Estimate anew from the units that are picked."""
    return lambda picked: _onto(panel.subset(picked), panel.first_treated, period=period)


def _of_picked(panel: Panel, *, period: int) -> Callable[[IntArray], FloatArray]:
    """Do the same where no cell is missing: any panel with one unit fewer in each cohort has the same weights."""
    starts, cohort = np.unique(panel.first_treated, return_inverse=True)
    spare = [int(np.flatnonzero(cohort == code)[0]) for code in range(len(starts))]
    found = impute(panel.subset(np.delete(np.arange(panel.n_units), spare)))
    started = starts[starts <= period]
    targets = [Target("cohort_and_period", cohort=int(start), period=period) for start in started]
    weights = np.stack([found.profile_weights[found.position(target)][cohort] for target in targets])
    parts = (weights * panel.outcomes).sum(axis=2)
    places = np.minimum(cohort, len(started))
    return lambda picked: np.append(parts[:, picked].sum(axis=1), 0.0)[places][None]


def _onto(estimated: Panel, first_treated: FloatArray, *, period: int) -> FloatArray:
    """Put the cohort means of one panel onto units by when they start; shape (1, n_units)."""
    means = cohort_time_means(impute(estimated).effects, first_treated=estimated.first_treated)
    column = means[:, int(np.flatnonzero(estimated.periods == period)[0])]
    by_start = dict(zip(estimated.first_treated.tolist(), column.tolist(), strict=True))
    return np.array([[by_start[start] if start <= period else 0.0 for start in first_treated.tolist()]])


def _alone(panel: Panel) -> str:
    """Name a cohort of one unit, which resampling cannot vary; empty where there is none."""
    starts, sizes = np.unique(panel.first_treated, return_counts=True)
    single = starts[sizes == 1]
    if not single.size:
        return ""
    return f"the cohort of {single[0]:g}" if np.isfinite(single[0]) else "the group of units never treated"


def _cautions(alone: str) -> tuple[Caution, ...]:
    message = (
        f"{alone.capitalize()} has one unit, which resampling cannot vary; the interval is the spread of the effect "
        "over assignments that might have been drawn."
    )
    return (Caution("few-treated", message),) if alone else ()
