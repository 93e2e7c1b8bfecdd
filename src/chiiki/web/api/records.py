"""Records of the index as lists and searches name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from ninja import Schema
from pydantic import Field

from chiiki.errors import UnknownNameError
from chiiki.web.api.paging import TEXT, Paging
from chiiki.web.api.rowshapes import code_json, source_json, words_json
from chiiki.web.api.shapes import Code, SourceRef, Words
from chiiki.web.api.things import thing_address
from chiiki.web.library.enums import FACETS, LISTS, Kind
from chiiki.web.library.labels import TYPES
from chiiki.web.library.queries.records import Question, ask_records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.web.access.actors import Actor
    from chiiki.web.library.models import Record

__all__ = ["ListFilter", "SearchFilter", "Summary", "question_of", "slice_of", "summary_json"]

Sort = Literal[
    "name", "-name", "id", "-id", "type", "-type", "owner", "-owner", "place", "-place", "start", "-start",
    "end", "-end", "date", "-date", "grade", "-grade", "n", "-n", "source", "-source",
]  # fmt: skip


def _facet(description: str, example: str) -> Any:  # noqa: ANN401 -- pydantic types it so
    return Field(default=None, max_length=128, pattern=TEXT, description=description, examples=[example])


class _Filter(Paging):
    """What lists for people are filtered by too."""

    type: str | None = _facet("Code of the type, which depends on the kind", "prefecture")
    plan: str | None = _facet("Id of a Basic Plan: things of its years", "P3")
    ministry: str | None = _facet("Code of a ministry or agency", "MEXT")
    programme: str | None = _facet("Id of a programme", "KCI")
    stage: str | None = _facet("Code of a stage from research to market", "research")
    instrument: str | None = _facet("Code of an instrument", "grant")
    field: str | None = _facet("Code of a field of technology or policy", "life_science")
    grade: str | None = _facet("Grade of an evaluation", "A")
    prefecture: str | None = _facet("Two digits of a prefecture", "04")
    licence: str | None = _facet("Id of the licence of the source", "PDL-1.0")
    from_fy: int | None = Field(
        default=None, alias="from", ge=1000, le=2999, description="Things whose years reach this one", examples=[2002]
    )
    to_fy: int | None = Field(
        default=None, alias="to", ge=1000, le=2999, description="Things that began by this year", examples=[2011]
    )


class ListFilter(_Filter):
    """Which things of a list, in which order."""

    q: str = Field(default="", max_length=400, pattern=TEXT, description="Words in either language; all must be found")
    sort: Sort | None = Field(default=None, description="Order; - for descending, the order of the pack when left out")


class SearchFilter(_Filter):
    """What is searched for."""

    q: str = Field(
        min_length=1, max_length=400, pattern=TEXT, description="Words in either language", examples=["cluster"]
    )
    kind: Kind | None = Field(default=None, description="Things of one kind")


class Summary(Schema):
    """A thing of the library as lists name it."""

    id: str = Field(description="Id in the facts pack", examples=["KCI"])
    kind: Kind = Field(description="What it is")
    name: Words = Field(description="Name")
    short: Words = Field(description="Short name")
    type: Code | None = Field(description="Type within its kind")
    owner: Words = Field(description="Ministries, programme, publisher or region above")
    place: Words = Field(description="Prefectures")
    start_fy: int | None = Field(description="First fiscal year", examples=[2002])
    end_fy: int | None = Field(description="Last fiscal year; null while it goes on or is not known", examples=[2009])
    dated_on: str | None = Field(description="Date, month or year", examples=["2001-03-30"])
    grade: str | None = Field(description="Grade of an evaluation", examples=["A"])
    source: SourceRef = Field(description="Who states it, and where")
    address: str = Field(description="Stable address", examples=["/id/programme/KCI"])
    href: str = Field(description="Path of the item", examples=["/api/v1/programmes/KCI"])


def question_of(asked: ListFilter | SearchFilter, *, kind: Kind | None) -> Question:
    """Return what is asked, as the lists for people ask it."""
    given: Mapping[str, str | None] = {facet: getattr(asked, facet) for facet in FACETS}
    return Question(
        kind=kind,
        filters={facet: value for facet, value in given.items() if value},
        words=asked.q,
        from_fy=asked.from_fy,
        to_fy=asked.to_fy,
        sort=getattr(asked, "sort", None) or "",
    )


def slice_of(question: Question, *, actor: Actor, start: int, limit: int) -> tuple[list[Record], int, bool]:
    """Return records after `start`, how many fit, and whether that is all of them, as it is within one kind."""
    answer = ask_records(question, actor=actor, is_whole=question.kind is not None)
    return answer.in_order(start, start + limit), answer.count(), answer.is_complete


def summary_json(record: Record) -> dict[str, Any]:
    """Return a record in the shape of :class:`Summary`."""
    kind = Kind(record.kind)
    return {
        "id": record.subject_id,
        "kind": kind.value,
        "name": words_json(record.name_ja, record.name_en),
        "short": words_json(record.short_ja, record.short_en),
        "type": _type(kind, record.type),
        "owner": words_json(record.owner_ja, record.owner_en),
        "place": words_json(record.place_ja, record.place_en),
        "start_fy": record.start_fy,
        "end_fy": record.end_fy,
        "dated_on": record.dated_on or None,
        "grade": record.grade or None,
        "source": source_json(record.source_id, record.locator),
        "address": thing_address(kind, record.subject_id),
        "href": f"/api/v1/{LISTS[kind]}/{quote(record.subject_id, safe='')}",
    }


def _type(kind: Kind, code: str) -> dict[str, Any] | None:
    if not code:
        return None
    try:
        return code_json(TYPES.get(kind, ""), code)
    except UnknownNameError:
        return {"code": code, "label": words_json("", "")}
