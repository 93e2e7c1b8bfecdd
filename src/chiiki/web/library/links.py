"""Addresses of pages, for documents that are composed without a request."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from chiiki.web.library.enums import LISTS

if TYPE_CHECKING:
    from chiiki.brief.document import Lang
    from chiiki.web.library.enums import Kind

__all__ = ["address"]


def address(kind: Kind, subject_id: str, *, lang: Lang, ending: str = "") -> str:
    """Return the path of a page: ``/ja/programmes/KCI``, with `ending` ``/ja/programmes/KCI.json``."""
    return f"/{lang}/{LISTS[kind]}/{_quoted(subject_id)}" + (f".{ending}" if ending else "")


@lru_cache(maxsize=8192)
def _quoted(subject_id: str) -> str:
    """Write an id for an address: a page names the same ones again and again."""
    return quote(subject_id, safe="")
