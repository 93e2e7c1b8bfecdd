"""``chiiki backup|restore|upgrade|check|doctor|reset-factor``: what a host does."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 -- typer reads the annotations
from typing import Annotated

import typer

from chiiki.cli.serve import DataFolder  # noqa: TC001 -- as above
from chiiki.cli.terminal import say

__all__ = ["backup", "check", "doctor", "reset_factor", "restore", "upgrade"]

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]


def backup(
    *,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; a dated one when left out.")] = None,
    data: DataFolder = None,
) -> None:
    """Back the whole site up into one file, while it runs.

    The file holds the database, the keys and the mails: keep it where only you can read it.

    In use: chiiki backup --out /backup/chiiki-monday.tar.gz
    """
    from chiiki.web.config.start import open_site  # noqa: PLC0415 -- not needed for --help

    open_site(data=data)
    from django.conf import settings  # noqa: PLC0415 -- after Django is started

    from chiiki.web.upkeep.backup import write_backup  # noqa: PLC0415 -- as above

    stamp = datetime.now(tz=UTC).strftime("%Y%m%dT%H%M%SZ")
    target = out or settings.OPTIONS.data / "backups" / f"chiiki-{stamp}.tar.gz"
    manifest = write_backup(target)
    typer.echo(target)
    say(f"{sum(manifest.rows.values()):,} rows of {len(manifest.rows)} tables, {len(manifest.files)} files")


def restore(
    archive: Annotated[Path, typer.Argument(help="File that `chiiki backup` wrote.", exists=True, dir_okay=False)],
    *,
    data: DataFolder = None,
) -> None:
    """Restore a backup into an empty data folder (and an empty database, with DATABASE_URL).

    Every file is compared with its checksum before anything is put in place; afterwards the
    rows are counted and the audit log is verified.

    In use: chiiki restore chiiki-monday.tar.gz --data /srv/chiiki-restored
    """
    from chiiki.web.config.start import open_site, prepare_site  # noqa: PLC0415 -- not needed for --help

    open_site(data=data)
    from chiiki.web.upkeep.restore import restore_backup  # noqa: PLC0415 -- after Django is started

    manifest = restore_backup(archive)
    prepare_site()
    say(f"restored {sum(manifest.rows.values()):,} rows and {len(manifest.files)} files of {manifest.made_at}")
    say("check it with: chiiki audit verify, chiiki audit fsck, chiiki doctor")


def upgrade(
    *,
    only_check: Annotated[bool, typer.Option("--check", help="Say what would be done, and do nothing.")] = False,
    data: DataFolder = None,
) -> None:
    """Bring a site to the installed version: back it up, change the tables, make the index anew.

    Exit code 1 with --check where something is to be done.

    In use: chiiki upgrade --check

    In use: chiiki upgrade --data /srv/chiiki
    """
    from chiiki.web.config.start import open_site  # noqa: PLC0415 -- not needed for --help

    open_site(data=data)
    from chiiki.web.upkeep.upgrade import pending_changes, upgrade_site  # noqa: PLC0415 -- after Django is started

    pending = pending_changes()
    for name in pending.migrations:
        typer.echo(f"tables: {name}")
    if pending.is_index_stale:
        typer.echo("index of the facts: made anew")
    if pending.is_current:
        say("nothing to do: the site is of the installed version")
    elif only_check:
        raise typer.Exit(1)
    else:
        written = upgrade_site()
        say(f"done; the state before is in {written}" if written else "done")


def check(
    *,
    deploy: Annotated[bool, typer.Option("--deploy", help="Look at it as a site that the public reaches.")] = False,
    data: DataFolder = None,
) -> None:
    """Check the settings of a site; each complaint says what to do.

    In use: CHIIKI_URL=https://chiiki.example chiiki check --deploy
    """
    from chiiki.web.config.start import open_site  # noqa: PLC0415 -- not needed for --help

    if deploy and "CHIIKI_URL" not in os.environ:
        say("CHIIKI_URL is not set; looking at it as https://localhost")
    open_site(data=data, url="https://localhost" if deploy else None)
    from django.core.management import call_command  # noqa: PLC0415 -- after Django is started
    from django.core.management.base import SystemCheckError  # noqa: PLC0415 -- as above

    try:
        call_command("check", deploy=deploy, fail_level="WARNING")
    except SystemCheckError as error:
        say(str(error))
        raise typer.Exit(1) from error


def doctor(*, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Say how a site is: versions, database, mail, backups, settings; with what to do.

    Exit code 1 where there is a problem.

    In use: chiiki doctor --json
    """
    from chiiki.web.config.start import open_site  # noqa: PLC0415 -- not needed for --help

    open_site(data=data)
    from chiiki.web.upkeep.doctor import examine_site  # noqa: PLC0415 -- after Django is started

    findings = examine_site()
    if as_json:
        import json  # noqa: PLC0415 -- as above
        from dataclasses import asdict  # noqa: PLC0415 -- as above

        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            typer.echo(f"{finding.level:8}{finding.name}: {finding.text}")
    if any(finding.level == "problem" for finding in findings):
        raise typer.Exit(1)


def reset_factor(
    email: Annotated[str, typer.Argument(help="E-mail address of the account.")], *, data: DataFolder = None
) -> None:
    """Remove the second factors of somebody who lost them, or after the key of the site was lost.

    Be sure who asks: whoever has the password sets up the next one. The person is told by mail.

    In use: chiiki reset-factor someone@example.jp
    """
    from chiiki.errors import InputError  # noqa: PLC0415 -- not needed for --help
    from chiiki.web.config.start import open_site  # noqa: PLC0415 -- as above

    open_site(data=data)
    from chiiki.web.access.actors import SYSTEM  # noqa: PLC0415 -- after Django is started
    from chiiki.web.accounts.domain.factors import reset_factors  # noqa: PLC0415 -- as above
    from chiiki.web.accounts.models import User  # noqa: PLC0415 -- as above

    person = User.objects.by_address(email.strip())
    if person is None:
        msg = f"no account has the address {email}. Give the one that the person signs in with; --data names the site."
        raise InputError(msg)
    n_removed = reset_factors(actor=SYSTEM, person=person)
    say(f"{n_removed} second factors of {person.email} removed; the next sign-in leads to setting up a new one")
