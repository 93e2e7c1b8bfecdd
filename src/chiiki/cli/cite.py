"""``chiiki cite``: where a number comes from, down to its sources."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 -- typer reads the annotation
from typing import Annotated

import typer

from chiiki.cli.subjects import chosen_language, document_of_number, opened_pack
from chiiki.errors import InputError

__all__ = ["cite"]

_FORMATS = ("text", "bibtex", "csl", "json")


def cite(
    number_id: Annotated[str, typer.Argument(help="Id of a number, such as r04.designations; briefs link to it.")],
    *,
    form: Annotated[str, typer.Option("--format", "-f", help="text, bibtex, csl (CSL JSON) or json.")] = "text",
    lang: Annotated[str | None, typer.Option("--lang", "-l", help="ja or en; without it, by your locale.")] = None,
    pack: Annotated[Path | None, typer.Option(help="Folder of a facts pack; the shipped one when left out.")] = None,
) -> None:
    """Show where a number comes from: definition, formula, sources, licences, edition.

    In use: chiiki cite r04.designations

    In use: chiiki cite n.designations --format bibtex
    """
    from chiiki.brief import cite as citations  # noqa: PLC0415 -- not needed for --help

    if form not in _FORMATS:
        msg = f"there is no format {form!r}; choose from {', '.join(_FORMATS)}."
        raise InputError(msg)
    document = document_of_number(number_id, pack=opened_pack(pack), lang=chosen_language(lang))
    written = {
        "text": citations.cite_text,
        "bibtex": citations.cite_bibtex,
        "csl": citations.cite_csl,
        "json": citations.cite_json,
    }[form](document, number_id)
    typer.echo(written, nl=False)
