"""The study of the Knowledge Cluster Initiative: its effect on income per head, ten threats, and balance.

One call runs it from the facts alone. The same study can be asked for any programme whose list of
selections is known well enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.errors import MethodError, UnknownNameError
from chiiki.studies.effects.balance import balance_effect
from chiiki.studies.effects.panels import OUTCOMES
from chiiki.studies.effects.study import DRAWS, NoEffect, study_effect
from chiiki.studies.effects.threats import threats_of

if TYPE_CHECKING:
    from chiiki.facts.pack import Pack
    from chiiki.studies.effects.balance import BalanceEffect
    from chiiki.studies.effects.panels import Outcome
    from chiiki.studies.effects.study import ProgrammeEffect
    from chiiki.studies.effects.threats import Threat

__all__ = ["EffectStudy", "study_cluster_effects"]


@dataclass(frozen=True, slots=True)
class EffectStudy:
    """The estimate, the threats about it, and the balance question."""

    effect: ProgrammeEffect
    threats: tuple[Threat, ...]
    """In the order of :data:`chiiki.studies.effects.threats.THREATS`; none for outcomes other than income."""

    balance: BalanceEffect | None
    """None where no vintage reaches over the start, and for outcomes other than income."""


def study_cluster_effects(
    pack: Pack,
    *,
    programme_id: str = "KCI",
    outcome: str = "income",
    draws: int = DRAWS,
    seed: int = 0,
) -> EffectStudy:
    """Study what a programme did to an outcome of the prefectures that it selected.

    Parameters
    ----------
    pack : Pack
    programme_id : str
        The Knowledge Cluster Initiative, or another programme.
    outcome : {"income", "product", "manufacturing"}
        Threats and balance are computed for income.
    draws : int
        Assignments drawn for the main interval; threats and balance take as many as a page does.
    seed : int
        Of the draws.

    Returns
    -------
    EffectStudy

    Raises
    ------
    UnknownNameError
        If the pack has no such programme, or there is no such outcome.
    MethodError
        If the facts do not allow the question; the message names the reason.
    """
    asked = _outcome(outcome)
    effect = study_effect(pack, programme_id, outcome=asked, draws=draws, seed=seed)
    if isinstance(effect, NoEffect):
        msg = f"the facts do not allow an estimate of {programme_id} on {asked}: {REASONS[effect.reason]}"
        raise MethodError(msg)
    if asked != "income":
        return EffectStudy(effect, (), None)
    return EffectStudy(effect, threats_of(pack, programme_id), balance_effect(pack, programme_id))


def _outcome(name: str) -> Outcome:
    found = next((outcome for outcome in OUTCOMES if outcome == name), None)
    if found is None:
        msg = f"there is no outcome {name!r}; choose from {', '.join(OUTCOMES)}."
        raise UnknownNameError(msg)
    return found


REASONS = {
    "no-list": "no selection is on record.",
    "short-list": "the list of selections is too short, or its total is not known, to say who was not selected.",
    "no-start": "no selection has a known first year that makes its prefecture's start known.",
    "few-treated": "fewer than six prefectures have a known start.",
    "few-untreated": "fewer than six prefectures were never selected.",
    "short-before": "fewer than three years of outcomes lie before the first start.",
    "short-after": "fewer than five years of outcomes lie after the start.",
}
"""Why no effect is estimated, in words."""
