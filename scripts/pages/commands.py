"""The command line, from the commands themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import typer

from chiiki.cli import app
from pages.markdown import code, page, table

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["command_names", "commands_page"]

_INTRODUCTION = """# Command line

Data goes to standard output, talk to standard error. Nothing is ever asked. `NO_COLOR` is respected.
From a checkout, put `./run` before each command. Messages are English; briefs are Japanese or English.
"""


def commands_page() -> str:
    """Write every command with its arguments, options and examples."""
    return page(_INTRODUCTION, *(_section(context) for context in _walk(_root())))


def command_names() -> list[str]:
    """Name every command as it is typed: ``chiiki facts show``."""
    return [context.command_path for context in _walk(_root())]


def _root() -> typer.Context:
    command: Any = typer.main.get_command(app)
    return typer.Context(command, info_name="chiiki", **command.context_settings)


def _walk(context: typer.Context) -> Iterator[typer.Context]:
    yield context
    for name, below in sorted(getattr(context.command, "commands", {}).items()):
        yield from _walk(typer.Context(below, info_name=name, parent=context))


def _section(context: typer.Context) -> str:
    name, command = context.command_path, context.command
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    records = [parameter.get_help_record(context) for parameter in command.get_params(context)]
    rows = [(f"`{option}`", text) for option, text in filter(None, records)]
    said, examples = _help(command.help or "")
    parts = [f"## {name}", said, code(usage)]
    parts += [code("\n".join(examples), "sh")] if examples else []
    return "\n\n".join([*parts, table(("Argument or option", "Meaning"), rows)])


def _help(text: str) -> tuple[str, list[str]]:
    """Split a help text into what it says and its examples."""
    said, examples = [], []
    for paragraph in text.replace("\b\n", "").split("\n\n"):
        if paragraph.startswith("In use: "):
            examples.append(" ".join(paragraph.removeprefix("In use: ").split()))
        elif paragraph.startswith("Examples:"):
            examples += [re.sub(r"\s{2,}", "  # ", line.strip()) for line in paragraph.split("\n")[1:] if line.strip()]
        elif "\n  " in paragraph:
            head, *lines = paragraph.split("\n")
            said.append(f"{head}\n\n{code(chr(10).join(line.strip() for line in lines))}")
        else:
            said.append(paragraph)
    return "\n\n".join(said), examples
