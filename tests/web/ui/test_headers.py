"""Every answer carries the headers that bind the browser: pages, errors, files, downloads."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("page_urls")]

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGES = ("", "style", "accessibility", "t/shared", "t/private")
ERRORS = ("nope", "t/forbidden", "t/fails", "t/away", "t/gone", "t/status/405", "t/status/429", "t/own_page")
DOWNLOADS = ("t/download", "t/data")


def policy(response):
    parts = (part.split(maxsplit=1) for part in response["Content-Security-Policy"].split(";"))
    return {part[0]: part[1] if len(part) > 1 else "" for part in parts}


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", [*PAGES, *ERRORS, *DOWNLOADS])
def test_every_answer_has_them_and_allows_nothing_in_line(reader, lang, name):
    for response in (reader.get(f"/{lang}/{name}"), reader.head(f"/{lang}/{name}"), reader.get(f"/{lang}/{name}")):
        assert {key: response[key] for key in EVERYWHERE} == EVERYWHERE
        assert "geolocation=()" in response["Permissions-Policy"]
        assert len(response["X-Request-ID"]) == 32
        found = policy(response)
        assert found["default-src"] == "'none'"
        assert found["frame-ancestors"] == "'none'"
        assert found["base-uri"] == "'none'"
        text = response["Content-Security-Policy"]
        assert "unsafe" not in text
        assert "nonce" not in text
        assert "http" not in text


@pytest.mark.parametrize(
    "path", ["/static/ui/ui.css", "/static/ui/brief.css", "/static/ui/ui.js", "/static/ui/mark.svg"]
)
def test_files_have_them_too_and_lie_in_caches(reader, path):
    response = reader.get(path)
    assert response.status_code == 200
    assert {key: response[key] for key in EVERYWHERE} == EVERYWHERE
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "public" in response["Cache-Control"]
    response.close()


@pytest.mark.parametrize("name", DOWNLOADS)
def test_what_is_no_page_is_nobody_and_runs_nothing(reader, name):
    found = policy(reader.get(f"/ja/{name}"))
    assert "sandbox" in found
    assert found["sandbox"] == ""
    assert "script-src" not in found


def test_an_answer_in_plain_text_cannot_become_a_page(reader):
    assert reader.get("/ja/t/data")["Content-Type"] == "application/json"
    assert reader.get("/ja/t/data")["X-Content-Type-Options"] == "nosniff"


def test_an_unreadable_host_and_a_broken_address_have_them(reader):
    for response in (
        reader.get("/ja/", headers={"host": "evil.example"}),
        reader.get("/ja/%00"),
        reader.get("/ja/%ff%fe"),
        reader.get("/%e5%9c%b0"),
    ):
        assert response.status_code in {301, 302, 400, 404}
        assert {key: response[key] for key in EVERYWHERE} == EVERYWHERE
