"""Docstrings in numpydoc, and the texts under attributes, as Markdown."""

from __future__ import annotations

import ast
import inspect
import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pages.markdown import prose

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["attribute_texts", "docstring", "first_line", "sections"]

_HEADING = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.MULTILINE)
_LISTED = {"Parameters", "Raises", "Returns", "Yields", "Attributes"}


def sections(text: str) -> list[tuple[str, str]]:
    """Split a docstring into (title, body); the part before the first title has the title ''."""
    found = _HEADING.split(text)
    return [("", found[0]), *zip(found[1::2], found[2::2], strict=True)]


def docstring(text: str) -> str:
    """Turn a numpydoc docstring into Markdown."""
    parts = []
    for title, body in sections(inspect.cleandoc(text)):
        shown = _entries(body) if title in _LISTED else prose(body.strip("\n"))
        parts.append(f"**{title}**\n\n{shown}" if title else shown)
    return "\n\n".join(part for part in parts if part.strip())


def first_line(text: str) -> str:
    """Return the summary of a docstring, as Markdown."""
    return prose(inspect.cleandoc(text).split("\n\n")[0].replace("\n", " "))


def _entries(body: str) -> str:
    """Write a list of ``name : type`` with indented descriptions."""
    items: list[tuple[str, list[str]]] = []
    for line in body.strip("\n").split("\n"):
        if line.strip() and not line.startswith(" "):
            items.append((line.strip(), []))
        elif items:
            items[-1][1].append(line.strip())
    return "\n".join(_entry(head, " ".join(filter(None, lines))) for head, lines in items)


def _entry(head: str, text: str) -> str:
    name, colon, kind = head.partition(" : ")
    shown = f"`{name}`" + (f" ({prose(kind)})" if colon else "")
    return f"- {shown}: {prose(text)}" if text else f"- {shown}"


@cache
def attribute_texts(module: ModuleType) -> dict[str, str]:
    """Return the text that stands under each constant and field: ``NAME`` or ``Class.name``."""
    tree = ast.parse(inspect.getsource(module))
    found = _texts(tree.body, "")
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            found |= _texts(node.body, f"{node.name}.")
    return found


def _texts(body: list[ast.stmt], prefix: str) -> dict[str, str]:
    found = {}
    for node, below in pairwise(body):
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(node, ast.Assign):
            target = node.targets[0] if isinstance(node.targets[0], ast.Name) else None
        if isinstance(target, ast.Name) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            found[f"{prefix}{target.id}"] = inspect.cleandoc(str(below.value.value))
    return found
