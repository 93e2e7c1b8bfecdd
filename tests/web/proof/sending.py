"""Send a form once, twice in a row and many times at once, and see what it leaves and how it is answered."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Barrier
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import connections
from django.middleware.csrf import _get_new_csrf_string, _mask_cipher_secret
from django.test import Client
from django.urls import reverse
from django.utils import translation

from chiiki.web.audit.models import AuditRecord
from web_faults import count_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["TOO_OLD", "Answer", "Leaves", "Sending", "Sent", "at_once", "in_a_row", "leaves"]

N_AT_ONCE = 4
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")

NOT_COUNTED = {"sessions.Session", "usersessions.UserSession", "axes.AccessLog", "audit.AuditRecord"}
"""A session belongs to an answer, not to what the form does; records are counted by their action."""


TOO_OLD = (403, "The form was too old")
"""How a form is answered that was shown before its browser signed in."""


class Answer(NamedTuple):
    """How a form was answered, as far as it says what came of it."""

    status: int
    leads: str
    """Where the answer leads, without ids; empty where it is a page."""

    page: str = ""

    @property
    def short(self) -> tuple[int, str]:
        return self.status, self.leads


@dataclass(frozen=True)
class Sent:
    """A browser, where it sends, and what."""

    browser: Client
    form: Mapping[str, object] = field(default_factory=dict)
    parts: Mapping[str, object] = field(default_factory=dict)
    """Parts of the address."""


@dataclass(frozen=True)
class Sending:
    """One form of the site."""

    route: str
    prepare: Callable[[], Sent]
    records: Mapping[str, int] = field(default_factory=dict)
    """Records of the log that it leaves, however often it is sent."""

    again: tuple[tuple[int, str], ...] = ()
    """How else than the first time it is answered: a status, and where it leads or words of the page."""

    signs_in: bool = False
    """Each browser that is let in has signed in, and the log says so each time."""

    variant: str = ""

    def __str__(self) -> str:
        return f"{self.route} ({self.variant})" if self.variant else self.route

    def is_answered(self, later: Answer, *, first: Answer) -> bool:
        """Say whether an answer is that of the first time, or tells that it was done before."""
        return later.short == first.short or any(
            later.status == status and (later.leads == words if later.leads else words in later.page)
            for status, words in self.again
        )


class Leaves(NamedTuple):
    """What came to be."""

    rows: Mapping[str, int]
    records: Mapping[str, int]


@dataclass
class _Before:
    rows: Mapping[str, int] = field(default_factory=count_rows)
    n_records: int = field(default_factory=AuditRecord.objects.count)

    def leaves(self) -> Leaves:
        grown = {label: n - self.rows[label] for label, n in count_rows().items() if label not in NOT_COUNTED}
        new = AuditRecord.objects.filter(sequence__gt=self.n_records).values_list("action", flat=True)
        return Leaves({label: n for label, n in grown.items() if n}, Counter(new))


def leaves(sending: Sending) -> tuple[Answer, Leaves]:
    """Send once."""
    path, browser, form = _shown(sending)
    before = _Before()
    answer = _send(browser, path, form)
    return answer, before.leaves()


def in_a_row(sending: Sending) -> tuple[list[Answer], Leaves]:
    """Send twice in a row from one browser."""
    path, browser, form = _shown(sending)
    before = _Before()
    answers = [_send(browser, path, form) for _ in range(2)]
    return answers, before.leaves()


def at_once(sending: Sending, n: int = N_AT_ONCE) -> tuple[list[Answer], Leaves]:
    """Send many times at once, each with the cookies of the one browser and a connection of its own."""
    path, shown, form = _shown(sending)
    before, start = _Before(), Barrier(n)

    def send(browser: Client) -> Answer:
        start.wait(30)
        try:
            return _send(browser, path, form)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(n) as pool:
        answers = list(pool.map(send, [_same_browser(shown) for _ in range(n)]))
    return answers, before.leaves()


def _shown(sending: Sending) -> tuple[str, Client, dict[str, object]]:
    """Return where the form is sent, the browser that shows it, and what it says with the token of this page."""
    sent = sending.prepare()
    with translation.override("en"):
        path = reverse(sending.route, kwargs=dict(sent.parts))
    browser = _same_browser(sent.browser)
    kept = browser.cookies.get(settings.CSRF_COOKIE_NAME)
    secret = kept.value if kept else _get_new_csrf_string()
    browser.cookies[settings.CSRF_COOKIE_NAME] = secret
    return path, browser, {**sent.form, "csrfmiddlewaretoken": _mask_cipher_secret(secret)}


def _same_browser(browser: Client) -> Client:
    other = Client(enforce_csrf_checks=True, **browser.defaults)
    other.cookies = deepcopy(browser.cookies)
    return other


def _send(browser: Client, path: str, form: Mapping[str, object]) -> Answer:
    answer = browser.post(path, form)
    is_page = answer.status_code not in {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER}
    leads = IDS.sub("…", answer.get("Location", ""))
    return Answer(answer.status_code, leads, answer.content.decode() if is_page else "")
