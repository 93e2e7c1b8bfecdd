"""One table as JSON, XLSX or Parquet: typed cells, every row, empty for missing."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from chiiki.errors import MissingExtraError
from chiiki.facts.select import as_text

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from chiiki.facts.read import Cell, TableRead
    from chiiki.facts.schema import TableSchema

__all__ = ["json_bytes", "parquet_bytes", "xlsx_bytes"]

SHEET_NAME_LENGTH = 31
"""Longest name of a sheet that Excel opens."""


def json_bytes(table: TableSchema, read: TableRead, *, edition: str) -> bytes:
    """Write the table as one object: what it is, how many rows, the rows.

    Parameters
    ----------
    table : TableSchema
        Name and title.
    read : TableRead
        The cells.
    edition : str
        Edition of the facts.
    """
    rows = [dict(zip(read.columns, row, strict=True)) for row in zip(*read.columns.values(), strict=True)]
    whole = {
        "table": table.name,
        "title": table.title,
        "edition": edition,
        "n_rows": len(rows),
        "n_rows_of_table": read.n_rows,
        "rows": rows,
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def xlsx_bytes(table: TableSchema, read: TableRead) -> bytes:
    """Write the table as a workbook with one sheet; text stays text, codes keep their zeros.

    Parameters
    ----------
    table : TableSchema
        Name of the sheet.
    read : TableRead
        The cells.
    """
    from openpyxl import Workbook  # noqa: PLC0415 -- 0.2 s, only for this format

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name[:SHEET_NAME_LENGTH])
    sheet.freeze_panes = "A2"
    sheet.append(list(read.columns))
    for row in zip(*read.columns.values(), strict=True):
        sheet.append([_text_cell(sheet, cell) if _is_formula(cell) else _plain(cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _is_formula(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.startswith("=")


def _text_cell(sheet: WriteOnlyWorksheet, text: Cell) -> object:
    """Make a cell that a spreadsheet shows and does not run."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as above

    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def parquet_bytes(table: TableSchema, read: TableRead) -> bytes:
    """Write the table as Parquet with the types of the schema.

    Parameters
    ----------
    table : TableSchema
        Types of the columns.
    read : TableRead
        The cells.

    Raises
    ------
    MissingExtraError
        If the extra ``lake`` is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 -- an optional extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        msg = "Parquet needs the extra lake. Add it: pip install 'chiiki[lake]', or in a checkout ./run --all-extras …"
        raise MissingExtraError(msg) from error
    types = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    arrays = {
        field.name: pa.array([_plain(cell) for cell in read.columns[field.name]], types.get(field.type, pa.string()))
        for field in table.fields
    }
    stream = io.BytesIO()
    pq.write_table(pa.table(arrays), stream)
    return stream.getvalue()


def _plain(cell: Cell) -> str | float | bool | None:
    return as_text(cell) or None if isinstance(cell, tuple | str) else cell
