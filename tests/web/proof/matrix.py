"""Who may open what: the table of ``who_may.csv``, and how the site is asked whether it holds.

The table says what each actor is answered at each route, from what the rights mean; it is not read
from the rules of the code. Its words:

====================  ==========================================================================
``200``, ``404``, …   this status; several may be right: ``200|202``
``in``                sign in first: led to the page of it, or 403 with that reason where a form was sent
``2f``                pass the second factor first: likewise
``no``                403 with a reason
``hid``               404, and in every byte as for a thing that does not exist
``>``, ``>name``      led to a page of this site, to the one of that name
====================  ==========================================================================

States: ``-`` for pages that are about no single thing, ``absent`` where there is no such thing,
``nonsense`` where the address holds no id at all, ``*`` for each state there is. Whose: ``own``,
``foreign``, ``site``, or ``*``.
"""

from __future__ import annotations

import csv
import re
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from addresses import ABSENT, PLAIN, THERE, name_of, route_addresses
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext, override
from world import BEARER, NOBODY, PUBLIC, make_world

from chiiki.web.access.roles import Role
from chiiki.web.access.walk import routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from addresses import Address
    from django.http import HttpResponse
    from django.test import Client
    from world import World

    from chiiki.web.access.walk import Route

__all__ = [
    "NOT_LET_IN",
    "Asker",
    "Cell",
    "barred",
    "cells_of",
    "differences",
    "english_cells",
    "expected",
    "guarded_cells",
    "is_open",
    "named_routes",
    "open_cells",
    "other_cells",
    "table",
]

HERE = Path(__file__).parent
READ, SENT = "GET", "POST"
NOT_LET_IN = frozenset({"in", "2f", "no", "hid", "404"})
"""Words of the table for those who may not."""

SIGN_IN = "Sign in to see this page."
SECOND_FACTOR = "Your post needs a second factor. Set one up before you do anything else."
GUESSES = re.compile(rb"<h2>[^<]*</h2><ul>.*?</ul>")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    states: frozenset[str]
    whose: str
    answers: dict[str, str] = field(hash=False)

    def is_about(self, state: str, whose: str) -> bool:
        is_state = state in self.states or ("*" in self.states and state not in {"-", "absent", "nonsense"})
        return is_state and self.whose in {whose, "*"}


