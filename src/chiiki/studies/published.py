"""What the nation's published totals say: results checked against their sums, plans' money, groups.

A group's or a plan's number has the subject ``n``; the parts of a check keep the ids of the
programmes that state them, and their sum the id that these programmes' own briefs use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.provenance import Number, Phrase
from chiiki.studies.holdings import located
from chiiki.studies.outcomes import add_budget, add_outcome, add_sum, refused_ratios, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Budget, Check, Event, Outcome
    from chiiki.provenance import NumberBook
    from chiiki.studies.outcomes import RefusedRatio

__all__ = ["CheckedTotal", "Published", "add_published"]

_KINDS = ("group", "plan", "strategy")
_PLAN_MONEY = ("investment_target", "investment_actual")


@dataclass(frozen=True, slots=True)
class CheckedTotal:
    """One indicator: its parts, their sum, the declared total and the difference, as number ids."""

    check: Check
    parts: tuple[tuple[Outcome, str], ...]
    sum_id: str
    expected: str
    difference: str


@dataclass(frozen=True, slots=True)
class Published:
    """Published totals with their number ids."""

    checks: tuple[CheckedTotal, ...]
    refusals: tuple[RefusedRatio, ...]
    plan_money: tuple[tuple[Budget, str], ...]
    """Investment targets and outturns of plans, in the order of their years."""

    group_money: tuple[tuple[Budget, str], ...]
    outcomes: tuple[tuple[Outcome, str], ...]
    """Of groups of programmes, plans and strategies."""

    events: tuple[tuple[Event, str], ...]
    """Events of partnerships abroad with the number id of their participants, earliest first."""


def add_published(book: NumberBook, pack: Pack) -> Published:
    """Add every check with its parts and sum, and all money and results of groups, plans and strategies."""
    budgets = [row for row in pack.budgets if row.subject_kind in _KINDS]
    budgets.sort(key=lambda row: (row.from_fy or 9999, row.to_fy or 9999, row.budget_id))
    money = tuple((row, add_budget(book, pack, row).id) for row in budgets)
    rows = [row for row in pack.outcomes if row.subject_kind in _KINDS]
    checks = tuple(_add_check(book, pack, check) for check in pack.checks)
    return Published(
        checks=checks,
        refusals=refused_ratios(book, money=money, result_ids=[check.sum_id for check in checks]),
        plan_money=tuple(pair for pair in money if pair[0].kind in _PLAN_MONEY),
        group_money=tuple(pair for pair in money if pair[0].kind not in _PLAN_MONEY),
        outcomes=tuple((row, add_outcome(book, pack, row).id) for row in rows),
        events=_add_events(book, pack),
    )


def _add_events(book: NumberBook, pack: Pack) -> tuple[tuple[Event, str], ...]:
    """Add how many took part in each event, and how many events and partnerships there are."""
    events = sorted(pack.events, key=lambda row: (row.held_on or "9999", row.event_id))
    added = []
    for row in events:
        number = Number(
            id=f"n.events.{row.event_id}.participants",
            value=row.n_participants,
            unit="persons",
            period=row.held_on or "undated",
            definition="event_participants",
            missing="" if row.n_participants is not None else row.missing,
            source_ids=(row.source_id,),
            locators=(row.locator,),
        )
        added.append((row, book.add(number).id))
    _add_row_count(book, "n.events", rows=[(row.source_id, row.event_id) for row in events])
    _add_row_count(book, "n.partnerships", rows=[(row.source_id, row.partnership_id) for row in pack.partnerships])
    return tuple(added)


def _add_row_count(book: NumberBook, number_id: str, *, rows: Sequence[tuple[str, str]]) -> None:
    table = number_id.removeprefix("n.")
    by_source: dict[str, list[str]] = {}
    for source, row in rows:
        by_source.setdefault(source, []).append(row)
    named = located(table, by_source)
    book.add(
        Number(
            id=number_id,
            value=len(rows),
            unit="count",
            period="undated",
            definition=table,
            source_ids=tuple(named),
            locators=tuple(named.values()),
        )
    )


def _add_check(book: NumberBook, pack: Pack, check: Check) -> CheckedTotal:
    wanted = [part.outcome_id for part in pack.check_parts if part.check_id == check.check_id]
    rows = [row for row in pack.outcomes if row.outcome_id in wanted]
    parts = tuple((row, add_outcome(book, pack, row).id) for row in rows)
    ids = sorted(number for _, number in parts)
    sum_id = _sum_id(pack, check, rows=rows, period=book[ids[0]].period)
    add_sum(book, sum_id, inputs=ids, definition="outcome_sum")
    expected = book.add(
        Number(
            id=f"n.check.{check.check_id}",
            value=whole(check.expected),
            unit=check.unit,
            period=book[sum_id].period,
            definition="check_expected",
            missing="" if check.expected is not None else "unknown",
            source_ids=(check.source_id,),
            locators=(check.locator,),
        )
    ).id
    return CheckedTotal(check, parts, sum_id, expected, _add_difference(book, check, sum_id=sum_id, expected=expected))


def _sum_id(pack: Pack, check: Check, *, rows: Sequence[Outcome], period: str) -> str:
    """Name the sum after the group that its programmes form, as their own briefs do."""
    programmes = {row.subject_id for row in rows}
    for group in dict.fromkeys(row.group_id for row in pack.programme_groups):
        if programmes <= {row.programme_id for row in pack.programme_groups if row.group_id == group}:
            return f"n.{group}.{rows[0].indicator}.{period}"
    return f"n.check.{check.check_id}.sum"


def _add_difference(book: NumberBook, check: Check, *, sum_id: str, expected: str) -> str:
    values = (book[sum_id].value, book[expected].value)
    is_known = all(isinstance(value, int | float) for value in values)
    return book.add(
        Number(
            id=f"n.check.{check.check_id}.difference",
            value=whole(book.scalar(sum_id) - book.scalar(expected)) if is_known else None,
            unit=check.unit,
            period=book[sum_id].period,
            definition="check_difference",
            missing="" if is_known else "unknown",
            formula=Phrase.signs(f"{sum_id} - {expected}"),
            inputs=(sum_id, expected),
        )
    ).id
