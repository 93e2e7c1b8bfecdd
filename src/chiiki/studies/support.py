"""Who supports which stage: selections by ministry and stage, with the gaps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from chiiki.studies.holdings import count_of_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Designation
    from chiiki.provenance import Number, NumberBook

__all__ = ["STAGES", "NumberOf", "SupportMatrix", "add_support"]


class NumberOf(Protocol):
    """Makes the number that says how many selections there are."""

    def __call__(self, number_id: str, rows: Iterable[Designation], *, period: str, definition: str) -> Number:
        """Return the count of `rows` under `number_id`."""


STAGES = ("research", "development", "commercialisation", "market_creation")
"""From the laboratory to the market."""


@dataclass(frozen=True, slots=True)
class SupportMatrix:
    """Number ids of a ministry × stage matrix; every cell is a count, 0 is a gap."""

    authorities: tuple[str, ...]
    """Ministries with at least one selection, most selections first."""

    stages: tuple[str, ...]
    cells: Mapping[tuple[str, str], str]
    """(authority, stage) → number id."""

    totals: Mapping[str, str]
    """Stage → number id; a selection counts once however many ministries run its programme."""

    unclassified: str
    """Number id: selections whose programme names no stage."""


@lru_cache(maxsize=4)
def _programme_axes(pack: Pack) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    authorities: dict[str, set[str]] = {}
    stages: dict[str, set[str]] = {}
    for row in pack.programme_authorities:
        authorities.setdefault(row.programme_id, set()).add(row.authority)
    for link in pack.programme_stages:
        stages.setdefault(link.programme_id, set()).add(link.stage)
    return authorities, stages


def add_support(  # noqa: PLR0913 -- a matrix has a subject, rows and a way to count them
    book: NumberBook,
    pack: Pack,
    *,
    subject: str,
    designations: Sequence[Designation],
    period: str,
    number_of: NumberOf = count_of_rows,
) -> SupportMatrix:
    """Add ``<subject>.support.<authority>.<stage>`` and ``<subject>.stage.<stage>``.

    A selection counts in every ministry and stage of its programme, so rows and columns
    do not add up to the number of selections; the totals row counts each selection once.
    `number_of` makes the number of some selections, by default one that names their sources.
    """
    authorities, stages = _programme_axes(pack)
    of_authority = {
        authority: [row for row in designations if authority in authorities.get(row.programme_id, ())]
        for authority in {name for row in designations for name in authorities.get(row.programme_id, ())}
    }
    ordered = tuple(sorted(of_authority, key=lambda name: (-len(of_authority[name]), name)))
    cells, totals = {}, {}

    def count(number_id: str, rows: Iterable[Designation], definition: str) -> str:
        return book.add(number_of(number_id, rows, period=period, definition=definition)).id

    for stage in STAGES:
        for authority in ordered:
            rows = [row for row in of_authority[authority] if stage in stages.get(row.programme_id, ())]
            cells[authority, stage] = count(f"{subject}.support.{authority}.{stage}", rows, "support_cell")
        in_stage = [row for row in designations if stage in stages.get(row.programme_id, ())]
        totals[stage] = count(f"{subject}.stage.{stage}", in_stage, "support_stage")
    without = [row for row in designations if not stages.get(row.programme_id)]
    unclassified = count(f"{subject}.stage.unclassified", without, "support_unclassified")
    return SupportMatrix(ordered, STAGES, cells, totals, unclassified)
