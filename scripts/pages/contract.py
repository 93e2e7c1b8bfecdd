"""The JSON form of a brief, from its JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pages.markdown import page, prose, table

__all__ = ["contract_page"]

_SCHEMA = Path(__file__).parents[2] / "src" / "chiiki" / "brief" / "schema" / "brief.schema.json"

_INTRODUCTION = """# A brief as JSON

`chiiki brief 04 --format json` writes this. The contract is a [JSON Schema](https://json-schema.org/) that ships with
the software: `chiiki/brief/schema/brief.schema.json`.

- No bare number stands anywhere but in `schema_version` and in `numbers.*.value`. Years, codes and periods are strings.
- Every entry of `numbers` either names its sources with the place in each, or a formula with the ids it is computed
  from; those ids are in the same file.
- Formulas and places that the software words itself are in the language of the file; what a source says of a place in
  it stays as it is.
- A missing value is `null` with a code of the vocabulary [missing](vocabularies.md#missing).
- An interval is two numbers.
- The id of a number is what `chiiki cite` takes and what HTML and PDF link to. What a number means:
  [definitions of numbers](numbers.md).
- Within `schema_version` 1 fields may be added; none is taken away or given another meaning.
"""


def contract_page() -> str:
    """Write every object of the schema with its properties."""
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    parts = [_section("The whole", schema)]
    parts += [_section(name, part) for name, part in schema["$defs"].items()]
    return page(_INTRODUCTION, *parts)


def _section(name: str, part: dict[str, Any]) -> str:
    said = prose(part.get("description", ""))
    if "properties" not in part:
        return "\n\n".join(filter(None, [f"## {name}", said, f"Is {_kind(part)}."]))
    required = set(part.get("required", ()))
    rows = [_row(key, value, is_required=key in required) for key, value in part["properties"].items()]
    for choice in part.get("oneOf", ()):
        others = ", ".join(f"`{key}`" for key in choice["properties"])
        rows += [
            (f"`{key}`", _kind(value), f"together: {others}", value.get("description", ""))
            for key, value in choice["properties"].items()
        ]
    parts = [f"## {name}", said, table(("Property", "Type", "When", "Meaning"), rows)]
    return "\n\n".join(filter(None, parts))


def _row(key: str, value: dict[str, Any], *, is_required: bool) -> tuple[str, ...]:
    return (f"`{key}`", _kind(value), "always" if is_required else "where it applies", value.get("description", ""))


def _kind(part: dict[str, Any]) -> str:
    """Say in words what a part of the schema allows."""
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "oneOf" in part:
        return " or ".join(_kind(one) for one in part["oneOf"])
    if "const" in part or "enum" in part:
        return " or ".join(f"`{value}`" for value in part.get("enum", [part.get("const")]))
    if part.get("type") == "array":
        return f"list of {_kind(part['items'])}"
    if part.get("type") == "object":
        return _object(part)
    return f"{part.get('type', 'any')}" + (f" `{part['pattern']}`" if "pattern" in part else "")


def _object(part: dict[str, Any]) -> str:
    below = part.get("additionalProperties")
    if isinstance(below, dict):
        return f"object: id → {_kind(below)}"
    inner = part.get("properties", {})
    return "object with " + ", ".join(f"`{key}` ({_kind(value)})" for key, value in inner.items())
