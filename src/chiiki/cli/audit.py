"""``chiiki audit``: verify the log of a site, take it along, check the database."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path  # noqa: TC003 -- typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from chiiki.cli.serve import DataFolder  # noqa: TC001 -- as above
from chiiki.cli.terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

__all__ = ["audit_app", "export", "fsck", "head", "verify"]

HELP = """Verify the log of a site, take it along, check the database.

\b
Examples:
  chiiki audit verify
  chiiki audit export --out audit.jsonl
  chiiki audit fsck
"""

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]

audit_app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)


@audit_app.command()
def verify(*, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Verify that no record was changed, removed, added or moved, and name the first bad one.

    The log is compared with the signed heads in the data folder, which show a cut end and a copy
    hashed anew. Exit code 1 where something is wrong.

    In use: chiiki audit verify --json
    """
    from chiiki.web.config.start import open_site  # noqa: PLC0415 -- not needed for --help

    open_site(data=data)
    from django.conf import settings  # noqa: PLC0415 -- after Django is started

    from chiiki.web.audit.verify import verify_log  # noqa: PLC0415 -- as above

    report = verify_log(settings.OPTIONS.data)
    found = report.finding
    if as_json:
        told = {"sequence": found.sequence, "kind": found.kind.value, "words": found.words} if found else None
        typer.echo(json.dumps({"n_records": report.n_records, "n_heads": report.n_heads, "finding": told}))
    elif found:
        typer.echo(f"record {found.sequence}: {found.kind.value}: {found.words}")
    else:
        typer.echo(f"{report.n_records} records, compared with {report.n_heads} signed heads: every record holds")
    if found:
        raise typer.Exit(1)


@audit_app.command()
def export(
    *,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; standard output when left out.")
    ] = None,
    data: DataFolder = None,
) -> None:
    """Write the whole log as JSON Lines, with its signed heads.

    The file can be verified anywhere, without chiiki: python chain.py audit.jsonl

    In use: chiiki audit export --out audit.jsonl
    """
    from chiiki.web.config.start import open_site  # noqa: PLC0415 -- not needed for --help

    open_site(data=data)
    from django.conf import settings  # noqa: PLC0415 -- after Django is started

    from chiiki.web.audit.exports import log_lines  # noqa: PLC0415 -- as above

    with _target(out) as stream:
        n_lines = sum(stream.write(line + "\n") > 0 for line in log_lines(settings.OPTIONS.data))
    say(f"{n_lines} lines")


@audit_app.command()
def head(*, data: DataFolder = None) -> None:
    """Print the public head of the log and the key that signs it, as JSON.

    It goes on once a day, whatever was done. Keep it where the host of the site cannot reach it:
    a log that does not lead to it was cut or written anew.

    In use: chiiki audit head
    """
    from chiiki.web.config.start import open_site  # noqa: PLC0415 -- not needed for --help

    open_site(data=data)
    from dataclasses import asdict  # noqa: PLC0415 -- as above
    from datetime import UTC, datetime  # noqa: PLC0415 -- as above

    from django.conf import settings  # noqa: PLC0415 -- after Django is started

    from chiiki.web.audit.heads import public_head, public_key  # noqa: PLC0415 -- as above

    folder = settings.OPTIONS.data
    found = public_head(folder, now=datetime.now(tz=UTC))
    key = public_key(folder).public_bytes_raw().hex()
    typer.echo(json.dumps({"head": asdict(found) if found else None, "public_key_ed25519": key}))


@audit_app.command()
def fsck(*, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Check what must always be true of the database: each invariant by name, with what violates it.

    Exit code 1 where one does not hold.

    In use: chiiki audit fsck
    """
    from chiiki.web.config.start import open_site  # noqa: PLC0415 -- not needed for --help

    open_site(data=data)
    from chiiki.web.audit.invariants import check_invariants  # noqa: PLC0415 -- after Django is started

    outcomes = list(check_invariants())
    if as_json:
        typer.echo(json.dumps({outcome.name: outcome.violations for outcome in outcomes}, indent=1))
    else:
        for outcome in outcomes:
            typer.echo(f"{'ok' if outcome.holds else 'VIOLATED':9}{outcome.name}")
            for line in outcome.violations:
                typer.echo(f"         {line}")
    n_violated = sum(not outcome.holds for outcome in outcomes)
    say(f"{len(outcomes)} invariants, {n_violated} violated")
    if n_violated:
        raise typer.Exit(1)


@contextmanager
def _target(out: Path | None) -> Iterator[TextIO]:
    """Open a new file to write, or standard output."""
    from chiiki.errors import OutputError  # noqa: PLC0415 -- not needed for --help

    if out is None:
        yield sys.stdout
        return
    try:
        with out.open("x", encoding="utf-8") as stream:
            yield stream
    except OSError as error:
        msg = f"cannot write {out}: {error.strerror or error}. Name a new file in a folder that you may write to."
        raise OutputError(msg) from error
