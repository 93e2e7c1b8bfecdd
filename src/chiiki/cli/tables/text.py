"""CSV as text: encoding, separators, header and rows, each refusal with its row."""

from __future__ import annotations

import csv
import io
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from chiiki.cautions import Caution
from chiiki.cli.tables.sheet import check_header, table_of_cells
from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chiiki.frames.table import Table

__all__ = ["text_columns"]

FOREIGN = {
    b"PK\x03\x04": "an Excel or zip file. Give it its own ending, .xlsx",
    b"PAR1": "a Parquet file. Give it its own ending, .parquet",
    b"\xff\xfe": "text in UTF-16. Save it as CSV in UTF-8",
    b"\xfe\xff": "text in UTF-16. Save it as CSV in UTF-8",
    b"\xd0\xcf\x11\xe0": "an old Excel file. Save it as .xlsx or .csv",
}
"""First bytes of what people call .csv by mistake."""

BLOCK = 20_000
"""Rows that are turned into columns at a time."""

LONGEST_CELL = 1_000_000
"""Characters; a quote that is never closed makes one cell of the rest of the file."""


def text_columns(content: bytes, *, source: str, ending: str) -> tuple[Table[Any], tuple[Caution, ...]]:
    """Read CSV, or text with tabs.

    Parameters
    ----------
    content : bytes
        The file.
    source : str
        What messages call it.
    ending : str
        ``.tsv`` and ``.txt`` have tabs, everything else commas.

    Raises
    ------
    InputError
        If it is no such text; row and remedy are named.
    """
    text, cautions = _decoded(content, source=source)
    rows = _rows(text, source=source, delimiter="\t" if ending in {".tsv", ".txt"} else ",")
    header = next(rows, [])
    check_header(header, source=source, row=1)
    _check_separator(header, source=source, ending=ending)
    numbers: list[int] = []
    columns: list[list[str]] = [[] for _ in header]
    # transposed block by block: a list per row of a long table would have the collector look at each
    for start in count(0, BLOCK):
        block = list(islice(rows, BLOCK))
        if not block:
            break
        lines = [number for number, row in enumerate(block, start=start + 2) if row]
        kept = [row for row in block if row]
        _check_lengths(kept, lines, header=header, source=source)
        numbers += lines
        for column, cells in zip(columns, zip(*kept, strict=True), strict=bool(kept)):
            column.extend(cells)
    by_name = {name: column for name, column in zip(header, columns, strict=True) if name}
    return table_of_cells(by_name, source=source, row_numbers=numbers, is_text=True), cautions


def _decoded(content: bytes, *, source: str) -> tuple[str, tuple[Caution, ...]]:
    for start, what in FOREIGN.items():
        if content.startswith(start):
            msg = f"{source} is not CSV but {what}."
            raise InputError(msg)
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        try:
            text = content.decode("cp932")
        except UnicodeDecodeError:
            line = content[: error.start].count(b"\n") + 1
            msg = f"{source}, line {line}: the text is neither UTF-8 nor cp932 (Shift_JIS). Save it as CSV in UTF-8."
            raise InputError(msg) from error
    message = (
        f"{source} is not UTF-8 and was read as cp932 (Shift_JIS). Check that names look right, or save it as UTF-8."
    )
    return text, (Caution("encoding", message),)


def _rows(text: str, *, source: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        msg = (
            f"{source}, line {reader.line_num}: the text is no CSV ({error}). "
            'Close every quote, and write a quote inside a quoted cell twice ("").'
        )
        raise InputError(msg) from error


def _check_separator(header: Sequence[str], *, source: str, ending: str) -> None:
    found = [sign for sign in (";", "\t", ",", "|") if sign in header[0]]
    if len(header) == 1 and found:
        sign = "tab" if found[0] == "\t" else found[0]
        wanted = "tabs" if ending in {".tsv", ".txt"} else "commas"
        msg = f"{source} has one column, {header[0]!r}: cells are separated by {sign}. Save it with {wanted}."
        raise InputError(msg)


def _check_lengths(rows: list[list[str]], numbers: list[int], *, header: Sequence[str], source: str) -> None:
    if set(map(len, rows)) <= {len(header)}:
        return
    ragged = [(number, len(row)) for number, row in zip(numbers, rows, strict=True) if len(row) != len(header)]
    number, length = ragged[0]
    more = f", and so have {len(ragged) - 1:,} more rows" if len(ragged) > 1 else ""
    msg = (
        f"{source}, row {number}: {length} cells under {len(header)} columns{more}. Give every row one cell per "
        "column; a cell that holds a comma stands in quotes."
    )
    raise InputError(msg)
