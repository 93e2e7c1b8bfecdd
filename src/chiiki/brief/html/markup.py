"""Elements and running text; every fact is hostile until it passed through here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from chiiki.brief import formats
from chiiki.brief.document import Link, NumberRef

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.brief.document import Document, Text
    from chiiki.brief.notes import Note

__all__ = [
    "Frame",
    "element",
    "language_of",
    "number_link",
    "paragraph",
    "safe_href",
    "source_link",
    "text_html",
]

_SAFE_SCHEMES = {"http", "https", "mailto"}
_IN_SITE = re.compile(r"/(?![/\\])[^\s\\]*")
"""A path of the site itself: ``//host`` and ``/\\host`` lead elsewhere, and browsers drop tabs and line ends."""

_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_NEVER = "#_"
"""An id that no element has: a link to it closes a card and moves nothing."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every part of the page needs to know."""

    document: Document
    notes: Mapping[str, Note]
    """Number id → the note that holds it."""

    def word(self, key: str, **places: str) -> str:
        """Return a word of the frame, escaped."""
        return escape(self.document.labels[key].format(**places))


def element(tag: str, *children: str, **attributes: str | None) -> str:
    """Write an element around `children` that are already markup; attributes are escaped here.

    ``class_`` is written ``class`` and ``aria_label`` ``aria-label``; None leaves an
    attribute out.
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(text)}"'
        for name, text in attributes.items()
        if text is not None
    )
    return f"<{tag}{written}>{''.join(children)}</{tag}>"


def paragraph(text: Text, frame: Frame, *, class_: str | None = None) -> str:
    """Write `text` as a paragraph; nothing where there is no text."""
    return element("p", text_html(text, frame), class_=class_) if text else ""


def text_html(text: Text, frame: Frame) -> str:
    """Write the pieces of `text`, numbers and links as links."""
    return "".join(_piece(piece, frame) for piece in text)


def _piece(piece: str | NumberRef | Link, frame: Frame) -> str:
    if isinstance(piece, NumberRef):
        return number_link(piece, frame)
    if isinstance(piece, Link) and piece.href.startswith("#s-") and piece.href[3:] not in frame.document.sources:
        return escape(piece.text)
    if isinstance(piece, Link):
        return element("a", escape(piece.text), href=safe_href(piece.href), lang=language_of(piece.text, frame))
    return escape(piece)


def number_link(ref: NumberRef, frame: Frame, *, class_: str = "num") -> str:
    """Write a number as a link to its note; a missing one is read aloud as its word."""
    number = frame.document.numbers[ref.number_id]
    word = formats.missing_word(number.missing, frame.document.lang) if number.missing else None
    elsewhere = frame.document.elsewhere.get(ref.number_id)
    return element(
        "a",
        escape(ref.text),
        class_=class_,
        href=safe_href(elsewhere) if elsewhere else f"#{ref.number_id}",
        data_note=None if elsewhere else str(frame.notes[ref.number_id].ordinal),
        aria_label=word if word != ref.text else None,
    )


def source_link(source: str, frame: Frame) -> str:
    """Write a link to the entry of a source; the id alone where the page does not list it."""
    note = frame.document.sources.get(source)
    if note is None:
        return element("code", escape(source))
    return element("a", escape(note.title), href=f"#s-{source}", lang=language_of(note.title, frame))


def language_of(title: str, frame: Frame) -> str | None:
    """Return the language of a title that is not in that of the page, so that it is read and drawn as such."""
    found = "ja" if _JAPANESE.search(title) else "en"
    is_words = any(char.isalpha() for char in title)
    return found if is_words and found != frame.document.lang else None


def safe_href(href: str) -> str:
    """Return `href` if it leads into the page, the site or the web; else a link that goes nowhere."""
    if href.startswith("#") or _IN_SITE.fullmatch(href):
        return href
    return href if urlsplit(href).scheme in _SAFE_SCHEMES else _NEVER
