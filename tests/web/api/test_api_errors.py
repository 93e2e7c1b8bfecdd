"""Every error has the one shape, in the language asked for, and says what to do next."""

from __future__ import annotations

import json

import pytest
from django.db import InterfaceError, OperationalError

from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.limits import LIMITS, Limit
from chiiki.web.api.problems import DETAILS, STATUSES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

CASES = [
    ("/api/v1/nothing", 404, "not-found"),
    ("/api/v2/plans", 404, "not-found"),
    ("/api/", 404, "not-found"),
    ("/api/v1/plans/", 404, "not-found"),
    ("/api/v1/plans/NONE", 404, "not-found"),
    ("/api/v1/tables/none", 404, "not-found"),
    ("/api/v1/tables/plans/rows/none", 404, "not-found"),
    ("/api/v1/facts/plans/P1/none", 404, "not-found"),
    ("/api/v1/plans?limit=0", 422, "bad-parameter"),
    ("/api/v1/plans?limit=201", 422, "bad-parameter"),
    ("/api/v1/plans?limit=ten", 422, "bad-parameter"),
    ("/api/v1/plans?limit=" + "9" * 5000, 422, "bad-parameter"),
    ("/api/v1/plans?limti=3", 422, "unknown-parameter"),
    ("/api/v1/plans?cursor=AAAA", 422, "bad-cursor"),
    ("/api/v1/plans?cursor=" + "A" * 500, 422, "bad-parameter"),
    ("/api/v1/facts?table=plans", 422, "bad-parameter"),
    ("/api/v1/tables/plans/rows?where=nothing=1", 422, "bad-parameter"),
    ("/api/v1/tables/plans/rows?where=plan_id", 422, "bad-parameter"),
    ("/api/v1/plans?lang=de", 422, "bad-parameter"),
    ("/api/v1/plans?limit=3&limit=4", 422, "bad-parameter"),
    ("/api/v1/plans?lang=%00", 400, "bad-request"),
    ("/api/v1/plans?cursor=%ff", 400, "bad-request"),
    ("/api/v1/token", 401, "token-needed"),
]


def _is_a_problem(response, status, code):
    found = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert (response.status_code, found["status"], found["code"]) == (status, status, code)
    assert response["Cache-Control"] == "private, no-store"
    assert found["title"]
    assert found["detail"]
    assert found["type"].endswith(f"/api/v1/problems/{code}")
    return found


