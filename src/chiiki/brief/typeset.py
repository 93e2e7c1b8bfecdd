"""Typeset in a process of its own: ``python -m chiiki.brief.typeset`` reads page content, writes a PDF.

Typst keeps some 200 MB once it ran; a server that lives long hands the work to a child.
"""

from __future__ import annotations

import sys

from chiiki.brief.pdf import typeset

__all__ = ["main"]


def main() -> None:
    """Read JSON from standard input and write the PDF to standard output."""
    sys.stdout.buffer.write(typeset(sys.stdin.buffer.read().decode()))


if __name__ == "__main__":
    main()
