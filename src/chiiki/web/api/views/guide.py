"""The page about the interface, from its document, with examples that run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import get_language

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.api import rest
from chiiki.web.api.document import openapi_document
from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.examples import EXAMPLES, answer_of, printed_by
from chiiki.web.api.limits import LIMITS
from chiiki.web.api.problems import DETAILS, STATUSES
from chiiki.web.api.rowshapes import japanese_words
from chiiki.web.api.rules import bearer
from chiiki.web.api.words import GROUPS, summary_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

__all__ = ["page"]


@requires(anyone, is_shared=True)
def page(request: HttpRequest) -> HttpResponse:
    """Show how to ask, every operation, every error and the limits."""
    document = openapi_document()
    words = {
        "base": settings.BASE_URL,
        "examples": [
            (one, one.program("python"), one.program("r"), printed_by(one), answer_of(one)) for one in EXAMPLES
        ],
        "groups": _groups(document),
        "shapes": _shapes(document),
        "problems": [(code, STATUSES[code].value, DETAILS[code]) for code in ProblemCode],
        "anonymous": LIMITS["anonymous"],
        "token": LIMITS["token"],
    }
    return render(request, "api/guide.html", words)


def _groups(document: dict[str, Any]) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {tag: [] for tag in GROUPS}
    for endpoint in rest.endpoints():
        path = f"/api/v1{endpoint.path}".replace("{path:", "{")
        operation = document["paths"][path]["get"]
        parameters = [one for one in operation["parameters"] if "$ref" not in one]
        found[operation["tags"][0]].append(
            {
                "path": path,
                "id": operation["operationId"],
                "summary": summary_of(endpoint.path),
                "needs_token": endpoint.declaration.rule is bearer,
                "parameters": [(one["name"], one["description"], _allowed(one["schema"])) for one in parameters],
                "answer": _shape_name(operation["responses"]["200"]),
            }
        )
    return [{"tag": tag, "title": GROUPS[tag], "operations": one} for tag, one in found.items() if one]


def _shape_name(response: dict[str, Any]) -> str:
    content: dict[str, Any] = response["content"]["application/json"]
    schema = content["schema"]
    reference = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    return str(reference.rpartition("/")[2])


def _shapes(document: dict[str, Any]) -> list[tuple[str, SafeString, list[tuple[str, str, SafeString]]]]:
    return [
        (
            name,
            _worded(schema.get("description", "")),
            [
                (field, _type_name(shape), _worded(shape.get("description", "")))
                for field, shape in schema["properties"].items()
            ],
        )
        for name, schema in sorted(document["components"]["schemas"].items())
        if "properties" in schema
    ]


def _worded(text: str) -> SafeString:
    """Write a text of the document: in Japanese where the facts say it so, else marked as English."""
    if get_language() != "ja":
        return format_html("{}", text)
    japanese = japanese_words().get(text)
    return format_html("{}", japanese) if japanese else format_html('<span lang="en">{}</span>', text)


def _type_name(shape: dict[str, Any]) -> str:
    """Write the type of a field in a word or two."""
    if "$ref" in shape:
        return str(shape["$ref"].rpartition("/")[2])
    if "anyOf" in shape:
        return " | ".join(_type_name(one) for one in shape["anyOf"])
    if "enum" in shape:
        return " | ".join(str(one) for one in shape["enum"])
    if shape.get("type") == "array":
        return f"{_type_name(shape.get('items', {}))}[]"
    return str(shape.get("type", "object"))


def _allowed(schema: dict[str, Any]) -> str:
    """Say what a parameter may be."""
    for one in schema.get("anyOf", [schema]):
        if "enum" in one:
            return ", ".join(str(value) for value in one["enum"])
        if "maximum" in one:
            return f"{one.get('minimum', 0)}…{one['maximum']}"
    return ""
