"""What could not be confirmed, how many, and who might know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.provenance import Number
from chiiki.studies.holdings import PACK_SOURCE, count_of_rows
from chiiki.studies.phrases import formula, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Coverage, Disagreement
    from chiiki.provenance import NumberBook
    from chiiki.studies.holdings import Holding

__all__ = [
    "Unknown",
    "add_coverage",
    "add_partial_lists",
    "add_unknown_total",
    "add_unknowns",
    "disagreements_on",
]


@dataclass(frozen=True, slots=True)
class Unknown:
    """One kind of gap."""

    kind: str
    """``end``, ``start``, ``grade``, ``list``, ``money``, ``groups``: a key of the wording."""

    number_id: str
    programme_ids: tuple[str, ...] = ()
    """Programmes concerned, most rows first; who runs them may know."""


def add_unknowns(book: NumberBook, *, subject: str, holdings: Sequence[Holding], period: str) -> tuple[Unknown, ...]:
    """Add how many selections lack an end, a start or a grade: ``r04.unknown.end`` and so on."""
    gaps = {
        "end": [h for h in holdings if h.designation.end_fy is None],
        "start": [h for h in holdings if h.designation.start_fy is None],
        "grade": [h for h in holdings if h.grade is None],
    }
    found = []
    for kind, rows in gaps.items():
        number_id = f"{subject}.unknown.{kind}"
        book.add(count_of_rows(number_id, (h.designation for h in rows), period=period, definition=f"unknown_{kind}"))
        if rows:
            found.append(Unknown(kind, number_id, _programmes(rows)))
    return tuple(found)


def _programmes(rows: Sequence[Holding]) -> tuple[str, ...]:
    ids = [row.programme.programme_id for row in rows]
    return tuple(sorted(dict.fromkeys(ids), key=lambda name: (-ids.count(name), name)))


def add_unknown_total(book: NumberBook, *, subject: str, unknowns: Sequence[Unknown]) -> Number:
    """Add how many kinds of gap there are: ``r04.unknown``."""
    return book.add(
        Number(
            id=f"{subject}.unknown",
            value=len(unknowns),
            unit="count",
            period=book[unknowns[0].number_id].period if unknowns else "undated",
            definition="unknown_items",
            formula=formula("unknown_kinds") if unknowns else None,
            inputs=tuple(unknown.number_id for unknown in unknowns),
            source_ids=() if unknowns else (PACK_SOURCE,),
            locators=() if unknowns else (place("no_unknown"),),
        )
    )


def add_coverage(book: NumberBook, row: Coverage) -> tuple[Number, Number]:
    """Add what is found of a programme and what is known to exist."""
    subject = f"p-{row.programme_id}"
    found = book.add(
        Number(
            id=f"{subject}.found",
            value=row.n_found,
            unit="count",
            period=row.as_of or "undated",
            definition="coverage_found",
            source_ids=(PACK_SOURCE,),
            locators=(f"designations: programme_id={row.programme_id}",),
        )
    )
    known = book.add(
        Number(
            id=f"{subject}.known_total",
            value=row.known_total,
            unit="count",
            period=row.as_of or "undated",
            definition=f"coverage_total_{row.total_kind}",
            missing="" if row.known_total is not None else "unknown",
            cautions=row.caution_ids,
            source_ids=(row.source_id,),
            locators=(row.locator,),
        )
    )
    return found, known


def add_partial_lists(
    book: NumberBook, *, subject: str, coverage: Sequence[tuple[str, str, str]], period: str
) -> Number:
    """Add of how many programmes only part of the published total was found: ``r04.lists.partial``.

    Programmes whose total is not published are not among them: their completeness is not known.
    """
    partial = [
        (found, known)
        for _programme, found, known in coverage
        if book[known].value is not None and book.scalar(found) < book.scalar(known)
    ]
    inputs = tuple(number for pair in partial for number in pair)
    return book.add(
        Number(
            id=f"{subject}.lists.partial",
            value=len(partial),
            unit="count",
            period=period,
            definition="partial_lists",
            formula=formula("partial_lists") if partial else None,
            inputs=inputs,
            source_ids=() if partial else (PACK_SOURCE,),
            locators=() if partial else (place("coverage_is_whole"),),
        )
    )


def disagreements_on(pack: Pack, row_ids: set[str]) -> tuple[tuple[Disagreement, ...], ...]:
    """Return the statements that disagree on any of `row_ids`, grouped, preferred first."""
    grouped: dict[str, list[Disagreement]] = {}
    for row in pack.disagreements:
        if row.row_id in row_ids:
            grouped.setdefault(row.disagreement_id, []).append(row)
    return tuple(
        tuple(sorted(rows, key=lambda row: (not row.is_preferred, row.statement))) for rows in grouped.values()
    )
