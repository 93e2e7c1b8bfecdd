"""What every door function gives back: columns, a frame in kind, arrays, words, a drawing."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Generic

import numpy as np

from chiiki.frames.table import Given

if TYPE_CHECKING:
    from collections.abc import Mapping

    import altair as alt
    import numpy.typing as npt

    from chiiki.cautions import Caution
    from chiiki.frames.table import Table, Values

__all__ = ["Answer", "Part"]

SHOWN = 10
"""Rows of a table in a notebook."""

NO_CONVENTION = "chiiki"
"""The conventions of the methods as they are documented."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a method found in the table of one period."""

    result: object
    """The frozen result of the method."""

    columns: Mapping[str, Values]
    """Long form, in the order in which columns are written."""

    findings: tuple[str, ...] = ()
    """The main results, one sentence each."""

    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer(Generic[Given]):
    """The answer of one method to one table."""

    method: str
    question: str
    """What the method answers, in one line."""

    size: str
    """What was computed: ``47 regions by 18 fields``."""

    columns: Mapping[str, Values]
    """Long form, in the order in which columns are written; labels as given."""

    result: object = field(repr=False)
    """The frozen result of the method; a dict by period where there are several."""

    settings: Mapping[str, str]
    """The choices that matter, in words."""

    findings: tuple[str, ...]
    cautions: tuple[Caution, ...]
    convention: str
    table: Table[Given] = field(repr=False)
    types: Mapping[str, object] = field(repr=False)
    """Types of the columns of labels."""

    @property
    def n_rows(self) -> int:
        """Number of rows of the long form."""
        return len(next(iter(self.columns.values())))

    def frame(self) -> Given:
        """Return the long form as a table of the kind that was given.

        An array gives a structured array.
        """
        types = {name: dtype for name, dtype in self.types.items() if name in self.columns and dtype is not None}
        return self.table.build(self.columns, types)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the long form as one array per column; NaN stands for a number that there is not."""
        return {name: _array(cells) for name, cells in self.columns.items()}

    def summary(self) -> str:
        """Say in plain text what was asked, what was found, by which choices, and with what care to read it."""
        choices = "; ".join(f"{name} {value}" for name, value in self.settings.items())
        lines = [
            f"{self.method}: {self.question}",
            f"{self.size}; convention {self.convention}{f'; {choices}' if choices else ''}",
            *(f"  {finding}" for finding in self.findings),
            *(f"caution ({caution.code}): {caution.message}" for caution in self.cautions),
        ]
        return "\n".join(lines)

    def plot(self) -> alt.Chart:
        """Draw the answer with Altair.

        Raises
        ------
        MissingExtraError
            If the extra ``plot`` is not installed.
        """
        from chiiki.capability.tables.charts import chart  # noqa: PLC0415 -- charts need answers

        return chart(self)

    def _repr_html_(self) -> str:
        """Show the summary and the first rows in a notebook."""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        rows = zip(*(_first(cells) for cells in self.columns.values()), strict=True)
        body = "".join(f"<tr>{''.join(f'<td>{escape(_rounded(cell))}</td>' for cell in row)}</tr>" for row in rows)
        rest = f"<p>{SHOWN} of {self.n_rows:,} rows</p>" if self.n_rows > SHOWN else ""
        return (
            f"<pre>{escape(self.summary())}</pre>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"
        )


def _array(cells: Values) -> npt.NDArray[Any]:
    if isinstance(cells, np.ndarray):
        return cells
    if any(isinstance(cell, str) for cell in cells):
        return np.array(cells, dtype=object)
    return np.array([np.nan if cell is None else cell for cell in cells])


def _first(cells: Values) -> list[object]:
    return list(cells[:SHOWN].tolist() if isinstance(cells, np.ndarray) else cells[:SHOWN])


def _rounded(cell: object) -> str:
    return "" if cell is None else f"{cell:.4g}" if isinstance(cell, float) else str(cell)
