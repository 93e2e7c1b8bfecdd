"""Published results and money as numbers, and what may not be computed from them.

An outcome or budget belongs to the programme that states it, so its number has one id in
every brief: ``p-KCI.patents_domestic.FY2002-2011``, for one selection
``p-CITYAREA.cap-hakodate-2006.new_products.FY2006-2008``, for a group of programmes
``n.MEXT_CLUSTERS_ALL.projects.FY2002-2012``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from chiiki.errors import MixedPeriodsError
from chiiki.periods import Period, require_same_period
from chiiki.provenance import Number, Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Budget, Outcome
    from chiiki.provenance import NumberBook

__all__ = [
    "RefusedRatio",
    "add_budget",
    "add_outcome",
    "add_ratio",
    "add_sum",
    "outcomes_of",
    "period_text",
    "refused_ratios",
    "whole",
]


def period_text(from_fy: int | None, to_fy: int | None, *, calendar: str = "fiscal") -> str:
    """Return ``FY2002-2011``, ``FY2014``, ``2022``, or ``undated``."""
    if from_fy is None and to_fy is None:
        return "undated"
    first, last = from_fy or to_fy, to_fy or from_fy
    years = str(first) if first == last else f"{first}-{last}"
    return years if calendar == "calendar" else f"FY{years}"


@lru_cache(maxsize=4)
def _programme_of(pack: Pack) -> Mapping[str, str]:
    return {row.designation_id: row.programme_id for row in pack.designations}


def _subject(pack: Pack, subject_kind: str, subject_id: str) -> str:
    if subject_kind == "programme":
        return f"p-{subject_id}"
    if subject_kind == "designation":
        return f"p-{_programme_of(pack)[subject_id]}.{subject_id}"
    members = _members(pack).get(subject_id, ())
    return f"p-{members[0]}.{subject_id}" if len(members) == 1 else f"n.{subject_id}"


@lru_cache(maxsize=4)
def _members(pack: Pack) -> Mapping[str, Sequence[str]]:
    """Return the programmes of each group: the parts of one programme belong to it."""
    grouped: dict[str, list[str]] = {}
    for row in pack.programme_groups:
        grouped.setdefault(row.group_id, []).append(row.programme_id)
    return grouped


@lru_cache(maxsize=4)
def _by_subject(pack: Pack) -> Mapping[str, tuple[Outcome, ...]]:
    grouped: dict[str, list[Outcome]] = {}
    for row in pack.outcomes:
        grouped.setdefault(row.subject_id, []).append(row)
    return {subject: tuple(rows) for subject, rows in grouped.items()}


def outcomes_of(pack: Pack, subject_id: str) -> Sequence[Outcome]:
    """Return what is published of a programme, selection or group, in the pack's order."""
    return _by_subject(pack).get(subject_id, ())


def add_outcome(book: NumberBook, pack: Pack, row: Outcome) -> Number:
    """Add one published result."""
    period = period_text(row.from_fy, row.to_fy, calendar=row.calendar)
    return book.add(
        Number(
            id=f"{_subject(pack, row.subject_kind, row.subject_id)}.{row.indicator}.{period}",
            value=whole(row.value),
            unit=row.unit,
            period=period,
            definition=f"outcome_{row.kind}",
            missing="" if row.value is not None else row.missing,
            cautions=row.caution_ids,
            source_ids=(row.source_id,),
            locators=(row.locator,),
        )
    )


def add_budget(book: NumberBook, pack: Pack, row: Budget) -> Number:
    """Add one amount of money, of its own kind: ``p-KCI.budget.initial.FY2006``."""
    period = period_text(row.from_fy, row.to_fy)
    subject = _subject(pack, row.subject_kind, row.subject_id)
    return book.add(
        Number(
            id=f"{subject}.budget.{row.budget_id}",
            value=row.amount_jpy,
            unit="JPY",
            period=period,
            definition=f"budget_{row.kind}",
            missing="" if row.amount_jpy is not None else row.missing,
            cautions=row.caution_ids,
            source_ids=(row.source_id,),
            locators=(row.locator,),
        )
    )


def add_sum(book: NumberBook, number_id: str, *, inputs: Sequence[str], definition: str) -> Number:
    """Add the sum of numbers of one unit and one period.

    Raises
    ------
    MixedPeriodsError
        If the periods differ.
    """
    first = book[inputs[0]]
    for other in inputs[1:]:
        require_same_period(Period.parse(first.period), Period.parse(book[other].period), what=f"sum {number_id}")
    values = [book[name].value for name in inputs]
    known = [value for value in values if isinstance(value, int | float)]
    is_whole = len(known) == len(values)
    return book.add(
        Number(
            id=number_id,
            value=sum(known) if is_whole else None,
            unit=first.unit,
            period=first.period,
            definition=definition,
            missing="" if is_whole else "unknown",
            cautions=tuple(dict.fromkeys(code for name in inputs for code in book[name].cautions)),
            formula=Phrase.signs(" + ".join(inputs)),
            inputs=tuple(inputs),
        )
    )


def add_ratio(book: NumberBook, number_id: str, *, numerator: str, denominator: str, definition: str) -> Number:
    """Add ``numerator / denominator``, refused where the two cover different periods.

    Raises
    ------
    MixedPeriodsError
        Always for investment FY2002-2012 against results FY2002-2011: the ratio would
        credit ten years of results with eleven years of money.
    """
    above, below = book[numerator], book[denominator]
    require_same_period(Period.parse(above.period), Period.parse(below.period), what=f"ratio {number_id}")
    is_known = isinstance(above.value, int | float) and isinstance(below.value, int | float) and below.value != 0
    return book.add(
        Number(
            id=number_id,
            value=above.value / below.value if is_known else None,  # type: ignore[operator]
            unit="ratio",
            period=above.period,
            definition=definition,
            missing="" if is_known else "unknown",
            formula=Phrase.signs(f"{numerator} / {denominator}"),
            inputs=(numerator, denominator),
        )
    )


@dataclass(frozen=True, slots=True)
class RefusedRatio:
    """A ratio that was asked for and may not be computed."""

    money_id: str
    result_id: str
    message: str


def refused_ratios(
    book: NumberBook, *, money: Sequence[tuple[Budget, str]], result_ids: Sequence[str]
) -> tuple[RefusedRatio, ...]:
    """Ask for results per yen of every total investment, and keep what is refused with its reason.

    Parameters
    ----------
    book : NumberBook
        Holds the amounts and results; a ratio that is allowed is added as ``<result>.per_yen``.
    money : sequence of (Budget, number id)
    result_ids : sequence of str
    """
    refused = []
    for row, money_id in money:
        if row.kind != "investment_total":
            continue
        for result in result_ids:
            try:
                add_ratio(
                    book, f"{result}.per_yen", numerator=result, denominator=money_id, definition="outcome_per_yen"
                )
            except MixedPeriodsError as error:
                refused.append(RefusedRatio(money_id, result, str(error)))
    return tuple(refused)


def whole(value: float | None) -> float | None:
    """Return a whole number as an int, so that a count does not read 3064.0."""
    return int(value) if value is not None and value == int(value) else value
