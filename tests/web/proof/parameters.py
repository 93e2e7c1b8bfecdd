"""Which parameters of a query each route reads: found by watching it read them."""

from __future__ import annotations

import re
from collections import defaultdict
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit

from addresses import ABSENT, NONSENSE, name_of, route_addresses
from django.http import QueryDict

from chiiki.web.access.walk import routes
from chiiki.web.api import rest
from chiiki.web.api.door import LANGUAGE

if TYPE_CHECKING:
    from django.test import Client
    from world import World

    from chiiki.web.access.walk import Route

__all__ = ["ENDING", "parameters", "view_of"]

READ: set[str] = set()
"""Names that the present request read of its query."""

ENDING = re.compile(r"\.(csv|json|md|bib|jsonld|html|pdf)$")


class Watched(QueryDict):
    """A query that notes what is read of it by name."""

    def __getitem__(self, key):
        READ.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        READ.add(key)
        return super().__contains__(key)

    def get(self, key, default=None):
        READ.add(key)
        return super().get(key, default)

    def getlist(self, key, default=None):
        READ.add(key)
        return super().getlist(key, default)


def view_of(route: Route) -> str:
    """Name the function that answers a route, and the form in which it does; a library's views by their route."""
    if route.pattern.startswith("api/"):
        return name_of(route)
    view = route.view
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    if not view.__module__.startswith("chiiki."):
        return route.name
    ending = ENDING.search(route.pattern)
    return f"{view.__module__}.{view.__qualname__}{ending[0] if ending else ''}"


def parameters(world: World, client: Client) -> dict[str, list[Route]]:
    """Return name of a parameter → one route of each view that reads it, in each form that it answers in."""
    by_view: dict[str, Route] = {}
    for route in routes():
        if "GET" in route.declaration.methods:
            by_view.setdefault(view_of(route), route)
    names: dict[str, set[str]] = defaultdict(set)
    for endpoint in rest.endpoints():
        names[_pattern(endpoint.path)] = {*endpoint.parameters, LANGUAGE}
    for view, route in by_view.items():
        if not route.pattern.startswith("api/"):
            names[ENDING.sub("", view)] |= _read_by(route, world, client)
    found: dict[str, list[Route]] = defaultdict(list)
    for view, route in by_view.items():
        for name in sorted(names[view if view in names else ENDING.sub("", view)]):
            found[name].append(route)
    return dict(found)


def _pattern(path: str) -> str:
    return f"api/v1{path}".replace("{", "<").replace("}", ">")


def _read_by(route: Route, world: World, client: Client) -> set[str]:
    """Return the names that a route reads, and those that its page offers in forms and links to itself.

    A view that goes through the whole query, such as a list of any columns, names none when it reads.
    """
    address = next(one for one in route_addresses(route, world) if one.leads_to not in {ABSENT, NONSENSE})
    READ.clear()
    with patch("django.core.handlers.wsgi.QueryDict", Watched):
        answer = client.get(address.path)
    found = set(READ)
    if answer.get("Content-Type", "").startswith("text/html"):
        found |= Offered(answer.content.decode(), path=address.path.partition("?")[0]).names
    return found


class Offered(HTMLParser):
    """Names of parameters in the forms and links of a page that lead to the page itself."""

    def __init__(self, text: str, *, path: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.path, self.is_own_form = path, False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_sent = found.get("method", "get").lower() == "post"
            self.is_own_form = not is_sent and found.get("action", self.path) in {"", self.path}
        elif tag in {"input", "select"} and self.is_own_form and found.get("name"):
            self.names.add(found["name"])
        elif tag == "a":
            link = urlsplit(found.get("href", ""))
            if link.path in {"", self.path} and not link.netloc:
                self.names |= {name for name, _value in parse_qsl(link.query, keep_blank_values=True)}
