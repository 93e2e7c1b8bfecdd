"""Compile the messages of the web when the distribution is built, editable or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileMessages(BuildHookInterface):  # type: ignore[type-arg]
    """Write a ``.mo`` beside each ``.po``, so that nobody needs GNU gettext."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 -- hatchling calls it so
        """Compile before the files are gathered."""
        for source in Path(self.root, "src").rglob("*.po"):
            with source.open("rb") as stream, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(stream, locale=source.parts[-3]))
