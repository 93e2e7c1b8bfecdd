"""Labels that look as if a spreadsheet had been at them: said, never repaired."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.cautions import Caution

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from chiiki.frames.cells import Axis
    from chiiki.frames.table import Table

__all__ = ["label_cautions", "unnamed_period_cautions", "vintage_cautions"]

PERIODS = {
    "year",
    "time",
    "period",
    "date",
    "fy",
    "vintage",
    "revision",
    "年",
    "年度",
    "年次",
    "時点",
    "期間",
    "調査年",
}
"""Names of columns by which tables tell periods and vintages apart."""

EXAMPLES = 5
"""How many labels a caution names at most."""

RISKY = ("=", "+", "-", "@")
"""A spreadsheet runs a cell that begins with one of these."""


def label_cautions(axis: Axis, *, what: str) -> tuple[Caution, ...]:
    """Say which labels may have lost leading zeros, and which a spreadsheet would run.

    Parameters
    ----------
    axis : Axis
        Labels of one column.
    what : str
        What a label names: ``"region"``.

    Returns
    -------
    tuple of Caution
    """
    return (*_lost_zeros(axis, what=what), *_formulas(axis, what=what))


def _lost_zeros(axis: Axis, *, what: str) -> tuple[Caution, ...]:
    if not all(label.isascii() and label.isdigit() for label in axis.labels):
        return ()
    longest = max(axis.labels, key=len)
    shorter = [label for label in axis.labels if len(label) < len(longest)]
    if not shorter:
        return ()
    message = (
        f"{len(shorter)} of {len(axis)} labels in {axis.column!r} have fewer digits than the rest ({_listed(shorter)} "
        f"beside {longest!r}). If codes lost leading zeros, one {what} may stand under two labels; all are kept."
    )
    return (Caution("lost-zeros", message),)


def _formulas(axis: Axis, *, what: str) -> tuple[Caution, ...]:
    risky = [label for label in axis.labels if label.startswith(RISKY) and len(label) > 1]
    if not risky:
        return ()
    message = (
        f"{len(risky)} labels of a {what} begin with a sign that a spreadsheet runs as a formula ({_listed(risky)}). "
        "They are kept as given; import the result as text."
    )
    return (Caution("formula-label", message),)


def vintage_cautions(axes: Sequence[tuple[str, Axis]]) -> tuple[Caution, ...]:
    """Say which neighbouring periods have no label in common.

    Parameters
    ----------
    axes : sequence of (period, axis)
        The fields, or the regions, of each period.

    Returns
    -------
    tuple of Caution
    """
    found = []
    for (earlier, before), (later, after) in itertools.pairwise(axes):
        if not set(before.labels) & set(after.labels):
            message = (
                f"{before.column!r} has no label in common in {earlier} and {later}: the two look like different "
                "vintages of a classification. Results of the two are not comparable."
            )
            found.append(Caution("mixed-vintages", message))
    return tuple(found)


def unnamed_period_cautions(table: Table[Any], *, used: Collection[str | None]) -> tuple[Caution, ...]:
    """Say which column looks like periods or vintages, has several, and was not named as time.

    Parameters
    ----------
    table : Table
        The caller's.
    used : collection of str
        Columns that were named for something.

    Returns
    -------
    tuple of Caution
    """
    found = []
    for name in table.names:
        if name in used or str(name).casefold() not in PERIODS:
            continue
        values = table.read(name).cells
        distinct = dict.fromkeys(map(str, values.tolist() if isinstance(values, np.ndarray) else values))
        if len(distinct) > 1:
            message = (
                f"column {name!r} has {len(distinct):,} values ({_listed(list(distinct))}) and was not named as time: "
                "rows of all of them were put into one table. If they are periods or vintages, name it."
            )
            found.append(Caution("mixed-vintages", message))
    return tuple(found)


def _listed(labels: Sequence[str]) -> str:
    more = ", …" if len(labels) > EXAMPLES else ""
    return ", ".join(repr(label) for label in labels[:EXAMPLES]) + more
