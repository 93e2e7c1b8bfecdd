"""Analysis plans: those that ship, and what a plan on a programme of the facts reads from the pack."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, UnknownNameError
from chiiki.evaluation.tables.plans import PlanInputs
from chiiki.studies.effects.panels import OUTCOMES, outcome_panel, persons_of, vintage_panel, vintages_of
from chiiki.studies.treatments import treatment_of

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.plan import Plan
    from chiiki.facts.pack import Pack

__all__ = ["pack_inputs", "plan_names", "plan_text"]

FOLDER = resources.files("chiiki.studies") / "plan_files"

MOST_BYTES = 1_000_000
"""Plans are written by people."""


def plan_names() -> tuple[str, ...]:
    """Name the plans that ship."""
    return tuple(sorted(file.name.removesuffix(".toml") for file in FOLDER.iterdir() if file.name.endswith(".toml")))


def plan_text(plan: str) -> tuple[str, str, Path]:
    """Read a plan from a file, or one that ships by its name.

    Parameters
    ----------
    plan : str
        Path of a TOML file, or one of :func:`plan_names`.

    Returns
    -------
    tuple of (text, name, folder)
        The folder is where paths in the plan begin.

    Raises
    ------
    InputError
        If there is no such file or plan, or it is no text in UTF-8.
    """
    path = Path(plan)
    if plan in plan_names() and not path.exists():
        return (FOLDER / f"{plan}.toml").read_text(encoding="utf-8"), f"{plan}.toml", Path()
    try:
        if path.stat().st_size > MOST_BYTES:
            msg = f"the plan {plan} has more than {MOST_BYTES:,} bytes. Give a plan (TOML), not a table."
            raise InputError(msg)
        return path.read_text(encoding="utf-8"), path.name, path.parent
    except OSError as error:
        shipped = ", ".join(plan_names())
        msg = (
            f"the plan {plan} cannot be read ({error.strerror or error}). "
            f"Name a TOML file, or one that ships: {shipped}."
        )
        raise InputError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"the plan {plan} is no text in UTF-8: {error}. Save it as UTF-8 and run again."
        raise InputError(msg) from error


def pack_inputs(plan: Plan, pack: Pack) -> PlanInputs:
    """Read what a plan on a programme needs from the facts.

    Parameters
    ----------
    plan : Plan
        Whose ``[data]`` names a programme.
    pack : Pack

    Returns
    -------
    PlanInputs
        Units are prefectures, named by their names in English; outcomes are per head and fiscal
        year, levels and not logarithms; persons are the population of the year of that number.

    Raises
    ------
    UnknownNameError
        If the pack has no such programme or outcome.
    InputError
        If the plan asks for covariates or a mechanism by a column, which the facts do not give.
    """
    if plan.estimation.covariates or plan.inference.by:
        msg = (
            f"plan {plan.name}: a plan on a programme of the facts takes no covariates and no mechanism by a column. "
            "Export the facts, join your columns, and name the table with [data] table."
        )
        raise InputError(msg)
    panels = {outcome.column: _levels(pack, plan, outcome.column) for outcome in plan.outcomes}
    first = next(iter(panels.values()))
    treatment = treatment_of(pack, (plan.data.programme,))
    codes, names = treatment.units, {region.region_id: region.name_en for region in pack.regions}
    return PlanInputs(
        panels=panels,
        level=_published(pack, plan, periods=first.periods) if plan.balance.level else None,
        persons=persons_of(pack, codes, years=first.periods) if plan.balance.persons else None,
        assumed_treated=tuple(names[unit] for unit in treatment.of_state("start-not-known")),
        names_ja={region.name_en: region.name_ja for region in pack.regions if region.region_id in codes},
    )


def _published(pack: Pack, plan: Plan, *, periods: IntArray) -> FloatArray:
    """Return income per head of the one vintage that has both years of the balance; NaN in other years."""
    asked = plan.balance
    wide = [name for name, (first, last) in vintages_of(pack).items() if asked.first and first <= asked.first]
    wide = [name for name in wide if asked.last and asked.last <= vintages_of(pack)[name][1]]
    if asked.level != "income" or not wide:
        spans = ", ".join(vintages_of(pack))
        msg = (
            f"plan {plan.name}: [balance] compares incomes of one vintage of the accounts, since an index over linked "
            f'values mixes revisions with changes. Write level = "income", and from and to within one of {spans}.'
        )
        raise InputError(msg)
    found = vintage_panel(pack, treatment_of(pack, (plan.data.programme,)), vintage=wide[-1])
    cells = np.full((found.n_units, len(periods)), np.nan)
    cells[:, np.searchsorted(periods, found.periods)] = np.exp(found.outcomes)
    return cells


def _levels(pack: Pack, plan: Plan, column: str) -> Panel:
    """Return an outcome in its own unit, with prefectures by name."""
    outcome = next((name for name in OUTCOMES if name == column), None)
    if outcome is None:
        msg = f"plan {plan.name}: the facts have no outcome {column!r}; choose from {', '.join(OUTCOMES)}."
        raise UnknownNameError(msg)
    found = outcome_panel(pack, treatment_of(pack, (plan.data.programme,)), outcome=outcome)
    names = {region.region_id: region.name_en for region in pack.regions}
    return replace(found, units=tuple(names[unit] for unit in found.units), outcomes=np.exp(found.outcomes))
