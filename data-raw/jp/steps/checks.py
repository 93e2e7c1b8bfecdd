"""Published totals that must reconcile: each is the sum of two stated figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build"]

PROGRAMMES = ("KCI", "CITYAREA")
"""The two columns of the slide with the results of the cluster initiative."""

SOURCE = "seed-001"


def build(context: Context) -> Tables:
    """Return ``checks`` and ``check_parts``: which outcomes add up to which total."""
    tables: Tables = {"checks": [], "check_parts": []}
    for row in context.decisions("checks"):
        stated = [outcome for outcome in context.tables["outcomes"] if _is_part(outcome, row["indicator"])]
        place = {"source_id": stated[0]["source_id"], "locator": stated[0]["locator"]}
        kept = {name: value for name, value in row.items() if name not in {"_row", "indicator"}}
        tables["checks"].append(kept | place)
        tables["check_parts"] += [
            {"check_id": row["check_id"], "outcome_id": outcome["outcome_id"]} | place for outcome in stated
        ]
    return tables


def _is_part(outcome: Row, indicator: str) -> bool:
    return outcome["indicator"] == indicator and outcome["subject_id"] in PROGRAMMES and outcome["source_id"] == SOURCE
