"""The field dictionary ``fields.yml`` as Python objects: tables, fields, vocabularies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Column", "Dictionary", "Table", "load_dictionary"]

WORDS = ("title_ja", "description", "description_ja")
"""What the pack, every table and every field must say; English titles are required where they are used."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table; ``entry`` is the key of its description under ``fields``."""

    name: str
    entry: str
    type: str
    is_required: bool
    allowed: tuple[str, ...]
    about: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, primary key and foreign keys (column → table, column)."""

    name: str
    title_ja: str
    title_en: str
    description: str
    description_ja: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The whole dictionary."""

    pack: dict[str, Any]
    tables: dict[str, Table]
    vocabularies: dict[str, dict[str, dict[str, str]]]


def load_dictionary(path: Path) -> Dictionary:
    """Read ``fields.yml``.

    Raises
    ------
    ValueError
        A table names a field or vocabulary that is not described, or a key that is not a column; or the pack, a table,
        a field or a term lacks its words in one of the languages.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    _require_words(content)
    tables = {name: _table(name, entry, content=content) for name, entry in content["tables"].items()}
    return Dictionary(pack=content["pack"], tables=tables, vocabularies=content["vocabularies"])


def _require_words(content: dict[str, Any]) -> None:
    """Refuse a description or a term that is not worded in both languages."""
    described = {"pack": content["pack"]}
    described |= {f"{part}.{name}": entry for part in ("tables", "fields") for name, entry in content[part].items()}
    lacking = [f"{name}.{key}" for name, entry in described.items() for key in WORDS if not entry.get(key)]
    lacking += [
        f"vocabularies.{name}.{code}.{lang}"
        for name, terms in content["vocabularies"].items()
        for code, term in terms.items()
        for lang in ("ja", "en")
        if not term.get(lang)
    ]
    if lacking:
        msg = f"fields.yml: words are needed in both languages, and these are missing: {', '.join(lacking[:5])}"
        raise ValueError(msg)


def _table(name: str, entry: dict[str, Any], *, content: dict[str, Any]) -> Table:
    key = tuple(entry["primary_key"])
    may_be_empty = set(entry.get("may_be_empty", ()))
    required = set(entry.get("required", ())) | {"source_id", "locator", *key} - may_be_empty
    columns = tuple(_column(item, table=name, required=required, content=content) for item in entry["fields"])
    links = tuple(
        (column, *target.split(".")) for column, target in {**_implied(columns, name), **entry.get("links", {})}.items()
    )
    unknown = (required | may_be_empty | {link[0] for link in links}) - {column.name for column in columns}
    if unknown - {"source_id", "locator"}:
        msg = f"fields.yml: table {name} speaks of columns that it does not have: {sorted(unknown)}"
        raise ValueError(msg)
    titles = entry["title_ja"], entry["title_en"]
    return Table(name, *titles, entry["description"], entry["description_ja"], columns, key, links)


def _column(item: str | dict[str, str], *, table: str, required: set[str], content: dict[str, Any]) -> Column:
    name, entry = (item, item) if isinstance(item, str) else next(iter(item.items()))
    if entry not in content["fields"]:
        msg = f"fields.yml: table {table} uses the field {entry!r}, which is not described under fields"
        raise ValueError(msg)
    about = content["fields"][entry]
    allowed = tuple(content["vocabularies"][about["vocabulary"]]) if "vocabulary" in about else ()
    return Column(name, entry, about.get("type", "string"), name in required, allowed, about)


def _implied(columns: tuple[Column, ...], table: str) -> dict[str, str]:
    """Return the foreign keys that follow from the fields' own ``refers_to``."""
    links = {column.name: column.about["refers_to"] for column in columns if "refers_to" in column.about}
    return {name: target for name, target in links.items() if target != f"{table}.{name}"}
