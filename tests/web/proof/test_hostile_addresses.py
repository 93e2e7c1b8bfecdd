"""Whatever stands in an address, in its path or query: no failure, no markup, no header, no SQL, no way out (R19)."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from urllib.parse import quote

import pytest
from addresses import OF_THINGS, fill, name_of, parts_of, route_addresses, samples, stem_of
from harm import harm, watched_statements
from hostile import ADDRESSES, BROKEN, HEADERS, PATHS, REDIRECTS, SQL, XSS
from matrix import is_open
from parameters import ENDING, parameters, view_of
from world import make_world

from chiiki.web.access.walk import routes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.usefixtures("index", "wide_limits"),
]

MORE = ["\ud800", "a\udfffb", "x\r\nX-Injected: 1", "x\nSet-Cookie: evil=1", "a" * 100_000, "%", "=", "&", "a&b=c"]
MEANT = [*XSS, *SQL, *BROKEN, *PATHS, *REDIRECTS, *MORE]
TEXTS = [(text, quote(text, safe="", errors="surrogatepass")) for text in MEANT]
WRITTEN = [*TEXTS, *((raw, raw) for raw in ADDRESSES)]
"""What is meant → how it stands in an address."""

SHARDS, FACETS = 4, 10
ODD_NAMES = [(text, written) for text, written in TEXTS if 0 < len(text) < 200]
READERS: dict[str, list[str]] = {}
"""Name of a parameter → patterns of routes that read it; found once in each process."""


class Sender:
    """Sends hostile requests as the public where that may ask, else as an administrator."""

    def __init__(self, record_property):
        self.record_property = record_property
        self.world = make_world()
        self.world.give_things("admin")
        self.clients = {True: self.world.client("public"), False: self.world.client("admin")}
        self.n_sent, self.wrong = 0, []
        self.by_pattern = {route.pattern: route for route in routes()}

    def readers(self):
        if not READERS:
            found = parameters(self.world, self.clients[False])
            READERS.update({name: [route.pattern for route in some] for name, some in sorted(found.items())})
        return {name: [self.by_pattern[pattern] for pattern in patterns] for name, patterns in READERS.items()}

    def send(self, route, path, *texts, **headers):
        with watched_statements() as sent:
            answer = self.clients[is_open(route)].generic("GET", path, headers=headers)
            found = harm(answer, *texts, sent=sent)
        self.n_sent += 1
        self.wrong += [f"{name_of(route)}: {path[:160]}: {one}" for one in found]

    def path_of(self, route):
        return next(iter(route_addresses(route, self.world))).path.partition("?")[0]

    def report(self):
        self.record_property("n_hostile", self.n_sent)
        assert self.wrong == [], f"{len(self.wrong)} of {self.n_sent}:\n" + "\n".join(self.wrong[:40])


@pytest.fixture
def sender(record_property):
    return Sender(record_property)


def test_the_parameters_are_found_by_watching(sender):
    found = sender.readers()
    known = "q page sort prefecture view regions programmes fy next edition wait still state before since table"
    assert {*known.split(), "cursor", "limit", "where", "bom", "start_fy"} <= set(found)
    assert {name_of(route) for route in found["view"]} >= {"cascade", "cascade-csv"}
    assert all(found.values())


def shares(found):
    """Yield each parameter with its routes, its texts, and what those routes read beside it.

    Parameters of like routes are read by one loop: facets of a list, columns of a table. These part
    the texts among them. The interface refuses what it does not know before it reads anything.
    """
    alike = Counter(tuple(route.pattern for route in readers) for readers in found.values())
    seen = Counter()
    for name, readers in found.items():
        like = tuple(route.pattern for route in readers)
        pages = [route for route in readers if not route.pattern.startswith("api/")]
        n_parts = 3 if not pages else 1 if alike[like] == 1 else 2 if alike[like] <= FACETS else FACETS
        others = [other for other, some in found.items() if other != name and readers[0] in some]
        yield name, pages or readers, WRITTEN[seen[like] % n_parts :: n_parts], others
        seen[like] += 1


@pytest.mark.parametrize("shard", range(SHARDS))
def test_each_text_in_each_parameter(sender, shard):
    """Each route that reads a parameter gets its share of the texts; every other time two parameters have one."""
    for n, (name, readers, written, others) in enumerate(shares(sender.readers())):
        for k, (text, raw) in enumerate(written):
            if k % SHARDS != shard:
                continue
            route, query, texts = readers[k // SHARDS % len(readers)], f"{name}={raw}", [text]
            if k // SHARDS % 2 and others:
                more, more_raw = written[(k + 7 * n) % len(written)]
                query, texts = f"{query}&{others[k % len(others)]}={more_raw}", [text, more]
            sender.send(route, f"{sender.path_of(route)}?{query}", *texts)
    sender.report()


def test_each_text_as_the_name_of_a_parameter_that_nothing_reads(sender):
    pages = [route for route in routes() if route.declaration.is_shared and not route.pattern.startswith("api/")]
    by_view = list({view_of(route): route for route in pages}.values())
    for n, (text, written) in enumerate(ODD_NAMES):
        route = by_view[n % len(by_view)]
        sender.send(route, f"{sender.path_of(route)}?{written}={written}", text)
    sender.report()


@pytest.mark.parametrize("shard", range(SHARDS))
def test_each_text_in_each_part_of_a_path(sender, shard):
    """Ids that are no text, and further forms of a page, get a few; of markup each view gets its share."""
    by_view = {view_of(route): route for route in routes() if "GET" in route.declaration.methods and parts_of(route)}
    pages = {ENDING.sub("", view): route for view, route in by_view.items()}.values()
    for n, route in enumerate(by_view.values()):
        if n % SHARDS != shard:
            continue
        is_text = route in pages and "<uuid:" not in route.pattern and "<int:" not in route.pattern
        some = chain(TEXTS[len(XSS) :], WRITTEN[n % 5 :: 5]) if is_text else WRITTEN[n % 7 :: 7]
        sample = _sample(route, sender.world)
        for k, (text, written) in enumerate(some):
            part = parts_of(route)[k % len(sample)]
            parts = {name: quote(str(value), safe="") for name, value in sample.items()} | {part: written}
            sender.send(route, fill(route, parts, is_raw=True), text)
    sender.report()


def _sample(route, world):
    """Return parts of an address that exists."""
    if stem_of(route) in OF_THINGS:
        return next(world.of_kind(OF_THINGS[stem_of(route)])).parts
    return {name: samples()[stem_of(route)][0][name] for name in parts_of(route)}


def test_each_header_at_each_view(sender):
    """Every value at some, and some values at every view."""
    by_view = list({view_of(route): route for route in routes() if "GET" in route.declaration.methods}.values())
    pairs = [(name, value) for name, values in HEADERS.items() for value in values if "\x00" not in value]
    for n, route in enumerate(by_view):
        name, value = pairs[n % len(pairs)]
        if "\n" not in value:
            sender.send(route, sender.path_of(route), value, **{name.replace("-", "_"): value})
    sender.report()
