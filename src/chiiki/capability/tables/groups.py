"""Which group each region of a table belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.capability.tables.reading import Reading
from chiiki.errors import InputError
from chiiki.frames.cells import coded
from chiiki.frames.table import open_table

if TYPE_CHECKING:
    from chiiki.capability.tables.reading import Asked

__all__ = ["groups_of"]


def groups_of(table: Any, asked: Asked, *, groups: str) -> dict[str, str]:  # noqa: ANN401 -- any frame
    """Read the column of the groups of regions.

    Parameters
    ----------
    table : frame, dict of columns, or Table
        One row per region, or per region and field.
    asked : Asked
        Which column names the regions.
    groups : str
        Column of the groups.

    Returns
    -------
    dict of str to str
        Region to group.

    Raises
    ------
    InputError
        If a region has two groups, or `table` is an array.
    """
    if isinstance(table, np.ndarray):
        msg = "groups= names a column, and an array has none. Give a frame with one row per region."
        raise InputError(msg)
    opened = open_table(table)
    region, group = coded(opened, Reading(**asked).region, what="region"), coded(opened, groups, what="group")
    found: dict[str, str] = {}
    for at, (r, g) in enumerate(zip(region.codes.tolist(), group.codes.tolist(), strict=True)):
        label, own = region.axis.labels[r], group.axis.labels[g]
        if found.setdefault(label, own) != own:
            msg = (
                f"{opened.row(at)}: the region {label!r} belongs to {own!r} here and to {found[label]!r} elsewhere. "
                "Give a region one group."
            )
            raise InputError(msg)
    return found
