"""From a table of units and periods to a panel with several programmes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError
from chiiki.evaluation.tables.panels import Columns, read_panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.tables.panels import NeverAs
    from chiiki.frames.table import Given, Table

__all__ = ["read_overlap"]


def read_overlap(  # noqa: PLR0913 -- which column is what
    table: Given | Table[Given],
    *,
    unit: str,
    time: str,
    outcome: str,
    first_treated: Sequence[str],
    never: NeverAs = "any",
) -> tuple[Panel, FloatArray]:
    """Read a table with one row per unit and period, and one column for each programme.

    Parameters
    ----------
    table : frame, dict of columns, or Table
        Rows in any order.
    unit, time, outcome : str
        Columns.
    first_treated : sequence of str
        Columns with the first treated period of the unit in each programme; at least two.
    never : {"any", "empty", "zero", "inf"}
        How "never treated" is written.

    Returns
    -------
    tuple of Panel and array of shape (n_units, n_programmes)
        The panel has the first period of any programme as that of treatment; the array has those
        of each programme: infinite for never, NaN for not known.

    Raises
    ------
    InputError
        If fewer than two programmes are named, or one twice.
    UnknownNameError, MissingValueError, InputError
        As for :func:`~chiiki.evaluation.tables.panels.read_panel`.

    Examples
    --------
    >>> rows = {"unit": ["A", "A", "B", "B"], "time": [1, 2, 1, 2], "y": [1.0, 3.0, 1.0, 2.0],
    ...         "p": [2, 2, 0, 0], "q": [0, 0, 0, 0]}
    >>> panel, first = read_overlap(rows, unit="unit", time="time", outcome="y", first_treated=["p", "q"])
    >>> first.tolist()
    [[2.0, inf], [inf, inf]]
    """
    names = list(first_treated)
    if len(names) < 2 or len(set(names)) < len(names):  # noqa: PLR2004 -- one and another
        msg = f"name the columns of at least two programmes, each once, got {', '.join(map(repr, names)) or 'none'}."
        raise InputError(msg)
    panels = [
        read_panel(table, Columns(unit=unit, time=time, outcome=outcome, first_treated=name), never=never)
        for name in names
    ]
    first = np.stack([panel.first_treated for panel in panels], axis=1)
    return replace(panels[0], first_treated=first.min(axis=1)), first
