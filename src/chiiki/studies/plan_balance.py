"""The balance question of a plan: how unequal the level was, and would have been without treatment.

Effects are cohort-time means of the imputed effects at the last period. Units that are no part of
the estimate get no effect, which the result says.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, MissingValueError
from chiiki.evaluation.balance.counterfactual import cohort_time_means
from chiiki.evaluation.balance.draws import bootstrap_effects, null_effects
from chiiki.evaluation.balance.explained import Draws, Observed, explain_change
from chiiki.evaluation.imputation import impute

if TYPE_CHECKING:
    from collections.abc import Callable

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.balance.explained import Balance
    from chiiki.evaluation.inference.mechanism import Mechanism
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.plan import Outcome, Plan
    from chiiki.evaluation.tables.plans import PlanInputs

__all__ = ["plan_balance"]

MOST_DRAWS = 999
"""Each draw imputes anew; more would not change a digit that is shown."""


def plan_balance(plan: Plan, inputs: PlanInputs, *, outcome: Outcome, panel: Panel, mechanism: Mechanism) -> Balance:
    """Share out the change of inequality between treatment and everything else.

    Parameters
    ----------
    plan : Plan
        Its ``[balance]`` names the level and the periods.
    inputs : PlanInputs
        Level and persons of every unit.
    outcome : Outcome
        What the effects were estimated on; logarithms make them relative.
    panel : Panel
        The units of the estimate.
    mechanism : Mechanism
        How treatment came about, for the bias under no effect.

    Returns
    -------
    Balance

    Raises
    ------
    InputError
        If a period of the balance is not in the data.
    MissingValueError
        If a unit has no level or persons in one of them.
    MethodError
        As :func:`~chiiki.evaluation.balance.explained.explain_change`.
    """
    whole = inputs.panels[outcome.column]
    first = plan.balance.first if plan.balance.first is not None else panel.cohorts[0] - panel.step
    last = plan.balance.last if plan.balance.last is not None else int(panel.periods[-1])
    observed = [_observed(inputs, whole, period) for period in (first, last)]
    rows = np.array([whole.units.index(unit) for unit in panel.units])
    effects = partial(_effects, rows=rows, n_units=whole.n_units, period=last)
    draws, seed = min(plan.inference.draws, MOST_DRAWS), plan.inference.seed
    drawn = mechanism.draw(np.random.default_rng(seed), draws)
    rid = _without_effects(panel)
    null = null_effects(
        lambda first: effects(replace(rid, first_treated=first)), assignments=(_starts(panel, row) for row in drawn)
    )
    bootstrap, cautions = _bootstrap(panel, effects, draws=draws, seed=seed, instead=null)
    found = explain_change(
        *observed,
        effects={"programme": effects(panel)[0]},
        scale="log" if outcome.log else "level",
        draws=Draws(
            bootstrap=bootstrap,
            null=null,
            degrees_of_freedom=max(int(panel.is_ever_treated.sum()) - len(panel.cohorts), 1),
        ),
        level=plan.inference.level,
    )
    if n_outside := whole.n_units - panel.n_units:
        message = f"{n_outside} units are no part of the estimate; the balance takes them as without an effect."
        cautions = (*cautions, Caution("not-known-units", message))
    return replace(found, cautions=(*found.cautions, *cautions))


def _bootstrap(
    panel: Panel, effects: Callable[..., FloatArray], *, draws: int, seed: int, instead: FloatArray
) -> tuple[FloatArray, tuple[Caution, ...]]:
    """Estimate again from units resampled within cohorts; a cohort of one takes the permuted assignments instead."""
    cohorts, sizes = np.unique(panel.first_treated, return_counts=True)
    if sizes.min() == 1:
        message = (
            f"The cohort of {cohorts[np.argmin(sizes)]:g} has one unit, which resampling cannot vary; the interval is "
            "the spread of the effect over permuted assignments."
        )
        return instead, (Caution("few-treated", message),)
    found = bootstrap_effects(
        lambda picked: effects(panel.subset(picked), onto=panel.first_treated),
        first_treated=panel.first_treated,
        draws=draws,
        seed=seed,
    )
    return found, ()


def _observed(inputs: PlanInputs, whole: Panel, period: int) -> Observed:
    at = np.flatnonzero(whole.periods == period)
    if not at.size or inputs.level is None:
        msg = f"the balance asks for {period}; the data hold {whole.periods[0]} to {whole.periods[-1]}. See [balance]."
        raise InputError(msg)
    column = int(at[0])
    amounts = inputs.level[:, column]
    persons = None if inputs.persons is None else inputs.persons[:, column]
    gaps = np.isnan(amounts) if persons is None else np.isnan(amounts) | np.isnan(persons)
    if gaps.any():
        named = ", ".join(np.array(whole.units, dtype=object)[gaps][:5])
        msg = f"the balance of {period} lacks the level or the persons of {int(gaps.sum())} units ({named})."
        raise MissingValueError(msg)
    return Observed(amounts, persons)


def _effects(panel: Panel, *, rows: IntArray, n_units: int, period: int, onto: FloatArray | None = None) -> FloatArray:
    """Return the effect on every unit at `period`, by cohort means; shape (1, n_units).

    `onto` are the first treated periods of the units at `rows`, where `panel` is a resample of them.
    """
    means = cohort_time_means(impute(panel).effects, first_treated=panel.first_treated)
    column = int(np.flatnonzero(panel.periods == period)[0])
    by_cohort = dict(zip(panel.first_treated.tolist(), means[:, column].tolist(), strict=True))
    first = panel.first_treated if onto is None else onto
    found = np.zeros((1, n_units))
    found[0, rows] = [by_cohort[cohort] if cohort <= period else 0.0 for cohort in first.tolist()]
    return found


def _without_effects(panel: Panel) -> Panel:
    """Return the panel with its estimated effects taken out, so that permuted assignments find none."""
    means = cohort_time_means(impute(panel).effects, first_treated=panel.first_treated)
    return replace(panel, outcomes=panel.outcomes - np.where(panel.treated, np.nan_to_num(means), 0.0))


def _starts(panel: Panel, first_index: IntArray) -> FloatArray:
    """Return first treated periods for their positions."""
    periods = np.append(panel.periods.astype(float), np.inf)
    return periods[first_index]
