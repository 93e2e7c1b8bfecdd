"""A brief as PDF by Typst: the same document gives the same bytes.

Words are handed to the template as data, never as markup, so that a name in the facts
cannot become a command. Fonts come from the shipped folder alone and the time stamp is
the day of the facts, so that the file does not depend on machine or day.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from chiiki.brief import formats
from chiiki.brief.charts import Series
from chiiki.brief.charts.drawing import draw
from chiiki.brief.document import NumberRef, plain
from chiiki.brief.notes import gather_notes, listed_sources, notes_by_number
from chiiki.brief.tokens import COLOURS
from chiiki.provenance import worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.charts.sketch import Width
    from chiiki.brief.document import Block, Cell, Document, Kpi, SourceNote, Table, Text
    from chiiki.brief.notes import Note

__all__ = ["page_content", "render_pdf", "typeset"]

FONTS = Path(str(resources.files("chiiki.brief") / "fonts"))
TEMPLATE = Path(str(resources.files("chiiki.brief") / "pdf.typ"))

_FULL_WIDTH = 680.0
"""Pixels of a wide drawing, which fills the line; smaller drawings keep their scale."""

_HALF_WIDTH = 326.0
"""Pixels of a drawing that fills half a line: tiles and lines do, a strip keeps its scale."""

_MOST_SOURCES = 6
"""Sources that stand under a block; the others are in its notes."""

_LONG = 14
"""Characters (full-width count double) from which a column takes a share of the line."""

_TALLEST = 335.0
"""Pixels from which a drawing is set smaller, so that the first page holds both figures."""

_SMALLEST = 0.86
"""Drawings shrink no further: their text of 7.5 pt stays above 6.5 pt."""

_LONGEST_FORMULA = 90
"""Characters; longer formulas stand in the JSON form and in ``chiiki cite``."""

_LONGEST_ADDRESS = 70
"""Characters of an address that are printed; the link holds all of it."""

_MOST_NUMBERS = 12
"""Sources that a note lists; the others are counted."""


def render_pdf(document: Document) -> bytes:
    """Return `document` as a tagged A4 PDF."""
    return typeset(page_content(document))


def page_content(document: Document) -> str:
    """Return `document` as the JSON that the template reads, for :func:`typeset` in this process or another."""
    whole = replace(document, elsewhere={}, whole="")
    return json.dumps(_Page(whole).content(), ensure_ascii=False)


def typeset(content: str) -> bytes:
    """Return the PDF of what :func:`page_content` wrote."""
    import typst  # noqa: PLC0415 -- 80 MB that only this format needs

    year, month, day = json.loads(content)["date"]
    return bytes(
        typst.compile(
            TEMPLATE,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"document": content},
            timestamp=int(datetime(year, month, day, tzinfo=UTC).timestamp()),
        )
    )


class _Page:
    """The document as plain data for the template, with its notes and sources numbered."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.notes = gather_notes(document)
        self.ordinals = {key: note.ordinal for key, note in notes_by_number(self.notes).items()}
        self.first_notes: dict[str, int] = {}
        for note in self.notes:
            self.first_notes.setdefault(note.definition, note.ordinal)
        self.sources = {source.id: n for n, source in enumerate(listed_sources(document), start=1)}

    def content(self) -> dict[str, object]:
        document, labels = self.document, self.document.labels
        date = formats.date(document.as_of, document.lang)
        words = {key: text for key, text in labels.items() if "{" not in text and not key.startswith("caution_text.")}
        words |= {
            "edition": labels["edition"].format(edition=document.edition),
            "as_of": labels["as_of"].format(date=date),
        }
        return {
            "lang": document.lang,
            "words": words,
            "colours": {name: colour.light for name, colour in COLOURS.items()},
            "date": [int(part) for part in document.as_of.split("-")],
            "subject": document.subject,
            "title_plain": plain(document.title.text),
            "title": self.text(document.title.text),
            "lead": [self.text(sentence) for sentence in document.lead],
            "kpis": [self.kpi(kpi) for kpi in document.kpis],
            "groups": [[self.block(block, mark) for block, mark in group] for group in _grouped(document)],
            "conflicts": [self.table(table) for table in document.conflicts],
            "notes": [self.note(note) for note in self.notes],
            "sources": [self.source(source) for source in listed_sources(document)],
            "credits": list(dict.fromkeys(source.credit for source in listed_sources(document) if source.credit)),
            "cite_as": labels["cite_as"].format(subject=document.subject, edition=document.edition, date=date),
            "sha256": "\N{ZERO WIDTH SPACE}".join(document.pack_sha256),
        }

    def text(self, text: Text) -> list[dict[str, object]]:
        return [self.piece(piece) for piece in text]

    def piece(self, piece: object) -> dict[str, object]:
        if isinstance(piece, str):
            return {"t": piece}
        if isinstance(piece, NumberRef):
            return {"n": self.ordinals[piece.number_id], "t": piece.text}
        href, words = piece.href, piece.text  # type: ignore[attr-defined]
        if href.startswith("#s-"):
            source = self.sources.get(href.removeprefix("#s-"))
            return {"s": source, "t": words} if source else {"t": words}
        return {"u": href, "t": words} if re.match(r"https?://", href) else {"t": words}

    def kpi(self, kpi: Kpi) -> dict[str, object]:
        return {
            "label": kpi.label,
            "period": kpi.period,
            "value": self.piece(kpi.value),
            "unit": kpi.unit,
            "svg": draw(kpi.strip, theme="print") if kpi.strip else "",
            "context": self.text(kpi.context),
        }

    def block(self, block: Block, mark: str) -> dict[str, object]:
        is_half = block.width == "half" or _is_series(block)
        width: Width = "narrow" if is_half else "wide"
        svg = draw(block.figure.chart, theme="print", width=width) if block.figure else ""
        shown = [source for source in block.source_ids if source in self.sources]
        return {
            "mark": mark,
            "heading": self.text(block.heading.text),
            "svg": svg,
            "ratio": _ratio(svg, is_half=is_half),
            "measure": self.text(block.figure.measure) if block.figure else [],
            "note": self.text(block.figure.note) if block.figure else [],
            "sentences": [self.text(sentence) for sentence in block.sentences],
            "items": [self.text(item) for item in block.items],
            "ordered": block.ordered,
            "tables": [self.table(table) for table in block.tables],
            "cautions": [self.text(caution) for caution in block.cautions],
            "sources": self.source_line(shown),
        }

    def source_line(self, source_ids: Sequence[str]) -> list[dict[str, object]]:
        """Name up to six sources by number and title, more by their numbers alone."""
        separator = self.document.labels["list_separator"]
        if len(source_ids) > _MOST_SOURCES:
            return self.source_numbers(source_ids)
        line: list[dict[str, object]] = []
        for source in source_ids:
            words = f"S{self.sources[source]} {self.document.sources[source].title}"
            line += [*(_comma(separator) if line else []), {"s": self.sources[source], "t": words}]
        return line

    def table(self, table: Table) -> dict[str, object]:
        rest = ""
        if table.n_total is not None and table.n_total != len(table.rows):
            rest = self.document.labels["rows_shown"].format(shown=f"{len(table.rows):,}", total=f"{table.n_total:,}")
        return {
            "caption": self.text(table.caption),
            "header": list(table.header),
            "widths": _widths(table),
            "rows": [[self.cell(cell) for cell in row] for row in table.rows],
            "note": self.text(table.note),
            "rest": rest,
        }

    def cell(self, cell: Cell) -> dict[str, object]:
        pieces = self.text(cell.text)
        for piece in pieces:
            if "s" in piece:
                piece["t"] = f"S{piece['s']}"
        return {"text": pieces, "align": cell.align, "tone": cell.tone}

    def note(self, note: Note) -> dict[str, object]:
        definition = self.document.definitions[note.definition]
        first = self.first_notes[note.definition]
        is_repeated = first != note.ordinal
        own = [worded(number.formula, self.document.lang) for number in note.numbers if number.formula]
        cautions = dict.fromkeys(code for number in note.numbers for code in number.cautions)
        shown = [source for source in note.source_ids if source in self.sources]
        return {
            "ordinal": note.ordinal,
            "name": definition.name,
            "text": f"{self.document.labels['see_above']} [{first}]" if is_repeated else definition.text,
            "formula": own[0] if own and len(own[0]) <= _LONGEST_FORMULA else "",
            "sources": [] if note.is_foreign and len(shown) > _MOST_SOURCES else self.source_numbers(shown),
            "cautions": [self.document.labels.get(f"caution_text.{code}", code) for code in cautions],
        }

    def source_numbers(self, source_ids: Sequence[str]) -> list[dict[str, object]]:
        separator = self.document.labels["list_separator"]
        line: list[dict[str, object]] = []
        for source in source_ids[:_MOST_NUMBERS]:
            line += [
                *(_comma(separator) if line else []),
                {"s": self.sources[source], "t": f"S{self.sources[source]}"},
            ]
        if len(source_ids) > _MOST_NUMBERS:
            line.append({"t": self.document.labels["and_more"].format(n=len(source_ids) - _MOST_NUMBERS)})
        return line

    def source(self, source: SourceNote) -> dict[str, object]:
        labels, lang = self.document.labels, self.document.lang
        published = (
            labels["published_on"].format(date=formats.date(source.published_on, lang))
            if source.published_on
            else labels["published_unknown"]
        )
        parts = [part for part in (source.publisher, published, source.terms) if part]
        return {
            "ordinal": self.sources[source.id],
            "title": source.title,
            "rest": labels["list_separator"].join(parts) + labels["full_stop"],
            "url": source.url if re.match(r"https?://", source.url) else "",
            "shown": _breakable(source.url),
        }


