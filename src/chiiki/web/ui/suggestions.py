"""What might have been meant by an address that leads nowhere; apps above say how they guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["MOST", "suggest_by", "suggestions"]

MOST = 5
"""Suggestions on one page."""

_GUESSES: list[Callable[[str, str], Iterable[tuple[str, str]]]] = []


def suggest_by(
    guess: Callable[[str, str], Iterable[tuple[str, str]]],
) -> Callable[[str, str], Iterable[tuple[str, str]]]:
    """Add a way to guess: it takes words and a language, and gives pairs of address and name."""
    _GUESSES.append(guess)
    return guess


def suggestions(words: str, *, lang: str) -> list[tuple[str, str]]:
    """Return pairs of address and name of what `words` may have meant, the likeliest first."""
    found = dict(pair for guess in _GUESSES for pair in guess(words, lang))
    return list(found.items())[:MOST]
