"""Show where the words stand: names and texts as the pack has them, cut around the first place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from chiiki.web.library.models import RecordText
from chiiki.web.library.text import fold, is_japanese

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Lang
    from chiiki.web.library.models import Record

__all__ = ["Piece", "marked", "snippets"]

WIDTH = 120
"""Signs of a snippet; Latin text gets twice as many."""

BEFORE = 30
"""Signs in front of the first place."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text, and whether a word stands there."""

    text: str
    is_found: bool = False


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """Split `text` where the folded `words` stand in it.

    Examples
    --------
    >>> [piece.text for piece in marked("髙知県の産業", ["高知"]) if piece.is_found]
    ['髙知']
    """
    return _pieces(text, _places(text, words))


def snippets(records: Sequence[Record], words: Sequence[str], *, lang: Lang) -> dict[int, list[Piece]]:
    """Return for each record the text with most of the words, cut around them, words marked."""
    bodies = dict(RecordText.objects.filter(pk__in=[record.pk for record in records]).values_list("pk", "body"))
    return {
        record.pk: _snippet(bodies[record.pk].split("\n"), words, lang=lang)
        for record in records
        if record.pk in bodies
    }


def _snippet(lines: Sequence[str], words: Sequence[str], *, lang: Lang) -> list[Piece]:
    best, most = "", -1
    for line in lines:
        folded = fold(line).text
        n = 2 * sum(1 for word in words if _finder(word).search(folded)) + (line.isascii() == (lang == "en"))
        if n > most:
            best, most = line, n
        if n > 2 * len(words):
            # every word, in the language of the page: texts stand in the order of their weight
            break
    return _cut(best, _places(best, words))


def _cut(line: str, places: Sequence[tuple[int, int]]) -> list[Piece]:
    width = WIDTH * 2 if line.isascii() else WIDTH
    start = max(0, (places[0][0] if places else 0) - BEFORE)
    start = 0 if start < BEFORE else start
    end = min(len(line), start + width)
    inside = [(first - start, last - start) for first, last in places if last <= end]
    pieces = _pieces(line[start:end], inside)
    return [*([Piece("…")] if start else []), *pieces, *([Piece("…")] if end < len(line) else [])]


def _pieces(text: str, places: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    end = 0
    for first, last in places:
        if first > end:
            pieces.append(Piece(text[end:first]))
        pieces.append(Piece(text[first:last], is_found=True))
        end = last
    if end < len(text):
        pieces.append(Piece(text[end:]))
    return pieces


def _places(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the words stand in the original, ascending and apart from each other."""
    folded = fold(text)
    found = sorted(
        (folded.spans[match.start()][0], folded.spans[match.end() - 1][1])
        for word in words
        for match in _finder(word).finditer(folded.text)
    )
    apart: list[tuple[int, int]] = []
    for first, last in found:
        if apart and first <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], last))
        else:
            apart.append((first, last))
    return apart


@lru_cache(maxsize=512)
def _finder(word: str) -> re.Pattern[str]:
    """Look for a word: a Latin one at the beginning of words, a Japanese one anywhere."""
    begins = "" if is_japanese(word.split(maxsplit=1)[0]) else r"(?<![^ ])"
    return re.compile(begins + re.escape(word))
