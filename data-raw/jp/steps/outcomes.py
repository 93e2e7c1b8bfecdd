"""What programmes and sites are said to have brought about, each statement once, marked by its kind.

``kind`` parts results (outcome, output) from targets, expectations, background figures and mere counts. Statements
that stand in both raw tables under two names of the indicator become one row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from steps.citing import Citing, parts

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build"]

_FISCAL = re.compile(r"^FY(\d{4})(?:-(?:FY)?(\d{4}))?$")
_TWICE = "the same statement stands in two raw tables under two names of the indicator"
# The investment of FY2002-2012 stands beside results of FY2002-2011; a ratio of the two would mix periods.
_MIXED = {"KCI": ("2002", "2011"), "CITYAREA": ("2002", "2011"), "MEXT-CLUSTERS": ("2002", "2012")}
_REPORTED = {"outcome", "output"}
_APPROXIMATE_UNIT = re.compile(r"approx|約|以上")
_TABLES = (("programme_outcomes", "subject_id"), ("cluster_outcomes", "programme_or_site_id"))


def build(context: Context) -> Tables:
    """Return ``outcomes``, ``outcome_indicators`` and their citations."""
    citing = Citing(context)
    indicators = {raw: row for row in context.decisions("outcome_indicators") for raw in parts(row["raw"])}
    subjects = {row["raw"]: row for row in context.decisions("outcome_subjects")}
    periods = {row["raw"]: row for row in context.decisions("outcome_periods")}
    outcomes: dict[str, Row] = {}
    for table, column, raw in _raw_rows(context, set(indicators)):
        row = _outcome(raw, subjects[raw[column]], indicators[raw["indicator"]], periods)
        row |= citing.of("outcomes", row["outcome_id"], cell=raw["source_url"])
        row["caution_ids"] = citing.cautions(row["source_id"], _cautions(row))
        known = outcomes.setdefault(row["outcome_id"], row)
        if known["value"] != row["value"]:
            msg = f"{table} row {raw['_row']}: {row['outcome_id']} is {row['value']}, but stands as {known['value']}"
            raise ValueError(msg)
        if table:
            note = context.ledger.used if known is row else context.ledger.merged
            note(table, raw["_row"], pack_table="outcomes", row_id=row["outcome_id"], reason=_reason(known is row))
    rows = list(outcomes.values())
    return {"outcomes": rows, "outcome_indicators": _indicators(context, rows), "citations": citing.citations}


def _raw_rows(context: Context, names: set[str]) -> list[tuple[str, str, Row]]:
    """Return raw rows with their table and subject column; money rows of the first table belong to ``budgets``."""
    rows = [(table, column, row) for table, column in _TABLES for row in context.raw(table)]
    added = [("", "programme_or_site_id", row) for row in context.decisions("outcomes_added")]
    return [(table, column, row) for table, column, row in rows + added if row["indicator"] in names]


def _reason(is_first: bool) -> str:  # noqa: FBT001 -- the one thing it depends on
    return "" if is_first else _TWICE


def _outcome(raw: Row, subject: Row, indicator: Row, periods: dict[str, Row]) -> Row:
    period = _period(raw["period"], periods)
    span = [period["from_fy"] or "to", period["to_fy"]] if period["to_fy"] else ["undated"]
    years = "-".join(dict.fromkeys(span))
    is_rough = period["approximate"] == "true" or _APPROXIMATE_UNIT.search(raw["unit"]) is not None
    rough = indicator["indicator"] == "sales_of_related_products" or is_rough
    return {
        "outcome_id": f"{subject['subject_id']}-{indicator['indicator'].replace('_', '-')}-{years}",
        "subject_kind": subject["subject_kind"],
        "subject_id": subject["subject_id"],
        "indicator": indicator["indicator"],
        "kind": indicator["kind"],
        "value": raw["value"],
        "unit": indicator["unit"],
        "approximate": str(rough).lower(),
    } | {name: period[name] for name in ("from_fy", "to_fy", "calendar", "missing")}


def _period(raw: str, periods: dict[str, Row]) -> Row:
    match = _FISCAL.match(raw)
    if match is None:
        return periods[raw]
    first, last = match.group(1), match.group(2) or match.group(1)
    return {"from_fy": first, "to_fy": last, "calendar": "fiscal", "approximate": "false", "missing": ""}


def _cautions(row: Row) -> str:
    codes = ["self_reported"] if row["kind"] in _REPORTED else []
    codes += ["approximate"] if row["approximate"] == "true" else []
    if _MIXED.get(row["subject_id"]) == (row["from_fy"], row["to_fy"]):
        codes.append("mixed_periods")
    if row["kind"] in _REPORTED and row["subject_kind"] in {"programme", "group"}:
        codes.append("whole_programme_not_region")
    return ";".join(codes)


def _indicators(context: Context, outcomes: list[Row]) -> list[Row]:
    first = {row["indicator"]: row for row in reversed(outcomes)}
    kept = ("indicator", "name_ja", "name_en", "unit", "description_ja", "description_en")
    return [
        {name: row[name] for name in kept} | {name: first[row["indicator"]][name] for name in ("source_id", "locator")}
        for row in context.decisions("outcome_indicators")
        if row["indicator"] in first
    ]
