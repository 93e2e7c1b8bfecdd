"""Schemathesis over the whole interface: no failure of the site, no break of its document (R18)."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from schemathesis.openapi import from_dict
from schemathesis.openapi.checks import RejectedPositiveData

from chiiki.web.api.document import openapi_document
from chiiki.web.api.limits import LIMITS, Limit

CASES = int(os.environ.get("CHIIKI_API_CASES", "4"))
"""Drawn cases for each operation, phase and reader; 60 make the 10,000 of a nightly run."""

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("index")]


@pytest.fixture(autouse=True)
def _open_wide(monkeypatch):
    """A thousand requests at once are more than one reader may send; the limits have tests of their own."""
    wide = (Limit("requests", 10**9, 60, 10**9), Limit("rows", 10**9, 86_400, 10**9))
    for who in ("anonymous", "token"):
        monkeypatch.setitem(LIMITS, who, wide)


def filter_failure(context, failure, case, response):
    """Drop one finding: a drawn cursor is not signed, and a drawn condition names no column of the table.

    Both are refused with words, which have tests of their own; every other refusal of valid input counts.
    """
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 422:
        return True
    problem = response.json()
    fields = [error["field"] for error in problem.get("errors", [])]
    return problem["code"] != "bad-cursor" and fields != ["where"]


def _explored(server, headers, *, without=()):
    """Run every phase but those named and return answers by status, and what is wrong."""
    config = SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "headers": headers,
            "generation": {"max-examples": CASES, "deterministic": True, "database": "none", "no-shrink": True},
            "phases": {phase: {"enabled": False} for phase in without},
            "continue-on-failure": True,
        }
    )
    schema = from_dict(openapi_document(), config=config)
    schema.config.base_url = server.url
    schema.hook(filter_failure)
    statuses, wrong = Counter(), []
    for event in from_schema(schema).execute():
        if isinstance(event, NonFatalError | FatalError):
            wrong.append(repr(event))
        if isinstance(event, ScenarioFinished):
            answered = [one.response for one in event.recorder.interactions.values() if one.response]
            statuses.update(response.status_code for response in answered)
            wrong += _failed(event.recorder)
    return statuses, wrong


def _failed(recorder):
    return [
        f"{recorder.label} {check.name}: {check.failure_info.failure.title} {recorder.interactions[case].request.uri}"
        f" {recorder.interactions[case].response and recorder.interactions[case].response.status_code}"
        for case, checks in recorder.checks.items()
        for check in checks
        if check.failure_info
    ]


def test_the_public_gets_no_failure_and_no_break_of_the_document(live_server):
    statuses, wrong = _explored(live_server, {})
    assert wrong == []
    assert statuses.total() >= 1000
    assert {200, 401, 404, 405, 422} <= set(statuses)
    assert max(statuses) < 500


def test_the_holder_of_a_token_gets_none_either(live_server, issued):
    statuses, wrong = _explored(live_server, {"Authorization": f"Bearer {issued.secret}"}, without=("coverage",))
    assert wrong == []
    assert {200, 404} <= set(statuses)
    assert max(statuses) < 500


def test_an_expired_token_gets_nothing_but_refusals(live_server, expired):
    statuses, _wrong = _explored(
        live_server, {"Authorization": f"Bearer {expired.secret}"}, without=("coverage", "stateful")
    )
    # without the header, which some checks leave out, the public's answer; in each other case a refusal
    assert statuses[401] > 100
    assert max(statuses) < 500
