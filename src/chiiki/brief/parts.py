"""What a composer hands to :func:`chiiki.brief.compose.assemble`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chiiki.brief.document import Block, Claim, Kind, Kpi, Table, Text
    from chiiki.provenance import NumberBook

__all__ = ["Parts"]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a composer hands over: everything of a document but its notes."""

    kind: Kind
    id: str
    subject: str
    title: Claim
    lead: tuple[Text, ...]
    kpis: tuple[Kpi, ...]
    blocks: tuple[Block, ...]
    numbers: NumberBook
    conflicts: tuple[Table, ...] = ()
