"""Which regions border each other, from ``neighbours.json`` of the facts pack.

A pair is a neighbour by ``land`` (a border between large parts of both), by ``islet`` (a small
island divided between them) or by ``link`` (a fixed road or railway across the sea, named by
hand). Hokkaido and Okinawa have no border on land.

>>> from chiiki.facts.pack import load_pack
>>> found = read_neighbours(load_pack().neighbours)
>>> found.of("47"), found.of("46")
((), ('43', '45'))
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Border", "BorderKind", "Neighbours", "read_neighbours"]

BorderKind: TypeAlias = Literal["land", "islet", "link"]


@dataclass(frozen=True, slots=True)
class Border:
    """Two regions that are neighbours."""

    regions: tuple[str, str]
    """Ids, in order."""

    kind: BorderKind
    name_en: str = ""
    """Of a link."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """All pairs of neighbours of a country."""

    borders: tuple[Border, ...]
    credit: str
    source_id: str
    """Where land and islet borders come from; links are named by hand."""

    def pairs(self, kinds: Sequence[BorderKind] = ("land",)) -> tuple[tuple[str, str], ...]:
        """Return the pairs of some kinds.

        Parameters
        ----------
        kinds : sequence of {"land", "islet", "link"}
            Which count.
        """
        return tuple(dict.fromkeys(border.regions for border in self.borders if border.kind in kinds))

    def of(self, region_id: str, kinds: Sequence[BorderKind] = ("land",)) -> tuple[str, ...]:
        """Return the neighbours of one region.

        Parameters
        ----------
        region_id : str
            Id of the region.
        kinds : sequence of {"land", "islet", "link"}
            Which count.
        """
        others = {other for pair in self.pairs(kinds) if region_id in pair for other in pair}
        return tuple(sorted(others - {region_id}))


def read_neighbours(text: str) -> Neighbours:
    """Read ``neighbours.json``.

    Parameters
    ----------
    text : str
        The file's content, as :attr:`chiiki.facts.pack.Pack.neighbours` has it.

    Returns
    -------
    Neighbours
        Pairs in the order of the file: borders by code, then links.
    """
    content = json.loads(text)
    borders = tuple(
        Border((pair["regions"][0], pair["regions"][1]), pair["kind"], pair.get("name_en", ""))
        for pair in content["pairs"]
    )
    return Neighbours(borders=borders, credit=content["credit"], source_id=content["source_id"])
