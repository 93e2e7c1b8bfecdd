"""What an address may have meant that leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from chiiki.web.library.enums import Kind
from chiiki.web.library.facts import pack
from chiiki.web.library.links import address
from chiiki.web.library.queries.subjects import near_subjects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.brief.document import Lang

__all__ = ["guess_subjects"]

KINDS = (Kind.PROGRAMME, Kind.REGION, Kind.PLAN, Kind.LAW)
"""Kinds whose ids people type."""


def guess_subjects(words: str, lang: str) -> Iterator[tuple[str, str]]:
    """Give pairs of address and name of things whose id or name is near `words`."""
    tongue = cast("Lang", lang)
    for kind in KINDS:
        for key, name in near_subjects(kind, words, pack=pack(), lang=tongue):
            yield address(kind, key, lang=tongue), name
