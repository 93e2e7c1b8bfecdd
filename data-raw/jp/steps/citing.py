"""Choose the source of a row among the addresses of a raw cell; the others become citations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from steps.source_ids import source_id_of, split_addresses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from steps.context import Context, Row

__all__ = ["Citing", "parts"]

# A paper about the policy is not the publisher of the policy's facts, though it is its own publisher.
_ABOUT_POLICY = {"seed-003"}
_SECONDARY = {"press", "aggregator", "compilation"}


def parts(cell: str) -> list[str]:
    """Split a cell that lists codes with ``;`` between them.

    Examples
    --------
    >>> parts("research;development")
    ['research', 'development']
    """
    return [part.strip() for part in cell.split(";") if part.strip()]


@dataclass(slots=True)
class Citing:
    """Gives rows their source and locator, and collects the citations.

    Parameters
    ----------
    context : Context
        What the step was given.
    """

    context: Context
    citations: list[Row] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    places: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the kinds of the sources and where in a founding document things stand."""
        self.kinds = {source_id_of(row["url"]): row["source_kind"] for row in self.context.decisions("sources")}
        self.places = self.context.decisions("seed_locators")

    def of(self, table: str, row_id: str, *, cell: str, locator: str = "", about: str = "") -> Row:
        """Return ``source_id`` and ``locator`` for a row; the cell's other addresses become citations of it.

        The publisher's own page comes before pages about it. ``about`` is the programme or plan by which a place in
        a founding document is looked up (default: the row itself).
        """
        addresses = sorted(dict.fromkeys(split_addresses(cell)), key=self._rank)
        ids = list(dict.fromkeys(self.context.source_id(address) for address in addresses))
        for other in ids[1:]:
            place = self._place(table, about or row_id, source_id=other)
            row = {"table": table, "row_id": row_id, "source_id": other, "locator": place, "role": "also_states"}
            self.citations.append(row)
        return {"source_id": ids[0], "locator": locator or self._place(table, about or row_id, source_id=ids[0])}

    def cautions(self, source_id: str, *codes: str) -> str:
        """Join caution codes, adding that the source is not the publisher where that is so."""
        found = [code for cell in codes for code in parts(cell)]
        if self.kinds.get(source_id) in _SECONDARY or source_id in _ABOUT_POLICY:
            found.append("secondary_source")
        return ";".join(dict.fromkeys(found))

    def _rank(self, address: str) -> int:
        source_id = source_id_of(address)
        return 0 if self.kinds.get(source_id) == "publisher" and source_id not in _ABOUT_POLICY else 1

    def _place(self, table: str, about: str, *, source_id: str) -> str:
        if not source_id.startswith("seed-"):
            return "page"
        return _first(
            row["locator"]
            for row in self.places
            if row["source_id"] == source_id and row["table"] in {table, ""} and row["about"] in {about, ""}
        )


def _first(places: Iterable[str]) -> str:
    return next(iter(places), "page")
