"""The OpenAPI 3.1 document of the interface: what ninja knows, and what every operation has besides."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import override

from chiiki.web.api import rest
from chiiki.web.api.limits import LIMITS
from chiiki.web.api.problems import MEDIA_TYPE
from chiiki.web.api.rules import bearer
from chiiki.web.api.shapes import Page, Problem
from chiiki.web.api.words import GROUPS, summary_of
from chiiki.web.library.enums import LISTS
from chiiki.web.library.facts import pack

if TYPE_CHECKING:
    from chiiki.web.api.declare import Endpoint

__all__ = ["openapi_document"]

INTRODUCTION = """\
Facts on regional science, technology and innovation policy in Japan, each with its source and the place in it.

Words stand in both languages, `{"ja": …, "en": …}`; errors are worded by `Accept-Language` or `?lang=`. Lists come in
pages: `n_total` is the whole list, `cursor` leads to the next page and is null on the last. An empty cell is null,
never 0. Answers carry an ETag: send it back as `If-None-Match`. Anonymous readers may send {anonymous} requests a
minute, holders of a token {token}."""

LANGUAGE = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "Language of errors and of composed texts, before Accept-Language",
    "schema": {"type": "string", "enum": ["ja", "en"]},
}

PARTS = {
    "code": "Stable name of the problem: bad-parameter",
    "subject_id": "Id in the facts pack; lists have it as id",
    "name": "Name of a table: designations",
    "table": "Name of a table: outcomes",
    "key": "Key of a row; parts of a key of several columns are joined by |",
    "field": "Column of the table: value",
    "outcome_id": "Id of an outcome",
    "check_id": "Id of a total",
    "kind": "national, region or programme",
}
"""Part of an address → what it is."""

PAGE = str(Page.__doc__)

PRINTABLE = r"^[^\x00-\x1f\x7f]+$"

ERRORS = {
    "400": "The address or a header cannot be read",
    "401": "The token is not valid, or one is needed",
    "404": "There is nothing here",
    "405": "The method is not offered",
    "422": "A parameter is unknown or has a value that is not allowed",
    "429": "Too many requests or rows",
    "500": "The site failed",
    "503": "The database is briefly unavailable",
}


@cache
def openapi_document() -> dict[str, Any]:
    """Return the document; the same for everybody, so that caches may keep it."""
    found: dict[str, Any] = deepcopy(dict(rest.API.get_openapi_schema(path_prefix="api/v1/")))
    found["openapi"] = "3.1.0"
    found["info"] = _info()
    found["servers"] = [{"url": settings.BASE_URL}]
    found["security"] = [{}, {"token": []}]
    found["tags"] = _tags()
    found["components"] |= {
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "A read token"}},
        "headers": _headers(),
        "responses": _responses(),
        "parameters": {"lang": LANGUAGE},
    }
    found["components"]["schemas"] |= _problem_schemas()
    for schema in found["components"]["schemas"].values():
        # a page of some items comes without words of its own
        schema["description"] = schema.get("description", PAGE).replace("``", "`")
    paths = {f"/api/v1{endpoint.path}".replace("{path:", "{"): endpoint for endpoint in rest.endpoints()}
    found["paths"] = {
        path.rstrip("/"): {
            method: _operation(operation, paths[path.rstrip("/")]) for method, operation in methods.items()
        }
        for path, methods in found["paths"].items()
    }
    return found


def _info() -> dict[str, Any]:
    words = INTRODUCTION.replace("{anonymous}", str(LIMITS["anonymous"][0].quota))
    return {
        "title": "chiiki",
        "version": f"1 ({pack().edition})",
        "description": words.replace("{token}", str(LIMITS["token"][0].quota)),
        "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    }


def _tags() -> list[dict[str, str]]:
    with override("en"):
        return [{"name": tag, "description": str(title)} for tag, title in GROUPS.items()]


def _operation(operation: dict[str, Any], endpoint: Endpoint) -> dict[str, Any]:
    """Add errors, headers and rights to one operation."""
    operation = deepcopy(operation)
    with override("en"):
        operation["summary"] = summary_of(endpoint.path)
    if endpoint.declaration.rule is bearer:
        operation["security"] = [{"token": []}]
    for parameter in operation["parameters"]:
        parameter.pop("examples", None)  # ninja writes a list, where OpenAPI wants a map; the schema has them
        if parameter["in"] == "path":
            parameter["description"] = PARTS[parameter["name"]]
            parameter["schema"] |= {"pattern": PRINTABLE, "minLength": 1}
    operation["parameters"].append({"$ref": "#/components/parameters/lang"})
    responses = operation["responses"]
    responses = {str(status): answer for status, answer in responses.items()}
    responses["200"]["description"] = operation["summary"]
    responses["200"]["headers"] = {
        name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", "Last-Modified", "RateLimit")
    }
    if links := _links(endpoint):
        responses["200"]["links"] = links
    responses["304"] = {"description": "Nothing changed since the ETag or day that was sent"}
    operation["responses"] = responses | {status: {"$ref": f"#/components/responses/{status}"} for status in ERRORS}
    return operation


def _links(endpoint: Endpoint) -> dict[str, Any]:
    """Lead from a list to its next page and to its first item."""
    word = endpoint.path.lstrip("/")
    if word not in LISTS.values():
        return {}
    return {
        "next": {"operationId": f"{word}_list", "parameters": {"cursor": "$response.body#/cursor"}},
        "item": {"operationId": f"{word}_item", "parameters": {"subject_id": "$response.body#/items/0/id"}},
    }


def _headers() -> dict[str, Any]:
    return {
        "ETag": {"schema": {"type": "string"}, "description": "Name of this content"},
        "Last-Modified": {"schema": {"type": "string"}, "description": "Day of the edition"},
        "RateLimit": {"schema": {"type": "string"}, "description": "Requests left (r) and seconds to wait (t)"},
        "Retry-After": {"schema": {"type": "string"}, "description": "Seconds to wait"},
    }


def _responses() -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    found: dict[str, Any] = {
        status: {"description": description, "content": content} for status, description in ERRORS.items()
    }
    for status in ("429", "503"):
        found[status]["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    return found


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}
