"""How a table is to be read: which column is what, and what to do where it is not clean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Asked", "Reading", "Rules"]


class Asked(TypedDict, total=False):
    """The arguments by which every door function says how to read its table; see :class:`Reading`."""

    region: str
    field: str | None
    value: str
    time: str | None
    period: str | None
    persons: str | None
    parent: str | None
    units: str | None
    reference: str | None
    duplicates: Literal["refuse", "sum"]
    drop_empty: bool
    regions: Sequence[str] | None
    fields: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Which column is what, and what to do where a table is not clean."""

    region: str = "region"
    """Column that names the region of a row."""

    field: str | None = "field"
    """Column that names the field (industry, technology…); None for tables with one row per region."""

    value: str = "value"
    """Column of the amounts, >= 0 in one common unit."""

    time: str | None = None
    """Column of the periods; results are computed period by period."""

    period: str | None = None
    """The one period to use."""

    persons: str | None = None
    """Column of the persons of a region, the same in each of its rows."""

    parent: str | None = None
    """Column of the broader field that a field belongs to."""

    units: str | None = None
    """Column with the number of units (establishments…) that carry each amount."""

    reference: str | None = None
    """Label of the row that states the whole country; it is compared with and is no region."""

    duplicates: Literal["refuse", "sum"] = "refuse"
    """What to do where a region and field have several rows."""

    drop_empty: bool = False
    """Drop regions and fields without any amount, with a Caution, where they would be refused."""

    regions: Sequence[str] | None = None
    """Labels of the rows of an array."""

    fields: Sequence[str] | None = None
    """Labels of the columns of an array."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a method can take; a family states its own where it differs."""

    least_regions: int = 2
    least_fields: int = 2
    may_be_negative: bool = False
    may_be_missing: bool = False
    """True keeps cells without a value as NaN; else they are refused, and absent pairs are zero."""

    may_be_empty: bool = False
    """True keeps regions and fields without any amount."""

    needs: tuple[str, ...] = ()
    """Names of those arguments of :class:`Reading` that must be given."""
