"""Columns of labels and of numbers; what is ambiguous is refused with its row.

Labels stay exactly as they are: text as text, whole numbers as whole numbers. Numbers must be
numbers: text such as ``1,234`` or ``…`` is refused, since only the caller knows what it means.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.errors import InputError, MissingValueError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.frames.table import Encoded, Table

__all__ = ["Axis", "Coded", "coded", "labelled", "numbers"]

EXAMPLES = 5
"""How many rows a message names at most."""

PLAIN = set("0123456789.+-eE")
"""Signs of a number; Python itself would also read 1_000, full-width digits, inf and nan."""

MARKS = {*"-‐−–ー…*xχ", "...", "**", "***", "na", "n/a", "nan", "null", "none", "nil"}
"""What tables print in place of a number: none, suppressed or unknown, which only the caller can tell apart."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The labels of the regions, of the fields or of the periods, in order of first appearance."""

    column: str
    """The caller's name of the column."""

    labels: tuple[str, ...]
    originals: npt.NDArray[Any]
    """The labels as given, for the way back: text as objects, or whole numbers."""

    dtype: object = None
    """Type of the caller's column."""

    def __len__(self) -> int:
        return len(self.labels)

    def kept(self, positions: IntArray) -> Axis:
        """Return the axis with the labels at `positions` only, in that order."""
        labels = tuple(self.labels[position] for position in positions.tolist())
        return Axis(self.column, labels, self.originals[positions], self.dtype)


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of labels: which label each row has."""

    axis: Axis
    codes: IntArray
    """Position in ``axis`` of each row."""


def coded(table: Table[Any], name: str, *, what: str) -> Coded:
    """Read a column of labels.

    Parameters
    ----------
    table : Table
        Where the column is.
    name : str
        Its name.
    what : str
        What a label names, for messages: ``"region"``.

    Returns
    -------
    Coded

    Raises
    ------
    UnknownNameError
        If the table lacks the column.
    MissingValueError
        If a label is empty.
    InputError
        If a label is a number with decimals, or text and numbers are mixed.
    """
    table.require(name)
    distinct, codes = table.encode(name) or _encoded(_labels(table, name, what=what))
    blank = [code for code, label in enumerate(distinct) if _is_empty(label)]
    if blank:
        raise _no_label(table, name, position=int(np.argmax(codes == blank[0])), what=what)
    is_text = all(isinstance(label, str) for label in distinct)
    originals = np.array(distinct, dtype=object if is_text else np.int64)
    dtype = table.dtype(name)
    is_kept = not is_text or str(dtype).startswith(("String", "Categorical", "Enum"))
    return Coded(Axis(name, tuple(map(str, distinct)), originals, dtype if is_kept else None), codes)


def _encoded(cells: Sequence[str | int]) -> Encoded:
    index = {label: code for code, label in enumerate(dict.fromkeys(cells))}
    return list(index), np.fromiter(map(index.__getitem__, cells), dtype=np.intp, count=len(cells))


def labelled(labels: Sequence[str] | None, n: int, *, what: str, column: str) -> Axis:
    """Name the rows or columns of an array.

    Parameters
    ----------
    labels : sequence of str, optional
        One per row or column; their positions when left out.
    n : int
        Number of rows or columns.
    what : str
        What a label names: ``"region"``.
    column : str
        Name of the column that the labels make in results.

    Raises
    ------
    ShapeError
        If there is not one label for each.
    InputError
        If a label stands twice.
    """
    if labels is None:
        return Axis(column, tuple(map(str, range(n))), np.arange(n))
    given = list(map(str, labels))
    if len(given) != n:
        msg = f"{what}s has {len(given)} labels for {n} {what}s of the array. Give one for each, in its order."
        raise ShapeError(msg)
    if twice := [label for label, times in Counter(given).items() if times > 1]:
        msg = f"{what}s has the label {twice[0]!r} more than once. Give every {what} a label of its own."
        raise InputError(msg)
    return Axis(column, tuple(given), np.array(given, dtype=object))


def _labels(table: Table[Any], name: str, *, what: str) -> Sequence[str | int]:
    cells = table.read(name).cells
    listed: list[Any] = cells.tolist() if isinstance(cells, np.ndarray) else list(cells)
    kinds = set(map(type, listed))
    if any(hasattr(kind, "isoformat") for kind in kinds):
        listed = [cell.isoformat() if hasattr(cell, "isoformat") else cell for cell in listed]
        kinds = set(map(type, listed))
    is_text = all(issubclass(kind, str) for kind in kinds)
    if is_text or all(issubclass(kind, int) and kind is not bool for kind in kinds):
        return listed
    if empty := next((position for position, cell in enumerate(listed, start=1) if _is_empty(cell)), None):
        raise _no_label(table, name, position=empty - 1, what=what)
    wanted = str if any(issubclass(kind, str) for kind in kinds) else int
    odd = next(p for p, cell in enumerate(listed) if not isinstance(cell, wanted) or isinstance(cell, bool))
    msg = (
        f"{table.row(odd)}, column {name!r}: {listed[odd]!r} is no label that can be used. Labels are text, or all of "
        "them whole numbers: store codes as text, so that 01 stays 01 and does not become 1.0."
    )
    raise InputError(msg)


def _no_label(table: Table[Any], name: str, *, position: int, what: str) -> MissingValueError:
    msg = f"{table.row(position)}: column {name!r} is empty. Name the {what}, or leave the row out."
    return MissingValueError(msg)


def _is_empty(cell: object) -> bool:
    return cell is None or cell != cell or (isinstance(cell, str) and not cell.strip())  # noqa: PLR0124 -- NaN


def numbers(table: Table[Any], name: str) -> FloatArray:
    """Read a column of numbers.

    Parameters
    ----------
    table : Table
        Where the column is.
    name : str
        Its name.

    Returns
    -------
    array of shape (n_rows,)
        NaN where a cell is empty; what that means is for the caller of this function to say.

    Raises
    ------
    UnknownNameError
        If the table lacks the column.
    InputError
        If a cell is no number; rows, values and remedy are named.
    """
    cells = table.column(name).cells
    if isinstance(cells, np.ndarray) and cells.dtype.kind in "iuf":
        return cells.astype(np.float64)
    if isinstance(cells, np.ndarray) and cells.dtype.kind == "M":
        cells = cells.astype("datetime64[us]")  # finer ones would become whole numbers
    listed: list[Any] = cells.tolist() if isinstance(cells, np.ndarray) else list(cells)
    kinds = set(map(type, listed))
    if kinds == {str} and table.is_text and (found := _parsed(listed)) is not None:
        return found
    if kinds <= {int, float, type(None)}:
        return np.array([np.nan if cell is None else float(cell) for cell in listed])
    refused = [position for position, cell in enumerate(listed) if not _is_number(cell, is_text=table.is_text)]
    if refused:
        raise InputError(_not_numbers(table, name, [(position, listed[position]) for position in refused]))
    return np.array([np.nan if _is_empty(cell) else float(cell) for cell in listed])


def _parsed(listed: list[str]) -> FloatArray | None:
    """Read a column of plain numbers at once, or leave it to the slower look at each cell."""
    if not set("".join(listed)) <= PLAIN:
        return None
    try:
        return np.array(list(map(float, listed)))
    except ValueError:
        return None


def _is_number(cell: object, *, is_text: bool) -> bool:
    if not isinstance(cell, str):
        return cell is None or (hasattr(cell, "__float__") and not isinstance(cell, bool))
    if _is_empty(cell):
        return is_text
    if not is_text or not set(cell.strip()) <= PLAIN:
        return False
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _not_numbers(table: Table[Any], name: str, refused: list[tuple[int, object]]) -> str:
    position, cell = refused[0]
    more = [f"{table.row(other)} ({value!r})" for other, value in refused[1:EXAMPLES]]
    others = f" {len(refused) - 1:,} more: {', '.join(more)}{', …' if len(refused) > EXAMPLES else ''}." if more else ""
    return f"{table.row(position)}, column {name!r}: {cell!r} is no number{_remedy(cell)}.{others}"


def _remedy(cell: object) -> str:
    """Say what is allowed and what to do, for the kind of text at hand."""
    if isinstance(cell, bool):
        return ": it is true or false. Write 1 and 0 if these are amounts"
    text = str(cell).strip()
    if text.startswith("="):
        return " but a formula as text. Save the table with the values that the formulas give"
    if text.lower() in MARKS:
        return (
            " but a mark. Zero and unknown are different answers: write 0 where there is none, "
            "and leave out the regions or fields whose amount is not known"
        )
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    if plain and set(plain) <= PLAIN and plain != text:
        return f". Write {plain}: digits 0-9, a point for decimals, no thousands separators"
    if not text:
        return ". Write an amount, with 0 for none"
    kind = "a date" if hasattr(cell, "isoformat") else "text"
    return f" but {kind}. Allowed are digits, a point and an exponent, such as 1234.5; convert the column to numbers"
