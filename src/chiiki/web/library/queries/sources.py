"""Which rows of the facts a source states, and on which page each of them stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from chiiki.facts.pack import record_types
from chiiki.web.library.enums import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.facts.pack import Pack

__all__ = ["CITATIONS", "Page", "StatedRow", "rows_by_source"]

Page = tuple[Kind, str]
"""Kind and id of what a page is about."""

CITATIONS = "citations"
"""Table of the further sources of rows that already have one."""

_NOT_KEYS = {"source_id", "locator"}
"""Parts of keys that say where a row stands, not which it is."""


@dataclass(frozen=True, slots=True)
class StatedRow:
    """One row that a source states."""

    table: str
    row_id: str
    """Its key, parts joined by a space."""

    locator: str
    page: Page | None
    """The page that shows the row; None where none does."""


@lru_cache(maxsize=2)
def rows_by_source(pack: Pack) -> Mapping[str, tuple[StatedRow, ...]]:
    """Return source id → the rows that name it, in the order of the tables; rows that it also states last."""
    found: dict[str, list[StatedRow]] = {}
    pages: dict[tuple[str, str], Page | None] = {}
    find = _Finder(pack)
    for table in _stating_tables():
        key = pack.schema.tables[table].primary_key
        for row in getattr(pack, table):
            row_id = " ".join(str(getattr(row, column)) for column in key if column not in _NOT_KEYS)
            pages[table, row_id] = page = find(table, row)
            found.setdefault(row.source_id, []).append(StatedRow(table, row_id, row.locator, page))
    for further in pack.citations:
        page = pages.get((further.table, further.row_id))
        stated = StatedRow(CITATIONS, f"{further.table} {further.row_id}", further.locator, page)
        found.setdefault(further.source_id, []).append(stated)
    return MappingProxyType({source: tuple(rows) for source, rows in found.items()})


def _stating_tables() -> list[str]:
    """Return the tables whose rows name a source, the list of sources itself and of further sources left out."""
    return [
        table
        for table, record in record_types().items()
        if "source_id" in record.__dataclass_fields__ and table not in {"sources", CITATIONS}  # type: ignore[attr-defined]
    ]


_OWN: Mapping[str, tuple[Kind, str]] = MappingProxyType(
    {
        "plans": (Kind.PLAN, "plan_id"),
        "plan_concepts": (Kind.PLAN, "plan_id"),
        "laws_and_strategies": (Kind.LAW, "law_id"),
        **dict.fromkeys(
            (
                "programmes",
                "programme_authorities",
                "programme_stages",
                "programme_instruments",
                "programme_groups",
                "calls",
                "coverage",
                "coverage_years",
            ),
            (Kind.PROGRAMME, "programme_id"),
        ),
        "programme_links": (Kind.PROGRAMME, "from_programme_id"),
        **dict.fromkeys(("measures", "measure_stages", "measure_instruments"), (Kind.MEASURE, "measure_id")),
        "places": (Kind.SITE, "place_id"),
        **dict.fromkeys(
            ("regions", "region_members", "region_aliases", "indicators", "employment", "employment_groups"),
            (Kind.REGION, "region_id"),
        ),
        "evaluations": (Kind.EVALUATION, "evaluation_id"),
        "disagreements": (Kind.CONFLICT, "disagreement_id"),
    }
)
"""Table → kind of the page of its rows, and the column that names it."""

_OF_SELECTIONS = {
    "designations",
    "designation_prefectures",
    "designation_municipalities",
    "designation_fields",
    "awards",
}


class _Finder:
    """Finds the page of a row."""

    def __init__(self, pack: Pack) -> None:
        self.places = {row.designation_id: row.place_id for row in pack.designations}
        self.programmes = {row.call_id: row.programme_id for row in pack.calls}
        self.groups = {row.group_id: row.programme_id for row in reversed(pack.programme_groups)}

    def __call__(self, table: str, row: Any) -> Page | None:  # noqa: ANN401 -- a row of any table
        if table in _OWN:
            kind, column = _OWN[table]
            return kind, getattr(row, column)
        if table in _OF_SELECTIONS:
            return Kind.SITE, self.places[row.designation_id]
        if table in {"budgets", "outcomes"}:
            return self._of_subject(row.subject_kind, row.subject_id)
        return (Kind.PROGRAMME, self.programmes[row.call_id]) if table == "call_authorities" else None

    def _of_subject(self, kind: str, subject_id: str) -> Page | None:
        """Find whose money or result it is; that of a group stands with its first programme."""
        if kind == "designation":
            return Kind.SITE, self.places[subject_id]
        if kind == "group":
            return (Kind.PROGRAMME, self.groups[subject_id]) if subject_id in self.groups else None
        found = {"programme": Kind.PROGRAMME, "plan": Kind.PLAN, "strategy": Kind.LAW}.get(kind)
        return (found, subject_id) if found else None
