"""Numbers that know where they come from.

A :class:`Number` is stated by a source (``source_ids`` with ``locators``) or computed
(``formula`` with ``inputs``, the ids of other numbers), never both and never neither.
Words of our own beside a number are a :class:`Phrase`, so that neither language can be left out.
A :class:`NumberBook` collects the numbers of one brief: an id means one value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from chiiki.errors import ProvenanceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Locator", "Number", "NumberBook", "Phrase", "Value", "worded"]

Value = int | float | tuple[float, float] | None
"""A count, a measure, an interval of two numbers, or None where it is missing."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of our own in both languages, as they stand beside a number."""

    en: str
    ja: str

    @classmethod
    def signs(cls, text: str) -> Phrase:
        """Return a formula of ids, digits and signs alone, which reads the same in both languages."""
        return cls(en=text, ja=text)


Locator: TypeAlias = str | Phrase
"""Where something stands: as the source or the facts write it, or in words of our own."""


def worded(text: Locator, lang: Literal["ja", "en"]) -> str:
    """Return our own words in one language, and what is quoted as it stands."""
    if isinstance(text, str):
        return text
    return text.ja if lang == "ja" else text.en


@dataclass(frozen=True, slots=True)
class Number:
    """One value with unit, period and origin."""

    id: str
    """``<subject>.<name>[.<qualifier>]``: ``r04.designations``, ``p-KCI.selected``, ``n.designations``."""

    value: Value
    unit: str
    """A code of the vocabulary ``unit``."""

    period: str
    """``FY2014``, ``FY2002-2011``, ``2022``, ``2014-11-28``."""

    definition: str
    """A definition id of ``brief/wording/*.toml``."""

    missing: str = ""
    """A code of the vocabulary ``missing``; given exactly when `value` is None."""

    resolution: float | None = None
    """What the source rounds to (10000 for "rounded to 10,000"); None when it is exact."""

    cautions: tuple[str, ...] = ()
    source_ids: tuple[str, ...] = ()
    locators: tuple[Locator, ...] = ()
    """Where in each source, in the order of `source_ids`."""

    formula: Phrase | None = None
    inputs: tuple[str, ...] = ()


@dataclass(slots=True)
class NumberBook:
    """The numbers of one brief by id, in the order in which they were first used."""

    _numbers: dict[str, Number] = field(default_factory=dict)

    def add(self, number: Number) -> Number:
        """Keep `number` and return it; the same id twice must be the same number.

        Raises
        ------
        ProvenanceError
            If the number has no origin or two, words of its own in one language
            alone, an input that is not in the book or no reason for being missing, or
            if it contradicts an earlier one.
        """
        _check(number, self._numbers)
        earlier = self._numbers.setdefault(number.id, number)
        if earlier != number:
            msg = f"number {number.id!r} already stands for {earlier.value}, got {number.value}."
            raise ProvenanceError(msg)
        return number

    def __getitem__(self, number_id: str) -> Number:
        return self._numbers[number_id]

    def scalar(self, number_id: str) -> int | float:
        """Return a single known value.

        Raises
        ------
        ProvenanceError
            If the number is missing or an interval.
        """
        value = self[number_id].value
        if not isinstance(value, int | float):
            msg = f"number {number_id!r} is {value!r} ({self[number_id].missing or 'an interval'}), not a single value."
            raise ProvenanceError(msg)
        return value

    def __contains__(self, number_id: object) -> bool:
        return number_id in self._numbers

    def __iter__(self) -> Iterator[Number]:
        return iter(self._numbers.values())

    def __len__(self) -> int:
        return len(self._numbers)


def _check(number: Number, known: dict[str, Number]) -> None:
    stated, computed = bool(number.source_ids), bool(number.formula)
    if stated == computed:
        msg = f"number {number.id!r} needs sources or a formula, and not both."
        raise ProvenanceError(msg)
    if len(number.source_ids) != len(number.locators):
        msg = f"number {number.id!r} has {len(number.source_ids)} sources and {len(number.locators)} locators."
        raise ProvenanceError(msg)
    if any(isinstance(one, Phrase) and not (one.en and one.ja) for one in (number.formula, *number.locators)):
        msg = f"number {number.id!r} has words of our own in one language alone; give both."
        raise ProvenanceError(msg)
    if (number.value is None) != bool(number.missing):
        msg = f"number {number.id!r}: a missing value needs a missing code, and only that."
        raise ProvenanceError(msg)
    if unknown := _unknown(number.inputs, known):
        msg = f"number {number.id!r} is computed from numbers that are not in the book: {unknown}."
        raise ProvenanceError(msg)


def _unknown(inputs: Sequence[str], known: dict[str, Number]) -> str:
    return ", ".join(name for name in inputs if name not in known)
