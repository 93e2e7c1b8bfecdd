"""Compare names as people type them: any case, any width, with or without accents."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["normalise", "suggestions"]

NEAR = 0.6
"""Similarity from which a name is suggested; below it a suggestion misleads more than it helps."""


def normalise(name: str) -> str:
    """Reduce `name` to what is compared: NFKC, no accents or spaces, lower case.

    Examples
    --------
    >>> normalise("Ｈyōgo ")
    'hyogo'
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name))
    plain = "".join(sign for sign in decomposed if not _is_latin_accent(sign))
    recomposed = unicodedata.normalize("NFC", plain).casefold()
    return "".join(sign for sign in recomposed if not sign.isspace() and sign not in "-'’‐‑")


def suggestions(query: str, names: Iterable[str], *, n: int = 3) -> list[str]:
    """List up to `n` of `names` that look like `query`, the nearest first.

    Examples
    --------
    >>> suggestions("miyagy", ["Miyagi", "Miyazaki", "Osaka"])
    ['Miyagi']
    """
    wanted = normalise(query)
    scored = [(SequenceMatcher(None, wanted, normalise(name)).ratio(), name) for name in dict.fromkeys(names)]
    near = sorted((pair for pair in scored if pair[0] >= NEAR), key=lambda pair: -pair[0])
    return [name for _, name in near[:n]]


def _is_latin_accent(sign: str) -> bool:
    """Tell accents apart from the kana's voicing marks, which change the word."""
    return unicodedata.combining(sign) != 0 and sign not in "\u3099\u309a"
