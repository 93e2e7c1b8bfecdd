"""Cells of a file as a table whose rows are called as a spreadsheet counts them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chiiki.errors import InputError
from chiiki.frames.table import open_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.frames.table import Table

__all__ = ["as_table", "check_header", "table_of_cells"]


def as_table(frame: object, *, source: str) -> Table[Any]:
    """Open a frame and call its rows by the file.

    Parameters
    ----------
    frame : frame
        As the reader of the file made it.
    source : str
        Name of the file.
    """
    named = f"{source}, row {{}} (counted from 0)"
    return replace(open_table(frame), source=source, row=named.format)


def table_of_cells(
    columns: Mapping[str, Sequence[object]], *, source: str, row_numbers: Sequence[int], is_text: bool
) -> Table[Any]:
    """Make a table of columns of cells.

    Parameters
    ----------
    columns : mapping of str to sequence
        Header to cells.
    source : str
        Name of the file.
    row_numbers : sequence of int
        The row of each, as a spreadsheet counts: the header is row 1.
    is_text : bool
        True where numbers stand as text.

    Raises
    ------
    InputError
        If there are no rows below the header.
    """
    if not row_numbers:
        msg = f"{source} has a header and no rows below it. Give one row per region and field."
        raise InputError(msg)
    opened: Table[Any] = open_table(columns)
    return replace(opened, source=source, row=lambda at: f"{source}, row {row_numbers[at]}", is_text=is_text)


def check_header(header: Sequence[str], *, source: str, row: int) -> None:
    """Refuse a header with a name twice.

    Parameters
    ----------
    header : sequence of str
        Names of the columns; one without a name is left aside.
    source : str
        Name of the file.
    row : int
        Where the header stands.

    Raises
    ------
    InputError
        If a name stands twice, or none is there.
    """
    if twice := [name for name, n in Counter(filter(None, header)).items() if n > 1]:
        positions = " and ".join(str(at) for at, name in enumerate(header, start=1) if name == twice[0])
        msg = f"{source}, row {row}: columns {positions} are both called {twice[0]!r}. Rename one of them."
        raise InputError(msg)
    if not any(header):
        msg = f"{source}, row {row}: the header is empty. Write the names of the columns in the first row."
        raise InputError(msg)
