"""The whole file: head, first page, blocks, notes, conflicts, licences, how to cite."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from importlib import resources
from typing import TYPE_CHECKING

from chiiki.brief import formats, tokens
from chiiki.brief.cite import bibtex
from chiiki.brief.document import plain
from chiiki.brief.html.blocks import block_html, kpi_row, table_html
from chiiki.brief.html.markup import Frame, element, paragraph, text_html
from chiiki.brief.html.notes import note_html, source_html
from chiiki.brief.notes import gather_notes, listed_sources, notes_by_number

if TYPE_CHECKING:
    from chiiki.brief.document import Document
    from chiiki.brief.notes import Note

__all__ = ["content_html", "render_html", "style_sheet"]

_MANY_BLOCKS = 6
"""Blocks from which a page lists them at its beginning."""

_POLICY = "default-src 'none'; style-src {style}; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"


def render_html(document: Document, *, embed_fonts: bool = False) -> str:
    """Write `document` as one HTML file that opens without network and runs no script.

    Parameters
    ----------
    document : Document
    embed_fonts : bool
        Carry the shipped fonts in the file (several MB), for machines that lack them.

    Returns
    -------
    str
        The same text for the same document, byte for byte.
    """
    frame = Frame(document=document, notes={})
    return (
        "<!DOCTYPE html>\n"
        + element(
            "html",
            _head(document, font_css=_font_faces() if embed_fonts else ""),
            _body(frame),
            lang=document.lang,
        )
        + "\n"
    )


def content_html(document: Document, *, controls: str = "", has_outline: bool = False) -> str:
    """Write what stands inside ``<main>``: answer, blocks, notes and conflicts.

    Parameters
    ----------
    document : Document
    controls : str
        Markup of the page that stands between answer and blocks (a form of filters), safe already.
    has_outline : bool
        List the blocks in front of them, where there are many; a file of few sheets needs none.

    Returns
    -------
    str
        Markup without a style or script of its own, for a page that links :func:`style_sheet`.
    """
    notes = gather_notes(document)
    frame = Frame(document=document, notes=notes_by_number(notes))
    outline = _outline(frame) if has_outline and len(document.blocks) >= _MANY_BLOCKS else ""
    return _answer(frame) + controls + outline + _blocks(frame) + _notes(frame, notes) + _conflicts(frame)


def _head(document: Document, *, font_css: str) -> str:
    style = font_css + style_sheet() + _running_lines(document)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    title = f"{plain(document.title.text)} | {document.subject}"
    return element(
        "head",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(style=f"&#x27;sha256-{digest}&#x27;")}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta name="generator" content="chiiki brief {escape(document.edition)}">',
        element("title", escape(title)),
        f"<style>{style}</style>",
    )


@cache
def _font_faces() -> str:
    """Name the shipped fonts as the first of the stack, each file as a data address."""
    rules = []
    for file in sorted((resources.files("chiiki.brief") / "fonts").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".otf"):
            weight = 700 if "Bold" in file.name else 400
            content = b64encode(file.read_bytes()).decode()
            rules.append(
                f'@font-face{{font-family:"Noto Sans JP";font-weight:{weight};'
                f'src:url("data:font/otf;base64,{content}") format("opentype")}}'
            )
    return "".join(rules)


@cache
def style_sheet() -> str:
    """Return the sheet of every brief, with colours and fonts in front, for the screen and for paper."""
    sheet = (resources.files("chiiki.brief") / "style.css").read_text(encoding="utf-8")
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    light, dark = tokens.custom_properties(is_dark=False), tokens.custom_properties(is_dark=True)
    roots = (
        f":root{{--font:{tokens.FONT_STACK};--mono:{tokens.MONO_STACK};{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    )
    return roots + re.sub(r"\s*\n\s*", "\n", sheet)


def _running_lines(document: Document) -> str:
    """Page numbers, subject and edition in the margins of each printed page."""
    edition = document.labels["edition"].format(edition=document.edition)
    as_of = document.labels["as_of"].format(date=formats.date(document.as_of, document.lang))
    left = _css_string(f"{document.subject} · {edition} · {as_of}")
    return f'@page{{@bottom-left{{content:{left}}}@bottom-right{{content:counter(page) "/" counter(pages)}}}}'


def _css_string(text: str) -> str:
    # every character but letters and digits as an escape: nothing can end the string or the style
    return '"' + "".join(char if char.isalnum() else f"\\{ord(char):06x}" for char in text) + '"'


def _body(frame: Frame) -> str:
    return element(
        "body",
        element("a", frame.word("skip_to_content"), href="#content", class_="skip"),
        element("a", frame.word("skip_to_notes"), href="#notes", class_="skip"),
        _banner(frame),
        element("main", content_html(frame.document), id="content"),
        _footer(frame),
    )


def _banner(frame: Frame) -> str:
    edition = frame.word("edition", edition=frame.document.edition)
    as_of = frame.word("as_of", date=formats.date(frame.document.as_of, frame.document.lang))
    product = element("b", frame.word("product")) + element("span", frame.word("kind"))
    return element("header", element("p", product), element("p", f"{edition} · {as_of}"), class_="banner")


def _answer(frame: Frame) -> str:
    document = frame.document
    code = frame.word("in_brackets", text=document.id) if document.kind == "region" else ""
    return element(
        "section",
        element("p", escape(document.subject), code, class_="kicker"),
        element("h1", text_html(document.title.text, frame)),
        "".join(paragraph(sentence, frame, class_="lead") for sentence in document.lead),
        kpi_row(document.kpis, frame),
        class_="answer",
    )


def _outline(frame: Frame) -> str:
    """List the claims of the page as links, folded: a page of many blocks is several screens long."""
    claims = [(f"#b-{block.id}", plain(block.heading.text)) for block in frame.document.blocks]
    links = "".join(element("li", element("a", escape(claim), href=href)) for href, claim in claims)
    notes = element("li", element("a", frame.word("notes"), href="#notes"))
    summary = element("summary", frame.word("outline", n=str(len(claims))))
    return element(
        "nav",
        element("details", summary, element("ol", links, notes)),
        class_="outline",
        aria_label=frame.word("outline_name"),
    )


def _blocks(frame: Frame) -> str:
    written, n_figures = [], 0
    for block in frame.document.blocks:
        n_figures += block.figure is not None
        written.append(block_html(block, frame, figure_number=n_figures if block.figure else None))
    return element("div", *written, class_="blocks")


def _notes(frame: Frame, notes: tuple[Note, ...]) -> str:
    return element(
        "section",
        element("h2", frame.word("notes"), id="notes"),
        element("p", frame.word("notes_lead"), class_="hint"),
        element("ol", *(note_html(note, frame) for note in notes), class_="notes"),
        element("h2", frame.word("source_list"), id="sources"),
        element("ul", *(source_html(source, frame) for source in listed_sources(frame.document)), class_="sources"),
        class_="end",
        aria_labelledby="notes",
    )


def _conflicts(frame: Frame) -> str:
    if not frame.document.conflicts:
        return ""
    tables = (
        table_html(table, frame, table_id=f"conflict-{index}")
        for index, table in enumerate(frame.document.conflicts, 1)
    )
    return element(
        "section",
        element("h2", frame.word("conflicts"), id="conflicts"),
        *tables,
        class_="end",
        aria_labelledby="conflicts",
    )


def _footer(frame: Frame) -> str:
    document = frame.document
    credits_ = dict.fromkeys(source.credit for source in listed_sources(document) if source.credit)
    cite = frame.word(
        "cite_as",
        subject=document.subject,
        edition=document.edition,
        date=formats.date(document.as_of, document.lang),
    )
    checksum = escape(document.pack_sha256) or frame.word("checksum_missing")
    example = next((number.id for number in document.numbers), document.number_prefix)
    return element(
        "footer",
        element("h2", frame.word("licences")),
        element("p", frame.word("facts_licence"), frame.word("gap"), frame.word("processed_by")),
        element("ul", *(element("li", escape(line)) for line in credits_)) if credits_ else "",
        element("h2", frame.word("how_to_cite")),
        element("p", cite),
        element("p", frame.word("cite_hint", example=f"chiiki cite {example}")),
        element("p", frame.word("checksum"), frame.word("colon"), element("code", checksum)),
        element("pre", escape(bibtex(document)), tabindex="0", aria_label="BibTeX"),
        element(
            "p", frame.word("made_by"), frame.word("gap"), element("a", frame.word("back_to_top"), href="#content")
        ),
    )
