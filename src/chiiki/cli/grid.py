"""Rows on the screen: an aligned table for people, CSV or JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from typing import TYPE_CHECKING

import typer

from chiiki.cli.terminal import say
from chiiki.errors import InputError
from chiiki.facts.select import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.facts.read import Cell

__all__ = ["require_form", "table_text", "write_rows"]

FORMS = ("table", "csv", "json")

WIDEST = 40
"""Screen columns of a cell in a table; longer ones are shortened, and that is said."""


def require_form(form: str) -> None:
    """Refuse a form that is not written.

    Raises
    ------
    InputError
        If `form` is none of table, csv, json.
    """
    if form not in FORMS:
        msg = f"there is no format {form!r}; choose from {', '.join(FORMS)}."
        raise InputError(msg)


def write_rows(columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, form: str) -> None:
    """Print rows on stdout.

    Parameters
    ----------
    columns : sequence of str
        Names, as header.
    rows : sequence of sequence of cell
        Each as long as `columns`.
    form : {"table", "csv", "json"}
        JSON keeps types and writes null for missing.
    """
    if form == "json":
        found = [dict(zip(columns, row, strict=True)) for row in rows]
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
    elif form == "csv":
        typer.echo(_csv(columns, rows), nl=False)
    else:
        typer.echo(table_text(columns, rows), nl=False)


def _csv(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    return stream.getvalue()


def table_text(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Align rows for people; long cells are shortened, and that is said on stderr.

    Parameters
    ----------
    columns : sequence of str
        Names, as header.
    rows : sequence of sequence of cell
        Each as long as `columns`.
    """
    lines = [list(columns), *([as_text(cell) for cell in row] for row in rows)]
    shortened = [[_shortened(cell) for cell in line] for line in lines]
    if n_cut := sum(
        cell != short for line, cut in zip(lines, shortened, strict=True) for cell, short in zip(line, cut, strict=True)
    ):
        say(f"{n_cut:,} long cells are shortened here (…); --format csv or json has them whole")
    widths = [max(map(_width, column)) for column in zip(*shortened, strict=True)]
    padded = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        for line in shortened
    )
    return "".join(f"{line.rstrip()}\n" for line in padded)


def _shortened(cell: str) -> str:
    one_line = " ".join(cell.split())
    if _width(one_line) <= WIDEST:
        return one_line
    kept = one_line[:WIDEST]
    while _width(kept) > WIDEST - 1:
        kept = kept[:-1]
    return f"{kept}…"


def _width(text: str) -> int:
    """Count screen columns: East Asian wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