@pytest.mark.parametrize(("path", "status", "code"), CASES)
def test_an_error_has_the_one_shape_in_both_languages(client, path, status, code):
    ja = _is_a_problem(client.get(path, headers={"accept-language": "ja"}), status, code)
    en = _is_a_problem(client.get(path, headers={"accept-language": "en-GB,ja;q=0.1"}), status, code)
    assert ja["title"] != en["title"]
    assert ja["detail"] != en["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_a_method_that_is_not_offered_is_refused_with_those_that_are(client, method):
    response = getattr(client, method)("/api/v1/plans")
    _is_a_problem(response, 405, "method-not-allowed")
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_an_unknown_parameter_is_named_with_those_that_are_allowed(client):
    problem = client.get("/api/v1/facts?limti=3&lang=en").json()
    error = problem["errors"][0]
    assert error["field"] == "limti"
    assert error["value"] == "3"
    assert error["allowed"] == ["cursor", "lang", "limit", "source", "subject", "table"]
    assert error["next"] == "Did you mean limit?"


def test_a_bad_value_is_named_with_its_limit(client):
    error = client.get("/api/v1/plans?limit=201&lang=en").json()["errors"][0]
    assert error["field"] == "limit"
    assert error["value"] == "201"
    assert error["allowed"] == "≤ 200"


def test_every_kind_of_error_is_explained_at_the_address_that_it_names(client):
    assert set(STATUSES) == set(DETAILS) == set(ProblemCode)
    for code in ProblemCode:
        kind = client.get(f"/api/v1/problems/{code.value}").json()
        assert kind["status"] == STATUSES[code]
        assert kind["title"]["ja"] != kind["title"]["en"]
        assert kind["detail"]["ja"] != kind["detail"]["en"]


def test_a_failure_of_the_site_is_a_problem_without_details(client, monkeypatch):
    from chiiki.web.api.operations import outcomes  # noqa: PLC0415

    def fails(*_args, **_options):
        msg = "secret detail"
        raise RuntimeError(msg)

    monkeypatch.setattr(outcomes, "rows_where", fails)
    client.raise_request_exception = False
    response = client.get("/api/v1/outcomes")
    _is_a_problem(response, 500, "server-error")
    assert b"secret detail" not in response.content


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_database_that_is_away_is_a_problem_that_says_when_to_ask_again(client, monkeypatch, error, method):
    from chiiki.web.api.operations import library  # noqa: PLC0415

    def is_away(*_args, **_options):
        msg = "server closed the connection unexpectedly"
        raise error(msg)

    monkeypatch.setattr(library, "slice_of", is_away)
    client.raise_request_exception = False
    response = getattr(client, method)("/api/v1/plans", headers={"accept-language": "en"})
    assert response["Retry-After"] == "10"
    assert response.status_code == 503
    if method == "get":
        found = _is_a_problem(response, 503, "database-away")
        assert found["title"] == "The database is briefly unavailable"
        assert "Retry-After" in found["detail"]
        assert b"closed the connection" not in response.content


def test_a_wrong_host_is_a_problem_too(client):
    _is_a_problem(client.get("/api/v1/plans", headers={"host": "evil.example"}), 400, "bad-request")


def test_a_cursor_serves_its_own_list_alone(client):
    page = client.get("/api/v1/designations?limit=10").json()
    assert client.get(page["next"]).json()["n_before"] == 10
    for path in (f"/api/v1/sources?cursor={page['cursor']}", f"/api/v1/facts?cursor={page['cursor']}"):
        _is_a_problem(client.get(path), 422, "bad-cursor")


def test_a_cursor_that_was_changed_anywhere_is_refused(client):
    cursor = client.get("/api/v1/designations?limit=10").json()["cursor"]
    for place, sign in enumerate(cursor):
        changed = cursor[:place] + ("A" if sign != "A" else "B") + cursor[place + 1 :]
        _is_a_problem(client.get("/api/v1/designations", {"cursor": changed}), 422, "bad-cursor")


def test_too_many_requests_are_refused_with_the_time_to_wait(client, monkeypatch):
    monkeypatch.setitem(LIMITS, "anonymous", (Limit("requests", 3, 60, 4), LIMITS["anonymous"][1]))
    left = [client.get("/api/v1/plans")["RateLimit"].split(";")[1] for _ in range(3)]
    assert left == ["r=2", "r=1", "r=0"]
    response = client.get("/api/v1/plans")
    _is_a_problem(response, 429, "too-many-requests")
    assert 0 < int(response["Retry-After"]) <= 60
    assert response["RateLimit-Policy"] == '"requests";q=3;w=60'


def test_one_reader_does_not_use_up_what_another_may_ask(client, monkeypatch):
    monkeypatch.setitem(LIMITS, "anonymous", (Limit("requests", 1, 60, 9), LIMITS["anonymous"][1]))
    assert client.get("/api/v1/plans", REMOTE_ADDR="192.0.2.1").status_code == 200
    assert client.get("/api/v1/plans", REMOTE_ADDR="192.0.2.2").status_code == 200
    assert client.get("/api/v1/plans", REMOTE_ADDR="192.0.2.1").status_code == 429


def test_a_made_up_forwarding_header_does_not_beat_the_limit(client, monkeypatch):
    monkeypatch.setitem(LIMITS, "anonymous", (Limit("requests", 1, 60, 9), LIMITS["anonymous"][1]))
    assert client.get("/api/v1/plans", headers={"x-forwarded-for": "192.0.2.7"}).status_code == 200
    assert client.get("/api/v1/plans", headers={"x-forwarded-for": "192.0.2.8"}).status_code == 429


def test_reading_in_bulk_is_noted_and_ends_with_the_way_to_the_files(client, monkeypatch, caplog):
    monkeypatch.setitem(LIMITS, "anonymous", (LIMITS["anonymous"][0], Limit("rows", 30, 86_400, 15)))
    for _ in range(3):
        assert client.get("/api/v1/sources?limit=10").status_code == 200
    assert "passed 15 rows" in caplog.text
    response = client.get("/api/v1/sources?limit=10")
    found = _is_a_problem(response, 429, "too-many-rows")
    assert "/catalog.jsonld" in found["detail"]