def _comma(separator: str) -> list[dict[str, object]]:
    return [{"t": separator}]


def _grouped(document: Document) -> list[list[tuple[Block, str]]]:
    """Group blocks: half-width neighbours side by side; number the figures."""
    groups: list[list[tuple[Block, str]]] = []
    n_figures = 0
    was_half = False
    for block in document.blocks:
        n_figures += block.figure is not None
        mark = document.labels["figure"].format(n=n_figures) + " " if block.figure else ""
        is_half = block.width == "half" or _is_series(block)
        if is_half and was_half:
            groups[-1].append((block, mark))
        else:
            groups.append([(block, mark)])
        was_half = is_half
    return groups


def _is_series(block: Block) -> bool:
    """Lines over years stand side by side in print, in their narrow drawing."""
    return block.figure is not None and isinstance(block.figure.chart, Series)


def _ratio(svg: str, *, is_half: bool) -> float:
    """Return the share of the line that a drawing fills at its own scale."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)', svg)
    if not found:
        return 1.0
    width, height = float(found[1]), float(found[2])
    if is_half:
        return min(width / _HALF_WIDTH, 1.0)
    if width < _FULL_WIDTH / 2:  # maps and tiles: small on the page as on the screen
        return width / _FULL_WIDTH * _SMALLEST
    return min(width / _FULL_WIDTH, 1.0) * min(1.0, max(_SMALLEST, _TALLEST / height))


def _widths(table: Table) -> list[float]:
    """Give long text columns a share of the line, and leave short ones and those of numbers their own width."""
    longest = [
        0
        if all(row[column].align == "right" for row in table.rows if column < len(row))
        else max([_width(head), *(_width(plain(row[column].text)) for row in table.rows if column < len(row))])
        for column, head in enumerate(table.header)
    ]
    return [0 if longest_cell <= _LONG else min(longest_cell, 80) for longest_cell in longest]


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)  # noqa: PLR2004 -- where full-width scripts begin


def _breakable(url: str) -> str:
    """Show an address as people read it: decoded, at most 70 characters, breakable anywhere."""
    shown = unquote(re.sub(r"^https?://(www\.)?", "", url), errors="replace")
    shown = shown if len(shown) <= _LONGEST_ADDRESS else shown[: _LONGEST_ADDRESS - 1] + "…"
    return "\N{ZERO WIDTH SPACE}".join(shown)
