"""Of whom results are published, and which statements on counted results disagree."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Disagreement

__all__ = ["disagreements_about", "members", "result_subjects"]

_COUNTED = {"n_applied", "n_selected", "n_cumulative", "known_total", "value", "amount_jpy"}
"""Fields that hold a published count or amount."""


@cache
def result_subjects(pack: Pack) -> Mapping[str, str]:
    """Return id → kind (programme, group, designation, plan, strategy) of everything with a published result."""
    kinds = {row.subject_id: row.subject_kind for row in pack.outcomes}
    for group_id in {row.group_id for row in pack.programme_groups}:
        if any(row.subject_id == group_id for row in pack.budgets):
            kinds.setdefault(group_id, "group")
    return dict(sorted(kinds.items()))


def members(pack: Pack, subject_id: str) -> tuple[str, ...]:
    """Return the programmes that a subject consists of: itself, those of its group, that of a selection."""
    if any(row.programme_id == subject_id for row in pack.programmes):
        return (subject_id,)
    grouped = tuple(row.programme_id for row in pack.programme_groups if row.group_id == subject_id)
    return grouped or tuple(row.programme_id for row in pack.designations if row.designation_id == subject_id)


def disagreements_about(
    pack: Pack, programme_ids: tuple[str, ...] | None = None
) -> tuple[tuple[Disagreement, ...], ...]:
    """Return the disagreements on counted results: of some programmes, or of all."""
    grouped: dict[str, list[Disagreement]] = {}
    for row in pack.disagreements:
        is_counted = row.field in _COUNTED
        if (programme_ids is None and is_counted) or _programme_of(row, pack) in (programme_ids or ()):
            grouped.setdefault(row.disagreement_id, []).append(row)
    return tuple(tuple(rows) for rows in grouped.values())


def _programme_of(row: Disagreement, pack: Pack) -> str:
    """Return the programme that a statement is about; empty for laws and places."""
    of_row = {call.call_id: call.programme_id for call in pack.calls}
    of_row |= {one.designation_id: one.programme_id for one in pack.designations}
    of_row |= {one.programme_id: one.programme_id for one in pack.programmes}
    of_row |= {one.outcome_id: one.subject_id for one in pack.outcomes}
    of_row |= {one.budget_id: one.subject_id for one in pack.budgets}
    return of_row.get(row.row_id, "")
