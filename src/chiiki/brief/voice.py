"""How a composer speaks: numbers become links, codes become words, in one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.claims import Rule, choose_claim
from chiiki.brief.document import Cell, Link, NumberRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from chiiki.brief.claims import Condition
    from chiiki.brief.document import Claim, Filling, Lang, Text
    from chiiki.brief.wording import Wording
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Designation, Programme, Region
    from chiiki.provenance import NumberBook

__all__ = ["Voice", "nowhere"]


def nowhere(_kind: str, _subject_id: str) -> str:
    """Give no address: a brief in a file stands alone."""
    return ""


@dataclass(frozen=True, slots=True)
class Voice:
    """One brief's way of saying things; composers of all kinds share it."""

    pack: Pack
    wording: Wording
    book: NumberBook
    addresses: Callable[[str, str], str] = nowhere
    """Kind and id of a thing → address of its page, for documents inside a site."""

    @property
    def lang(self) -> Lang:
        """Language of the brief."""
        return self.wording.lang

    def number(self, number_id: str, *, text: str = "") -> NumberRef:
        """Link a number; `text` words it where the general form does not fit."""
        return NumberRef(number_id, text or formats.number_text(self.book[number_id], self.lang))

    def count(self, number_id: str, noun: str) -> Text:
        """Link a count with its noun: ``13件``, ``13 designations``, ``1 designation``.

        `noun` is a key of the wording's ``nouns`` table, whose entry is ``singular|plural``;
        in Japanese the entry is the counter, once.
        """
        value = self.book[number_id].value
        forms = self.wording.word(f"nouns.{noun}").split("|")
        digits = self.scalar_text(number_id)
        if self.lang == "ja":
            return (NumberRef(number_id, digits + forms[0]),)
        return (NumberRef(number_id, f"{digits} {forms[0] if value == 1 else forms[-1]}"),)

    def scalar_text(self, number_id: str) -> str:
        """Write a count without unit, or the sign of a missing one."""
        number = self.book[number_id]
        if not isinstance(number.value, int | float):
            return formats.missing_sign(number.missing, self.lang)
        return formats.decimal(number.value)

    def percent(self, number_id: str, *, decimals: int = 1) -> NumberRef:
        """Link the size of a ratio as a percentage, without its sign."""
        value = self.scalar(number_id)
        return NumberRef(number_id, formats.percent(abs(value), decimals=decimals))

    def points(self, number_id: str) -> NumberRef:
        """Link percentage points with one decimal, for a column that names the unit."""
        return NumberRef(number_id, formats.decimal(self.scalar(number_id), 1))

    def quotient(self, number_id: str) -> NumberRef:
        """Link a quotient with one decimal."""
        return NumberRef(number_id, formats.decimal(self.scalar(number_id), 1))

    def scalar(self, number_id: str) -> float:
        """Return a single known value.

        Raises
        ------
        ProvenanceError
            If the number is missing or an interval: a sentence may not stand on it.
        """
        return self.book.scalar(number_id)

    def sentence(self, key: str, **places: Filling) -> Text:
        """Fill a sentence of the wording."""
        return self.wording.sentence(key, **places)

    def word(self, key: str, **places: str) -> str:
        """Return a word or phrase of the wording."""
        return self.wording.word(key, **places)

    def claim(self, block_id: str, rules: Sequence[Rule]) -> Claim:
        """Choose the first rule that holds."""
        return choose_claim(block_id, rules, numbers=self.book)

    def rule(self, key: str, *when: Condition, **places: Filling) -> Rule:
        """Make a rule from a sentence of the wording."""
        return Rule(key, self.sentence(key, **places), when)

    def region(self, region: Region) -> str:
        """Name a region in running text: 宮城県, Miyagi."""
        return region.name_ja if self.lang == "ja" else region.name_en

    def programme(self, programme: Programme) -> str:
        """Name a programme in full."""
        return programme.name_ja if self.lang == "ja" else programme.name_en

    def short(self, thing: Programme | Designation | Region) -> str:
        """Name a programme, selection or region where room is small."""
        return thing.short_ja if self.lang == "ja" else thing.short_en

    def linked(self, kind: str, subject_id: str, *, text: str) -> str | Link:
        """Link `text` to the page of a thing; the text alone where there is no page."""
        href = self.addresses(kind, subject_id)
        return Link(href, text) if href else text

    def label(self, vocabulary: str, code: str) -> str:
        """Word a code of a closed list."""
        return self.pack.label(vocabulary, code, self.lang)

    def authority(self, code: str) -> str:
        """Name a ministry or agency where room is small: 文科省, MEXT."""
        key = f"support.authority_{code}"
        return self.word(key) if key in self.wording else self.label("authority", code)

    def present_authorities(self, codes: Iterable[str]) -> list[str]:
        """Name whom to ask today: the note of a body that ended names its successor (``now METI``)."""
        ended = {
            term.code: found[1]
            for term in self.pack.vocabularies
            if term.vocabulary == "authority" and (found := re.search(r"\bnow (\w+)$", term.note))
        }
        return sorted({self.authority(ended.get(code, code)) for code in codes})

    def industry(self, code: str) -> str:
        """Name a large (letter) or 3-digit industry."""
        row = self.pack.industry(code)
        return row.name_ja if self.lang == "ja" else row.name_en

    def listed(self, names: Sequence[str]) -> str:
        """Join names: A、B、C · A, B and C."""
        if self.lang == "ja":
            return "、".join(names)
        return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else "".join(names)

    def period(self, text: str) -> str:
        """Write the period of a number; a number without one says so."""
        return self.word("outcomes.undated") if text == "undated" else formats.period(text, self.lang)

    def span(self, start_fy: int | None, end_fy: int | None) -> str:
        """Write a span of fiscal years; what is not known is said."""
        if start_fy is None:
            return formats.missing_word("unknown", self.lang)
        return formats.fiscal_years(start_fy, end_fy, lang=self.lang)

    def number_cell(self, number_id: str, *, text: str = "") -> Cell:
        """Make a right-aligned cell of a number."""
        number = self.book[number_id]
        if number.value is None:
            return Cell((NumberRef(number_id, formats.missing_sign(number.missing, self.lang)),), "right", "none")
        return Cell((self.number(number_id, text=text),), "right")

    def source_link(self, source_id: str) -> Link:
        """Link a source's note by its title."""
        source = self.pack.source(source_id)
        titles = (source.title_ja, source.title_en)
        publishers = (source.publisher_ja, source.publisher_en)
        if self.lang == "en":
            titles, publishers = titles[::-1], publishers[::-1]
        return Link(f"#s-{source_id}", titles[0] or titles[1] or publishers[0] or publishers[1] or source_id)
