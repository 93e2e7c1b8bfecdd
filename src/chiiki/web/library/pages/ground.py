"""What the pages of the cascade share: a voice, links, lists with their sources, counts of rows.

Each page is composed like a brief: numbers first, then claims whose guards hold, then blocks.
Every row of a list ends in its source, linked to the entry below, with the place in it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from chiiki.brief import formats
from chiiki.brief.compose import assemble
from chiiki.brief.document import Block, Cell, Link, Table
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.provenance import Number, NumberBook
from chiiki.studies.holdings import located
from chiiki.web.library.links import address
from chiiki.web.library.pages.explained import addresses, source_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chiiki.brief.document import Document, Filling, Lang, Text
    from chiiki.brief.parts import Parts
    from chiiki.facts.pack import Pack
    from chiiki.web.library.enums import Kind

__all__ = [
    "Sourced",
    "add_count",
    "cited",
    "dash",
    "facts_block",
    "finish",
    "head",
    "joined",
    "listing",
    "page_link",
    "voice_of",
]


class Sourced(Protocol):
    """A row of the facts that says where it stands."""

    @property
    def source_id(self) -> str:
        """Source of the row."""

    @property
    def locator(self) -> str:
        """Where in the source."""


def voice_of(pack: Pack, lang: Lang) -> Voice:
    """Return a voice with an empty book of numbers."""
    return Voice(pack=pack, wording=load_wording(lang), book=NumberBook(), addresses=addresses(lang))


def page_link(kind: Kind, subject_id: str, *, text: str, voice: Voice) -> Link:
    """Link the page of a thing."""
    return Link(address(kind, subject_id, lang=voice.lang), text)


def joined(pieces: Iterable[Link | str], voice: Voice) -> Text:
    """Join words or links by the comma of the language."""
    comma = voice.word("page.comma")
    return tuple(part for piece in pieces for part in (comma, piece))[1:]


def cited(row: Sourced, voice: Voice) -> Cell:
    """Make the cell of a row's source: its title, and where in it."""
    place = formats.place_in_source(row.locator, voice.lang)
    return Cell(voice.sentence("page.source_at", source=voice.source_link(row.source_id), place=place))


def head(voice: Voice, *names: str) -> tuple[str, ...]:
    """Return the heads of columns by their names."""
    return tuple(voice.word(f"page.column.{name}") for name in names)


def listing(
    caption: str, columns: Sequence[str], rows: Iterable[tuple[Cell, ...]], *, voice: Voice, **places: Filling
) -> Table:
    """Make a list of things; `caption` is a key of the wording, `columns` are names of columns."""
    return Table(caption=voice.sentence(caption, **places), header=head(voice, *columns), rows=tuple(rows))


def dash(text: Text | str, voice: Voice, *, missing: str = "unknown") -> Cell:
    """Make a cell of words; where there are none, of the sign that says why."""
    words = (text,) if isinstance(text, str) else text
    return Cell(words) if any(words) else Cell((formats.missing_sign(missing, voice.lang),), tone="none")


def facts_block(
    facts: Iterable[tuple[str, Text | str, Sourced]], *, voice: Voice, note: Text = (), claim: str = "page.facts"
) -> Block:
    """Make the block that lists what is on record of one thing, each line with its source.

    Parameters
    ----------
    facts : iterable of (key of the wording's ``page.fact`` table, what stands there, row that states it)
        Where nothing stands, the sign for unknown is written.
    voice : Voice
    note : Text
        Under the table.
    claim : str
        Wording key of the heading.
    """
    lines = [
        (Cell((voice.word(f"page.fact.{key}"),)), dash(text, voice), cited(row, voice)) for key, text, row in facts
    ]
    origins = dict.fromkeys(source for *_, source in lines)
    if len(origins) == 1:
        # one source for all of them is named once, and the table needs no third column
        note = (*voice.sentence("page.all_from", source=next(iter(origins)).text), *note)
        table = listing("page.facts_caption", ("item", "content"), (line[:2] for line in lines), voice=voice)
    else:
        table = listing("page.facts_caption", ("item", "content", "source"), lines, voice=voice)
    heading = voice.claim("facts", [voice.rule(claim)])
    return Block(id="facts", page=1, heading=heading, tables=(replace(table, note=note),))


def finish(parts: Parts, *, voice: Voice) -> Document:
    """Add definitions and sources, and how a page is cited."""
    document = assemble(parts, pack=voice.pack, wording=voice.wording)
    # numbers of a page are explained on it; the command line knows those of briefs alone
    own = {"cite_as": voice.wording.entries["page.cite_as"], "notes_lead": voice.word("page.notes_lead")}
    labels = {**document.labels, **own}
    return replace(document, labels=labels, elsewhere={**document.elsewhere, **source_pages(document)})


def add_count(  # noqa: PLR0913 -- what a number must say of itself, by keyword
    book: NumberBook,
    number_id: str,
    rows: Iterable[tuple[str, Sourced]],
    *,
    table: str,
    definition: str,
    period: str = "undated",
) -> str:
    """Add how many `rows` there are, with the sources that state them, and return its id.

    Parameters
    ----------
    book : NumberBook
    number_id : str
    rows : iterable of (id of the row, the row)
        Each source's locator lists the rows that it states; no row at all is read from the facts themselves.
    table : str
        Name of the table of the facts.
    definition : str
    period : str
    """
    by_source: dict[str, list[str]] = {}
    n_rows = 0
    for row_id, row in rows:
        n_rows += 1
        by_source.setdefault(row.source_id, []).append(row_id)
    named = located(table, by_source)
    return book.add(
        Number(
            id=number_id,
            value=n_rows,
            unit="count",
            period=period,
            definition=definition,
            source_ids=tuple(named),
            locators=tuple(named.values()),
        )
    ).id
