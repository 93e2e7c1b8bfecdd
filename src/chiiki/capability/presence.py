"""The door of all methods that take a table of presence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.amounts import EXAMPLES
from chiiki.errors import InputError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray

__all__ = ["check_presence"]


def check_presence(presence: BoolArray) -> None:
    """Refuse what is not a table of presence: wrong shape or type, empty rows or columns.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity.

    Raises
    ------
    ShapeError
        If `presence` has not two dimensions, or one of them is empty.
    InputError
        If the cells are not True or False, or a region has no activity, or an
        activity no region.

    Examples
    --------
    >>> check_presence(np.array([[True, False]]))
    Traceback (most recent call last):
    ...
    chiiki.errors.InputError: every activity needs a region that has it; none at [1]. Drop them.
    """
    if presence.ndim != 2 or presence.size == 0:  # noqa: PLR2004 -- a table
        msg = f"presence must be regions by activities with at least one of each, got shape {presence.shape}."
        raise ShapeError(msg)
    if presence.dtype != np.bool_:
        msg = f"presence must be True or False in each cell, got {presence.dtype}; write amounts > 0, or use rca."
        raise InputError(msg)
    if lacking := np.flatnonzero(~presence.any(axis=0))[:EXAMPLES].tolist():
        msg = f"every activity needs a region that has it; none at {lacking}. Drop them."
        raise InputError(msg)
    if lacking := np.flatnonzero(~presence.any(axis=1))[:EXAMPLES].tolist():
        msg = f"every region needs an activity that it has; none at {lacking}. Drop them."
        raise InputError(msg)
