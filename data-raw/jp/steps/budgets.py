"""Money: plans' targets and outturns, programmes' budgets by kind, and what one site may receive.

Kinds are never added to each other. What a call promises per site is one row for the upper end (``-max``) and, where
the page gives a range, one for the lower end (``-min``); both are bounds, hence ``approximate``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from steps.calls import call_rows
from steps.citing import Citing
from steps.source_ids import split_addresses

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build"]

_TWICE = "the same statement stands in two raw tables"
_INVESTMENT = {
    "MEXT_CLUSTERS_ALL": ("group", "MEXT-CLUSTERS", "investment_total", "mixed_periods"),
    # The sum covers two plans, so it must not stand as the outturn of either.
    "P1+P2": ("group", "PLANS-1-2", "investment_actual", ""),
    "F-REI": ("programme", "F-REI", "total_of_years", ""),
    "CAO-RUI": ("programme", "CAO-RUI", "allocation", ""),
}
_MONEY_INDICATORS = {
    "investment_total",
    "government_rd_investment_actual_sum",
    "planned_programme_size",
    "allocation_sum_11_universities",
}


@dataclass(slots=True)
class _Budgets:
    citing: Citing
    rows: list[Row] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, subject: tuple[str, str], columns: Row, *, cell: str, origin: tuple[str, str] | None = None) -> None:
        """Add a row unless it is there; ``origin`` is the raw table and row that the ledger accounts for."""
        row = {"subject_kind": subject[0], "subject_id": subject[1], "approximate": "true"} | columns
        key = ("subject_id", "from_fy", "to_fy", "amount_jpy", "kind")
        known = next((old for old in self.rows if all(old[name] == row[name] for name in key)), None)
        ledger = self.citing.context.ledger
        if known:
            if origin:
                ledger.merged(*origin, pack_table="budgets", row_id=known["budget_id"], reason=_TWICE)
            return
        budget_id = columns.get("budget_id") or self._id(row)
        locator = row.pop("locator", "")
        place = self.citing.of("budgets", budget_id, cell=cell, locator=locator, about=row["subject_id"])
        codes = self.citing.cautions(place["source_id"], row.get("caution_ids", ""))
        self.rows.append(row | {"budget_id": budget_id, "caution_ids": codes} | place)
        if origin:
            ledger.used(*origin, pack_table="budgets", row_id=budget_id)

    def _id(self, row: Row) -> str:
        years = row["from_fy"] if row["from_fy"] == row["to_fy"] else f"{row['from_fy']}-{row['to_fy']}"
        stem = f"{row['subject_id']}-{years}-{row['kind'].replace('_', '-')}"
        self.counts[stem] += 1
        return stem if self.counts[stem] == 1 else f"{stem}-{self.counts[stem]}"


def build(context: Context) -> Tables:
    """Return ``budgets`` and their citations."""
    budgets = _Budgets(Citing(context))
    _add_plans(context, budgets)
    _add_programmes(context, budgets)
    _add_clusters(context, budgets)
    _add_totals(context, budgets)
    _add_call_amounts(context, budgets)
    _add_allocations(context, budgets)
    return {"budgets": budgets.rows, "citations": budgets.citing.citations}


def _add_plans(context: Context, budgets: _Budgets) -> None:
    silent = {row["plan_id"]: split_addresses(row["silent_on_money"]) for row in context.decisions("plans")}
    for raw in context.raw("plans"):
        stating = [url for url in split_addresses(raw["source_url"]) if url not in silent[raw["plan_id"]]]
        for kind in ("investment_target", "investment_actual"):
            if raw[f"{kind}_jpy"]:
                span = {"from_fy": raw["start_fy"], "to_fy": raw["end_fy"], "amount_jpy": raw[f"{kind}_jpy"]}
                budgets.add(("plan", raw["plan_id"]), span | {"kind": kind}, cell=" | ".join(stating))


def _add_programmes(context: Context, budgets: _Budgets) -> None:
    kinds = {row["raw_kind"]: row for row in context.decisions("programme_budgets")}
    for raw in context.raw("programme_budgets"):
        choice = kinds[raw["kind"]]
        columns = {"kind": choice["kind"], "approximate": choice["approximate"]} | _year(raw["fy"], raw["amount_jpy"])
        origin = ("programme_budgets", raw["_row"])
        budgets.add(("programme", raw["programme_id"]), columns, cell=raw["source_url"], origin=origin)


def _add_clusters(context: Context, budgets: _Budgets) -> None:
    decided = {row["raw_row"]: row for row in context.decisions("cluster_budgets")}
    for raw in context.raw("cluster_budgets"):
        choice = decided[raw["_row"]]
        for name, column in (("amount_kind", "amount_jpy"), ("per_site_kind", "per_site_jpy")):
            if choice[name]:
                columns = {"kind": choice[name], "approximate": choice["approximate"]} | _year(raw["fy"], raw[column])
                locator = f"page ({choice['remark']})" if choice["remark"] else ""
                subject = (choice["subject_kind"], choice["subject_id"])
                columns |= {"locator": locator, "caution_ids": choice["caution_ids"]}
                budgets.add(subject, columns, cell=raw["source_url"], origin=("cluster_budgets", raw["_row"]))


def _add_totals(context: Context, budgets: _Budgets) -> None:
    for raw in context.raw("programme_outcomes"):
        if raw["indicator"] in _MONEY_INDICATORS:
            kind_of_subject, subject_id, kind, cautions = _INVESTMENT[raw["subject_id"]]
            columns = {"kind": kind, "caution_ids": cautions} | _year(raw["period"].removeprefix("FY"), raw["value"])
            origin = ("programme_outcomes", raw["_row"])
            budgets.add((kind_of_subject, subject_id), columns, cell=raw["source_url"], origin=origin)


def _add_call_amounts(context: Context, budgets: _Budgets) -> None:
    bounds = {row["raw"]: row for row in context.decisions("call_amounts")}
    for raw in call_rows(context):
        choice = bounds.get(raw["support_per_site"], {})
        for end, column, words in (("min", "low_jpy", "lower end"), ("max", "high_jpy", "upper end")):
            if choice.get(column):
                columns = {"kind": choice["kind"], "budget_id": f"{raw['call_id']}-per-site-{end}"}
                columns |= _year(raw["fy"], choice[column]) | {"locator": f"page ({words}, one site)"}
                budgets.add(("programme", raw["programme_id"]), columns, cell=raw["source_url"])


def _add_allocations(context: Context, budgets: _Budgets) -> None:
    for row in context.decisions("allocations"):
        columns = {"kind": "allocation", "locator": row["locator"]} | _year(row["fy"], row["amount_jpy"])
        budgets.add(("designation", row["designation_id"]), columns, cell=row["url"])


def _year(years: str, amount: str) -> Row:
    first, _, last = years.partition("-")
    return {"from_fy": first, "to_fy": last or first, "amount_jpy": amount}
