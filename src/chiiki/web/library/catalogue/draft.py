"""One entry of the index before it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from chiiki.web.library.enums import Kind  # noqa: TC001 -- the dataclass names it

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Draft", "Pair", "joined", "known_span"]


class Pair(NamedTuple):
    """A wording in both languages."""

    ja: str = ""
    en: str = ""


NO_PAIR = Pair()


@dataclass(frozen=True, slots=True)
class Draft:
    """What lists show of one thing, and what it is found by."""

    kind: Kind
    subject_id: str
    name: Pair
    source_id: str
    locator: str = ""
    short: Pair = NO_PAIR
    type: str = ""
    owner: Pair = NO_PAIR
    owner_page: tuple[Kind, str] | None = None
    place: Pair = NO_PAIR
    start_fy: int | None = None
    end_fy: int | None = None
    dated_on: str = ""
    grade: str = ""
    n_related: int | None = None
    page: tuple[Kind, str] | None = None
    """The page that tells more; its own where none is given."""

    aliases: tuple[str, ...] = ()
    """Other names and codes under which it is asked for."""

    texts: tuple[str, ...] = ()
    facets: frozenset[tuple[str, str]] = field(default_factory=frozenset)


def joined(pairs: Iterable[Pair]) -> Pair:
    """List wordings in both languages, each once."""
    distinct = list(dict.fromkeys(pairs))
    return Pair("、".join(pair.ja for pair in distinct), "; ".join(pair.en for pair in distinct))


def known_span(starts: Iterable[int | None], ends: Iterable[int | None]) -> tuple[int | None, int | None]:
    """Return the first known start, and the last end where every end is known."""
    begun = [start for start in starts if start is not None]
    ended = list(ends)
    known = [end for end in ended if end is not None]
    return min(begun, default=None), max(known) if known and len(known) == len(ended) else None
