"""What is wrong with an answer: what a hostile request did to it, and what it lacks that binds the browser."""

from __future__ import annotations

import re
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

__all__ = ["BOUND", "harm", "loose", "watched_statements"]

BOUND = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICT = {"default-src": "'none'", "frame-ancestors": "'none'", "base-uri": "'none'"}
"""Directive of the policy → its value."""

ELSEWHERE = "evil.example"
RUNNING = ("javascript:", "vbscript:", "data:text", "data:,", "data:image/svg")
LED_BY = {"href", "src", "action", "formaction", "data", "poster", "background", "hx-get", "hx-post", "xlink:href"}
FORBIDDEN = {"base", "iframe", "object", "embed", "xmp", "applet", "frame", "math"}
DATA = {"application/json", "application/ld+json"}
"""Types of a script that does not run."""

SHORT = 8
"""Characters below which a text may stand in a page by itself, such as ``<b>``."""

COOKIES = {"sessionid", "csrftoken", "messages"}
FILE_NAME = re.compile(r'(inline|attachment)(; filename="[A-Za-z0-9_.-]*")?')
BLANK = re.compile(r"[\x00-\x20]")


class Page(HTMLParser):
    """Everything in a page that could run or lead away."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.is_script = tag == "script" and values.get("type") not in DATA
        if tag in FORBIDDEN or (tag == "meta" and ELSEWHERE in values.get("content", "")):
            self.found.append(f"<{tag}>")
        for name, value in values.items():
            bare = BLANK.sub("", value).lower()
            if name.startswith(("on", "hx-on", "data-hx-on")) or name in {"srcdoc", "style", "hx-vals"}:
                self.found.append(f"<{tag} {name}>")
            if name in LED_BY and (bare.startswith(RUNNING) or ELSEWHERE in _host(bare)):
                self.found.append(f"<{tag} {name}={value[:60]}>")

    def handle_data(self, data: str) -> None:
        if self.is_script and data.strip():
            self.found.append(f"script in line: {data[:60]}")

    def handle_endtag(self, tag: str) -> None:
        self.is_script = self.is_script and tag != "script"


def _host(address: str) -> str:
    try:
        return urlsplit(address.replace("\\", "/")).netloc
    except ValueError:
        return address


@contextmanager
def watched_statements() -> Iterator[list[str]]:
    """Yield a list that fills with the statements sent to the database, without their values."""
    sent: list[str] = []

    def note(execute, sql, params, many, context):
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent


def harm(answer: HttpResponse, *texts: str, sent: list[str]) -> list[str]:
    """Return what `texts`, which came in a request, did to its answer and to the database."""
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    found += _in_headers(answer)
    is_page = answer.get("Content-Type", "").startswith("text/html")
    body = "" if answer.streaming else answer.content.decode(errors="replace")
    for text in texts:
        if is_page and len(text) >= SHORT and any(sign in text for sign in "<>") and text.strip() in body:
            found.append(f"unescaped: {text[:60]}")
        if len(text) > 3 and not text.isalnum() and any(text in sql for sql in sent):
            found.append(f"in a statement: {text[:60]}")
    if is_page and any(mark in body for mark in ("dataset.ran", ELSEWHERE, "alert(", "srcdoc")):
        found += Page(body).found
    return found


def _in_headers(answer: HttpResponse) -> list[str]:
    found = [f"header {name}" for name, value in answer.headers.items() if "\n" in value or "\r" in value]
    found += [f"cookie {name}" for name in set(answer.cookies) - COOKIES]
    if "X-Injected" in answer.headers:
        found.append("a header more")
    place = answer.get("Location", "/")
    if not place.startswith("/") or place.startswith(("//", "/\\")) or _host(place):
        found.append(f"leads to {place[:80]}")
    disposition = answer.get("Content-Disposition", "inline")
    if not FILE_NAME.fullmatch(disposition):
        found.append(f"file name {disposition[:80]}")
    return found


def policy_of(answer):
    parts = (part.split(maxsplit=1) for part in answer["Content-Security-Policy"].split(";"))
    return {part[0]: part[1] if len(part) > 1 else "" for part in parts}


def loose(answer, **others):
    """Return what an answer lacks of the headers that bind the browser, and what its cookies lack.

    `others` are headers that must have another value here than in :data:`BOUND`.
    """
    bound = BOUND | {name.replace("_", "-"): value for name, value in others.items()}
    wrong = [f"{name}: {answer.get(name)}" for name, value in bound.items() if answer.get(name) != value]
    if "Content-Security-Policy" not in answer:
        return [*wrong, "no policy"]
    policy = policy_of(answer)
    wrong += [f"{name} {policy.get(name)}" for name, value in STRICT.items() if policy.get(name) != value]
    wrong += [word for word in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*") if word in str(policy)]
    cookies = answer.cookies.items()
    wrong += [f"cookie {name} for other sites" for name, one in cookies if one["samesite"] not in {"Lax", "Strict"}]
    scripted = [name for name, one in cookies if not one["httponly"] and name != settings.CSRF_COOKIE_NAME]
    return wrong + [f"cookie {name} for scripts" for name in scripted]
