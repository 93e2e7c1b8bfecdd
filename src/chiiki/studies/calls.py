"""How many applied and how many were selected, call by call."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.provenance import Number, Phrase
from chiiki.studies.holdings import PACK_SOURCE
from chiiki.studies.phrases import formula, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Call
    from chiiki.provenance import NumberBook

__all__ = ["CallNumbers", "CallTotals", "add_call_totals", "add_calls", "comparable_rates"]

ROUND = re.compile(r"round \d+", re.IGNORECASE)
"""A type that only counts the rounds: such calls are of one kind."""

TELLING = ("selection", "total")
"""Kinds that say how many were selected; the others repeat a part, or announce."""


@dataclass(frozen=True, slots=True)
class CallNumbers:
    """One call and the ids of its numbers."""

    call: Call
    applied: str
    selected: str
    cumulative: str
    rate: str
    """Empty where applicants or selections are not known: no rate is computed."""


@dataclass(frozen=True, slots=True)
class CallTotals:
    """Sums over the calls, each counted once."""

    selected: str
    """Number id: selections of all calls that state them; missing where none does."""

    applied: str
    """Number id: applicants of the calls that state both; empty where none does."""

    selected_of_applied: str
    """Number id: selections of the same calls; empty where none states both."""

    share: str
    """Number id: the second over the first; empty where none states both."""

    n_with_both: str
    """Number id: how many calls state both."""


def add_calls(book: NumberBook, pack: Pack, *, programme_id: str) -> tuple[CallNumbers, ...]:
    """Add ``p-KCI.call.KCI-2008-1.applied`` and so on, in order of time."""
    calls = [call for call in pack.calls if call.programme_id == programme_id]
    calls.sort(key=lambda call: (call.fy or 9999, call.decided_on, call.call_id))
    return tuple(_add(book, call) for call in calls)


def _add(book: NumberBook, call: Call) -> CallNumbers:
    stem = f"p-{call.programme_id}.call.{call.call_id}"
    counts = {"applied": call.n_applied, "selected": call.n_selected, "cumulative": call.n_cumulative}
    for name, value in counts.items():
        book.add(
            Number(
                id=f"{stem}.{name}",
                value=value,
                unit="count",
                period=f"FY{call.fy}" if call.fy else "undated",
                definition=f"call_{name}",
                missing="" if value is not None else call.missing or "unknown",
                cautions=call.caution_ids,
                source_ids=(call.source_id,),
                locators=(call.locator,),
            )
        )
    rate = f"{stem}.rate" if call.n_applied and call.n_selected is not None and call.kind in TELLING else ""
    if rate:
        _add_rate(book, rate, inputs=(f"{stem}.selected", f"{stem}.applied"), name="call_rate")
    return CallNumbers(call, f"{stem}.applied", f"{stem}.selected", f"{stem}.cumulative", rate)


def _add_rate(book: NumberBook, number_id: str, *, inputs: tuple[str, str], name: str) -> None:
    book.add(
        Number(
            id=number_id,
            value=book.scalar(inputs[0]) / book.scalar(inputs[1]),
            unit="ratio",
            period=book[inputs[0]].period,
            definition=name,
            cautions=book[inputs[0]].cautions,
            formula=Phrase.signs(f"{inputs[0]} / {inputs[1]}"),
            inputs=inputs,
        )
    )


def add_call_totals(book: NumberBook, calls: Sequence[CallNumbers], *, programme_id: str) -> CallTotals:
    """Add the sums; a year whose total is stated counts by its total, not by its parts."""
    with_totals = {row.call.fy for row in calls if row.call.kind == "total" and row.call.n_selected is not None}
    counted = [
        row
        for row in calls
        if row.call.kind in TELLING
        and row.call.n_selected is not None
        and (row.call.kind == "total" or row.call.fy not in with_totals)
    ]
    both = [row for row in counted if row.rate]
    stem = f"p-{programme_id}.calls"
    _add_total(book, f"{stem}.selected", [row.selected for row in counted], definition="call_selected_total")
    if both:
        _add_total(book, f"{stem}.applied", [row.applied for row in both], definition="call_applied_total")
        _add_total(
            book,
            f"{stem}.selected_of_applied",
            [row.selected for row in both],
            definition="call_selected_of_applied",
        )
        _add_rate(book, f"{stem}.share", inputs=(f"{stem}.selected_of_applied", f"{stem}.applied"), name="call_share")
    _add_number_of_calls(book, f"{stem}.with_both", [row.rate for row in both], period=book[f"{stem}.selected"].period)
    return CallTotals(
        selected=f"{stem}.selected",
        applied=f"{stem}.applied" if both else "",
        selected_of_applied=f"{stem}.selected_of_applied" if both else "",
        share=f"{stem}.share" if both else "",
        n_with_both=f"{stem}.with_both",
    )


def _add_number_of_calls(book: NumberBook, number_id: str, inputs: Sequence[str], *, period: str) -> None:
    book.add(
        Number(
            id=number_id,
            value=len(inputs),
            unit="count",
            period=period,
            definition="calls_with_both",
            formula=formula("calls_with_both"),
            inputs=tuple(inputs),
        )
    )


def _add_total(book: NumberBook, number_id: str, inputs: Sequence[str], *, definition: str) -> None:
    years = sorted(book[name].period for name in inputs if book[name].period != "undated")
    period = "undated" if not years else years[0] if years[0] == years[-1] else f"{years[0]}-{years[-1][2:]}"
    book.add(
        Number(
            id=number_id,
            value=sum(int(book.scalar(name)) for name in inputs) if inputs else None,
            unit="count",
            period=period,
            definition=definition,
            missing="" if inputs else "not_found",
            formula=Phrase.signs(" + ".join(inputs)) if inputs else None,
            inputs=tuple(inputs),
            source_ids=() if inputs else (PACK_SOURCE,),
            locators=() if inputs else (place("calls_without_selections"),),
        )
    )


def comparable_rates(calls: Sequence[CallNumbers]) -> tuple[CallNumbers, ...]:
    """Return the calls of one kind whose rates may be compared over time: one a year, two or more years."""
    groups: dict[tuple[str, str], list[CallNumbers]] = {}
    for row in calls:
        if row.rate and row.call.fy:
            kind = "" if ROUND.fullmatch(row.call.type_en) else row.call.type_en
            groups.setdefault((row.call.kind, kind), []).append(row)
    fitting = [rows for rows in groups.values() if len({row.call.fy for row in rows}) == len(rows) > 1]
    longest: list[CallNumbers] = max(fitting, key=len, default=[])
    return tuple(longest)
