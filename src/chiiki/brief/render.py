"""One document, any format, as bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chiiki.brief.document import Document
    from chiiki.brief.files import Format

__all__ = ["render"]


def render(document: Document, form: Format, *, embed_fonts: bool = False) -> bytes:
    """Write `document` in one format; only that format's renderer is loaded.

    Parameters
    ----------
    document : Document
    form : {"html", "pdf", "md", "json"}
    embed_fonts : bool
        Put the shipped fonts into HTML, so that it looks the same on every machine.
    """
    if form == "pdf":
        from chiiki.brief.pdf import render_pdf  # noqa: PLC0415 -- Typst takes 0.1 s to load

        return render_pdf(document)
    if form == "html":
        from chiiki.brief.html import render_html  # noqa: PLC0415 -- as above

        return render_html(document, embed_fonts=embed_fonts).encode()
    if form == "md":
        from chiiki.brief.markdown import render_markdown  # noqa: PLC0415 -- as above

        return render_markdown(document).encode()
    from chiiki.brief.json_form import render_json  # noqa: PLC0415 -- as above

    return render_json(document).encode()
