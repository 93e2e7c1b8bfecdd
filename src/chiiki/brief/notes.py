"""Which numbers share a note.

A brief holds hundreds of numbers but needs a few dozen notes: one for each definition
and set of sources. Numbers of other subjects (the 47 values of a tile grid) share one
compact note for each definition, whatever their sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chiiki.brief.document import Document
    from chiiki.provenance import Number

__all__ = ["Note", "gather_notes", "notes_by_number", "subject_of"]


@dataclass(frozen=True, slots=True)
class Note:
    """One endnote: a definition, its sources and the numbers that stand on them."""

    ordinal: int
    """``12`` in ``[12]``: order of first use."""

    definition: str
    source_ids: tuple[str, ...]
    """Sources of all its numbers, each once, in order of first use; empty when computed."""

    numbers: tuple[Number, ...]
    is_foreign: bool
    """Values of other subjects, shown for comparison."""


def gather_notes(document: Document) -> tuple[Note, ...]:
    """Group the numbers of `document` into notes, in order of first use."""
    groups: dict[tuple[str, bool, tuple[str, ...]], list[Number]] = {}
    for number in document.numbers:
        is_foreign = subject_of(number.id) != document.number_prefix
        key = (number.definition, is_foreign, () if is_foreign else number.source_ids)
        groups.setdefault(key, []).append(number)
    return tuple(
        Note(
            ordinal=ordinal,
            definition=definition,
            source_ids=tuple(dict.fromkeys(source for number in numbers for source in number.source_ids)),
            numbers=tuple(numbers),
            is_foreign=is_foreign,
        )
        for ordinal, ((definition, is_foreign, _), numbers) in enumerate(groups.items(), start=1)
    )


def notes_by_number(notes: tuple[Note, ...]) -> dict[str, Note]:
    """Map each number id to the note that holds it."""
    return {number.id: note for note in notes for number in note.numbers}


def subject_of(number_id: str) -> str:
    """Return whom a number is about: ``r13`` of ``r13.designations``."""
    return number_id.partition(".")[0]
