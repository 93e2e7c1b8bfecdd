"""One thing of the library as JSON: its row, what belongs to it, what else is said of it."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from ninja import Schema
from pydantic import Field, create_model

from chiiki.web.api.rowshapes import row_json, row_model, source_json, words_json
from chiiki.web.api.shapes import SourceRef, Words
from chiiki.web.api.tables import TABLES, cells, field_of, row_number, rows_where
from chiiki.web.library.enums import LISTS, Kind
from chiiki.web.library.facts import pack
from chiiki.web.library.queries.things import find_record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.web.access.actors import Actor

__all__ = ["Related", "thing_address", "thing_json", "thing_model"]

PARTS: Mapping[Kind, Mapping[str, str]] = MappingProxyType(
    {
        Kind.PLAN: {"plan_concepts": "plan_id"},
        Kind.LAW: {},
        Kind.PROGRAMME: {
            "programme_authorities": "programme_id",
            "programme_stages": "programme_id",
            "programme_instruments": "programme_id",
            "calls": "programme_id",
        },
        Kind.REGION: {"region_members": "region_id", "region_aliases": "region_id"},
        Kind.SITE: {},
        Kind.DESIGNATION: {
            "designation_prefectures": "designation_id",
            "designation_municipalities": "designation_id",
            "designation_fields": "designation_id",
            "evaluations": "designation_id",
            "awards": "designation_id",
        },
        Kind.MEASURE: {"measure_stages": "measure_id", "measure_instruments": "measure_id"},
        Kind.EVALUATION: {},
        Kind.SOURCE: {},
        Kind.CONFLICT: {"disagreements": "disagreement_id"},
    }
)
"""Kind → the tables whose rows are part of the thing, with the column that names it."""


class Related(Schema):
    """Rows of another table that name the thing."""

    table: str = Field(description="Table of the pack", examples=["designations"])
    n_rows: int = Field(description="How many", examples=[22])
    href: str = Field(description="Path of the rows")


class _Thing(Schema):
    id: str = Field(description="Id in the facts pack", examples=["KCI"])
    kind: Kind = Field(description="What it is")
    name: Words = Field(description="Name")
    address: str = Field(description="Stable address, for links and citations", examples=["/id/programme/KCI"])
    pages: Words = Field(description="Paths of its pages for people")
    edition: str = Field(description="Edition of the facts", examples=["2026.11"])
    conflicts: list[str] = Field(description="Paths of the statements that disagree on a cell of its row")
    further_sources: list[SourceRef] = Field(description="Other sources of its row")
    related: list[Related] = Field(description="Rows of other tables that name it, all counted")


@cache
def thing_model(kind: Kind) -> type[Schema]:
    """Return the shape of a thing of `kind`."""
    rows: dict[str, Any] = {
        table: (list[row_model(table)], Field(description=f"Its rows of the table {table}"))  # type: ignore[misc]
        for table in PARTS[kind]
    }
    name = kind.value.title()
    parts = create_model(f"{name}Parts", __base__=Schema, __doc__=f"What belongs to one {kind.value}.", **rows)
    return create_model(
        name,
        __base__=_Thing,
        __doc__=f"One {kind.value} with its row, what belongs to it and what names it.",
        row=(row_model(TABLES[kind]), Field(description=f"Its row of the table {TABLES[kind]}")),
        parts=(parts, Field(description="What belongs to it")),
    )


def thing_address(kind: Kind, subject_id: str) -> str:
    """Return the stable path of a thing."""
    return f"/id/{kind.value}/{quote(subject_id, safe='')}"


def thing_json(kind: Kind, subject_id: str, *, actor: Actor) -> dict[str, Any] | None:
    """Return one thing in the shape of :func:`thing_model`; None where there is none that `actor` may know of."""
    record = find_record(kind, subject_id, actor=actor)
    number = _number(kind, subject_id) if record else None
    if record is None or number is None:
        return None
    table = TABLES[kind]
    return {
        "id": subject_id,
        "kind": kind.value,
        "name": words_json(record.name_ja, record.name_en),
        "address": thing_address(kind, subject_id),
        "pages": {"ja": record.page("ja"), "en": record.page("en")},
        "edition": pack().edition,
        "row": row_json(table, number),
        "parts": {
            part: [row_json(part, place) for place in rows_where(part, {column: subject_id})]
            for part, column in PARTS[kind].items()
        },
        "conflicts": _conflicts(table, subject_id),
        "further_sources": _further(table, subject_id),
        "related": _related(kind, subject_id),
    }


def _number(kind: Kind, subject_id: str) -> int | None:
    """Return the place of its row; of a conflict, that of the statement which is preferred."""
    if kind is not Kind.CONFLICT:
        return row_number(TABLES[kind], subject_id)
    numbers = rows_where("disagreements", {"disagreement_id": subject_id})
    preferred = [number for number in numbers if cells("disagreements", number)["is_preferred"]]
    return next(iter([*preferred, *numbers]), None)


def _conflicts(table: str, key: str) -> list[str]:
    rows = [cells("disagreements", number) for number in rows_where("disagreements", {"table": table, "row_id": key})]
    ids = dict.fromkeys(str(row["disagreement_id"]) for row in rows)
    return [f"/api/v1/{LISTS[Kind.CONFLICT]}/{quote(name, safe='')}" for name in ids]


def _further(table: str, key: str) -> list[dict[str, Any]]:
    rows = [cells("citations", number) for number in rows_where("citations", {"table": table, "row_id": key})]
    return [source_json(str(row["source_id"]), str(row["locator"] or "")) for row in rows]


def _related(kind: Kind, subject_id: str) -> list[dict[str, Any]]:
    found = []
    for table, columns in _references(kind):
        conditions = {column: subject_id if text is None else text for column, text in columns.items()}
        if n_rows := len(rows_where(table, conditions)):
            query = urlencode([("where", f"{column}={text}") for column, text in conditions.items()])
            found.append({"table": table, "n_rows": n_rows, "href": f"/api/v1/tables/{table}/rows?{query}"})
    return found


@cache
def _references(kind: Kind) -> tuple[tuple[str, dict[str, str | None]], ...]:
    """Return the tables that name things of `kind`: by a foreign key, or by a pair of kind and id."""
    own = TABLES[kind]
    found: list[tuple[str, dict[str, str | None]]] = []
    for table in pack().schema.tables.values():
        keys = [key.fields[0] for key in table.foreign_keys if key.table == own and len(key.fields) == 1]
        found += [(table.name, {key: None}) for key in keys if kind is not Kind.CONFLICT]
        subject = field_of(table.name, "subject_kind")
        if subject and kind.value in subject.enum:
            found.append((table.name, {"subject_kind": kind.value, "subject_id": None}))
    return tuple(found)
