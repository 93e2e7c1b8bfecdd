"""How a brief is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chiiki.brief.document import Document

__all__ = ["bibtex"]


def bibtex(document: Document) -> str:
    """Return the BibTeX entry of a brief; the edition and checksum name the facts behind it."""
    title = document.labels["cite_as"].format(subject=document.subject, edition=document.edition, date=document.as_of)
    checksum = [f"  note = {{SHA-256 {document.pack_sha256}}},"] if document.pack_sha256 else []
    lines = [
        f"@techreport{{chiiki-{document.number_prefix}-{document.edition},",
        f"  title = {{{{{_plain_tex(title)}}}}},",
        "  author = {{The chiiki developers}},",
        "  institution = {chiiki},",
        f"  year = {{{document.as_of[:4]}}},",
        f"  version = {{{document.edition}}},",
        *checksum,
        f"  langid = {{{'japanese' if document.lang == 'ja' else 'english'}}},",
        "}",
    ]
    return "\n".join(lines)


def _plain_tex(text: str) -> str:
    return "".join(f"\\{char}" if char in "&%$#_{}" else char for char in text)
