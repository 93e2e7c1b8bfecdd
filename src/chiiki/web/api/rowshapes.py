"""A row of the pack as JSON: words in both languages, codes with labels, the source with its place.

The columns of the pack decide the shape, so that the interface and its document cannot drift
from the facts: ``name_ja`` and ``name_en`` become ``name``; a column of a vocabulary becomes a
code with its label; ``source_id`` and ``locator`` become ``source``; an empty cell is null.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ninja import Schema
from pydantic import Field, create_model

from chiiki.web.api.shapes import Code, SourceRef, Words
from chiiki.web.api.tables import cells, raw, table_schema
from chiiki.web.library.facts import pack

if TYPE_CHECKING:
    from chiiki.facts.read import Cell
    from chiiki.facts.schema import Field as Column

__all__ = ["code_json", "japanese_words", "row_json", "row_model", "source_json", "words_json"]

TYPES: dict[str, type] = {"integer": int, "year": int, "number": float, "boolean": bool}


def row_json(table: str, number: int) -> dict[str, Any]:
    """Return one row in the shape of :func:`row_model`."""
    return _shaped(table, cells(table, number))


@cache
def row_model(table: str) -> type[Schema]:
    """Return the shape of a row of `table`, with the descriptions of its columns and an example of each."""
    columns = {column.name: column for column in table_schema(table).fields}
    parts: dict[str, Any] = {}
    for name, column in columns.items():
        stem, has_pair = _stem(name, columns)
        if has_pair:
            if name.endswith("_ja"):
                parts[stem] = (Words, Field(description=_described(column)))
        elif name == "source_id" and "locator" in columns:
            parts["source"] = (SourceRef | None, Field(description="Who states it, and where"))
        elif name != "locator":
            parts[_name(name)] = _field(table, column)
    title = "".join(part.title() for part in table.split("_"))
    return create_model(f"{title}Row", __base__=Schema, __doc__=table_schema(table).description, **parts)


def words_json(ja: object, en: object) -> dict[str, Any]:
    """Return words in both languages; null where a language has none."""
    return {"ja": ja or None, "en": en or None}


def code_json(vocabulary: str, code: str) -> dict[str, Any]:
    """Return a code with its label in both languages."""
    facts = pack()
    label = words_json(facts.label(vocabulary, code, "ja"), facts.label(vocabulary, code, "en"))
    return {"code": code, "label": label}


def source_json(source_id: str, locator: str) -> dict[str, Any]:
    """Return who states it, and where."""
    source = pack().source(source_id)
    return {
        "id": source_id,
        "title": words_json(source.title_ja, source.title_en),
        "locator": locator or None,
        "url": source.url or None,
        "licence": source.licence_id or None,
        "address": f"/id/source/{source_id}",
    }


def _shaped(table: str, row: dict[str, Cell]) -> dict[str, Any]:
    columns = {column.name: column for column in table_schema(table).fields}
    shaped: dict[str, Any] = {}
    for name, column in columns.items():
        stem, has_pair = _stem(name, columns)
        if has_pair:
            if name.endswith("_ja"):
                shaped[stem] = words_json(row[name], row[f"{stem}_en"])
        elif name == "source_id" and "locator" in columns:
            shaped["source"] = source_json(str(row[name]), str(row["locator"] or "")) if row[name] else None
        elif name != "locator":
            shaped[_name(name)] = _cell(row[name], column)
    return shaped


def _cell(cell: Cell, column: Column) -> object:
    if column.separator:
        codes = [cell] if isinstance(cell, str) and cell else list(cell or ()) if isinstance(cell, tuple) else []
        return [code_json(column.vocabulary, code) for code in codes] if column.vocabulary else codes
    if cell in {None, ""}:
        return None
    return code_json(column.vocabulary, str(cell)) if column.vocabulary else cell


def _field(table: str, column: Column) -> tuple[Any, Any]:
    description = _described(column)
    if column.separator:
        return list[Code] if column.vocabulary else list[str], Field(description=description)
    if column.vocabulary:
        return Code | None, Field(description=description)
    kind = TYPES.get(column.type, str)
    return kind | None, Field(description=description, examples=_example(table, column.name))


def _described(column: Column) -> str:
    text = column.description or column.title
    return f"{text} Unit: {column.unit}." if column.unit else text


@cache
def japanese_words() -> dict[str, str]:
    """Return what tables and columns are: the English of the shapes → the Japanese of the pack, where it has it."""
    facts = pack()
    found = {table.description: table.description_ja for table in facts.schema.tables.values()}
    for column in (column for table in facts.schema.tables.values() for column in table.fields):
        unit = f"（単位：{facts.label('unit', column.unit, 'ja')}）" if column.unit else ""
        found[_described(column)] = column.description_ja + unit
    return {english: japanese for english, japanese in found.items() if japanese}


def _example(table: str, column: str) -> list[Any]:
    return [cell for cell in raw(table).columns[column][:200] if cell not in {None, ""}][:1]


def _name(column: str) -> str:
    return "cautions" if column == "caution_ids" else column


def _stem(name: str, columns: dict[str, Column]) -> tuple[str, bool]:
    """Return the name without its language, and whether both languages have a column."""
    stem = name[:-3] if name.endswith(("_ja", "_en")) else name
    return stem, stem != name and f"{stem}_ja" in columns and f"{stem}_en" in columns
