"""A user's table: which kind of file it is, and what is refused before it is read."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chiiki.cli.tables.excel import excel_columns
from chiiki.cli.tables.sheet import as_table
from chiiki.cli.tables.text import text_columns
from chiiki.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from chiiki.cautions import Caution
    from chiiki.frames.table import Table

__all__ = ["ReadTable", "read_table"]

MOST_BYTES = 1_000_000_000
"""Larger files would not fit into the memory of an office computer once read."""

STDIN = "standard input"
ENDINGS = ".csv, .tsv, .txt, .xlsx, .xlsm, .parquet"


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table, and what is to be said of how it was read."""

    table: Table[Any]
    cautions: tuple[Caution, ...] = ()


def read_table(name: str, *, sheet: object = None) -> ReadTable:
    """Read a CSV, Excel or Parquet file, or CSV from standard input.

    Parameters
    ----------
    name : str
        Path; ``-`` for standard input.
    sheet : str, optional
        Sheet of an Excel file; the first when left out.

    Raises
    ------
    InputError
        If the file cannot be read as a table; file, row, column and remedy are named.
    MissingExtraError
        If a Parquet file is given and the extra ``lake`` is not installed.
    """
    ending = Path(name).suffix.lower()
    is_excel = name != "-" and ending in {".xlsx", ".xlsm"}
    if sheet is not None and not is_excel:
        msg = f"--option sheet={sheet} is for Excel files, and {name} is none. Leave it out."
        raise InputError(msg)
    if name != "-" and ending == ".parquet":
        return _parquet(Path(name))
    content = _content(name)
    if is_excel:
        return ReadTable(*excel_columns(content, source=Path(name).name, sheet=sheet))
    return ReadTable(*text_columns(content, source=STDIN if name == "-" else Path(name).name, ending=ending))


def _content(name: str) -> bytes:
    if name == "-":
        content = sys.stdin.buffer.read(MOST_BYTES + 1)
        _check_size(len(content), source=STDIN)
        return content
    path = Path(name)
    _check_file(path)
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror or error}). Name a file that you may read."
        raise InputError(msg) from error


def _check_file(path: Path) -> None:
    if not path.is_file():
        msg = f"there is no file {path}. Name a table ({ENDINGS}), or - for standard input."
        raise InputError(msg)
    if path.suffix.lower() in {".xls", ".ods"}:
        msg = f"{path} is an {path.suffix.lower()} file, which is not read. Save it as .xlsx or .csv."
        raise InputError(msg)
    _check_size(path.stat().st_size, source=path.name)


def _check_size(n_bytes: int, *, source: str) -> None:
    if n_bytes > MOST_BYTES:
        msg = f"{source} has more than {MOST_BYTES:,} bytes. Leave out columns or rows, or save it as Parquet."
        raise InputError(msg)
    if n_bytes == 0:
        msg = f"{source} is empty (0 bytes). Give a table with a header and one row per region and field."
        raise InputError(msg)


def _parquet(path: Path) -> ReadTable:
    _check_file(path)
    try:
        import pyarrow as pa  # noqa: PLC0415 -- an optional extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        msg = "Parquet needs the extra lake. Add it: pip install 'chiiki[lake]', or in a checkout ./run --all-extras …"
        raise MissingExtraError(msg) from error
    try:
        frame = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        msg = f"{path} is no Parquet file that can be read ({str(error).splitlines()[0]}). Write it again, or give CSV."
        raise InputError(msg) from error
    return ReadTable(as_table(frame, source=path.name))
