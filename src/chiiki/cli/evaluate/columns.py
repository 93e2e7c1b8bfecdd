"""Options that several subcommands take, and what they have in common when they read them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from chiiki.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.cautions import Caution
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.tables.panels import Columns, NeverAs

__all__ = [
    "Cluster",
    "Covariate",
    "FirstTreated",
    "Force",
    "Form",
    "Never",
    "Out",
    "Outcome",
    "Sheet",
    "TableFile",
    "Time",
    "Unit",
    "never_as",
    "one_of",
    "opened_panel",
]

T = TypeVar("T", bound=str)

TableFile = Annotated[
    str, typer.Argument(help="File (.csv, .tsv, .xlsx, .parquet), or - for CSV on standard input.", metavar="TABLE")
]
Unit = Annotated[str, typer.Option(help="Column of the unit.", metavar="COL")]
Time = Annotated[str, typer.Option(help="Column of the period, whole numbers.", metavar="COL")]
Outcome = Annotated[str, typer.Option(help="Column of the outcome; empty where not observed.", metavar="COL")]
FirstTreated = Annotated[
    str,
    typer.Option(help="Column of the first treated period; unknown where it is not known.", metavar="COL"),
]
Covariate = Annotated[
    list[str] | None, typer.Option(help="Column of a covariate; may be given more than once.", metavar="COL")
]
Cluster = Annotated[
    str | None, typer.Option(help="Column of the cluster of a unit; without it each unit is its own.", metavar="COL")
]
Never = Annotated[
    str, typer.Option(help="How never treated is written: empty, zero, inf, or any of them.", metavar="HOW")
]
Sheet = Annotated[str | None, typer.Option(help="Sheet of an Excel file; the first without it.", metavar="NAME")]
Form = Annotated[str | None, typer.Option("--format", "-f", help="json or table.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="File; standard output when left out.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]


def never_as(text: str) -> NeverAs:
    """Return how never treated is written.

    Raises
    ------
    UnknownNameError
        If it is none of any, empty, zero, inf.
    """
    from chiiki.evaluation.tables.panels import NEVER  # noqa: PLC0415 -- help pages stay quick

    return one_of(NEVER, text, option="--never")


def one_of(allowed: Sequence[T], text: str, *, option: str) -> T:
    """Return the choice that was typed.

    Parameters
    ----------
    allowed : sequence of str
        All choices.
    text : str
        What was typed.
    option : str
        For which option, for the message.

    Raises
    ------
    UnknownNameError
        If it is none of them.

    Examples
    --------
    >>> one_of(("level", "log"), "log", option="--outcome-form")
    'log'
    """
    for known in allowed:
        if text == known:
            return known
    msg = f"{option} {text!r} is unknown; choose from {', '.join(allowed)}."
    raise UnknownNameError(msg)


def opened_panel(name: str, named: Columns, *, never: str, sheet: str | None) -> tuple[Panel, tuple[Caution, ...]]:
    """Read a file into a panel, with what is to be said of how it was read.

    Parameters
    ----------
    name : str
        Path; ``-`` for standard input.
    named : Columns
        Which column is what.
    never : str
        How never treated is written.
    sheet : str or None
        Sheet of an Excel file.

    Raises
    ------
    InputError
        If `never` is no way to write it, or the table is no panel.
    """
    from chiiki.cli.tables import read_table  # noqa: PLC0415 -- help pages stay quick
    from chiiki.evaluation.tables.panels import read_panel  # noqa: PLC0415

    spelled = never_as(never)
    read = read_table(name, sheet=sheet)
    return read_panel(read.table, named, never=spelled), read.cautions
