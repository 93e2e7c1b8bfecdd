"""Sections of a text that people write (a scheme, a plan), read with messages that help them.

A :class:`Section` is a table of a TOML document. Every refusal names the document, the place, the
key, what was given and what is allowed; a misspelt key is refused, since it would be a silent
default.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import NoReturn

__all__ = ["Section", "read_toml"]

T = TypeVar("T", bound=str)

SHOWN = 60
"""How many characters of a refused value a message repeats."""

MOST_TEXT = 20_000
"""Titles and notes are sentences, not files."""

MOST_CHARACTERS = 1_000_000
"""Documents are written by people; the largest schemes in use have some hundred indicators."""


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the document and where it stands."""

    document: str
    """What messages call the document: ``scheme skills.toml``."""

    place: str
    """As in the file: ``[normalise]``, ``[[indicators]] number 2``; empty at the top."""

    table: Mapping[str, object]

    def refuse(self, key: str, allowed: str) -> NoReturn:
        """Raise the one sentence for all violations."""
        given = _shown(self.table[key]) if key in self.table else "nothing"
        place = f"{self.place}, " if self.place else ""
        msg = f"{self.document}: {place}key {key}: got {given}; allowed is {allowed}."
        raise InputError(msg)

    def only(self, *keys: str) -> None:
        """Refuse keys that the document does not know: a misspelt one would be a silent default."""
        for key in self.table:
            if key not in keys:
                near = get_close_matches(key, keys, n=1)
                hint = f"Did you mean {near[0]}? " if near else ""
                place = f"{self.place} " if self.place else ""
                msg = f"{self.document}: {place}has no key {key[:SHOWN]!r}. {hint}Known are: {', '.join(sorted(keys))}."
                raise InputError(msg)

    def text(self, key: str, *, default: str | None = None) -> str:
        """Return a text; without a default it must be there and not empty."""
        value = self.table.get(key, default)
        if not isinstance(value, str) or len(value) > MOST_TEXT or (default is None and not value.strip()):
            self.refuse(key, f"text of up to {MOST_TEXT} characters" if default is not None else "a text, not empty")
        return value

    def choice(self, key: str, allowed: Sequence[T], *, default: T | None = None) -> T:
        """Return one of the words `allowed`."""
        value = self.table.get(key, default)
        found = [word for word in allowed if value == word]
        if not found:
            self.refuse(key, f"one of {', '.join(allowed)}" if any(allowed) else "nothing: there is none to name")
        return found[0]

    def choices(self, key: str, allowed: Sequence[T]) -> tuple[T, ...]:
        """Return a list of words `allowed`, none of them twice; empty where the key is absent."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or len(value) > len(allowed):
            self.refuse(key, f"a list out of {', '.join(allowed)}")
        found = tuple(word for given in value for word in allowed if given == word)
        if len(found) != len(value) or len(set(found)) != len(found):
            self.refuse(key, f"a list out of {', '.join(allowed)}, each at most once")
        return found

    def texts(self, key: str, *, most: int) -> tuple[str, ...]:
        """Return a list of texts, none of them empty or twice; empty where the key is absent."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or len(value) > most:
            self.refuse(key, f"a list of up to {most} texts")
        if any(not isinstance(text, str) or not text.strip() for text in value) or len(set(value)) < len(value):
            self.refuse(key, "a list of texts, none of them empty or twice")
        return tuple(value)

    def number(
        self, key: str, *, above: float, to: float, default: float | None = None, or_equal: bool = False
    ) -> float:
        """Return a finite number greater than `above`, or equal to it where allowed, and at most `to`."""
        value = self.table.get(key, default)
        allowed = f"a number {'from' if or_equal else 'above'} {above:g} {'' if or_equal else 'and up '}to {to:g}"
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(key, allowed)
        if not (above < value <= to or (or_equal and value == above)):  # false for nan
            self.refuse(key, allowed)
        return float(value)

    def maybe_number(self, key: str) -> float | None:
        """Return a finite number, or None where the key is absent."""
        limit = 1e300  # squares of differences stay finite for anything measured
        return self.number(key, above=-limit, to=limit) if key in self.table else None

    def whole(self, key: str, *, least: int, most: int, default: int) -> int:
        """Return a whole number from `least` to `most`."""
        value = self.table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.refuse(key, f"a whole number from {least} to {most}")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            self.refuse(key, "true or false")
        return value

    def with_settings(self, settings: Sequence[str]) -> Section:
        """Return the document with some of its settings changed.

        Parameters
        ----------
        settings : sequence of str
            ``key=value`` with a dotted key; the value as TOML writes it, or plain text.

        Raises
        ------
        InputError
            If one has no ``=``, or its key leads through something that is no table.

        Examples
        --------
        >>> read_toml("[a]", document="plan p").with_settings(["a.b=2"]).section("a").whole(
        ...     "b", least=0, most=9, default=0)
        2
        """
        table = _copied(self.table)
        for setting in settings:
            key, equals, value = setting.partition("=")
            *above, last = key.strip().split(".")
            inner: object = table
            for part in above:
                inner = inner.setdefault(part, {}) if isinstance(inner, dict) else None
            if not equals or not last or not isinstance(inner, dict):
                msg = f"{self.document}: {setting!r} sets nothing. Write KEY=VALUE, as in inference.draws=99."
                raise InputError(msg)
            inner[last] = _value(value.strip())
        return Section(self.document, self.place, table)

    def section(self, key: str) -> Section:
        """Return the table ``[key]``; an empty one where it is absent."""
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            self.refuse(key, f"a table [{key}]")
        return Section(self.document, f"[{key}]", value)

    def sections(self, key: str, *, most: int) -> tuple[Section, ...]:
        """Return the tables ``[[key]]`` in their order."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or any(not isinstance(item, dict) for item in value):
            self.refuse(key, f"tables [[{key}]]")
        if len(value) > most:
            msg = f"{self.document}: {len(value)} tables [[{key}]]; at most {most} are allowed."
            raise InputError(msg)
        return tuple(Section(self.document, f"[[{key}]] number {n}", item) for n, item in enumerate(value, start=1))


def read_toml(text: str, *, document: str) -> Section:
    """Read a document from its text.

    Parameters
    ----------
    text : str
        TOML; a byte order mark at its start is left aside.
    document : str
        What messages call it: ``plan kci.toml``.

    Returns
    -------
    Section
        The whole document.

    Raises
    ------
    InputError
        If it is too long or no TOML.

    Examples
    --------
    >>> read_toml('draws = 999', document="plan p").whole("draws", least=1, most=10_000, default=1)
    999
    """
    if len(text) > MOST_CHARACTERS:
        msg = f"{document} has {len(text)} characters; at most {MOST_CHARACTERS} are allowed."
        raise InputError(msg)
    try:
        return Section(document, "", tomllib.loads(text.removeprefix("\ufeff")))
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, lists nested without end
        msg = f"{document} is not TOML: {str(error)[:200]}"
        raise InputError(msg) from error


def _copied(value: Mapping[str, object]) -> dict[str, object]:
    """Copy a table and the tables in it, so that the document itself stays as it was read."""
    return {key: _copied(cell) if isinstance(cell, dict) else cell for key, cell in value.items()}


def _value(text: str) -> object:
    """Read a value as TOML, or take it as text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except ValueError:
        return text


def _shown(value: object) -> str:
    """Repeat a refused value, shortened; Python itself refuses to print numbers of thousands of digits."""
    if isinstance(value, int) and abs(value) >= 10**SHOWN:
        return f"a number of more than {SHOWN} digits"
    try:
        text = repr(value)
    except ValueError:  # such a number within a list
        return "a list with a number too long to print"
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
