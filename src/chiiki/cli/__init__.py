"""The command ``chiiki``.

Reading order: this module puts the commands together, :mod:`terminal` says how errors look
and what exit codes mean, then one module per command. Only typer is imported to show a
help page: whatever a command needs, it imports inside its function.
"""

from __future__ import annotations

from typing import Annotated

import typer

from chiiki import __version__
from chiiki.cli.audit import audit_app
from chiiki.cli.brief import brief
from chiiki.cli.capability import capability_app
from chiiki.cli.cite import cite
from chiiki.cli.evaluate import evaluate_app
from chiiki.cli.facts import facts_app
from chiiki.cli.serve import serve, work
from chiiki.cli.terminal import EXIT_CODES, run
from chiiki.cli.upkeep import backup, check, doctor, reset_factor, restore, upgrade

__all__ = ["app", "main"]

HELP = f"""Sourced facts of regional innovation policy in, evidence out.

\b
Examples:
  chiiki brief 04                     the brief of a prefecture, as HTML
  chiiki brief KCI --lang ja -f pdf   of a programme, in Japanese, as PDF
  chiiki cite r04.designations        where a number comes from
  chiiki facts list                   the tables behind it all
  chiiki capability rca jobs.csv …    the methods, on a table of your own
  chiiki evaluate did panel.csv …     what a programme did, on a panel of your own
  chiiki serve --demo                 all of it in the browser

{EXIT_CODES}
"""

app = typer.Typer(
    name="chiiki",
    help=HELP,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("brief")(brief)
app.command("cite")(cite)
app.command("serve")(serve)
app.command("work")(work)
app.command("backup")(backup)
app.command("restore")(restore)
app.command("upgrade")(upgrade)
app.command("check")(check)
app.command("doctor")(doctor)
app.command("reset-factor")(reset_factor)
app.add_typer(audit_app, name="audit")
app.add_typer(capability_app, name="capability")
app.add_typer(evaluate_app, name="evaluate")
app.add_typer(facts_app, name="facts")


def _print_version(asked: bool) -> None:  # noqa: FBT001 -- typer calls it so
    if asked:
        typer.echo(f"chiiki {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def main() -> None:
    """Run the command line; the exit code says how it went."""
    run(app)
