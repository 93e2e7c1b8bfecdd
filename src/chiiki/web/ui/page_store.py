"""Pages kept in the memory of one process: bounded by bytes, packed once, the longest unread dropped first.

A process shows one edition of the facts with one version of the code, so what is kept here can
go stale only by the calendar; an hour bounds that. Pages with a query have a part of their own:
nobody can push out the others by asking for senseless queries.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["KeptPage", "PageKey", "PageStore", "kept_page", "sorted_query"]

FRESH_S = 3600.0
"""Seconds for which a kept page is given out."""

OVERHEAD = 1024
"""Bytes counted for key and headers of a page, on top of its body."""

QUERIED_SHARE = 4
"""One part in so many is for pages with a query."""

LARGEST_SHARE = 8
"""A page that would fill more than one part in so many is not kept."""

WORTH_PACKING = 200
"""Bytes below which packing saves nothing."""

PACKING = 4
"""Level of gzip: half the time of level 6 for a twentieth more bytes."""


class PageKey(NamedTuple):
    """What makes two requests ask for the same page."""

    scheme: str
    path: str
    query: str


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it is sent."""

    body: bytes
    packed: bytes
    """The body by gzip; empty where that is not smaller."""

    etag: str
    headers: Mapping[str, str]
    kept_at: float

    @property
    def packed_etag(self) -> str:
        """Name of the packed form: a strong ETag names bytes, not a page."""
        return f'{self.etag[:-1]}-gzip"'

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return len(self.body) + len(self.packed) + OVERHEAD


def kept_page(body: bytes, *, headers: Mapping[str, str]) -> KeptPage:
    """Pack a page to be kept; the same body has the same ETag in every process."""
    packed = gzip.compress(body, PACKING, mtime=0) if len(body) > WORTH_PACKING else b""
    return KeptPage(
        body=body,
        packed=packed if len(packed) < len(body) else b"",
        etag=f'"{sha256(body).hexdigest()[:32]}"',
        headers=headers,
        kept_at=monotonic(),
    )


def sorted_query(query: str) -> str:
    """Put the parameters of a query in order; values of one name keep theirs, and nothing is decoded.

    >>> sorted_query("b=2&a=2&a=1")
    'a=2&a=1&b=2'
    """
    return "&".join(sorted(filter(None, query.split("&")), key=lambda part: part.partition("=")[0]))


class PageStore:
    """Keep pages up to a number of bytes.

    Parameters
    ----------
    n_bytes : int
        Memory for all pages together.
    """

    def __init__(self, *, n_bytes: int) -> None:
        queried = n_bytes // QUERIED_SHARE
        self._shelves = {False: _Shelf(n_bytes - queried), True: _Shelf(queried)}

    def get(self, key: PageKey) -> KeptPage | None:
        """Return the page of `key`, unless it is not here or too old."""
        return self._shelves[bool(key.query)].get(key)

    def put(self, key: PageKey, page: KeptPage) -> None:
        """Keep a page and drop the longest unread ones that no longer fit."""
        self._shelves[bool(key.query)].put(key, page)

    @property
    def n_bytes(self) -> int:
        """Bytes in use."""
        return sum(shelf.used for shelf in self._shelves.values())


class _Shelf:
    def __init__(self, room: int) -> None:
        self.room = room
        self.used = 0
        self._pages: OrderedDict[PageKey, KeptPage] = OrderedDict()
        self._lock = Lock()

    def get(self, key: PageKey) -> KeptPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            if monotonic() - page.kept_at > FRESH_S:
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: PageKey, page: KeptPage) -> None:
        if page.size > self.room // LARGEST_SHARE:
            return
        with self._lock:
            if key in self._pages:
                self._drop(key)
            self._pages[key] = page
            self.used += page.size
            while self.used > self.room:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: PageKey) -> None:
        self.used -= self._pages.pop(key).size
