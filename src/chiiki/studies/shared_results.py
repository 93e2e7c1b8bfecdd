"""Results that several programmes publish for the same years, and their sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.provenance import Number, Phrase
from chiiki.studies.outcomes import add_outcome, add_sum, outcomes_of, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Check, Outcome
    from chiiki.provenance import NumberBook

__all__ = ["RESULTS", "SharedResult", "add_shared_results"]

RESULTS = ("outcome", "output")
"""Kinds of outcomes that are results; the others are counts, targets and context."""


@dataclass(frozen=True, slots=True)
class SharedResult:
    """One indicator that this programme and its partners state for the same years, and the sum."""

    indicator: str
    programme_ids: tuple[str, ...]
    """This programme first."""

    number_ids: tuple[str, ...]
    sum_id: str
    expected: str
    """Number id of the total that the facts declare; empty where they declare none."""

    difference: str
    """Number id: sum less declared total."""


def add_shared_results(book: NumberBook, pack: Pack, *, programme_id: str) -> tuple[SharedResult, ...]:
    """Pair this programme's results with those that its group's other programmes state for the same years."""
    found = []
    for group in dict.fromkeys(row.group_id for row in pack.programme_groups if row.programme_id == programme_id):
        partners = [
            row.programme_id
            for row in pack.programme_groups
            if row.group_id == group and row.programme_id != programme_id
        ]
        for own in outcomes_of(pack, programme_id):
            others = [
                row
                for partner in partners
                for row in outcomes_of(pack, partner)
                if own.kind in RESULTS
                and (row.indicator, row.kind, row.from_fy, row.to_fy)
                == (own.indicator, own.kind, own.from_fy, own.to_fy)
            ]
            if others:
                found.append(_add_shared(book, pack, rows=(own, *others), group=group))
    return tuple(found)


def _add_shared(book: NumberBook, pack: Pack, *, rows: Sequence[Outcome], group: str) -> SharedResult:
    ids = tuple(add_outcome(book, pack, row).id for row in rows)
    sum_id = f"n.{group}.{rows[0].indicator}.{book[ids[0]].period}"
    # one order of the parts for every programme of the group, so that the sum is the same number in each brief
    add_sum(book, sum_id, inputs=sorted(ids), definition="outcome_sum")
    check = _check_of(pack, {row.outcome_id for row in rows})
    expected, difference = _add_check(book, check, sum_id=sum_id) if check else ("", "")
    return SharedResult(
        indicator=rows[0].indicator,
        programme_ids=tuple(row.subject_id for row in rows),
        number_ids=ids,
        sum_id=sum_id,
        expected=expected,
        difference=difference,
    )


def _check_of(pack: Pack, outcome_ids: set[str]) -> Check | None:
    """Return the declared total of exactly these outcomes."""
    for check in pack.checks:
        if {part.outcome_id for part in pack.check_parts if part.check_id == check.check_id} == outcome_ids:
            return check
    return None


def _add_check(book: NumberBook, check: Check, *, sum_id: str) -> tuple[str, str]:
    """Add the declared total and what the sum of the parts differs from it, as the nation's brief has them."""
    total = book[sum_id]
    expected = book.add(
        Number(
            id=f"n.check.{check.check_id}",
            value=whole(check.expected),
            unit=check.unit,
            period=total.period,
            definition="check_expected",
            missing="" if check.expected is not None else "unknown",
            source_ids=(check.source_id,),
            locators=(check.locator,),
        )
    )
    is_known = isinstance(total.value, int | float) and isinstance(expected.value, int | float)
    difference = book.add(
        Number(
            id=f"{expected.id}.difference",
            value=whole(book.scalar(sum_id) - book.scalar(expected.id)) if is_known else None,
            unit=check.unit,
            period=total.period,
            definition="check_difference",
            missing="" if is_known else "unknown",
            formula=Phrase.signs(f"{sum_id} - {expected.id}"),
            inputs=(sum_id, expected.id),
        )
    )
    return expected.id, difference.id
