"""Whether a programme brought incomes per head closer together: with it, and as they would have been without.

Both years come from one vintage, since an index over linked values would mix revisions with
changes. Effects, their interval and their bias are those of :mod:`.spread`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.balance.explained import Observed, explain_change
from chiiki.studies.effects.panels import persons_of, vintage_panel, vintages_of
from chiiki.studies.effects.spread import spread_effects
from chiiki.studies.effects.study import ProgrammeEffect, study_effect

if TYPE_CHECKING:
    from chiiki.evaluation.balance.explained import Balance
    from chiiki.facts.pack import Pack

__all__ = ["BalanceEffect", "balance_effect"]


@dataclass(frozen=True, slots=True)
class BalanceEffect:
    """Inequality of income per head at two years of one vintage, and the programme's part in its change."""

    vintage: str
    first: int
    """Last fiscal year before the first cohort started."""

    last: int
    """Last fiscal year of the vintage."""

    balance: Balance
    n_regions: int
    n_assumed: int
    """Selected prefectures of unknown start, which get the mean effect of the others."""


@lru_cache(maxsize=256)
def balance_effect(pack: Pack, programme_id: str) -> BalanceEffect | None:
    """Say how unequal incomes per head were, and would have been without the programme.

    Parameters
    ----------
    pack : Pack
    programme_id : str

    Returns
    -------
    BalanceEffect or None
        None where no effect can be estimated, or no vintage reaches from the year before the start to a year
        after it with income and population of every prefecture.
    """
    effect = study_effect(pack, programme_id)
    if not isinstance(effect, ProgrammeEffect):
        return None
    first = effect.design.panel.cohorts[0] - 1
    wide = {name: years[1] for name, years in vintages_of(pack).items() if years[0] <= first}
    if not wide or max(wide.values()) <= first:
        return None
    vintage = max(wide, key=lambda name: wide[name])
    last = wide[vintage]
    found = vintage_panel(pack, effect.treatment, vintage=vintage)
    columns = np.searchsorted(found.periods, [first, last])
    persons = persons_of(pack, found.units, years=np.array([first, last]))
    amounts = np.exp(found.outcomes[:, columns])
    if np.isnan(amounts).any() or np.isnan(persons).any():
        return None
    panel, units = effect.design.panel, effect.treatment.units
    assumed = [units.index(unit) for unit in effect.treatment.of_state("start-not-known")]
    spread = spread_effects(panel, mechanism=effect.mechanism, period=last, draws=effect.draws, seed=effect.seed)
    tau, draws = spread.on(
        rows=np.array([units.index(unit) for unit in panel.units]),
        assumed=np.array(assumed, dtype=np.intp),
        n_units=len(units),
    )
    balance = explain_change(
        Observed(amounts[:, 0], persons[:, 0]),
        Observed(amounts[:, 1], persons[:, 1]),
        effects={programme_id: tau},
        draws=draws,
        per_head_of="residents",
    )
    return BalanceEffect(vintage, first, last, balance, found.n_units, len(assumed))
