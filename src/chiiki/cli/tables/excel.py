"""Excel files: one sheet, values as stored, formulas said."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from chiiki.cautions import Caution
from chiiki.cli.tables.sheet import check_header, table_of_cells
from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.frames.table import Table

__all__ = ["excel_columns"]

MOST_UNPACKED = 500_000_000
"""Bytes of all parts together: a full sheet of three columns has a tenth of it, a zip bomb more."""

EXAMPLES = 5
"""How many cells a message names at most."""


def excel_columns(content: bytes, *, source: str, sheet: object = None) -> tuple[Table[Any], tuple[Caution, ...]]:
    """Read one sheet.

    Parameters
    ----------
    content : bytes
        The file.
    source : str
        What messages call it.
    sheet : str, optional
        Its name; the first when left out.

    Raises
    ------
    InputError
        If it is no Excel file, unpacks to too much, or a formula has no stored value.
    """
    _check_parts(content, source=source)
    values = _cells(content, source=source, sheet=sheet, stored=True)
    formulas = (
        [] if not _has_formulas(content) else _formulas(_cells(content, source=source, sheet=sheet, stored=False))
    )
    _check_stored(formulas, values, source=source)
    filled = [(number, row) for number, row in enumerate(values, start=1) if any(cell is not None for cell in row)]
    if not filled:
        msg = f"{source} has no cells in the sheet. Name another one with --option sheet=NAME."
        raise InputError(msg)
    first, head = filled[0]
    header = ["" if cell is None else str(cell) for cell in head]
    check_header(header, source=source, row=first)
    body = filled[1:]
    columns = {name: [row[at] for _, row in body] for at, name in enumerate(header) if name}
    table = table_of_cells(columns, source=source, row_numbers=[number for number, _ in body], is_text=False)
    return table, _formula_cautions(formulas, source=source)


def _check_parts(content: bytes, *, source: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as error:
        msg = f"{source} is no Excel file (.xlsx) that can be opened. Save it again as .xlsx, or as CSV."
        raise InputError(msg) from error
    if unpacked > MOST_UNPACKED:
        msg = f"{source} unpacks to {unpacked:,} bytes, more than {MOST_UNPACKED:,}. Save the sheet as CSV."
        raise InputError(msg)


def _cells(content: bytes, *, source: str, sheet: object, stored: bool) -> list[tuple[Any, ...]]:
    from openpyxl import load_workbook  # noqa: PLC0415 -- 0.2 s, only for this format
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 -- as above

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=stored)
    except (InvalidFileException, KeyError, ValueError, SyntaxError) as error:
        msg = f"{source} is no Excel file (.xlsx) that can be opened ({error}). Save it again as .xlsx, or as CSV."
        raise InputError(msg) from error
    names = book.sheetnames
    if sheet is not None and sheet not in names:
        msg = f"{source} has no sheet {sheet!r}. It has {', '.join(map(repr, names))}."
        raise InputError(msg)
    chosen = book[str(sheet) if sheet is not None else names[0]]
    chosen.reset_dimensions()
    rows = [tuple(row) for row in chosen.iter_rows(values_only=True)]
    width = max(map(len, rows), default=0)
    return [row + (None,) * (width - len(row)) for row in rows]


def _has_formulas(content: bytes) -> bool:
    """Look for formulas before the sheet is read a second time for them."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        return any(mark in parts.read(name) for name in sheets for mark in (b"<f>", b"<f ", b":f>", b":f "))


def _formulas(rows: list[tuple[Any, ...]]) -> list[tuple[int, int]]:
    return [
        (at, column)
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
        if (isinstance(cell, str) and cell.startswith("=")) or type(cell).__name__ == "ArrayFormula"
    ]


def _check_stored(formulas: list[tuple[int, int]], values: list[tuple[Any, ...]], *, source: str) -> None:
    if without := [cell for cell in formulas if values[cell[0]][cell[1]] is None]:
        msg = (
            f"{source}: {_named(without)} a formula without a stored value. Open the file in a spreadsheet and "
            "save it, so that values are stored, or paste the values."
        )
        raise InputError(msg)


def _formula_cautions(formulas: list[tuple[int, int]], *, source: str) -> tuple[Caution, ...]:
    if not formulas:
        return ()
    message = f"{source}: {_named(formulas)} a formula; the value that was last stored is used."
    return (Caution("formula-value", message),)


def _named(cells: list[tuple[int, int]]) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- loaded already where a sheet was read

    names = ", ".join(f"{get_column_letter(column + 1)}{row + 1}" for row, column in cells[:EXAMPLES])
    more = f" and {len(cells) - EXAMPLES:,} more" if len(cells) > EXAMPLES else ""
    return f"cell {names} holds" if len(cells) == 1 else f"cells {names}{more} hold"
