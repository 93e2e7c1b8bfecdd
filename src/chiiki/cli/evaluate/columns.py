"""Options that name the columns of a panel, shared by the subcommands that read one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chiiki.errors import InputError

if TYPE_CHECKING:
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
    "opened_panel",
]

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
    InputError
        If it is none of any, empty, zero, inf.
    """
    from chiiki.evaluation.tables.panels import NEVER  # noqa: PLC0415 -- help pages stay quick

    for known in NEVER:
        if text == known:
            return known
    msg = f"--never {text} is not known; choose from {', '.join(NEVER)}."
    raise InputError(msg)


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
