"""The caller's table: whatever it came in, columns are read one way and results go back in kind.

A frame that Narwhals knows (pandas, polars, pyarrow, modin…) gives such a frame back, a dict of
columns gives a dict, an array gives a structured array. A command line hands over a
:class:`Table` of its own, with the file and the rows as a spreadsheet counts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, cast

import numpy as np

from chiiki.errors import InputError, ShapeError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import narwhals as nw
    import numpy.typing as npt

__all__ = ["Column", "Encoded", "Given", "Table", "Values", "open_table"]

Given = TypeVar("Given")
"""The kind of table that comes in, and goes out again."""

Values: TypeAlias = "npt.NDArray[Any] | Sequence[object]"
"""A column of a result: an array, or a sequence where None stands for a cell without a value."""

Encoded: TypeAlias = "tuple[list[Any], npt.NDArray[np.intp]]"
"""Distinct cells in order of first appearance, and the position of each row's cell among them."""

EXAMPLES = 5
"""How many names or rows a message lists at most."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the caller's table."""

    cells: Values
    """As given; None or NaN where a cell is empty."""


@dataclass(frozen=True, slots=True)
class Table(Generic[Given]):
    """A table of which columns can be read by name, and that others like it can be built from."""

    names: tuple[str, ...]
    n_rows: int
    read: Callable[[str], Column]
    build: Callable[[Mapping[str, Values], Mapping[str, object]], Given]
    """Makes a table of the caller's kind from columns, and types for some of them."""

    source: str = ""
    """What messages call the table, with a file its name."""

    row: Callable[[int], str] = "row {} (counted from 0)".format
    """Says where the row at a position stands: ``jobs.csv, row 5``."""

    dtype: Callable[[str], object] = lambda _name: None
    """Type of a column, for the way back."""

    encode: Callable[[str], Encoded | None] = lambda _name: None
    """Finds the distinct cells of a column by the frame's own means, where it has some."""

    is_text: bool = False
    """True where numbers stand as text, as in a CSV file."""

    def column(self, name: str) -> Column:
        """Return the column `name`.

        Raises
        ------
        UnknownNameError
            If the table lacks it; the message suggests what may have been meant.
        """
        self.require(name)
        return self.read(name)

    def require(self, name: str) -> None:
        """Refuse a name that no column has.

        Raises
        ------
        UnknownNameError
            The message suggests what may have been meant.
        """
        if name in self.names:
            return
        near = get_close_matches(name, self.names, n=3, cutoff=0.6)
        meant = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
        listed = ", ".join(map(repr, self.names[:20])) + (", …" if len(self.names) > len(self.names[:20]) else "")
        msg = f"{self.title} has no column {name!r}.{meant} It has {listed}."
        raise UnknownNameError(msg)

    @property
    def title(self) -> str:
        """What messages call the table."""
        return self.source or "the table"


def open_table(table: Given | Table[Given]) -> Table[Given]:
    """Take a frame, a dict of columns, or a table that is open already.

    Parameters
    ----------
    table : frame, mapping of str to sequence, or Table
        One row per region and field ("long form").

    Returns
    -------
    Table

    Raises
    ------
    InputError
        If `table` is none of these, has a column name twice, or has no rows.
    ShapeError
        If columns of a dict differ in length.

    Examples
    --------
    >>> jobs = open_table({"pref": ["A", "B"], "jobs": [1, 2]})
    >>> jobs.names, jobs.n_rows
    (('pref', 'jobs'), 2)
    """
    if isinstance(table, Table):
        opened: Table[Given] = table
    else:
        opened = _of_mapping(table) if isinstance(table, Mapping) else _of_frame(table)
    if opened.n_rows == 0:
        msg = f"{opened.title} has no rows. Give one row per region and field."
        raise InputError(msg)
    return opened


def _of_mapping(table: Given) -> Table[Given]:
    columns = cast("Mapping[str, Sequence[object]]", table)
    lengths = {name: len(cells) for name, cells in columns.items()}
    if len(set(lengths.values())) > 1:
        msg = f"columns differ in length: {lengths}. Give every column one cell per row."
        raise ShapeError(msg)
    return Table(
        names=tuple(columns),
        n_rows=next(iter(lengths.values()), 0),
        read=lambda name: Column(columns[name]),
        build=lambda made, _types: cast("Given", {name: _listed(cells) for name, cells in made.items()}),
    )


def _of_frame(table: Given) -> Table[Given]:
    import narwhals as nw  # noqa: PLC0415 -- a table from the command line needs none

    try:
        frame = nw.from_native(cast("Any", table), eager_only=True)
    except TypeError as error:
        msg = (
            f"{type(table).__name__} is no table that can be read. Give a frame that is in memory "
            "(pandas, polars, pyarrow…; collect a lazy one), a dict of columns, or an array with regions= and fields=."
        )
        raise InputError(msg) from error
    except nw.exceptions.DuplicateError as error:
        given: list[Any] = list(getattr(table, "column_names", None) or getattr(table, "columns", None) or ())
        twice = next((name for name in given if given.count(name) > 1), "")
        msg = f"the table has the column {twice!r} more than once. Rename one of the two."
        raise InputError(msg) from error
    names = tuple(frame.columns)
    backend = frame.implementation
    return Table(
        names=names,
        n_rows=len(frame),
        read=lambda name: _column(frame[name]),
        dtype=lambda name: frame[name].dtype,
        encode=lambda name: _encoded(frame[name]),
        build=lambda made, types: cast("Given", _built(made, types, backend=backend)),
    )


def _column(series: nw.Series[Any]) -> Column:
    numeric = series.dtype.is_numeric() and not series.dtype.is_decimal() and series.null_count() == 0
    return Column(series.to_numpy() if numeric else series.to_list())


def _encoded(series: nw.Series[Any]) -> Encoded | None:
    """Return distinct labels in order of first appearance, and which one each row has.

    A tenth of the time that Python takes for it, so that long tables are read as fast as they
    are computed.
    """
    import narwhals as nw  # noqa: PLC0415 -- as above

    if not (series.dtype == nw.String or series.dtype.is_integer()) or series.null_count():
        return None
    if series.implementation.is_pandas():
        codes, labels = series.to_native().factorize()
        return labels.tolist(), np.asarray(codes, dtype=np.intp)
    distinct = series.unique(maintain_order=True).to_list()
    numbered = series.replace_strict(distinct, list(range(len(distinct))), return_dtype=nw.Int64)
    return distinct, np.asarray(numbered.to_numpy(), dtype=np.intp)


def _built(made: Mapping[str, Values], types: Mapping[str, object], *, backend: Any) -> object:  # noqa: ANN401 -- Narwhals'
    import narwhals as nw  # noqa: PLC0415 -- as above

    frame = nw.from_dict({name: cast("Any", _plain(cells)) for name, cells in made.items()}, backend=backend)
    kept = [nw.col(name).cast(cast("Any", dtype)) for name, dtype in types.items()]
    return frame.with_columns(*kept).to_native()


def _plain(cells: Values) -> Values:
    """Turn an array of labels into a list: as an array it would stay a column of objects."""
    return cells.tolist() if isinstance(cells, np.ndarray) and cells.dtype == object else cells


def _listed(cells: Values) -> list[object]:
    return list(cells.tolist() if isinstance(cells, np.ndarray) else cells)
