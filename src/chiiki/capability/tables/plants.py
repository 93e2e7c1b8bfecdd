"""Rows that are plants: their sizes are kept beside the table of regions by fields that they sum to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.capability.concentration import plant_herfindahl
from chiiki.capability.tables.reading import Reading
from chiiki.errors import InputError
from chiiki.frames.cells import coded, numbers
from chiiki.frames.table import open_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.tables.reading import Asked

__all__ = ["Plants", "plants_of"]


@dataclass(frozen=True, slots=True)
class Plants:
    """The rows of a table in which each row is one plant."""

    sizes: FloatArray
    """Shape (n_plants,), in the order of the rows."""

    fields: Sequence[str]
    regions: Sequence[str]
    periods: Sequence[str] | None

    def herfindahl(self, matrix: Matrix) -> FloatArray:
        """Sum the squared shares of the plants of each field of `matrix`, in its period and regions.

        Parameters
        ----------
        matrix : Matrix
            The table that the plants sum to.

        Raises
        ------
        InputError
            If a field has no plant.
        """
        position = {field: at for at, field in enumerate(matrix.fields)}
        regions = set(matrix.regions)
        rows = [
            at
            for at, (field, region) in enumerate(zip(self.fields, self.regions, strict=True))
            if field in position
            and region in regions
            and (self.periods is None or matrix.period is None or self.periods[at] == matrix.period)
        ]
        activities = np.array([position[self.fields[at]] for at in rows], dtype=np.intp)
        return plant_herfindahl(self.sizes[rows], activities=activities, n_activities=len(matrix.fields))


def plants_of(table: Any, asked: Asked) -> Plants:  # noqa: ANN401 -- any frame
    """Read the rows of a table as plants.

    Parameters
    ----------
    table : frame, dict of columns, or Table
        One row per plant.
    asked : Asked
        Which column is what.

    Raises
    ------
    InputError, MissingValueError, UnknownNameError
        If a column cannot be read, no column names the fields, or `table` is an array.
    """
    if isinstance(table, np.ndarray):
        msg = "plants are rows with a region and a field, and an array has none. Give a frame with one row per plant."
        raise InputError(msg)
    opened = open_table(table)
    reading = Reading(**asked)
    if reading.field is None:
        msg = "plants need the column of their field: name it with field=."
        raise InputError(msg)

    def labels(name: str, what: str) -> list[str]:
        column = coded(opened, name, what=what)
        return [column.axis.labels[code] for code in column.codes.tolist()]

    return Plants(
        sizes=numbers(opened, reading.value),
        fields=labels(reading.field, "field"),
        regions=labels(reading.region, "region"),
        periods=None if reading.time is None else labels(reading.time, "period"),
    )