@cache
def groups() -> dict[str, list[str]]:
    """Return name of a group → its routes, from ``open_routes.txt``."""
    found: dict[str, list[str]] = {}
    for line in (HERE / "open_routes.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            found[line] = names = []
        elif not line.startswith("#"):
            names += line.split()
    return found


@cache
def table() -> dict[tuple[str, str], list[Row]]:
    """Return route and method → lines."""
    found: dict[tuple[str, str], list[Row]] = {}
    with (HERE / "who_may.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            named, method, states, whose = (line.pop(name) for name in ("routes", "method", "state", "whose"))
            row = Row(frozenset(states.split("|")), whose, line)
            for word in named.split():
                for name in groups().get(word, [word]):
                    found.setdefault((name, method), []).append(row)
    return found


def named_routes() -> set[str]:
    """Return every route that the table names."""
    return {name for name, _method in table()}


def is_open(route: Route) -> bool:
    """Say whether the table has a route among those that show the library to everybody."""
    return any(name_of(route) in names for names in groups().values())


def expected(name: str, method: str, *, state: str, whose: str, actor: str) -> str:
    """Return what the table says.

    Raises
    ------
    LookupError
        If it says nothing, or two things.
    """
    found = [row for row in table().get((name, method), []) if row.is_about(state, whose)]
    if len(found) != 1:
        msg = f"who_may.csv has {len(found)} lines for {name}, {method}, state {state}, whose {whose}; write one."
        raise LookupError(msg)
    return found[0].answers[actor]


@dataclass(frozen=True)
class Cell:
    """One question and its answer by the table."""

    address: Address
    method: str
    actor: str
    expected: str

    def __str__(self) -> str:
        about = self.address.thing or self.address.leads_to
        return f"{name_of(self.address.route)}, {self.actor}, {self.method}, {about}"


@dataclass
class Asker:
    """Somebody at a browser, whose questions leave nothing behind."""

    world: World
    name: str
    client: Client
    absent: dict[tuple[str, str, str], bytes] = field(default_factory=dict)
    """Route, method and start of the path → what is answered where there is nothing."""

    @classmethod
    def begin(cls, name: str) -> Asker:
        """Make the world, where `name` owns something in each state, and sign in."""
        world = make_world()
        if name in world.people:
            world.give_things(name)
        return cls(world, name, world.client(name))

    def ask(self, path: str, method: str) -> HttpResponse:
        """Ask, and undo whatever it did."""
        cookies = deepcopy(self.client.cookies)
        with transaction.atomic():
            answer = self.client.generic(method, path)
            transaction.set_rollback(True)
        self.client.cookies = cookies
        return answer

    def whose(self, address: Address) -> str:
        """Say whose a thing is, as the table has it."""
        if address.thing is None:
            return "-"
        return {NOBODY: "site", self.name: "own"}.get(address.thing.whose, "foreign")

    def found(self, cell: Cell) -> str:
        """Ask one question and name the answer in the words of the table."""
        answer = self.ask(cell.address.path, cell.method)
        if answer.status_code == 404 and cell.expected == "hid":
            return "hid" if self._is_as_absent(cell, answer) else "404, not as an absent one"
        return _named(answer, cell)

    def _is_as_absent(self, cell: Cell, answer: HttpResponse) -> bool:
        route, lang = cell.address.route, cell.address.path[1:3]
        key = (route.pattern, cell.method, lang)
        if key not in self.absent:
            absent = next(one for one in route_addresses(route, self.world, lang=lang) if one.leads_to == ABSENT)
            self.absent[key] = _bare(self.ask(absent.path, cell.method), absent)
        return _bare(answer, cell.address) == self.absent[key]


def _bare(answer: HttpResponse, address: Address) -> bytes:
    """Return headers and body without what tells one request from another.

    An address with a number is answered with what else has such a number, whether the thing exists or not.
    """
    steps = sorted({unquote(step) for step in address.path.split("/") if "-" in step or step.isdigit()}, key=len)
    has_number = any(step.isdigit() for step in steps)
    left_out = {"X-Request-ID", "Content-Length"} if has_number else {"X-Request-ID"}
    headers = sorted(f"{name}: {value}" for name, value in answer.headers.items() if name not in left_out)
    body = TOKEN.sub(b"", answer.content)
    whole = "\n".join(headers).encode() + b"\n\n" + (GUESSES.sub(b"", body) if has_number else body)
    whole = whole.replace(answer["X-Request-ID"].encode(), b"")
    for step in reversed(steps):
        whole = whole.replace(step.encode(), b"")
    return whole


def _named(answer: HttpResponse, cell: Cell) -> str:
    status = answer.status_code
    if 300 <= status < 400:
        return _led_to(answer["Location"], is_read=cell.method != SENT)
    if status != 403:
        return str(status)
    reason = str((answer.context or {}).get("reason", ""))
    with override(cell.address.path[1:3]):
        return {"": "403 without a reason", gettext(SIGN_IN): "in", gettext(SECOND_FACTOR): "2f"}.get(reason, "no")


def _led_to(address: str, *, is_read: bool) -> str:
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).url_name
    except Resolver404:
        return f"led out of the site, to {address}"
    if parts.netloc:
        return f"led to another site, {address}"
    if name == "account_login" and "next=" in parts.query:
        return "in"
    return "2f" if name == "mfa_index" and is_read else f">{name}"


def _one_of_each(found: Iterable[Address], asker: Asker) -> Iterator[tuple[Address, str, str]]:
    """Yield one address of each state and owner, with both."""
    seen = set()
    for address in found:
        state = "-" if address.leads_to in {PLAIN, THERE} else address.leads_to
        kind = (address.thing.state if address.thing else state, asker.whose(address))
        if kind not in seen or not address.thing:
            seen.add(kind)
            yield address, *kind


def cells_of(route: Route, asker: Asker, *, lang: str = "ja") -> Iterator[Cell]:
    """Yield the cells of a route for the methods that it answers, HEAD included."""
    for address, state, whose in _one_of_each(route_addresses(route, asker.world, lang=lang), asker):
        for method in (READ, SENT):
            if method not in route.declaration.methods or (method == SENT and state == "nonsense"):
                continue
            answer = expected(name_of(route), method, state=state, whose=whose, actor=asker.name)
            yield Cell(address, method, asker.name, answer)
            if method == READ:
                yield Cell(address, "HEAD", asker.name, answer)


def other_cells(route: Route, asker: Asker) -> Iterator[Cell]:
    """Yield the cells of a route for methods that it does not answer."""
    address = next(one for one in route_addresses(route, asker.world) if one.leads_to in {PLAIN, THERE, ABSENT})
    is_interface = address.path.startswith("/api/")
    refused = "2f" if asker.name == "unproved" and not is_interface and _waits(route) else "405"
    methods = {"PUT", "DELETE", "OPTIONS", READ, SENT} - set(route.declaration.methods)
    for method in sorted(methods):
        answer = "204" if is_interface and method == "OPTIONS" else refused
        yield Cell(address, method, asker.name, answer)


def _waits(route: Route) -> bool:
    """Say whether the table lets a session without its second factor nowhere near a route."""
    rows = [row for (name, _), rows in table().items() if name == name_of(route) for row in rows]
    return any(row.answers["unproved"] == "2f" for row in rows)


def differences(cells: Iterable[Cell], asker: Asker) -> tuple[int, list[str]]:
    """Ask every question; return how many there were, and what is otherwise than the table says."""
    n_cells, wrong = 0, []
    for cell in cells:
        n_cells += 1
        found = asker.found(cell)
        if found not in cell.expected.split("|") and not (cell.expected == ">" and found.startswith(">")):
            wrong.append(f"{cell}: expected {cell.expected}, found {found}")
    return n_cells, wrong


def guarded_cells(asker: Asker, *, share: int | None = None) -> Iterator[Cell]:
    """Yield the cells of every route that is not open to everybody.

    Where a share is named, only each tenth or so is asked by the methods that it does not
    answer, which are refused before anybody looks who asks.
    """
    for n, route in enumerate(routes()):
        if not is_open(route):
            yield from cells_of(route, asker)
            if share is None or n % len(Role) == share:
                yield from other_cells(route, asker)


def open_cells(asker: Asker, *, share: int | None = None) -> Iterator[Cell]:
    """Yield the cells of the routes that are open to everybody; of each tenth or so where a share is named.

    The public asks with all methods. A page is the same for everybody who signed in, so that
    each role asks for a share of them; :func:`barred` sees to the rest.
    """
    found = [route for route in routes() if is_open(route)]
    for route in found if share is None else found[share :: len(Role)]:
        cells = cells_of(route, asker)
        yield from cells if asker.name in {PUBLIC, BEARER} else (cell for cell in cells if cell.method == READ)
        if asker.name == PUBLIC:
            yield from other_cells(route, asker)


def barred(asker: Asker) -> tuple[int, list[str]]:
    """Ask the rules of the open routes without composing the pages; return how many, and which bar somebody."""
    actor, found = asker.world.actor(asker.name), [route for route in routes() if is_open(route)]
    wrong = [f"{name_of(one)}, {asker.name}: barred" for one in found if not one.declaration.rule(actor).is_allowed]
    return len(found), wrong


def english_cells(asker: Asker) -> Iterator[Cell]:
    """Yield three states of each guarded page in English: the first of one's own, the second of others', …"""
    for route in routes():
        if is_open(route) or not route.pattern.startswith("<lang>/"):
            continue
        by_owner: dict[str, list[Cell]] = {}
        for cell in cells_of(route, asker, lang="en"):
            if cell.method == route.declaration.methods[0]:
                by_owner.setdefault(asker.whose(cell.address), []).append(cell)
        yield from (cells[n % len(cells)] for n, (_whose, cells) in enumerate(sorted(by_owner.items())))
