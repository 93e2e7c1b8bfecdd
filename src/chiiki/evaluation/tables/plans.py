"""What a plan asks for, read from the caller's table: one panel per outcome, in the plan's window."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.errors import InputError, MethodError
from chiiki.evaluation.tables.panels import Columns, read_panel
from chiiki.frames.cells import coded
from chiiki.frames.table import open_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.arrays import FloatArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.plan import Outcome, Plan, Window
    from chiiki.frames.table import Given, Table

__all__ = ["PlanInputs", "planned_panel", "read_plan_inputs"]


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """What the plan's data hold, before windows and logarithms."""

    panels: Mapping[str, Panel]
    """By the column of the outcome; the same units and periods in each."""

    by: FloatArray | None = None
    """Area, block or size of each unit that the mechanism goes by, shape (n_units,)."""

    level: FloatArray | None = None
    """Level per head for the balance, shape (n_units, n_periods)."""

    persons: FloatArray | None = None
    """Persons of the same cells, shape (n_units, n_periods)."""

    assumed_treated: tuple[str, ...] = ()
    """Units known to be treated from an unknown period on: no part of the estimate, and not untreated."""

    names_ja: Mapping[str, str] = field(default_factory=dict)
    """Names of units in Japanese, where they are known."""


def read_plan_inputs(plan: Plan, table: Given | Table[Given]) -> PlanInputs:
    """Read the columns that a plan names.

    Parameters
    ----------
    plan : Plan
        Whose ``[data]`` names a table.
    table : frame, dict of columns, or Table
        One row per unit and period.

    Returns
    -------
    PlanInputs

    Raises
    ------
    UnknownNameError
        If the table lacks a column that the plan names.
    MissingValueError, InputError
        As :func:`~chiiki.evaluation.tables.panels.read_panel`, and if the mechanism's column
        is no size or differs within a unit.
    """
    opened = open_table(table)
    panels = {outcome.column: _read(plan, opened, outcome.column) for outcome in plan.outcomes}
    balance = plan.balance
    return PlanInputs(
        panels=panels,
        by=_by(plan, opened) if plan.inference.by else None,
        level=_read(plan, opened, balance.level).outcomes if balance.level else None,
        persons=_read(plan, opened, balance.persons).outcomes if balance.persons else None,
    )


def _read(plan: Plan, table: Table[Any], outcome: str) -> Panel:
    data = plan.data
    columns = Columns(
        unit=data.unit,
        time=data.time,
        outcome=outcome,
        first_treated=data.first_treated,
        covariates=plan.estimation.covariates,
        cluster=data.cluster or None,
    )
    return read_panel(table, columns, never=data.never)


def _by(plan: Plan, table: Table[Any]) -> FloatArray:
    """Return the size of each unit, or the code of its area or block."""
    if plan.inference.mechanism == "size":
        cells = _read(plan, table, plan.inference.by).outcomes
        found: FloatArray = np.nanmean(cells, axis=1)
        return found
    units, groups = coded(table, plan.data.unit, what="unit"), coded(table, plan.inference.by, what="group")
    pairs = np.unique(np.stack([units.codes, groups.codes], axis=1), axis=0)
    if len(pairs) > len(units.axis):
        twice = int(pairs[np.flatnonzero(np.diff(pairs[:, 0]) == 0)[0], 0])
        msg = (
            f"{table.title}, column {plan.inference.by!r}: {units.axis.labels[twice]!r} is in several groups. "
            "Give every unit one, since treatment is drawn unit by unit."
        )
        raise InputError(msg)
    return pairs[:, 1].astype(float)


def planned_panel(panel: Panel, *, outcome: Outcome, window: Window) -> Panel:
    """Return the panel within the window, on the scale that the plan asks for.

    Parameters
    ----------
    panel : Panel
        As it was read.
    outcome : Outcome
        Whether effects are of the logarithm.
    window : Window
        Periods to keep.

    Raises
    ------
    MethodError
        If fewer than two periods are left.
    InputError
        If a logarithm is asked of an outcome that is 0 or negative.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> from chiiki.evaluation.plan import Outcome, Window
    >>> panel = Panel(("A",), np.array([1, 2, 3]), np.array([[1.0, 1.0, np.e]]), np.array([3.0]))
    >>> planned_panel(panel, outcome=Outcome("y", log=True), window=Window(2)).outcomes.tolist()
    [[0.0, 1.0]]
    """
    first = panel.periods[0] if window.first is None else window.first
    last = panel.periods[-1] if window.last is None else window.last
    kept = (panel.periods >= first) & (panel.periods <= last)
    if kept.sum() < 2:  # noqa: PLR2004 -- before and after
        msg = (
            f"the window from {first} to {last} keeps {int(kept.sum())} of the periods {panel.periods[0]} to "
            f"{panel.periods[-1]}. Keep at least two, some of them before treatment."
        )
        raise MethodError(msg)
    cut = panel.of_periods(kept)
    return replace(cut, outcomes=_logarithms(cut, outcome=outcome)) if outcome.log else cut


def _logarithms(panel: Panel, *, outcome: Outcome) -> FloatArray:
    cells = panel.outcomes
    odd = np.argwhere(cells <= 0)
    if len(odd):
        unit, period = odd[0].tolist()
        msg = (
            f"{outcome.column!r} of {panel.units[unit]!r} in {panel.periods[period]} is {cells[unit, period]:g}, which "
            f"has no logarithm ({len(odd):,} such cells). Set log = false, or leave those units out."
        )
        raise InputError(msg)
    return np.log(cells)
