"""The door of all methods that compare regions by one amount per head.

Where persons are the unit of account, each region counts by its persons. Without
weights each region counts as one, which answers another question; every result says
which of the two it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from chiiki.capability.amounts import EXAMPLES, check_cells
from chiiki.errors import InputError, MethodError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray

__all__ = ["Index", "Inequality", "Weighting", "check_logarithms", "person_shares", "weighting_of"]

Index: TypeAlias = Literal[
    "theil",
    "mean_log_deviation",
    "gini",
    "coefficient_of_variation",
    "variance_of_logs",
    "hoover",
    "atkinson",
]
"""The indices of inequality between regions."""

Weighting: TypeAlias = Literal["persons", "regions"]
"""Whether a person counts as one, or a region does."""


@dataclass(frozen=True, slots=True)
class Inequality:
    """One index of inequality: 0 where all regions are equal."""

    index: Index
    value: float
    """Index without unit, >= 0."""

    weighting: Weighting
    """``"persons"``: regions count by their persons; ``"regions"``: each as one."""

    n_regions: int


def person_shares(per_head: FloatArray, *, persons: FloatArray | None) -> FloatArray:
    """Check amounts per head and persons, and say what each region counts.

    Parameters
    ----------
    per_head : array of shape (n_regions,)
        Amounts per head >= 0 of one year in one unit, no missing cell.
    persons : array of shape (n_regions,) or None
        Persons > 0 of the same year, in the order of `per_head`; None counts each
        region as one.

    Returns
    -------
    array of shape (n_regions,)
        Weights > 0 in the order of `per_head`, with sum 1.

    Raises
    ------
    ShapeError
        If the arrays are not of one dimension and one length.
    MissingValueError
        If a cell is missing.
    InputError
        If an amount is negative or infinite, or a region has no persons.
    MethodError
        If there are fewer than two regions, or all amounts are 0.

    Examples
    --------
    >>> person_shares(np.array([5.0, 9.0]), persons=np.array([3.0, 1.0])).tolist()
    [0.75, 0.25]
    """
    weights = np.ones(per_head.shape) if persons is None else persons
    if per_head.ndim != 1 or weights.shape != per_head.shape:
        msg = f"per_head and persons must be two lists of one length, got {per_head.shape} and {weights.shape}."
        raise ShapeError(msg)
    check_cells(per_head, name="per_head")
    check_cells(weights, name="persons")
    if nobody := np.flatnonzero(weights == 0)[:EXAMPLES].tolist():
        msg = f"every region needs persons above 0; empty at {nobody}. Drop them."
        raise InputError(msg)
    if len(per_head) < 2 or not per_head.any():  # noqa: PLR2004 -- between regions
        msg = f"inequality needs at least 2 regions and an amount above 0, got {len(per_head)} region(s)."
        raise MethodError(msg)
    return np.asarray(weights / weights.sum())


def check_logarithms(per_head: FloatArray) -> None:
    """Refuse amounts that have no logarithm.

    Parameters
    ----------
    per_head : array of any shape
        Amounts >= 0.

    Raises
    ------
    InputError
        If an amount is 0.

    Examples
    --------
    >>> check_logarithms(np.array([2.0, 3.0]))
    """
    if (per_head == 0).any():
        msg = "amounts per head must be > 0 for logarithms, got 0. Use theil or gini, which allow 0."
        raise InputError(msg)


def weighting_of(persons: FloatArray | None) -> Weighting:
    """Name what counts as one.

    Parameters
    ----------
    persons : array or None
        As given to the method.

    Returns
    -------
    "persons" or "regions"
        ``"regions"`` where no persons were given.

    Examples
    --------
    >>> weighting_of(None)
    'regions'
    """
    return "regions" if persons is None else "persons"
