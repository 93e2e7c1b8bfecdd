"""``chiiki brief``: one command from facts to an evidence brief."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chiiki.cli.subjects import chosen_language, document_of, opened_pack
from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Document
    from chiiki.brief.files import Format

__all__ = ["brief"]


def brief(  # noqa: PLR0913 -- each parameter is an option of the command
    subject: Annotated[
        str | None,
        typer.Argument(help="Prefecture (code or name), programme (id or name), or national."),
    ] = None,
    *,
    lang: Annotated[str | None, typer.Option("--lang", "-l", help="ja or en; without it, by your locale.")] = None,
    form: Annotated[
        list[str] | None,
        typer.Option("--format", "-f", help="html, pdf, md or json; may be given more than once."),
    ] = None,
    out: Annotated[str | None, typer.Option("--out", "-o", help="File, folder, or - for standard output.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Write the briefs of all prefectures into --out.")] = False,
    show: Annotated[bool, typer.Option("--open", help="Open the brief when it is written.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that no brief wrote.")] = False,
    embed_fonts: Annotated[bool, typer.Option("--embed-fonts", help="Carry the fonts in the HTML (+ 4 MB).")] = False,
    pack: Annotated[Path | None, typer.Option(help="Folder of a facts pack; the shipped one when left out.")] = None,
) -> None:
    """Write the evidence brief of a prefecture, a programme or the nation.

    In use: chiiki brief 04

    In use: chiiki brief 宮城県 --lang ja --format pdf --open

    In use: chiiki brief national --format md --out -

    In use: chiiki brief --all --out briefs
    """
    from chiiki.brief.files import formats_wanted  # noqa: PLC0415 -- not needed for --help

    _check_question(subject, out=out, every=every)
    language = chosen_language(lang)
    forms = formats_wanted(form or (), f"{out}/" if every else out)
    if every:
        from chiiki.cli.batch import write_all  # noqa: PLC0415 -- as above

        write_all(Path(str(out)), forms=forms, lang=language, pack=pack, force=force)
        return
    document = document_of(str(subject), pack=opened_pack(pack), lang=language)
    if out == "-":
        _write_to_stdout(document, forms[0], embed_fonts=embed_fonts)
        return
    paths = _write(document, forms, out=out, force=force, embed_fonts=embed_fonts)
    _say(document, paths)
    if show:
        webbrowser.open(paths[0].resolve().as_uri())


def _check_question(subject: str | None, *, out: str | None, every: bool) -> None:
    if every == (subject is not None):
        msg = "name a prefecture, a programme or national, as in `chiiki brief 04`; or all prefectures with --all."
        raise InputError(msg)
    if every and (out is None or out == "-"):
        msg = "--all writes 47 briefs: name the folder for them with --out DIR."
        raise InputError(msg)


def _write_to_stdout(document: Document, form: Format, *, embed_fonts: bool) -> None:
    from chiiki.brief.render import render  # noqa: PLC0415 -- not needed for --help

    sys.stdout.buffer.write(render(document, form, embed_fonts=embed_fonts))
    sys.stdout.buffer.flush()


def _write(
    document: Document, forms: Sequence[Format], *, out: str | None, force: bool, embed_fonts: bool
) -> list[Path]:
    from chiiki.brief.files import default_name, target_path, write_brief  # noqa: PLC0415 -- not needed for --help
    from chiiki.brief.render import render  # noqa: PLC0415 -- as above

    paths = []
    for form in forms:
        path = target_path(out, default_name(document.id, lang=document.lang, form=form))
        write_brief(path, render(document, form, embed_fonts=embed_fonts), force=force)
        paths.append(path)
    return paths


def _say(document: Document, paths: Sequence[Path]) -> None:
    """Print where the brief is, what it says, and its headline figures."""
    from chiiki.brief.document import plain  # noqa: PLC0415 -- not needed for --help

    for path in paths:
        typer.echo(path)
    typer.echo(plain(document.title.text))
    separator = "：" if document.lang == "ja" else ": "
    for kpi in document.kpis:
        value = kpi.value.text + ("" if document.lang == "ja" or not kpi.unit else " ") + kpi.unit
        context = " · ".join(part for part in (kpi.period, plain(kpi.context)) if part)
        typer.echo(f"  {kpi.label}{separator}{value} ({context})")
