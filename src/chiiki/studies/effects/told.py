"""What a brief tells of a programme's effect: every number of it, in the book, in the order of the telling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.provenance import Number
from chiiki.studies.effects.balance import balance_effect
from chiiki.studies.effects.numbers import add_balance_effect, add_effect, add_findings, add_threats, effect_id
from chiiki.studies.effects.study import NoEffect, ProgrammeEffect, study_effect
from chiiki.studies.effects.threats import threats_of
from chiiki.studies.holdings import PACK_SOURCE
from chiiki.studies.phrases import formula, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.facts.pack import Pack
    from chiiki.provenance import NumberBook
    from chiiki.studies.effects.balance import BalanceEffect
    from chiiki.studies.effects.numbers import FindingNumbers
    from chiiki.studies.effects.threats import Threat

__all__ = ["OTHER_ESTIMATES", "EffectHere", "ToldEffect", "add_effects_here", "tell_effect"]

OTHER_ESTIMATES = (
    *("second", "selection.matched", "overlap.adjusted", "overlap.without", "before.short", "spillovers.without"),
    *("shocks.without_crisis", "shocks.without_struck", "shocks.until_crisis", "commuters.product"),
    "base_years.one_vintage",
)
"""The estimate made once more on other prefectures, years, outcomes or by another method."""


@dataclass(frozen=True, slots=True)
class ToldEffect:
    """An effect whose numbers are in the book."""

    effect: ProgrammeEffect
    overall: FindingNumbers
    years: tuple[FindingNumbers, ...]
    cohorts: tuple[FindingNumbers, ...]
    second: FindingNumbers
    threats: tuple[Threat, ...]
    balance: BalanceEffect | None

    def number(self, name: str = "") -> str:
        """Return the id of one of its numbers.

        Parameters
        ----------
        name : str
            What follows ``p-KCI.effect.income``.
        """
        return effect_id(self.effect.programme_id, name)


@dataclass(frozen=True, slots=True)
class EffectHere:
    """The average effect of a programme that selected a prefecture."""

    programme_id: str
    overall: FindingNumbers
    is_compared: bool
    """Whether the prefecture is among those compared; not where its first year is not known."""


def tell_effect(book: NumberBook, pack: Pack, programme_id: str) -> ToldEffect | NoEffect:
    """Add everything about a programme's effect on income per head; the reason where it cannot be asked for."""
    effect = study_effect(pack, programme_id)
    if isinstance(effect, NoEffect):
        return effect
    overall = add_effect(book, pack, effect)
    years, cohorts, second = add_findings(book, effect)
    threats, balance = threats_of(pack, programme_id), balance_effect(pack, programme_id)
    add_threats(book, effect, threats)
    if balance is not None:
        add_balance_effect(book, effect, balance)
    told = ToldEffect(effect, overall, years, cohorts, second[0], threats, balance)
    _add_outside(book, told)
    return told


def add_effects_here(
    book: NumberBook, pack: Pack, *, region_id: str, programme_ids: Sequence[str]
) -> tuple[EffectHere, ...]:
    """Add the average effects of those programmes that have one, and how many: ``r04.effects``.

    Parameters
    ----------
    book : NumberBook
    pack : Pack
    region_id : str
        The prefecture.
    programme_ids : sequence of str
        Programmes that selected it.

    Returns
    -------
    tuple of EffectHere
        In the order given.
    """
    found = []
    for name in programme_ids:
        effect = study_effect(pack, name)
        if isinstance(effect, ProgrammeEffect):
            is_compared = region_id in effect.design.panel.units
            found.append(EffectHere(name, add_effect(book, pack, effect), is_compared))
    book.add(
        Number(
            id=f"r{region_id}.effects",
            value=len(found),
            unit="count",
            period=book[found[0].overall.estimate].period if found else "undated",
            definition="effects_here",
            formula=formula("effects") if found else None,
            inputs=tuple(row.overall.estimate for row in found),
            source_ids=() if found else (PACK_SOURCE,),
            locators=() if found else (place("no_effect_here"),),
        )
    )
    return tuple(found)


def _add_outside(book: NumberBook, told: ToldEffect) -> None:
    """Add how many other estimates there are, and how many lie outside the interval of the main one."""
    interval = book[told.overall.interval].value
    known = [name for name in map(told.number, OTHER_ESTIMATES) if book[name].value is not None]
    outside = [
        name for name in known if isinstance(interval, tuple) and not interval[0] <= book.scalar(name) <= interval[1]
    ]
    for name, rows in (("others", known), ("outside", outside)):
        book.add(
            Number(
                id=told.number(name),
                value=len(rows),
                unit="count",
                period=book[told.overall.estimate].period,
                definition=f"effect_{name}",
                formula=formula("other_estimates_outside" if name == "outside" else "other_estimates"),
                inputs=tuple(known),
            )
        )
