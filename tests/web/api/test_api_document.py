"""The OpenAPI document is valid, whole, and says of every field what it is."""

from __future__ import annotations

import pytest

from chiiki.web.access.rules import RULES
from chiiki.web.api.walk import operations

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(client):
    response = client.get("/api/v1/openapi.json")
    assert response["Content-Type"] == "application/json"
    return response.json()


def test_the_document_is_valid_openapi_3_1(document):
    from schemathesis.openapi import from_dict  # noqa: PLC0415 -- takes a second

    assert document["openapi"] == "3.1.0"
    from_dict(document).validate()


def test_every_operation_declares_a_rule_and_stands_in_the_document(document):
    walked = {(method, path) for method, path, declaration in operations() if declaration.rule.name in RULES}
    described = {("GET", path) for path in document["paths"]}
    assert described <= walked
    assert {path for _method, path in walked} - {path for _method, path in described} == {"/api/v1/openapi.json"}


def test_every_operation_has_summary_description_errors_and_headers(document):
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["description"], path
            statuses = {"200", "304", "400", "401", "404", "405", "422", "429", "500", "503"}
            assert statuses <= set(operation["responses"]), path
            assert "ETag" in operation["responses"]["200"]["headers"], path


def test_every_parameter_and_every_field_says_what_it_is(document):
    fields = {
        f"{name}.{field}": shape
        for name, schema in document["components"]["schemas"].items()
        for field, shape in schema.get("properties", {}).items()
    }
    assert len(fields) > 300
    assert [name for name, shape in fields.items() if not shape.get("description")] == []
    parameters = [
        (path, parameter)
        for path, methods in document["paths"].items()
        for operation in methods.values()
        for parameter in operation["parameters"]
        if "$ref" not in parameter
    ]
    assert [(path, one["name"]) for path, one in parameters if not one.get("description")] == []


def test_every_shape_part_and_answer_says_what_it_is(document):
    schemas = document["components"]["schemas"]
    assert [name for name, schema in schemas.items() if not schema.get("description")] == []
    assert [name for name, schema in schemas.items() if "``" in schema["description"]] == []
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]
    described = {tag["name"] for tag in document["tags"] if tag["description"]}
    assert {tag for operation in operations for tag in operation["tags"]} == described
    assert {operation["responses"]["200"]["description"] for operation in operations} & {"", "OK"} == set()


def test_only_the_operation_on_tokens_needs_one(document):
    needing = [path for path, methods in document["paths"].items() if methods["get"].get("security") == [{"token": []}]]
    assert needing == ["/api/v1/token"]
    assert document["security"] == [{}, {"token": []}]
