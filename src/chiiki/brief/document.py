"""What a brief says, before anybody decides how it looks.

A :class:`Document` is built once by the composers (``brief/region.py``,
``brief/programme.py``, ``brief/nation.py``) and read by every renderer (HTML, PDF,
Markdown, JSON). No renderer computes or words anything; no composer knows a renderer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.provenance import NumberBook

__all__ = [
    "Block",
    "Cell",
    "Claim",
    "Definition",
    "Document",
    "Figure",
    "Filling",
    "Kpi",
    "Lang",
    "Link",
    "NumberRef",
    "SourceNote",
    "Table",
    "Text",
    "plain",
]

Lang = Literal["ja", "en"]
Kind = Literal[
    "region", "programme", "national", "plan", "law", "site", "measure", "evaluation", "source", "conflict", "page"
]
"""What a document is about; a ``page`` is about a view of several things (a matrix, a comparison)."""


@dataclass(frozen=True, slots=True)
class NumberRef:
    """A number in running text: `text` is how this place words it (``13件``, ``2.28 million``)."""

    number_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a source (``href="#s-<source_id>"``) or to an address on the web."""

    href: str
    text: str


Text = tuple[str | NumberRef | Link, ...]
"""One sentence or cell, as pieces in reading order."""

Filling = str | NumberRef | Link | Text
"""What a place of a sentence takes."""


def plain(text: Text) -> str:
    """Join the pieces of `text` as a reader without links sees them."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in text)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that a named rule computed from listed inputs."""

    id: str
    rule: str
    """The wording key, which names the rule: ``region.income.below``."""

    text: Text
    inputs: tuple[str, ...]
    """Ids of the numbers on which the rule's guard was checked."""

    guard: str
    """The condition in words and ids, such as ``r04.income_gap < -0.005``; it was true."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; `align` right for numbers."""

    text: Text
    align: Literal["left", "right"] = "left"
    tone: Literal["", "gap", "none", "total", "own", "grade"] = ""
    """``gap`` outlined empty cell, ``none`` value not found, ``own`` this region's row."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names the row."""

    caption: Text
    header: tuple[str, ...]
    """Column heads with their unit."""

    rows: tuple[tuple[Cell, ...], ...]
    note: Text = ()
    n_total: int | None = None
    """Rows that exist, where fewer are shown; said under the table."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its full alternative as a table."""

    chart: object
    """A chart of ``brief/charts`` (a frozen dataclass with the values to draw)."""

    measure: Text
    """Measure, unit, place, period: the line under the claim."""

    alt: str
    """Kind of chart, what over what, main values, how many are missing: two sentences."""

    table: Table | None
    """The same values as a table; None where the page's own table beside it holds them."""

    note: Text = ()
    table_href: str = ""
    """Address where the table stands, if not beside the drawing."""

    is_small: bool = False
    """Take the narrow drawing on wide screens too, where two stand side by side."""


@dataclass(frozen=True, slots=True)
class Block:
    """One question of the brief: claim, figure, sentences, tables, sources."""

    id: str
    page: int
    heading: Claim
    width: Literal["full", "half"] = "full"
    figure: Figure | None = None
    tables: tuple[Table, ...] = ()
    sentences: tuple[Text, ...] = ()
    """At most two."""

    items: tuple[Text, ...] = ()
    """A list (findings, questions), where the block is one."""

    ordered: bool = False
    cautions: tuple[Text, ...] = ()
    """At most two, each beginning with its word; the renderer sets the triangle."""

    source_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kpi:
    """One headline figure of the first page."""

    label: str
    period: str
    value: NumberRef
    """`text` without the unit."""

    unit: str
    strip: object | None
    """A small chart of ``brief/charts`` (strip or grade boxes)."""

    alt: str
    context: Text
    """Rank or share, one line."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a number means, in the language of the document."""

    id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A source as the notes print it."""

    id: str
    title: str
    publisher: str
    published_on: str
    accessed_on: str
    url: str
    licence: str
    """Name of the terms and whether they were read."""

    terms: str
    """Name of the terms alone."""

    credit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole brief in one language."""

    kind: Kind
    id: str
    """``04``, ``KCI``, ``jp``."""

    lang: Lang
    edition: str
    """Edition of the facts pack, ``2026.11``."""

    as_of: str
    """Date of the facts pack, ISO."""

    subject: str
    """宮城県 / Miyagi."""

    title: Claim
    """The h1."""

    lead: tuple[Text, ...]
    kpis: tuple[Kpi, ...]
    blocks: tuple[Block, ...]
    numbers: NumberBook
    definitions: Mapping[str, Definition]
    sources: Mapping[str, SourceNote]
    conflicts: tuple[Table, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    """Fixed words of the frame (「定義と出典」, "page"), from the wording file's ``frame`` table."""

    subjects: Mapping[str, str] = field(default_factory=dict)
    """First part of a number id → name, for numbers of other subjects: ``r13`` → 東京都."""

    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Number id → address of the page that says what it means, for numbers that have no note here; and
    ``s-`` with a source's id → address of the page about the source."""

    whole: str = ""
    """Address of the document that explains every number, where this one explains some of them."""

    pack_sha256: str = ""
    """Checksum of the pack's ``datapackage.json``."""

    @property
    def number_prefix(self) -> str:
        """First part of the ids of this document's own numbers: ``r04``, ``p-KCI``, ``n``, ``plan-BP5``."""
        short = {"region": f"r{self.id}", "programme": f"p-{self.id}", "national": "n"}
        # the first dot of a number id ends the subject, and ids of sources hold dots
        return short.get(self.kind, f"{self.kind}-{self.id.replace('.', '_')}")

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The title and every block's heading, in reading order."""
        return (self.title, *(block.heading for block in self.blocks))
