"""What the proof looks for it would find: each kind of harm in an answer made for it, and none in a plain one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import HttpResponse
from django.utils.html import escape
from harm import BOUND, harm, loose, watched_statements
from hostile import MARK, XSS

TEXT = f"<b onclick={MARK}>x</b>"
POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
PAGES = {
    "a text as it came": (f"<p>{TEXT}</p>", "unescaped"),
    "a handler": (f"<p onload='{MARK}'>x</p>", "<p onload>"),
    "a script in line": (f"<script>{MARK}</script>", "script in line"),
    "a link that runs": (f"<a href=' java\tscript:{MARK}'>x</a>", "<a href="),
    "a form that leads away": ("<form action='//evil.example/'></form>", "<form action="),
    "a frame": ("<iframe src='https://evil.example/'></iframe>", "<iframe>"),
    "another base": ("<base href='//evil.example/'>", "<base>"),
    "a page that leads away": ("<meta http-equiv=refresh content='0;url=//evil.example/'>", "<meta>"),
    "an instruction of htmx": (f"<p hx-on:load='{MARK}'>x</p>", "<p hx-on:load>"),
}
ANSWERS = {
    "a failure": (HttpResponse(status=500), "status 500"),
    "a way out": (HttpResponse(status=302, headers={"Location": "https://evil.example/"}), "leads to"),
    "a way out without a scheme": (HttpResponse(status=302, headers={"Location": "//evil.example"}), "leads to"),
    "a way out by a backslash": (HttpResponse(status=302, headers={"Location": "/\\evil.example"}), "leads to"),
    "a name with a path": (HttpResponse(headers={"Content-Disposition": 'attachment; filename="../x"'}), "file name"),
    "a header more": (HttpResponse(headers={"X-Injected": "1"}), "a header more"),
}


@pytest.mark.parametrize("what", PAGES)
def test_harm_in_a_page_is_found(what):
    body, found = PAGES[what]
    assert any(one.startswith(found) for one in harm(HttpResponse(body), TEXT, sent=[]))


@pytest.mark.parametrize("what", ANSWERS)
def test_harm_around_a_page_is_found(what):
    answer, found = ANSWERS[what]
    assert any(one.startswith(found) for one in harm(answer, TEXT, sent=[]))


def test_a_cookie_of_somebody_else_is_found():
    answer = HttpResponse()
    answer.set_cookie("evil", "1")
    assert harm(answer, sent=[]) == ["cookie evil"]


@pytest.mark.django_db
def test_a_text_in_a_statement_is_found():
    with watched_statements() as sent, connection.cursor() as cursor:
        cursor.execute("select ' or 1=1 --'")
        cursor.execute("select %s", ["a value that is bound"])
    assert harm(HttpResponse(), "' or 1=1 --", "a value that is bound", sent=sent) == ["in a statement: ' or 1=1 --"]


@pytest.mark.parametrize("text", XSS)
def test_an_escaped_text_is_no_harm(text):

    assert harm(HttpResponse(f"<p title='{escape(text)}'>{escape(text)}</p>"), text, sent=[]) == []


@pytest.mark.parametrize("left_out", [*BOUND, "Content-Security-Policy"])
def test_a_header_that_is_left_out_is_found(left_out):
    headers = BOUND | {"Content-Security-Policy": POLICY}
    assert loose(HttpResponse(headers=headers)) == []
    assert loose(HttpResponse(headers={name: value for name, value in headers.items() if name != left_out})) != []


@pytest.mark.parametrize("word", ["script-src 'unsafe-inline'", "script-src 'unsafe-eval'", "img-src https:"])
def test_a_policy_that_is_too_wide_is_found(word):
    assert loose(HttpResponse(headers=BOUND | {"Content-Security-Policy": f"{POLICY}; {word}"})) != []
