"""A brief as Markdown: numbers carry footnotes (``13件[^12]``), charts are their tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.document import Link, NumberRef
from chiiki.brief.notes import gather_notes, is_foreign, listed_sources, names_sources, notes_by_number, subject_of
from chiiki.provenance import worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chiiki.brief.document import Block, Cell, Document, Kpi, SourceNote, Table, Text
    from chiiki.brief.notes import Note
    from chiiki.provenance import Number

__all__ = ["render_markdown"]

_SPECIAL = re.compile(r"([\\`*_\[\]|~$])")
_LINE_START = re.compile(r"^(\d*)([#+=-]|(?<=\d)[.)](?=\s))")


@dataclass(frozen=True, slots=True)
class _Writer:
    """What every part of the text needs to know."""

    document: Document
    notes: Mapping[str, Note]

    def word(self, key: str, **places: str) -> str:
        return _escape(self.document.labels[key].format(**places))

    def join(self, parts: Sequence[str]) -> str:
        return self.word("list_separator").join(parts)


def render_markdown(document: Document) -> str:
    """Write `document` as Markdown with footnotes; the same document gives the same text."""
    # a file that stands alone explains every number itself
    document = replace(document, elsewhere={}, whole="")
    notes = gather_notes(document)
    writer = _Writer(document=document, notes=notes_by_number(notes))
    parts = [
        f"<!-- chiiki brief {_escape(document.edition)} -->",
        f"# {_text(document.title.text, writer)}",
        _subject_line(writer),
        *(_text(sentence, writer) for sentence in document.lead),
        _kpis(writer),
        *_blocks(writer),
        *_conflicts(writer),
        f"## {writer.word('source_list')}",
        "\n".join(_source(source, writer) for source in listed_sources(document)),
        *_closing(writer),
        f"## {writer.word('notes')}",
        *(_note(note, writer) for note in notes),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _subject_line(writer: _Writer) -> str:
    document = writer.document
    edition = writer.word("edition", edition=document.edition)
    as_of = writer.word("as_of", date=formats.date(document.as_of, document.lang))
    return f"**{_escape(document.subject)}** · {writer.word('kind')} · {edition} · {as_of}"


def _kpis(writer: _Writer) -> str:
    rows = [
        f"| {_escape(kpi.label)} | {_ref(kpi.value, writer, unit=_unit(kpi, writer))} | {_escape(kpi.period)} "
        f"| {_text(kpi.context, writer)} |"
        for kpi in writer.document.kpis
    ]
    if not rows:
        return ""
    head = f"| {writer.word('figures_at_a_glance')} | {writer.word('value')} | {writer.word('period')} | |"
    return "\n".join([head, "| --- | ---: | --- | --- |", *rows])


def _unit(kpi: Kpi, writer: _Writer) -> str:
    return writer.document.labels["gap"] + kpi.unit if kpi.unit else ""


def _blocks(writer: _Writer) -> list[str]:
    parts: list[str] = []
    n_figures = 0
    for block in writer.document.blocks:
        n_figures += block.figure is not None
        mark = writer.word("figure", n=str(n_figures)) + " " if block.figure else ""
        parts += [f"## {mark}{_text(block.heading.text, writer)}", *_block(block, writer)]
    return parts


def _block(block: Block, writer: _Writer) -> list[str]:
    parts: list[str] = []
    if block.figure:
        table = _table(block.figure.table, writer) if block.figure.table else ""
        parts += [_text(block.figure.measure, writer), table, _text(block.figure.note, writer)]
    parts += [_text(sentence, writer) for sentence in block.sentences]
    mark = "1." if block.ordered else "-"
    parts.append("\n".join(f"{mark} {_text(item, writer)}" for item in block.items))
    parts += [_table(table, writer) for table in block.tables]
    parts += [f"> △ {_text(caution, writer)}" for caution in block.cautions]
    links = [
        _source_link(writer.document.sources[source])
        for source in block.source_ids
        if source in writer.document.sources
    ]
    if links:
        parts.append(writer.word("sources") + writer.word("colon") + writer.join(links))
    return parts


def _conflicts(writer: _Writer) -> list[str]:
    tables = [_table(table, writer) for table in writer.document.conflicts]
    return [f"## {writer.word('conflicts')}", *tables] if tables else []


def _table(table: Table, writer: _Writer) -> str:
    aligned = [cell.align for cell in table.rows[0]] if table.rows else []
    rule = ["---:" if aligned[index : index + 1] == ["right"] else "---" for index in range(len(table.header))]
    lines = [
        f"**{_text(table.caption, writer)}**",
        "",
        _row(_escape(head) for head in table.header),
        _row(rule),
        *(_row(_cell(cell, writer) for cell in row) for row in table.rows),
    ]
    if table.n_total is not None and table.n_total != len(table.rows):
        lines += ["", writer.word("rows_shown", shown=f"{len(table.rows):,}", total=f"{table.n_total:,}")]
    if table.note:
        lines += ["", _text(table.note, writer)]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell, writer: _Writer) -> str:
    text = _text(cell.text, writer)
    return f"**{text}**" if cell.tone == "own" and text else text


def _closing(writer: _Writer) -> list[str]:
    document = writer.document
    credits_ = dict.fromkeys(source.credit for source in listed_sources(document) if source.credit)
    date = formats.date(document.as_of, document.lang)
    return [
        f"## {writer.word('licences')}",
        writer.word("facts_licence") + writer.word("gap") + writer.word("processed_by"),
        "\n".join(f"- {_escape(line)}" for line in credits_),
        f"## {writer.word('how_to_cite')}",
        writer.word("cite_as", subject=document.subject, edition=document.edition, date=date),
        f"{writer.word('checksum')}{writer.word('colon')}`{document.pack_sha256}`" if document.pack_sha256 else "",
    ]


def _note(note: Note, writer: _Writer) -> str:
    definition = writer.document.definitions[note.definition]
    values = writer.join([_value(number, note, writer) for number in note.numbers])
    return f"[^{note.ordinal}]: **{_escape(definition.name)}** {_escape(definition.text)} {values}"


def _value(number: Number, note: Note, writer: _Writer) -> str:
    lang = writer.document.lang
    subject = subject_of(number.id)
    whose = _escape(writer.document.subjects.get(subject, subject)) + writer.word("colon") if note.is_foreign else ""
    text = _escape(formats.number_text(number, lang))
    details = [_escape(formats.period(number.period, lang)), *_origin(number, writer), f"`{number.id}`"]
    return whose + text + writer.document.labels["in_brackets"].format(text="; ".join(details))


def _origin(number: Number, writer: _Writer) -> list[str]:
    return [
        *([_escape(worded(number.formula, writer.document.lang))] if number.formula else []),
        *_where(number, writer),
        *("△ " + _escape(writer.document.labels.get(f"caution_text.{code}", code)) for code in number.cautions),
    ]


def _where(number: Number, writer: _Writer) -> list[str]:
    if is_foreign(number, writer.document) and not names_sources(number):
        elsewhere = writer.word("sources_elsewhere", count=str(len(number.source_ids)), id=number.id)
        return [writer.word("sources") + writer.word("colon") + elsewhere]
    return [
        f"{_escape(writer.document.sources[source].title if source in writer.document.sources else source)}"
        f" {_escape(formats.place_in_source(locator, writer.document.lang))}"
        for source, locator in zip(number.source_ids, number.locators, strict=True)
    ]


def _source(source: SourceNote, writer: _Writer) -> str:
    lang = writer.document.lang
    dates = [
        writer.word(key, date=formats.date(on, lang))
        for on, key in ((source.published_on, "published_on"), (source.accessed_on, "accessed_on"))
        if on
    ]
    parts = [_escape(source.publisher), *dates, _escape(source.licence)]
    return f"- {_source_link(source)}: {writer.join([part for part in parts if part])}"


def _source_link(source: SourceNote) -> str:
    return _link(source.title, source.url) if source.url else _escape(source.title)


def _text(text: Text, writer: _Writer) -> str:
    whole = "".join(_piece(piece, writer) for piece in text)
    return _LINE_START.sub(r"\1\\\2", whole)


def _piece(piece: str | NumberRef | Link, writer: _Writer) -> str:
    if isinstance(piece, NumberRef):
        return _ref(piece, writer)
    if isinstance(piece, Link):
        return _link(piece.text, piece.href)
    return _escape(piece)


def _ref(ref: NumberRef, writer: _Writer, *, unit: str = "") -> str:
    return f"{_escape(ref.text + unit)}[^{writer.notes[ref.number_id].ordinal}]"


def _link(text: str, href: str) -> str:
    if not href.startswith(("http://", "https://")):
        return _escape(text)
    address = re.sub(r"[\s()<>|]", lambda found: f"%{ord(found[0]):02X}", href)
    return f"[{_escape(text)}]({address})"


def _escape(text: str) -> str:
    one_line = re.sub(r"\s+", " ", text)
    return _SPECIAL.sub(r"\\\1", one_line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
