"""Which numbers share a note.

A brief holds hundreds of numbers but needs a few dozen notes: one for each definition
and set of sources, or one for each definition that has many such sets. Numbers of other
subjects (the 47 values of a tile grid) share one compact note for each definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chiiki.brief.document import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from chiiki.brief.document import Block, Document, SourceNote, Table
    from chiiki.provenance import Number

__all__ = [
    "MOST_SOURCES",
    "Note",
    "gather_notes",
    "is_foreign",
    "linked_sources",
    "listed_sources",
    "names_sources",
    "notes_by_number",
    "sources_behind",
    "subject_of",
]


MOST_SOURCES: Final = 3
"""Sources up to which a number of another subject names them on the page."""

_MOST_NOTES = 2
"""Sets of sources up to which a definition has a note for each; beyond, one note for all."""


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
    groups: dict[tuple[object, ...], list[Number]] = {}
    is_split = _splits_by_source(document)
    for number in _noted(document):
        key: tuple[object, ...] = (number.definition, is_foreign(number, document))
        groups.setdefault((*key, number.source_ids) if is_split[key] else key, []).append(number)
    return tuple(
        Note(
            ordinal=ordinal,
            definition=numbers[0].definition,
            source_ids=_each_once(numbers),
            numbers=tuple(numbers),
            is_foreign=is_foreign(numbers[0], document),
        )
        for ordinal, numbers in enumerate(groups.values(), start=1)
    )


def _noted(document: Document) -> Iterator[Number]:
    """Give the numbers that the document itself explains."""
    return (number for number in document.numbers if number.id not in document.elsewhere)


def _splits_by_source(document: Document) -> dict[tuple[object, ...], bool]:
    """Say which definitions of the document's own numbers have one note for each set of sources."""
    origins: dict[tuple[object, ...], set[tuple[str, ...]]] = {}
    for number in _noted(document):
        origins.setdefault((number.definition, is_foreign(number, document)), set()).add(number.source_ids)
    return {key: not key[1] and len(found) <= _MOST_NOTES for key, found in origins.items()}


def _each_once(numbers: Iterable[Number]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for number in numbers for source in number.source_ids))


def is_foreign(number: Number, document: Document) -> bool:
    """Say whether `number` is about another subject than the document."""
    return subject_of(number.id) != document.number_prefix


def listed_sources(document: Document) -> tuple[SourceNote, ...]:
    """Return the sources that the page names: of its blocks, links, own numbers, and foreign ones with few.

    The count of another region's designations stands on dozens of sources; its own brief
    and ``chiiki cite`` list them.
    """
    own = document.number_prefix
    named = {source for block in document.blocks for source in block.source_ids}
    named.update(linked_sources(document.blocks, document.conflicts))
    for number in _noted(document):
        named.update(sources_behind(number, document))
        if names_sources(number) or (subject_of(number.id) == own and not document.whole):
            named.update(number.source_ids)
    return tuple(source for key, source in document.sources.items() if key in named)


def linked_sources(blocks: Sequence[Block], conflicts: Sequence[Table]) -> Iterator[str]:
    """Give the sources to which sentences and cells link (``#s-<source_id>``)."""
    figures = [block.figure for block in blocks if block.figure]
    tables = [table for block in blocks for table in block.tables]
    tables += [figure.table for figure in figures if figure.table]
    texts = [text for block in blocks for text in (*block.sentences, *block.items, *block.cautions)]
    texts += [figure.note for figure in figures]
    for table in (*tables, *conflicts):
        texts += [table.caption, table.note, *(cell.text for row in table.rows for cell in row)]
    for text in texts:
        yield from (piece.href[3:] for piece in text if isinstance(piece, Link) and piece.href.startswith("#s-"))


def sources_behind(number: Number, document: Document) -> tuple[str, ...]:
    """Return the sources behind a computed number of which an input has no note here; none where they are many."""
    if not any(name in document.elsewhere for name in number.inputs):
        return ()
    found, waiting = dict.fromkeys(number.inputs), list(number.inputs)
    sources: dict[str, None] = {}
    while waiting:
        one = document.numbers[waiting.pop(0)]
        sources |= dict.fromkeys(one.source_ids)
        waiting += [name for name in one.inputs if name not in found]
        found |= dict.fromkeys(one.inputs)
    return tuple(sources) if len(sources) <= MOST_SOURCES else ()


def names_sources(number: Number) -> bool:
    """Say whether the sources of a foreign number are few enough to be named beside it."""
    return len(number.source_ids) <= MOST_SOURCES


def notes_by_number(notes: tuple[Note, ...]) -> dict[str, Note]:
    """Map each number id to the note that holds it."""
    return {number.id: note for note in notes for number in note.numbers}


def subject_of(number_id: str) -> str:
    """Return whom a number is about: ``r13`` of ``r13.designations``."""
    return number_id.partition(".")[0]
