"""A table of regions by fields with the caller's labels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray
    from chiiki.cautions import Caution
    from chiiki.frames.cells import Axis

__all__ = ["Matrix"]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Amounts of regions by fields in one period, with the caller's labels."""

    values: FloatArray
    """Shape (n_regions, n_fields)."""

    region_axis: Axis
    field_axis: Axis
    value_column: str
    period_axis: Axis | None = None
    """The one period, where the table has a column of periods."""

    reference: FloatArray | None = None
    """The country's amounts, shape (n_fields,), where a row states them."""

    persons: FloatArray | None = None
    """Shape (n_regions,)."""

    parents: tuple[str, ...] | None = None
    """The broader field of each field."""

    units: FloatArray | None = None
    """Number of units that carry each amount, shape (n_regions, n_fields)."""

    cautions: tuple[Caution, ...] = ()

    @property
    def regions(self) -> tuple[str, ...]:
        """Labels of the rows, in order of first appearance."""
        return self.region_axis.labels

    @property
    def fields(self) -> tuple[str, ...]:
        """Labels of the columns, in order of first appearance."""
        return self.field_axis.labels

    @property
    def region_column(self) -> str:
        """The caller's name of the column of regions."""
        return self.region_axis.column

    @property
    def field_column(self) -> str:
        """The caller's name of the column of fields."""
        return self.field_axis.column

    @property
    def period(self) -> str | None:
        """The period that the amounts are of, where the table has a column of periods."""
        return None if self.period_axis is None else self.period_axis.labels[0]

    def kept(self, *, regions: IntArray, fields: IntArray) -> Matrix:
        """Return the table with the regions and fields at these positions only."""
        return replace(
            self,
            values=self.values[np.ix_(regions, fields)],
            region_axis=self.region_axis.kept(regions),
            field_axis=self.field_axis.kept(fields),
            reference=None if self.reference is None else self.reference[fields],
            persons=None if self.persons is None else self.persons[regions],
            parents=None if self.parents is None else tuple(self.parents[field] for field in fields.tolist()),
            units=None if self.units is None else self.units[np.ix_(regions, fields)],
        )
