"""Ask for many addresses as one actor, with a clock that stands still and chance that repeats itself.

Each question is undone before the next one. So two crawls of one world are the same to the last
byte, cookies, tokens of forms and ids of requests included, and what differs between two worlds
comes from what differs in them: nothing is normalised.
"""

from __future__ import annotations

import os
import random
import re
import time
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from unittest.mock import patch

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

import chiiki.web.audit.domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from http.cookies import SimpleCookie

    from django.http import HttpResponse

__all__ = ["Asked", "Page", "crawl", "differences", "standing_still"]

NAMES_OF_SAVEPOINTS = re.compile(r"s\d+_x\d+")
N_SHOWN = 40
"""Letters on either side of a difference that are shown."""

FIRST_NUMBER = 1000
"""Chance of questions begins here; before it is that of the world itself."""


@dataclass(frozen=True)
class Asked:
    """One question of a crawl."""

    path: str
    token: str = ""
    """Secret of the token with which a program asks."""

    form: tuple[tuple[str, str], ...] = ()
    """What is sent; nothing where a page is only asked for."""


@dataclass(frozen=True)
class Page:
    """Everything that an answer shows, and what the database was asked for it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[str, ...]
    body: bytes
    questions: tuple[tuple[str, str], ...]


class _Chance:
    """Random bytes that follow from a number."""

    def __init__(self) -> None:
        self.begin(0)

    def begin(self, number: int) -> None:
        self.number, self.count = number, 0

    def __call__(self, n_bytes: int) -> bytes:
        self.count += 1
        seed = f"{self.number} {self.count}".encode()
        blocks = (sha256(seed + bytes([n])).digest() for n in range(n_bytes // 32 + 1))
        return b"".join(blocks)[:n_bytes]


class _Then(datetime):
    """A class of moments in which it is always the same time."""

    moment = datetime.now(tz=UTC)

    @classmethod
    def now(cls, tz=None):
        return cls.moment if tz is None else cls.moment.astimezone(tz)


CHANCE = _Chance()


@contextmanager
def standing_still() -> Iterator[None]:
    """Let the clock stand still and chance repeat itself."""
    _Then.moment = datetime.now(tz=UTC)
    seconds = _Then.moment.timestamp()
    with ExitStack() as patches:
        for place, name, value in (
            (timezone, "now", lambda: _Then.moment),
            (time, "time", lambda: seconds),
            (chiiki.web.audit.domain, "datetime", _Then),
            (os, "urandom", CHANCE),
            (random, "_urandom", CHANCE),
        ):
            patches.enter_context(patch.object(place, name, value))
        yield


def crawl(cookies: SimpleCookie, asked: Mapping[int, Asked]) -> Iterator[tuple[int, Page]]:
    """Yield number and page of each question, asked by a browser with `cookies`; each one is undone."""
    (settings.OPTIONS.data / "api-counts.sqlite3").unlink(missing_ok=True)
    client = Client(raise_request_exception=False)
    for number, one in asked.items():
        client.cookies = deepcopy(cookies)
        CHANCE.begin(FIRST_NUMBER + number)
        before = transaction.savepoint()
        with _listening() as heard:
            answer = _answer(client, one, number)
        transaction.savepoint_rollback(before)
        yield (
            number,
            Page(
                answer.status_code,
                tuple(sorted(answer.headers.items())),
                tuple(sorted(cookie.OutputString() for cookie in answer.cookies.values())),
                answer.getvalue(),
                tuple(heard),
            ),
        )


def _answer(client: Client, asked: Asked, number: int) -> HttpResponse:
    """Ask from an address of its own, so that no limit of one address is met."""
    about = {"REMOTE_ADDR": f"10.9.{number // 250}.{number % 250}"}
    if asked.token:
        about["HTTP_AUTHORIZATION"] = f"Bearer {asked.token}"
    return client.post(asked.path, dict(asked.form), **about) if asked.form else client.get(asked.path, **about)


@contextmanager
def _listening() -> Iterator[list[tuple[str, str]]]:
    """Hear what the database is asked, with the values."""
    heard: list[tuple[str, str]] = []

    def hear(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:  # noqa: FBT001 -- as Django calls it
        heard.append((NAMES_OF_SAVEPOINTS.sub("s", sql), repr(params)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hear):
        yield heard


def differences(one: Page, other: Page) -> str:
    """Say in which part two pages differ first, and where; empty where they are equal."""
    if one == other:
        return ""
    for name in Page.__dataclass_fields__:
        mine, yours = getattr(one, name), getattr(other, name)
        if mine != yours:
            return f"{name}: {_shown(mine, yours)}"
    return ""


def _shown(one: object, other: object) -> str:
    if isinstance(one, bytes) and isinstance(other, bytes):
        one, other = one.decode("utf-8", "replace"), other.decode("utf-8", "replace")
    first, second = str(one), str(other)
    place = next((n for n, (mine, yours) in enumerate(zip(first, second, strict=False)) if mine != yours), len(first))
    begin = max(0, place - N_SHOWN)
    return " | ".join(repr(text[begin : place + N_SHOWN]) for text in (first, second))
