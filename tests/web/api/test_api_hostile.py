"""Hostile input everywhere: never a failure of the site, never an echo that runs, never SQL."""

from __future__ import annotations

import json
from urllib.parse import quote, quote_from_bytes

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chiiki.web.api import rest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

WORDS = [
    "'",
    '"',
    "' OR 1=1 --",
    "1; DROP TABLE library_record",
    "programme_id]=1",
    '"plan_id"',
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%",
    "_",
    "*",
    "{path:key}",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "\r\nSet-Cookie: a=b",
    "\u202e",
    "\ufeff",
    "ﾊﾝｶｸ",
    "𠮷",
    "é" * 4000,
    "A" * 20_000,
    "0",
    "-1",
    "1e309",
    "NaN",
    "null",
    "undefined",
    "[]",
    "{}",
    "=cmd|' /C calc'!A0",
]
BYTES = [b"\x00", b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", b"\xed\xb3\xbf", b"\xf4\x90\x80\x80", b"\x1b[31m", b"\x7f"]


def _paths():
    for endpoint in rest.endpoints():
        yield endpoint, f"/api/v1{endpoint.path}"


def _filled(path, piece):
    while "{" in path:
        before, _, rest_of = path.partition("{")
        path = before + piece + rest_of.partition("}")[2]
    return path


def _is_harmless(response):
    assert response.status_code < 500
    assert not response.cookies
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "html" not in response["Content-Type"]
    json.loads(response.content)
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("word", WORDS, ids=range(len(WORDS)))
def test_no_word_in_any_part_of_any_address_breaks_the_site(client, word):
    for endpoint, path in _paths():
        if "{" in path:
            _is_harmless(client.get(_filled(path, quote(word, safe=""))))
        for name in sorted(endpoint.parameters):
            _is_harmless(client.get(_filled(path, "plans"), {name: word}))


@pytest.mark.parametrize("raw", BYTES, ids=[raw.hex() for raw in BYTES])
def test_bytes_that_are_no_text_are_refused_wherever_they_stand(client, raw):
    piece = quote_from_bytes(raw)
    for path in (f"/api/v1/plans/{piece}", f"/api/v1/plans?q={piece}", f"/api/v1/tables/plans/rows?where={piece}"):
        response = client.get(path)
        assert response.status_code in {400, 404}
        assert response.json()["code"] in {"bad-request", "not-found"}


@pytest.mark.parametrize("word", WORDS[2:5])
def test_no_text_of_a_request_becomes_sql(client, word):
    with CaptureQueriesContext(connection) as asked:
        client.get("/api/v1/programmes", {"ministry": word, "q": f"クラスター {word}"})
    statements = [query["sql"] for query in asked.captured_queries]
    assert statements
    for one in statements:
        # whatever was asked stands between quotes, if at all
        outside = "".join(one.replace("''", "").split("'")[::2])
        assert "DROP" not in outside
        assert "1=1" not in outside


@pytest.mark.parametrize("sort", ["kind", "name_ja", "-", "--name", "name,id", "text__body", "pk", "?", "name "])
def test_a_list_is_sorted_by_nothing_else_than_it_offers(client, sort):
    response = client.get("/api/v1/programmes", {"sort": sort})
    assert response.status_code == 422
    assert "name" in response.json()["errors"][0]["allowed"]


@pytest.mark.parametrize("n", [1, 3])
def test_a_list_takes_the_same_number_of_questions_for_any_length(client, n, django_assert_num_queries):
    client.get("/api/v1/programmes?limit=1")
    with django_assert_num_queries(2):
        client.get(f"/api/v1/programmes?limit={n}")


@pytest.mark.parametrize("name", ["x-forwarded-host", "x-original-url", "x-http-method-override", "forwarded"])
def test_headers_of_proxies_change_nothing(client, name):
    plain = client.get("/api/v1/plans")
    response = client.get("/api/v1/plans", headers={name: "evil.example/delete"})
    assert response.content == plain.content


def test_the_longest_headers_are_read_without_harm(client):
    for name in ("accept-language", "accept", "if-none-match", "if-modified-since", "authorization", "accept-encoding"):
        _is_harmless(client.get("/api/v1/plans", headers={name: "a," * 5000}))
