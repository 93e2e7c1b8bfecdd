"""Three-letter forms of Latin names, for places where no whole name fits."""

from __future__ import annotations

from itertools import combinations, groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["three_letters"]

_VOWELS: Final = frozenset("AEIOU")
_LENGTH: Final = 3


def three_letters(names: Sequence[str]) -> tuple[str, ...]:
    """Shorten each name to three capitals, all different as long as letters last.

    The first letter and the next consonants come first (Miyagi: MYG); where two names would
    agree, the later one takes its next letters (Miyazaki: MYZ).

    Parameters
    ----------
    names
        Names in Latin letters.

    Returns
    -------
    tuple of str
        One form per name, in their order; names of up to three letters keep all of them.

    Examples
    --------
    >>> three_letters(["Miyagi", "Yamagata", "Yamaguchi", "Mie"])
    ('MYG', 'YMG', 'YMC', 'MIE')
    """
    chosen: list[str] = []
    for name in names:
        forms = list(_forms(name))
        chosen.append(next((form for form in forms if form not in chosen), forms[0]))
    return tuple(chosen)


def _forms(name: str) -> Iterator[str]:
    """Propose forms, consonants before vowels, earlier letters before later ones."""
    letters = [character for character in name.upper() if character.isalnum()]
    first, rest = letters[:1], letters[1:]
    consonants = [letter for letter, _ in groupby(letter for letter in rest if letter not in _VOWELS)]
    after = rest[rest.index(consonants[0]) :] if consonants else rest
    for source in (consonants, after, rest):
        for pair in combinations(source, _LENGTH - 1):
            yield "".join([*first, *pair])
    yield "".join(letters[:_LENGTH])
