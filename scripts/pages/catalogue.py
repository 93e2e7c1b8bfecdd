"""The errors: code, class, meaning, exit code, and who raises them."""

from __future__ import annotations

import importlib
import inspect
from collections import defaultdict
from typing import TYPE_CHECKING

from chiiki.cli.terminal import EXIT_CODES, exit_code
from chiiki.errors import ChiikiError
from pages.docstrings import sections
from pages.interface import public_names
from pages.markdown import code, page, prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["error_classes", "errors_page"]

_INTRODUCTION = """# Errors

Every error derives from `ChiikiError` and from the built-in that a reader expects. The message says what is wrong,
where, what was given, what is allowed and what to do next. A code never changes once released.
"""


def error_classes() -> list[type[ChiikiError]]:
    """Return the base and all its heirs, each after its parent."""
    return list(_heirs(ChiikiError))


def _heirs(parent: type[ChiikiError]) -> Iterator[type[ChiikiError]]:
    yield parent
    for child in sorted(parent.__subclasses__(), key=lambda one: one.__name__):
        if child.__module__ == "chiiki.errors":
            yield from _heirs(child)


def errors_page() -> str:
    """Write a section for every error, under its code."""
    raised = _raised()
    tree = inspect.cleandoc(importlib.import_module("chiiki.errors").__doc__ or "").split("::\n", 1)[1]
    exits = EXIT_CODES.replace("\b\n", "")
    parts = [_section(one, raised.get(one.__name__, ())) for one in error_classes()]
    return page(_INTRODUCTION, code(inspect.cleandoc(tree)), code(exits), *parts)


def _section(error: type[ChiikiError], raised: Sequence[str]) -> str:
    kinds = ", ".join(f"`{base.__name__}`" for base in error.__bases__)
    parts = [
        f"## {error.code} {{ #{error.code.replace('.', '-')} }}",
        f"`chiiki.errors.{error.__name__}`, a kind of {kinds}. A command ends with exit code {exit_code(error())}.",
        prose(inspect.getdoc(error) or ""),
    ]
    if raised:
        parts.append("Raised by:\n\n" + "\n".join(f"- {line}" for line in raised))
    return "\n\n".join(parts)


def _raised() -> Mapping[str, list[str]]:
    """Collect, by class, who says under "Raises" that it raises it, and when."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, text in _documented():
        for error, condition in _conditions(text):
            found[error].append(f"`{name}`: {prose(condition)}")
    return found


def _documented() -> Iterator[tuple[str, str]]:
    """Go through all public functions and methods, each under the module that defines it."""
    for full in public_names():
        module, _, name = full.rpartition(".")
        thing = getattr(importlib.import_module(module), name)
        if getattr(thing, "__module__", "") != module:
            continue
        members = [(f"{full}.{key}", one) for key, one in vars(thing).items()] if inspect.isclass(thing) else []
        for shown, one in [(full, thing), *members]:
            if inspect.isfunction(one) and not shown.rpartition(".")[2].startswith("_"):
                yield shown, inspect.getdoc(one) or ""


def _conditions(text: str) -> Iterator[tuple[str, str]]:
    body = dict(sections(text)).get("Raises", "")
    error, lines = "", list[str]()
    for line in [*body.split("\n"), "end"]:
        if line.strip() and not line.startswith(" "):
            if error:
                yield error, " ".join(lines)
            error, lines = line.strip(), []
        elif line.strip():
            lines.append(line.strip())
