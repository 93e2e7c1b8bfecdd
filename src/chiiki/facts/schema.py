"""The shape of a pack, as its ``datapackage.json`` states it.

The field dictionary (``fields.yml``) is where a person writes the shape; the build turns
it into ``datapackage.json`` (Frictionless Data Package), and only that is read at run time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from chiiki.errors import PackError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Field", "ForeignKey", "PackSchema", "TableSchema", "read_schema"]

DESCRIPTOR = "datapackage.json"

TYPES = ("string", "integer", "number", "boolean", "date", "year")
"""Frictionless types that a pack may use."""

REBUILD = "Restore the file from a release, or rebuild the pack (data-raw/jp/build.py)."


@dataclass(frozen=True, slots=True)
class Field:
    """One column: type, unit and what a cell may hold."""

    name: str
    type: str
    title: str = ""
    title_ja: str = ""
    description: str = ""
    description_ja: str = ""
    unit: str = ""
    is_required: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    separator: str = ""
    """What separates the codes of a list cell (``;`` in ``caution_ids``), else empty."""

    vocabulary: str = ""
    """Name of the vocabulary whose codes the column uses, else empty."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values are the key of another table."""

    fields: tuple[str, ...]
    table: str
    table_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table: its file, fields in the order of the header, keys and checksum."""

    name: str
    path: str
    title: str
    title_ja: str
    description: str
    description_ja: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    sha256: str
    """Checksum of the file's bytes; empty when the descriptor states none."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the fields, in order."""
        return tuple(field.name for field in self.fields)


@dataclass(frozen=True, slots=True)
class PackSchema:
    """One pack: its name, edition and tables."""

    name: str
    title: str
    edition: str
    as_of: str
    tables: dict[str, TableSchema]


def read_schema(folder: Path) -> PackSchema:
    """Read the ``datapackage.json`` of the pack in `folder`.

    Raises
    ------
    PackError
        If the file is missing, is not JSON in UTF-8, or lacks a part that reading needs.
    """
    found = _load(folder)
    try:
        tables = [_table(resource) for resource in _list(found, "resources")]
        return PackSchema(
            name=_text(found, "name"),
            title=_text(found, "title"),
            edition=str(found["version"]),
            as_of=(_text(found, "as_of") or _text(found, "created"))[:10],
            tables={table.name: table for table in tables},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = f"{DESCRIPTOR} in {folder}: {_reason(error)}. {REBUILD}"
        raise PackError(msg) from error


def _load(folder: Path) -> dict[str, object]:
    path = folder / DESCRIPTOR
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        msg = f"{folder} is not a facts pack: {DESCRIPTOR} is missing. Give the folder that holds it."
        raise PackError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}). Check that it is a file and its permissions."
        raise PackError(msg) from error
    except ValueError as error:
        msg = f"{path} is not JSON in UTF-8 ({error}). {REBUILD}"
        raise PackError(msg) from error
    if not isinstance(found, dict):
        msg = f"{path} holds a {type(found).__name__}, and a pack needs an object. {REBUILD}"
        raise PackError(msg)
    return found


def _table(resource: dict[str, object]) -> TableSchema:
    schema = cast("dict[str, object]", resource["schema"])
    name = _table_name(resource["name"])
    fields = tuple(_field(entry) for entry in _list(schema, "fields"))
    return TableSchema(
        name=name,
        path=str(resource["path"]),
        title=_text(resource, "title"),
        title_ja=_text(resource, "title_ja"),
        description=_text(resource, "description"),
        description_ja=_text(resource, "description_ja"),
        fields=fields,
        primary_key=_names(schema.get("primaryKey", ())),
        foreign_keys=tuple(_foreign_key(entry, owner=name) for entry in _list(schema, "foreignKeys")),
        sha256=_text(resource, "hash").removeprefix("sha256:"),
    )


def _field(entry: dict[str, object]) -> Field:
    limits = cast("dict[str, object]", entry.get("constraints") or {})
    name, kind = str(entry["name"]), str(entry["type"])
    if kind not in TYPES:
        msg = f"field {name!r} has the type {kind!r}; allowed: {', '.join(TYPES)}"
        raise ValueError(msg)
    return Field(
        name=name,
        type=kind,
        title=_text(entry, "title"),
        title_ja=_text(entry, "title_ja"),
        description=_text(entry, "description"),
        description_ja=_text(entry, "description_ja"),
        unit=_text(entry, "unit"),
        is_required=bool(limits.get("required", False)),
        enum=tuple(str(code) for code in cast("list[object]", limits.get("enum") or ())),
        pattern=_text(limits, "pattern"),
        minimum=cast("float | None", limits.get("minimum")),
        maximum=cast("float | None", limits.get("maximum")),
        separator=_text(entry, "separator") or (";" if name == "caution_ids" else ""),
        vocabulary=_text(entry, "vocabulary"),
    )


def _foreign_key(entry: dict[str, object], *, owner: str) -> ForeignKey:
    reference = cast("dict[str, object]", entry["reference"])
    return ForeignKey(
        fields=_names(entry["fields"]),
        table=_table_name(reference["resource"]) or owner,
        table_fields=_names(reference["fields"]),
    )


def _table_name(found: object) -> str:
    """Undo the hyphens: resource names follow Frictionless, tables our own naming."""
    return str(found).replace("-", "_")


def _list(found: dict[str, object], key: str) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", found.get(key) or [])


def _text(found: dict[str, object], key: str) -> str:
    return str(found.get(key) or "")


def _names(found: object) -> tuple[str, ...]:
    names = [found] if isinstance(found, str) else cast("list[object]", found)
    return tuple(str(name) for name in names)


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"the property {error.args[0]!r} is missing"
    return str(error)
