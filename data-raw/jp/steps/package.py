"""Write the pack: the tables as CSV, ``vocabularies.csv`` and the Frictionless ``datapackage.json``."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from steps.context import Row
    from steps.dictionary import Column, Dictionary, Table

__all__ = ["csv_bytes", "descriptor", "vocabulary_rows", "write_pack"]


def csv_bytes(rows: Iterable[Row], columns: Sequence[str]) -> bytes:
    """Return the rows as CSV: UTF-8 without a byte order mark, LF, a header row."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8")


def vocabulary_rows(dictionary: Dictionary) -> list[Row]:
    """Return the closed vocabularies as rows of the table ``vocabularies``, in the dictionary's order."""
    return [
        {"vocabulary": name, "code": code, "label_ja": term["ja"], "label_en": term["en"], "note": term.get("note", "")}
        for name, terms in dictionary.vocabularies.items()
        for code, term in terms.items()
    ]


def write_pack(tables: dict[str, list[Row]], dictionary: Dictionary, *, folder: Path) -> None:
    """Write all tables in the order of the dictionary, then ``datapackage.json`` with their sizes and checksums."""
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    for table in dictionary.tables.values():
        content = csv_bytes(tables[table.name], [column.name for column in table.columns])
        (folder / f"{table.name}.csv").write_bytes(content)
        resources.append(descriptor(table, content, dictionary=dictionary))
    package = {**dictionary.pack, "resources": resources}
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def descriptor(table: Table, content: bytes, *, dictionary: Dictionary) -> dict[str, Any]:
    """Return the Frictionless resource of the table."""
    return {
        "name": table.name.replace("_", "-"),
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "title": table.title_en,
        "title_ja": table.title_ja,
        "description": table.description,
        "description_ja": table.description_ja,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "licenses": dictionary.pack["licenses"],
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.primary_key),
    }
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {
                "fields": column,
                "reference": {"resource": "" if target == table.name else target.replace("_", "-"), "fields": key},
            }
            for column, target, key in table.foreign_keys
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    about = column.about
    field: dict[str, Any] = {"name": column.name, "type": column.type, "title": about["title_en"]}
    shown = ("title_ja", "description", "description_ja", "unit", "example", "vocabulary")
    field |= {key: about[key] for key in shown if key in about}
    constraints: dict[str, Any] = {"required": True} if column.is_required else {}
    constraints |= about.get("constraints", {})
    # A cell of caution_ids holds several codes, so its vocabulary cannot be an enum of the cell.
    if column.allowed and column.name != "caution_ids":
        constraints["enum"] = list(column.allowed)
    return field | ({"constraints": constraints} if constraints else {})
