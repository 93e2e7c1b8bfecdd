"""Small pieces of Markdown: tables, code, and what docstrings are written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["NOTICE", "code", "page", "prose", "table"]

NOTICE = "<!-- Made by scripts/reference.py. Change what it is made from, not this page. -->"

_ROLE = re.compile(r":(?:func|class|mod|data|meth|attr|exc|math):`~?([^`]+)`")


def page(*parts: str) -> str:
    """Join the parts of a page, under the notice that it is generated."""
    text = "\n\n".join([NOTICE, *(part.strip("\n") for part in parts if part.strip())]) + "\n"
    return re.sub(r"\n{3,}", "\n\n", text)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; a cell may be empty and may hold Markdown."""
    lines = [_row(header), _row(["---"] * len(header)), *(_row([_cell(cell) for cell in row]) for row in rows)]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(text.split()))


def code(text: str, language: str = "text") -> str:
    """Put `text` into a fenced block."""
    return f"```{language}\n{text.strip(chr(10))}\n```"


def prose(text: str) -> str:
    """Turn the markup of docstrings (roles, double backticks, ``::`` blocks) into Markdown."""
    plain = _ROLE.sub(lambda found: f"`{found.group(1).rsplit('.', 1)[-1]}`", text)
    return _fenced(plain.replace("``", "`"))


def _fenced(text: str) -> str:
    """Fence indented blocks after ``::`` and examples that begin with ``>>>``."""
    out: list[str] = []
    lines = iter(text.split("\n"))
    inside = ""
    for line in lines:
        if inside and line.strip() and not _goes_on(line, inside):
            out += _closed(out)
            inside = ""
        if not inside and line.startswith(">>>"):
            out += ["", "```pycon"]
            inside = "example"
        elif not inside and _opens(out) and line.startswith("    "):
            out += ["```text"]
            inside = "block"
        if inside == "example" and not line.strip():
            out += _closed(out)
            inside = ""
        out.append(line)
    if inside:
        out += _closed(out)
    return "\n".join("" if line == "::" else re.sub(r"::$", ":", line) for line in out)


def _opens(out: Sequence[str]) -> bool:
    said = [line for line in out if line.strip()]
    return bool(said) and said[-1].endswith("::")


def _goes_on(line: str, inside: str) -> bool:
    return line.startswith("    ") if inside == "block" else True


def _closed(out: list[str]) -> list[str]:
    """Return the end of a block, after taking back the empty lines before it."""
    while out and not out[-1].strip():
        out.pop()
    return ["```", ""]
