"""When selections began, plan by plan, and how they lie over the prefectures.

Counts are of what is on record. A selection that covers three prefectures counts in each of
them, so shares of prefectures are shares of the prefectures' counts added up, not of the
selections.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.inequality import gini
from chiiki.provenance import Number, Phrase
from chiiki.studies.holdings import PACK_SOURCE, add_designation_rates, count_of_rows, holdings_by_region
from chiiki.studies.phrases import formula, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Designation, Plan
    from chiiki.provenance import NumberBook

__all__ = ["PlanCount", "Spread", "add_plan_counts", "add_spread"]

TOP_SIZES = (5, 4, 6, 3)
"""How many leading prefectures a sentence may name; the first of these sizes that no tie cuts."""

APRIL = 4


@dataclass(frozen=True, slots=True)
class PlanCount:
    """Selections that began within a plan's years."""

    plan: Plan
    number_id: str
    is_complete: bool
    """The plan's last year had ended when the facts were compiled."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Number ids of how selections lie over the prefectures."""

    total: str
    """The prefectures' counts added up."""

    without: str
    """Prefectures without any record."""

    unplaced: str
    """Selections whose prefecture is not known."""

    top: tuple[str, ...]
    """Region ids of the leaders; empty where ties leave none."""

    top_share: str
    """Empty where `top` is."""

    gini: str
    """Empty where no prefecture has any record."""

    rates: tuple[str, ...]
    """Region ids with a rate per million persons, highest first."""


def add_plan_counts(
    book: NumberBook, pack: Pack, *, designations: Sequence[Designation], period: str
) -> tuple[PlanCount, ...]:
    """Add ``n.designations.P1`` …, what began outside every plan, and the sum of both.

    Returns
    -------
    tuple of PlanCount
        Plans with known years, in their order.
    """
    year, month = (int(part) for part in pack.as_of.split("-")[:2])
    running_fy = year if month >= APRIL else year - 1
    found, covered = [], set()
    for plan in sorted(pack.plans, key=lambda plan: plan.start_fy or 0):
        if plan.start_fy is None or plan.end_fy is None:
            continue
        years = range(plan.start_fy, plan.end_fy + 1)
        covered |= set(years)
        rows = [row for row in designations if row.start_fy in years]
        number = count_of_rows(
            f"n.designations.{plan.plan_id}",
            rows,
            period=f"FY{plan.start_fy}-{plan.end_fy}",
            definition="designations_of_plan",
        )
        found.append(PlanCount(plan, book.add(number).id, plan.end_fy < running_fy))
    outside = [row for row in designations if row.start_fy is not None and row.start_fy not in covered]
    name = "designations_outside_plans"
    number = book.add(count_of_rows("n.designations.outside_plans", outside, period=period, definition=name))
    inputs = (*(count.number_id for count in found), number.id)
    book.add(
        Number(
            id="n.designations.dated",
            value=sum(int(book.scalar(name)) for name in inputs),
            unit="count",
            period=period,
            definition="designations_dated",
            formula=Phrase.signs(" + ".join(inputs)),
            inputs=inputs,
        )
    )
    return tuple(found)


def add_spread(book: NumberBook, pack: Pack, *, designations: Sequence[Designation], period: str) -> Spread:
    """Add who got how many: rates per million persons, the leaders' share, Gini, the gaps.

    Notes
    -----
    The counts and populations of the prefectures must be in the book.
    """
    counts = {region: f"r{region}.designations" for region in holdings_by_region(pack)}
    add_designation_rates(book, regions=counts)
    total = _add_computed(
        book,
        "n.spread.total",
        value=sum(int(book.scalar(number)) for number in counts.values()),
        computed=formula("sum_of_prefectures"),
        inputs=tuple(counts.values()),
    )
    without = _add_computed(
        book,
        "n.spread.without",
        value=sum(not book.scalar(number) for number in counts.values()),
        computed=formula("prefectures_with_0"),
        inputs=tuple(counts.values()),
    )
    placed = {link.designation_id for link in pack.designation_prefectures if link.region_id in counts}
    rows = [row for row in designations if row.designation_id not in placed]
    unplaced = book.add(count_of_rows("n.spread.unplaced", rows, period=period, definition="spread_unplaced")).id
    top = _leaders(book, counts)
    rated = [region for region in counts if f"r{region}.designations.per_million" in book]
    return Spread(
        total=total,
        without=without,
        unplaced=unplaced,
        top=top,
        top_share=_add_top_share(book, top, total=total) if top else "",
        gini=_add_gini(book, rated),
        rates=tuple(sorted(rated, key=lambda region: -book.scalar(f"r{region}.designations.per_million"))),
    )


def _leaders(book: NumberBook, counts: dict[str, str]) -> tuple[str, ...]:
    ranked = sorted(counts, key=lambda region: -book.scalar(counts[region]))
    for size in TOP_SIZES:
        if len(ranked) > size and book.scalar(counts[ranked[size - 1]]) > book.scalar(counts[ranked[size]]):
            return tuple(ranked[:size])
    return ()


def _add_top_share(book: NumberBook, top: Sequence[str], *, total: str) -> str:
    inputs = tuple(f"r{region}.designations" for region in top)
    return book.add(
        Number(
            id="n.spread.top_share",
            value=sum(book.scalar(number) for number in inputs) / book.scalar(total),
            unit="ratio",
            period=book[total].period,
            definition="spread_top_share",
            formula=Phrase.signs(f"({' + '.join(inputs)}) / {total}"),
            inputs=(*inputs, total),
        )
    ).id


def _add_gini(book: NumberBook, regions: Sequence[str]) -> str:
    rates = tuple(f"r{region}.designations.per_million" for region in regions)
    if len(rates) < 2 or not any(book.scalar(number) for number in rates):  # noqa: PLR2004 -- between regions
        return ""
    persons = tuple(f"r{region}.population" for region in regions)
    per_head, weights = (np.array([book.scalar(number) for number in ids], dtype=float) for ids in (rates, persons))
    return book.add(
        Number(
            id="n.spread.gini",
            value=gini(per_head, persons=weights).value,
            unit="index",
            period=book[rates[0]].period,
            definition="spread_gini",
            cautions=("calendar_vs_fiscal",),
            formula=formula("gini_of_rates"),
            inputs=(*rates, *persons),
        )
    ).id


def _add_computed(book: NumberBook, number_id: str, *, value: int, computed: Phrase, inputs: tuple[str, ...]) -> str:
    first = book[inputs[0]] if inputs else None
    return book.add(
        Number(
            id=number_id,
            value=value,
            unit="count",
            period=first.period if first else "undated",
            definition=number_id.removeprefix("n.").replace(".", "_"),
            formula=computed if inputs else None,
            inputs=inputs,
            source_ids=() if inputs else (PACK_SOURCE,),
            locators=() if inputs else (place("no_prefecture"),),
        )
    ).id
