"""What briefs say, in Japanese and in English, as files that a non-programmer can edit.

``ja.toml`` and ``en.toml`` hold the same keys; a sentence has named places in braces::

    [region.answer]
    title = "{region}に届いた国の指定・採択は{n}、評価を確認できたのは{graded}"

A place is filled with plain text, a :class:`~chiiki.brief.document.NumberRef`, a link or
a whole :data:`~chiiki.brief.document.Text`; the result is a ``Text``. Each language is
written as an original: no sentence is put together from fragments of another.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Formatter
from typing import TYPE_CHECKING

from chiiki.brief.document import plain
from chiiki.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.brief.document import Filling, Lang, Link, NumberRef, Text

__all__ = ["LANGUAGES", "Wording", "load_wording"]

LANGUAGES: tuple[Lang, ...] = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences and words of one language, by dotted key."""

    lang: Lang
    entries: Mapping[str, str]

    def sentence(self, key: str, **places: Filling) -> Text:
        """Fill the sentence `key` and return it in pieces.

        Raises
        ------
        UnknownNameError
            If there is no such key, or a place of the sentence is not filled.
        """
        pieces: list[str | NumberRef | Link] = []
        for literal, name, _spec, _conversion in Formatter().parse(self._entry(key)):
            if literal:
                pieces.append(literal)
            if name is not None:
                pieces.extend(_pieces(places, name=name, key=key))
        return tuple(pieces)

    def word(self, key: str, **places: str) -> str:
        """Return the word or phrase `key` as plain text."""
        return plain(self.sentence(key, **places))

    def table(self, prefix: str) -> dict[str, str]:
        """Return all entries below `prefix`, by the rest of their key."""
        start = f"{prefix}."
        return {key.removeprefix(start): text for key, text in self.entries.items() if key.startswith(start)}

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    def _entry(self, key: str) -> str:
        try:
            return self.entries[key]
        except KeyError:
            msg = f"wording {self.lang!r} has no entry {key!r}; add it to brief/wording/{self.lang}*.toml."
            raise UnknownNameError(msg) from None


def _pieces(places: Mapping[str, Filling], *, name: str, key: str) -> tuple[str | NumberRef | Link, ...]:
    if name not in places:
        msg = f"wording {key!r} has the place {name!r}, which was not filled; filled: {sorted(places)}."
        raise UnknownNameError(msg)
    given = places[name]
    return given if isinstance(given, tuple) else (given,)


@cache
def load_wording(lang: Lang) -> Wording:
    """Return the wording of `lang`: ``<lang>.toml`` and every ``<lang>_*.toml`` beside it.

    Raises
    ------
    UnknownNameError
        If chiiki has no wording in that language.
    """
    if lang not in LANGUAGES:
        msg = f"no wording in language {lang!r}; choose from {', '.join(LANGUAGES)}."
        raise UnknownNameError(msg)
    entries: dict[str, str] = {}
    for file in sorted(resources.files(__name__).iterdir(), key=lambda file: file.name):
        if file.name == f"{lang}.toml" or (file.name.startswith(f"{lang}_") and file.name.endswith(".toml")):
            _flatten(tomllib.loads(file.read_text(encoding="utf-8")), into=entries, prefix="")
    return Wording(lang=lang, entries=entries)


def _flatten(table: Mapping[str, object], *, into: dict[str, str], prefix: str) -> None:
    for key, entry in table.items():
        if isinstance(entry, dict):
            _flatten(entry, into=into, prefix=f"{prefix}{key}.")
        else:
            into[f"{prefix}{key}"] = str(entry)
