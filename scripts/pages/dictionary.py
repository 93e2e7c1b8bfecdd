"""Tables, fields and vocabularies of the facts pack, from its descriptor (made from ``fields.yml``)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pages.markdown import page, table

__all__ = ["PACK", "load_descriptor", "tables_page", "vocabularies_page"]

PACK = Path(__file__).parents[2] / "src" / "chiiki" / "facts" / "data" / "jp"

_TABLES = """# Tables of the facts pack

One section per table, in the order of the pack. **Key** marks the primary key; → names the table that a column points
to. An empty cell means unknown or not applicable, never zero. Fiscal years run from April to March, and spans include
both ends. `source_id` and `locator` say where the row was read. Labels of codes: [vocabularies](vocabularies.md).
"""

_VOCABULARIES = """# Vocabularies of the facts pack

The closed lists of codes, with the words that briefs use for them.
"""


def load_descriptor() -> dict[str, Any]:
    """Read ``datapackage.json`` of the shipped pack."""
    found: dict[str, Any] = json.loads((PACK / "datapackage.json").read_text(encoding="utf-8"))
    return found


def tables_page() -> str:
    """Write every table with every column."""
    resources = load_descriptor()["resources"]
    rows = [(f"[`{_name(one)}`](#{_name(one)})", one["title"], one["title_ja"], _described(one)) for one in resources]
    overview = table(("Table", "Title", "題名", "Holds"), rows)
    return page(_TABLES, overview, *(_section(resource) for resource in resources))


def _name(resource: dict[str, Any]) -> str:
    return str(resource["path"]).removesuffix(".csv")


def _section(resource: dict[str, Any]) -> str:
    schema = resource["schema"]
    key = schema.get("primaryKey", [])
    links = {
        link["fields"][0] if isinstance(link["fields"], list) else link["fields"]: link["reference"]["resource"]
        for link in schema.get("foreignKeys", [])
    }
    rows = [
        (
            f"`{field['name']}`",
            _kind(field),
            f"{field['title']} · {field['title_ja']}",
            _described(field),
            _rules(field, is_key=field["name"] in key, target=links.get(field["name"], "")),
        )
        for field in schema["fields"]
    ]
    title = f"{resource['title']} · {resource['title_ja']}. {_described(resource)}"
    head = f"## {_name(resource)} {{ #{_name(resource)} }}\n\n{title}"
    return f"{head}\n\n{table(('Column', 'Type', 'Title', 'Meaning', 'Rules'), rows)}"


def _described(about: dict[str, Any]) -> str:
    return f"{about['description']}<br>{about['description_ja']}"


def _kind(field: dict[str, Any]) -> str:
    return f"{field['type']}, {field['unit']}" if field.get("unit") else str(field["type"])


def _rules(field: dict[str, Any], *, is_key: bool, target: str) -> str:
    limits = field.get("constraints", {})
    parts = ["**Key**"] if is_key else ["required"] if limits.get("required") else []
    parts += [f"→ `{target.replace('-', '_')}`"] if target else []
    if vocabulary := field.get("vocabulary"):
        parts.append(f"[{vocabulary}](vocabularies.md#{vocabulary})")
    parts += [f"`{limits['pattern']}`"] if "pattern" in limits else []
    parts += [f"{word} {limits[name]}" for name, word in (("minimum", "≥"), ("maximum", "≤")) if name in limits]
    return ", ".join(parts)


def vocabularies_page() -> str:
    """Write every vocabulary with its codes and labels."""
    from chiiki.facts import load_pack  # noqa: PLC0415 -- the page on tables does without the rows

    terms = load_pack(PACK).vocabularies
    names = sorted({term.vocabulary for term in terms})
    parts = []
    for name in names:
        rows = [
            (f"`{term.code}`", term.label_ja, term.label_en, term.note) for term in terms if term.vocabulary == name
        ]
        parts.append(f"## {name} {{ #{name} }}\n\n{table(('Code', '日本語', 'English', 'Note'), rows)}")
    return page(_VOCABULARIES, *parts)
