"""Single statements: a value with unit, period, definition, source, place in it, and cautions."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from chiiki.web.access.rules import anyone
from chiiki.web.api.declare import declares
from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.paging import TEXT, Paging, begin, page
from chiiki.web.api.problems import ProblemError
from chiiki.web.api.shapes import Code, Page, SourceRef, Words
from chiiki.web.api.statements import FACT_TABLES, numeric_fields, statement_json
from chiiki.web.api.tables import field_of, row_number, rows_where
from chiiki.web.library.facts import pack

__all__ = ["router"]

router = Router(tags=["facts"])

SUBJECT_COLUMNS = ("subject_id", "programme_id", "designation_id", "region_id", "partnership_id", "check_id")


class FurtherSource(Schema):
    """Another source of the same row."""

    role: Code = Field(description="What it adds: it states the same, or something else")
    source: SourceRef = Field(description="Who, and where")


class OtherStatement(Schema):
    """What one of the sources that differ says."""

    conflict: str = Field(description="Id of the disagreement", examples=["AKITA-DCLEAD"])
    value: str | None = Field(description="What the source states, as text")
    unit: str | None = Field(description="Unit of the value")
    is_preferred: bool = Field(description="Whether the pack follows it")
    reason: Words = Field(description="Why one is preferred")
    source: SourceRef | None = Field(description="Who, and where")


class Statement(Schema):
    """One cell of the pack and everything that is known about it."""

    href: str = Field(description="Path of this statement")
    table: str = Field(description="Table of the pack", examples=["outcomes"])
    key: str = Field(description="Key of the row")
    field: str = Field(description="Column", examples=["value"])
    title: Words = Field(description="What is stated")
    definition: Words = Field(description="What it means, in full")
    value: str | int | float | bool | list[str] | None = Field(description="The value; null where it is missing")
    missing: Code | None = Field(description="Why the value is missing; null where it is there")
    unit: Code | None = Field(description="Unit of a number")
    period: str | None = Field(description="FY2014, FY2002-2011, 2022 or 2014-11-28", examples=["FY2002-2011"])
    approximate: bool = Field(description="Whether the source says about or more than")
    source: SourceRef | None = Field(description="Who states it, and where")
    further_sources: list[FurtherSource] = Field(description="Other sources of the row")
    cautions: list[Code] = Field(description="What to mind when the value is used")
    differing: list[OtherStatement] = Field(description="What other sources state; empty where none differs")


class FactFilter(Paging):
    """Which numbers."""

    table: FACT_TABLES | None = Field(default=None, description="Numbers of one table")
    subject: str | None = Field(
        default=None, max_length=100, pattern=TEXT, description="Id of what the number is about", examples=["KCI"]
    )
    source: str | None = Field(
        default=None, max_length=200, pattern=TEXT, description="Id of the source that states it"
    )


@router.get("", response=Page[Statement], summary="Numbers with their origin")
@declares(anyone)
def facts(request: HttpRequest, asked: Query[FactFilter]) -> dict[str, Any]:
    """Every stated number: of calls, budgets, outcomes, totals, indicators, employment."""
    found = _wanted(asked.table, asked.subject, asked.source)
    start = begin(request, asked)
    items = [statement_json(*place) for place in found[start : start + asked.limit]]
    return page(request, items, start=start, n_total=len(found))


@router.get("/{table}/{key}/{field}", response=Statement, summary="One statement")
@declares(anyone)
def fact(request: HttpRequest, table: str, key: str, field: str) -> dict[str, Any]:
    """One cell of any table with its origin, whether it is a number or a word."""
    is_table = table in pack().schema.tables
    number = row_number(table, key) if is_table else None
    if number is None or field_of(table, field) is None:
        raise ProblemError(ProblemCode.NOT_FOUND, detail=_("The pack has no such table, row or column."))
    return statement_json(table, number, field)


@cache
def _columns(table: str) -> tuple[str, ...]:
    return tuple(name for name in SUBJECT_COLUMNS if field_of(table, name))


def _wanted(table: str | None, subject: str | None, source: str | None) -> list[tuple[str, int, str]]:
    found = []
    for name, fields in numeric_fields().items():
        if table not in {None, name}:
            continue
        numbers = rows_where(name, {"source_id": source} if source else {})
        if subject:
            about = {number for column in _columns(name) for number in rows_where(name, {column: subject})}
            numbers = [number for number in numbers if number in about]
        found += [(name, number, field) for number in numbers for field in fields]
    return found
