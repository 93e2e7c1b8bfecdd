"""Concrete addresses of every route: one that exists, one that does not, and, of protected things, each state.

A route with parts that vary needs an example here; :mod:`test_addresses` says which have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import UUID

from page_kinds import PAGE_KINDS

from chiiki.web.access.walk import routes
from chiiki.web.api.tables import key_of
from chiiki.web.library.enums import LISTS, Kind
from chiiki.web.library.facts import pack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from world import Thing, World

    from chiiki.web.access.walk import Route

__all__ = [
    "ABSENT",
    "NONSENSE",
    "PLAIN",
    "THERE",
    "Address",
    "addresses",
    "fill",
    "name_of",
    "parts_of",
    "route_addresses",
    "samples",
    "stem_of",
]

LANG = "<lang>/"
PART = re.compile(r"\(\?P<(?P<named>\w+)>[^)]*\)|<(?:(?P<converter>\w+):)?(?P<plain>\w+)>")
NO_OPERATION = "api/^(?P<rest>.*)$"
"""The route of all that the interface does not have."""

PLAIN, THERE, ABSENT, NONSENSE = "plain", "there", "absent", "nonsense"
"""What an address leads to: a page without parts that vary, something, nothing, or it is no id at all."""

NO_ID = UUID("00000000-0000-4000-8000-000000000000")
NO_WORD, NO_TEXT = "there-is-no-such-thing", "名無し 😀"

OF_THINGS = {
    "jobs/": "job",
    "people/": "person",
    "posts/": "post",
    "organisations/": "organisation",
    "invitations/": "invitation",
    "account/invitation/": "link",
    "account/tokens/": "token",
    "account/second-factor/keys/": "key",
    "account/password/reset/": "reset",
}
"""Start of the address → kind of :class:`world.Thing` that stands in it."""

ABSENT_PARTS = {"pk": 999_999_999, "uidb36": "1", "key": "abc-123", "token": NO_WORD}
"""Parts that are no UUID, of things that do not exist."""

QUERIES = {
    "search": "q=KCI",
    "search-file": "q=KCI",
    "api/v1/search": "q=KCI",
    **dict.fromkeys(("compare", "compare-csv", "compare-json", "compare-md", "compare-bib"), "regions=04,26"),
}
"""Route → the query without which it has little to answer."""


@dataclass(frozen=True)
class Address:
    """One address of a route."""

    route: Route
    path: str
    leads_to: str
    thing: Thing | None = None

    def __str__(self) -> str:
        return f"{self.path} ({self.thing or self.leads_to})"


def name_of(route: Route) -> str:
    """Return what a route is called in tables: its name, or its pattern where that is an operation's."""
    return route.pattern if route.pattern.startswith("api/") else route.name


def parts_of(route: Route) -> list[str]:
    """Return the names of the parts of an address that vary, but the language of pages."""
    return [found["named"] or found["plain"] for found in PART.finditer(route.pattern.removeprefix(LANG))]


def stem_of(route: Route) -> str:
    """Return the start of the address, up to the first part that varies, without the language."""
    return _plain(PART.split(route.pattern.removeprefix(LANG), maxsplit=1)[0])


def fill(route: Route, parts: dict[str, object], *, lang: str = "ja", is_raw: bool = False) -> str:
    """Return the path of a route with these parts; `is_raw` leaves them as they are, for broken ones."""

    query = QUERIES.get(name_of(route), "")

    def written(found: re.Match[str]) -> str:
        value = str(parts[found["named"] or found["plain"]])
        return value if is_raw else quote(value, safe="/" if found["converter"] == "path" else "")

    pattern = route.pattern.removeprefix(LANG)
    place, before = 0, f"/{lang}/" if route.pattern.startswith(LANG) else "/"
    for found in PART.finditer(pattern):
        before += _plain(pattern[place : found.start()]) + written(found)
        place = found.end()
    return before + _plain(pattern[place:]) + (f"?{query}" if query else "")


def _plain(pattern: str) -> str:
    """Take out the signs of a regular expression."""
    return pattern.translate({ord(sign): None for sign in "^$\\"})


@cache
def samples() -> dict[str, list[dict[str, object]]]:
    """Return start of the address → parts of things in the shipped pack."""
    ids = {kind: PAGE_KINDS[kind.value].rpartition("/")[2] for kind in Kind if kind.value in PAGE_KINDS}
    ids[Kind.DESIGNATION] = pack().designations[0].designation_id
    found: dict[str, list[dict[str, object]]] = {
        f"{word}/": [{"subject_id": ids[kind]}] for kind, word in LISTS.items()
    }
    briefs = [{"kind": "programme", "subject_id": "CAO-RUI"}]  # a short one: others take seconds
    outcome, check = key_of("outcomes", 0), key_of("checks", 0)
    found |= {
        "outcomes/": [{"subject_id": ids[Kind.PROGRAMME]}],
        "search.": [{"ending": "csv"}, {"ending": "json"}],
        "tables/": [{"name": "plans"}],
        "facts/": [{"table": "plans", "key": ids[Kind.PLAN]}],
        "briefs/": briefs,
        "id/": [{"kind": kind.value, "subject_id": one} for kind, one in ids.items()],
        "data/": [{"name": "plans"}],
        "feeds/": [{"lang": lang, "name": name} for lang in ("ja", "en") for name in ("new", "calls")],
        "sitemap-": [{"number": 1}],
        "api/": [{"rest": "v2"}],
        "api/v1/problems/": [{"code": "not-found"}],
        "api/v1/tables/": [{"name": "plans", "key": ids[Kind.PLAN]}],
        "api/v1/facts/": [{"table": "plans", "key": ids[Kind.PLAN], "field": "name_ja"}],
        "api/v1/outcomes/": [{"outcome_id": outcome}],
        "api/v1/checks/": [{"check_id": check}],
        "api/v1/briefs/": briefs,
    }
    return found | {f"api/v1/{word}/": found[f"{word}/"] for word in LISTS.values()}


def route_addresses(route: Route, world: World, *, lang: str = "ja") -> Iterator[Address]:
    """Yield the addresses of a route.

    Raises
    ------
    KeyError
        If it has parts that vary and there is no example of them.
    """
    names, stem = parts_of(route), stem_of(route)
    if not names:
        yield Address(route, fill(route, {}, lang=lang), PLAIN)
        return
    if stem in OF_THINGS:
        for thing in world.of_kind(OF_THINGS[stem]):
            yield Address(route, fill(route, thing.parts, lang=lang), THERE, thing)
        absent = {name: ABSENT_PARTS.get(name, NO_ID) for name in names}
        nonsense = dict.fromkeys(names, NO_TEXT)
    else:
        for sample in samples()[stem]:
            yield Address(route, fill(route, sample, lang=lang), ABSENT if route.pattern == NO_OPERATION else THERE)
        sample = samples()[stem][0]
        absent = sample | {names[-1]: 999 if isinstance(sample[names[-1]], int) else _no_word(names[-1])}
        nonsense = sample | {names[0]: NO_TEXT}
    yield Address(route, fill(route, absent, lang=lang), ABSENT)
    yield Address(route, fill(route, nonsense, lang=lang), NONSENSE)


def _no_word(name: str) -> str:
    """Return a word of which nothing is called; of feeds it has small letters alone."""
    return "nothing" if name in {"name", "ending"} else NO_WORD


def addresses(world: World, *, lang: str = "ja") -> list[Address]:
    """Return every address of the site in one language."""
    return [found for route in routes() for found in route_addresses(route, world, lang=lang)]
