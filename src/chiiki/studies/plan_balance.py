"""The balance question of a plan: how unequal the level was, and would have been without treatment.

Effects are those of :mod:`chiiki.studies.effects.spread` at the last period. Units that are no part
of the estimate get no effect, or the mean one where they are known to be treated; the result says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, MissingValueError
from chiiki.evaluation.balance.explained import Observed, explain_change
from chiiki.studies.effects.spread import spread_effects

if TYPE_CHECKING:
    from chiiki.evaluation.balance.explained import Balance
    from chiiki.evaluation.inference.mechanism import Mechanism
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.plan import BalanceAsked, Outcome, Plan
    from chiiki.evaluation.tables.plans import PlanInputs

__all__ = ["balance_window", "plan_balance"]

MOST_DRAWS = 999
"""More would not change a digit that is shown."""


def balance_window(asked: BalanceAsked, panel: Panel) -> tuple[int, int]:
    """Return the two periods that are compared: those asked for, else the last before any start and the last.

    Parameters
    ----------
    asked : BalanceAsked
        The ``[balance]`` of a plan.
    panel : Panel
        The units of the estimate.
    """
    first = asked.first if asked.first is not None else panel.cohorts[0] - panel.step
    last = asked.last if asked.last is not None else int(panel.periods[-1])
    return first, last


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
        If a period of the balance is not in the data, or its end has no effects.
    MissingValueError
        If a unit has no level or persons in one of them.
    MethodError
        As :func:`~chiiki.evaluation.balance.explained.explain_change`.
    """
    whole = inputs.panels[outcome.column]
    first, last = balance_window(plan.balance, panel)
    if last not in panel.periods or last < panel.cohorts[0]:
        msg = (
            f"the balance ends in {last}; effects are estimated from {panel.cohorts[0]} to {panel.periods[-1]}. "
            "Choose one of these periods with to in [balance], or widen [window]."
        )
        raise InputError(msg)
    observed = [_observed(inputs, whole, period) for period in (first, last)]
    asked = plan.inference
    spread = spread_effects(
        panel, mechanism=mechanism, period=last, draws=min(asked.draws, MOST_DRAWS), seed=asked.seed
    )
    places = {unit: row for row, unit in enumerate(whole.units)}
    assumed = [places[unit] for unit in inputs.assumed_treated if unit not in panel.units]
    effects, draws = spread.on(
        rows=np.array([places[unit] for unit in panel.units]),
        assumed=np.array(assumed, dtype=np.intp),
        n_units=whole.n_units,
    )
    found = explain_change(
        *observed,
        effects={"programme": effects},
        scale="log" if outcome.log else "level",
        draws=draws,
        level=asked.level,
    )
    cautions = _outside(whole.n_units - panel.n_units - len(assumed), len(assumed))
    return replace(found, cautions=(*found.cautions, *spread.cautions, *cautions))


def _outside(n_left: int, n_assumed: int) -> tuple[Caution, ...]:
    messages = []
    if n_assumed:
        messages.append(f"{n_assumed} treated units of unknown start are taken to have the mean effect of the others.")
    if n_left:
        messages.append(f"{n_left} units are no part of the estimate; the balance takes them as without an effect.")
    return tuple(Caution("not-known-units", message) for message in messages)


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
