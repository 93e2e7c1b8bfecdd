"""Which programme became which: the family of one programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.provenance import Number
from chiiki.studies.holdings import located

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Programme, ProgrammeLink
    from chiiki.provenance import NumberBook

__all__ = ["MOST_PROGRAMMES", "Family", "add_family", "trace_family"]

MOST_PROGRAMMES = 12
"""A larger family is shown one step each way only."""

CONDITION = "condition_for"


@dataclass(frozen=True, slots=True)
class Family:
    """The programmes that a programme came from and led to, and how."""

    programmes: tuple[Programme, ...]
    """This one included, in order of their first year; those without a year last."""

    links: tuple[ProgrammeLink, ...]
    """Every step between two of `programmes`."""

    before: tuple[ProgrammeLink, ...]
    """Steps by which something became this programme."""

    after: tuple[ProgrammeLink, ...]
    """Steps by which this programme became something."""

    conditions: tuple[ProgrammeLink, ...]
    """Steps in which one was the condition for applying to the other."""

    is_whole: bool
    """Whether all relatives are here, or only those one step away."""


def trace_family(pack: Pack, programme_id: str) -> Family:
    """Follow the steps from and to a programme, as far as they go or one step each way."""
    members = _connected(pack.programme_links, programme_id)
    is_whole = len(members) <= MOST_PROGRAMMES
    if not is_whole:
        members = _step(pack.programme_links, {programme_id})
    links = tuple(
        link for link in pack.programme_links if link.from_programme_id in members and link.to_programme_id in members
    )
    steps = [link for link in links if link.kind != CONDITION]
    return Family(
        programmes=tuple(
            sorted(
                (row for row in pack.programmes if row.programme_id in members), key=lambda row: row.start_fy or 9999
            )
        ),
        links=links,
        before=tuple(link for link in steps if link.to_programme_id == programme_id),
        after=tuple(link for link in steps if link.from_programme_id == programme_id),
        conditions=tuple(
            link
            for link in links
            if link.kind == CONDITION and programme_id in {link.from_programme_id, link.to_programme_id}
        ),
        is_whole=is_whole,
    )


def _connected(links: Sequence[ProgrammeLink], programme_id: str) -> set[str]:
    reached = {programme_id}
    while (wider := _step(links, reached)) != reached:
        reached = wider
    return reached


def _step(links: Sequence[ProgrammeLink], members: set[str]) -> set[str]:
    ends = [{link.from_programme_id, link.to_programme_id} for link in links]
    return members.union(*(pair for pair in ends if pair & members))


def add_family(book: NumberBook, programme_id: str, family: Family, *, period: str) -> None:
    """Add how many steps lead here, away from here, and are conditions."""
    for name, links in (("before", family.before), ("after", family.after), ("conditions", family.conditions)):
        sources: dict[str, list[str]] = {}
        for link in links:
            sources.setdefault(link.source_id, []).append(link.link_id)
        found = located("programme_links", sources)
        book.add(
            Number(
                id=f"p-{programme_id}.links.{name}",
                value=len(links),
                unit="count",
                period=period,
                definition=f"links_{name}",
                source_ids=tuple(found),
                locators=tuple(found.values()),
            )
        )
