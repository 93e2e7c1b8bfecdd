"""Tables of the pack, cell by cell, as its files have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from chiiki.facts.select import as_text
from chiiki.web.access.rules import anyone
from chiiki.web.api.declare import declares
from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.paging import TEXT, Paging, begin, page
from chiiki.web.api.problems import FieldError, ProblemError
from chiiki.web.api.shapes import Page, Words
from chiiki.web.api.tables import cells, key_of, quoted, raw, row_number, rows_where, table_schema
from chiiki.web.library.facts import pack

if TYPE_CHECKING:
    from chiiki.facts.schema import TableSchema

__all__ = ["router"]

router = Router(tags=["tables"])

Cell = str | int | float | bool | list[str] | None


class TableColumn(Schema):
    """One column of a table."""

    name: str = Field(description="Name of the column", examples=["amount_jpy"])
    type: str = Field(description="string, integer, number, boolean, date or year", examples=["integer"])
    title: str = Field(description="Short title")
    title_ja: str = Field(description="Short title in Japanese")
    description: str = Field(description="What it means")
    description_ja: str = Field(description="What it means, in Japanese")
    unit: str | None = Field(description="Unit of the number, where it is the same in each row", examples=["JPY"])
    vocabulary: str | None = Field(description="Vocabulary of its codes", examples=["budget_kind"])
    allowed: list[str] = Field(description="Codes that it may hold; empty where it is open")


class TableSummary(Schema):
    """A table and how many rows it has."""

    name: str = Field(description="Name of the table", examples=["budgets"])
    title: Words = Field(description="Title")
    description: str = Field(description="What one row is")
    description_ja: str = Field(description="What one row is, in Japanese")
    n_rows: int = Field(description="Rows", examples=[115])
    sha256: str | None = Field(description="Checksum of the file")
    rows: str = Field(description="Path of the rows", examples=["/api/v1/tables/budgets/rows"])


class TableDetail(TableSummary):
    """A table with its columns."""

    primary_key: list[str] = Field(description="Columns that name a row", examples=[["budget_id"]])
    columns: list[TableColumn] = Field(description="Columns in the order of the file")


class RawRow(Schema):
    """One row as it stands in the file; an empty cell is null, a list cell a list."""

    key: str = Field(description="Key of the row; parts of a key are joined by |", examples=["CAO-RUI-2022-allocation"])
    href: str = Field(description="Path of the row")
    cells: dict[str, Cell] = Field(description="Column → cell", examples=[{"amount_jpy": 1_600_000_000}])


Condition = Annotated[str, Field(max_length=300, pattern=TEXT)]


class RowFilter(Paging):
    """Which rows of a table."""

    where: list[Condition] = Field(
        default=[],
        max_length=10,
        description="column=value, repeated for several columns, all of which must hold; column= asks for empty cells",
        examples=[["programme_id=KCI"]],
    )


@router.get("", response=list[TableSummary], summary="Tables of the facts pack")
@declares(anyone)
def tables(request: HttpRequest) -> list[dict[str, Any]]:
    """Every table of the edition, in the order of the pack."""
    return [_summary(table) for table in pack().schema.tables.values()]


@router.get("/{name}", response=TableDetail, summary="One table and its columns")
@declares(anyone)
def table(request: HttpRequest, name: str) -> dict[str, Any]:
    """List the columns with what they mean, their units and codes."""
    found = _known(name)
    columns = [
        {
            "name": field.name,
            "type": field.type,
            "title": field.title,
            "title_ja": field.title_ja,
            "description": field.description,
            "description_ja": field.description_ja,
            "unit": field.unit or None,
            "vocabulary": field.vocabulary or None,
            "allowed": [*field.enum],
        }
        for field in found.fields
    ]
    return _summary(found) | {"primary_key": [*found.primary_key], "columns": columns}


@router.get("/{name}/rows", response=Page[RawRow], summary="Rows of a table")
@declares(anyone)
def table_rows(request: HttpRequest, name: str, asked: Query[RowFilter]) -> dict[str, Any]:
    """Rows in the order of the file, page by page."""
    found = _known(name)
    numbers = rows_where(name, dict(_condition(text, found) for text in asked.where))
    start = begin(request, asked)
    items = [_row(name, number) for number in numbers[start : start + asked.limit]]
    return page(request, items, start=start, n_total=len(numbers))


@router.get("/{name}/rows/{path:key}", response=RawRow, summary="One row of a table")
@declares(anyone)
def table_row(request: HttpRequest, name: str, key: str) -> dict[str, Any]:
    """Return the row of that key; parts of a key of several columns are joined by |."""
    _known(name)
    number = row_number(name, key)
    if number is None:
        raise ProblemError(ProblemCode.NOT_FOUND, detail=_("The table has no row of this key."))
    return _row(name, number)


def _known(name: str) -> TableSchema:
    if name not in pack().schema.tables:
        raise ProblemError(ProblemCode.NOT_FOUND, detail=_("There is no such table; /api/v1/tables lists them."))
    return table_schema(name)


def _condition(text: str, table: TableSchema) -> tuple[str, str]:
    column, sign, value = text.partition("=")
    if sign and column in table.columns:
        return column, value
    problem = FieldError(
        field="where",
        value=text[:200],
        message=_("A condition is column=value, with a column of the table."),
        allowed=[*table.columns],
        next=_("Name a column of the table."),
    )
    raise ProblemError(ProblemCode.BAD_PARAMETER, errors=[problem])


def _summary(table: TableSchema) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": {"ja": table.title_ja or None, "en": table.title or None},
        "description": table.description,
        "description_ja": table.description_ja,
        "n_rows": raw(table.name).n_rows,
        "sha256": table.sha256 or None,
        "rows": f"/api/v1/tables/{table.name}/rows",
    }


def _row(table: str, number: int) -> dict[str, Any]:
    key = key_of(table, number)
    row = {
        name: [*cell] if isinstance(cell, tuple) else None if as_text(cell) == "" else cell
        for name, cell in cells(table, number).items()
    }
    return {"key": key, "href": f"/api/v1/tables/{table}/rows/{quoted(key)}", "cells": row}
