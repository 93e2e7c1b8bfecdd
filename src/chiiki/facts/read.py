"""Read one CSV table of a pack, strictly.

Nothing is guessed: the file is UTF-8 without byte order mark, its header is the schema's,
each row has as many cells as the header, and each cell is what its field allows. Rows are
numbered as a spreadsheet numbers them: the header is row 1. Each column is converted by
its distinct values, which keeps 20,000 rows under a sixth of a second.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from chiiki.errors import PackError
from chiiki.facts.schema import REBUILD

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from chiiki.facts.schema import Field, TableSchema

__all__ = ["Problem", "TableRead", "read_table"]

Cell = str | int | float | bool | tuple[str, ...] | None
"""A converted cell: empty text is ``""``, any other empty cell None."""

FIRST_ROW = 2
"""Spreadsheet number of the first row under the header."""

CORRECT = "Correct the cell in the raw tables and rebuild the pack."

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)", re.ASCII)
_DATE = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_FORMS = {
    "integer": (_INTEGER, "a whole number (digits only)"),
    "number": (re.compile(_INTEGER.pattern + r"(\.[0-9]+)?([eE][+-]?[0-9]+)?"), "a number (digits, one decimal point)"),
    "boolean": (re.compile("true|false"), "'true' or 'false'"),
    "date": (re.compile(_DATE), "a date (YYYY-MM-DD, or YYYY-MM or YYYY where no more is known)"),
    "year": (re.compile("[0-9]{4}"), "a year (4 digits)"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a pack: where, what was found, what to do."""

    file: str
    what: str
    remedy: str = REBUILD
    row: int | None = None
    """As a spreadsheet counts, the header being 1; None when it is the whole file."""

    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        """Word the problem as one line: place, cause, remedy."""
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.what} {self.remedy}".rstrip()


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table as columns, with everything that is wrong with its cells."""

    columns: dict[str, Sequence[Cell]]
    """Name to values, all of the same length; a cell that is refused counts as empty."""

    n_rows: int
    problems: tuple[Problem, ...]

    @property
    def refused_rows(self) -> frozenset[int]:
        """Indices of the rows with a cell that is refused, from 0."""
        return frozenset(problem.row - FIRST_ROW for problem in self.problems if problem.row is not None)


def read_table(folder: Path, table: TableSchema) -> TableRead:
    """Read and convert the cells of `table`, and say everything that is wrong with them.

    A file that cannot be read as a table at all (missing, not UTF-8, another header, a cut
    row) comes back without rows. An edited file is a problem too: its checksum differs.

    Parameters
    ----------
    folder : Path
        Folder of the pack.
    table : TableSchema
        The table as ``datapackage.json`` describes it.
    """
    content = b""
    try:
        content = _bytes(folder, table)
        rows = _rows(_text(content, table), table)
    except _RefusedError as refused:
        problems = [*refused.problems, *_edited(content, table)]
        return TableRead(dict.fromkeys(table.columns, ()), 0, tuple(problems))
    columns: dict[str, Sequence[Cell]] = {}
    problems = []
    cells = list(zip(*rows, strict=True)) or [()] * len(table.fields)
    for field, column in zip(table.fields, cells, strict=True):
        columns[field.name], wrong = _convert(column, field)
        problems += [_cell_problem(table, field, row, column[row]) for row in wrong]
    return TableRead(columns, len(rows), (*problems, *_edited(content, table)))


class _RefusedError(PackError):
    """The file is no table; carries what is wrong with it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


def _bytes(folder: Path, table: TableSchema) -> bytes:
    try:
        return (folder / table.path).read_bytes()
    except FileNotFoundError as error:
        raise _RefusedError(Problem(table.path, f"the file of table {table.name!r} is missing in {folder}.")) from error
    except OSError as error:
        raise _RefusedError(Problem(table.path, f"the file cannot be read ({error.strerror}).")) from error


def _text(content: bytes, table: TableSchema) -> str:
    if content.startswith(b"\xef\xbb\xbf"):
        what = "the file begins with a byte order mark, and a pack has none."
        raise _RefusedError(Problem(table.path, what, "Save it as UTF-8 without BOM."))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        what = f"byte {error.start} (0x{content[error.start]:02x}) is not UTF-8{_guess(content)}."
        raise _RefusedError(Problem(table.path, what, "Save the file as UTF-8 without BOM.", row=row)) from error


def _guess(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "; the file looks like UTF-16"
    try:
        content.decode("cp932")
    except UnicodeDecodeError:
        return ""
    return "; the file looks like cp932 (Shift_JIS)"


def _rows(text: str, table: TableSchema) -> list[list[str]]:
    try:
        header, *rows = csv.reader(io.StringIO(text or "\n", newline=""), strict=True)
    except csv.Error as error:
        what = f"the file ends inside a quoted cell or has a stray quote ({error})."
        raise _RefusedError(Problem(table.path, what)) from error
    if tuple(header) != table.columns:
        raise _RefusedError(_header_problem(header, table))
    n_columns = len(table.columns)
    if cut := [index for index, row in enumerate(rows) if len(row) != n_columns]:
        raise _RefusedError(*(_cut_problem(rows[index], index + FIRST_ROW, table) for index in cut))
    return rows


def _header_problem(header: list[str], table: TableSchema) -> Problem:
    if not header:
        return Problem(table.path, "the file is empty; at least the header is needed.", row=1)
    pairs = zip_longest(header, table.columns, fillvalue="")
    position, (found, wanted) = next((place, pair) for place, pair in enumerate(pairs, start=1) if pair[0] != pair[1])
    has_moved = sorted(header) == sorted(table.columns)
    cause = "columns have changed places" if has_moved else "the header differs from datapackage.json"
    expected = repr(wanted) if wanted else "no further column"
    what = f"{cause}: column {position} is {found!r}, expected {expected}."
    return Problem(table.path, what, row=1, column=found or wanted, value=found)


def _cut_problem(row: list[str], number: int, table: TableSchema) -> Problem:
    n_columns = len(table.columns)
    side = "fewer" if len(row) < n_columns else "more"
    last = table.columns[min(len(row), n_columns) - 1] if row else table.columns[0]
    shown = ",".join(row)[:60]
    what = f"the row has {len(row)} cells, {side} than the {n_columns} of the header: {shown!r}."
    return Problem(table.path, what, row=number, column=last, value=shown)


def _convert(cells: Sequence[str], field: Field) -> tuple[Sequence[Cell], list[int]]:
    """Convert a column by its distinct cells; list the indices of the rows that are refused."""
    distinct = set(cells)
    filled = distinct - {""}
    rules = _rules(field)
    is_clean = all(all(map(accepts, filled)) for accepts, _ in rules)
    has_gaps = len(filled) < len(distinct) and _needs_value(field)
    refused = set() if is_clean and not has_gaps else {cell for cell in distinct if _complaint(cell, field)}
    if not refused and field.type in {"string", "date"} and not field.separator:
        return cells, []
    sound = filled - refused
    values = dict(zip(sound, map(_converter(field), sound), strict=True))
    values |= dict.fromkeys(refused | (distinct - filled), _empty(field))
    wrong = [row for row, cell in enumerate(cells) if cell in refused] if refused else []
    return [values[cell] for cell in cells], wrong


def _converter(field: Field) -> Callable[[str], Cell]:
    """Choose what turns a sound cell into its value."""
    if field.separator:
        return lambda cell: tuple(cell.split(field.separator))
    by_type: dict[str, Callable[[str], Cell]] = {
        "boolean": "true".__eq__,
        "number": lambda cell: int(cell) if cell.removeprefix("-").isdigit() else float(cell),
        "string": str,
        "date": str,
    }
    return by_type.get(field.type, int)


def _empty(field: Field) -> Cell:
    if field.separator:
        return ()
    return "" if field.type in {"string", "date"} else None


def _needs_value(field: Field) -> bool:
    return field.is_required or field.type == "boolean"


def _complaint(cell: str, field: Field) -> str:
    """Say what `field` allows where `cell` is not that, else return an empty string."""
    if not cell:
        return "the cell is empty and the column needs a value" if _needs_value(field) else ""
    broken = (wanted for accepts, wanted in _rules(field) if not accepts(cell))
    return next((f"{cell!r} {wanted}" for wanted in broken), "")


def _rules(field: Field) -> list[tuple[Callable[[str], object], str]]:
    """List what a filled cell must pass, each with the wording where it does not."""
    rules: list[tuple[Callable[[str], object], str]] = [(_is_trimmed, "begins or ends with a space")]
    if field.separator:
        return [*rules, (_parts_in(field), f"is not a list of codes from: {', '.join(field.enum)}")]
    if field.type in _FORMS:
        form, wanted = _FORMS[field.type]
        rules = [(form.fullmatch, f"is not {wanted}")]
    if field.enum:
        rules.append((frozenset(field.enum).__contains__, f"is not one of {', '.join(field.enum)}"))
    if field.pattern:
        rules.append((re.compile(field.pattern).fullmatch, f"does not match the pattern {field.pattern}"))
    if (minimum := field.minimum) is not None:
        rules.append((lambda cell: float(cell) >= minimum, f"is below the minimum {minimum}"))
    if (maximum := field.maximum) is not None:
        rules.append((lambda cell: float(cell) <= maximum, f"is above the maximum {maximum}"))
    return rules


def _is_trimmed(cell: str) -> bool:
    return not (cell[0].isspace() or cell[-1].isspace())


def _parts_in(field: Field) -> Callable[[str], bool]:
    allowed = frozenset(field.enum)
    return lambda cell: all(part and (not allowed or part in allowed) for part in cell.split(field.separator))


def _cell_problem(table: TableSchema, field: Field, index: int, cell: str) -> Problem:
    remedy = "Correct the cell in the raw tables and rebuild the pack."
    what = f"{_complaint(cell, field)}."
    return Problem(table.path, what, remedy, row=index + FIRST_ROW, column=field.name, value=cell)


def _edited(content: bytes, table: TableSchema) -> list[Problem]:
    found = hashlib.sha256(content).hexdigest()
    if not content or not table.sha256 or found == table.sha256:
        return []
    what = (
        f"the file was edited after the pack was built: its sha256 is {found[:12]}…, "
        f"datapackage.json says {table.sha256[:12]}…."
    )
    return [Problem(table.path, what)]
