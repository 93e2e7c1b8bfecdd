"""The door of all methods that take a table of regions by activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MissingValueError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray

__all__ = ["check_amounts", "check_cells", "check_totals", "shares"]

EXAMPLES = 5
"""How many positions a message names at most."""


def check_amounts(amounts: FloatArray, *, name: str = "amounts") -> None:
    """Refuse a table that has no shares: wrong shape, missing, infinite or negative cells.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts in one common unit.
    name : str
        What the message calls the table.

    Raises
    ------
    ShapeError
        If `amounts` has not two dimensions, or one of them is empty.
    MissingValueError
        If a cell is missing.
    InputError
        If a cell is infinite or negative.

    Examples
    --------
    >>> check_amounts(np.array([[1.0, -2.0]]))
    Traceback (most recent call last):
    ...
    chiiki.errors.InputError: amounts must be finite and >= 0, got -2.0; such an amount has no share.
    """
    if amounts.ndim != 2 or amounts.size == 0:  # noqa: PLR2004 -- a table
        msg = f"{name} must be regions by activities with at least one of each, got shape {amounts.shape}."
        raise ShapeError(msg)
    check_cells(amounts, name=name)


def check_cells(amounts: FloatArray, *, name: str) -> None:
    """Refuse missing, infinite and negative cells of an array of any shape.

    Parameters
    ----------
    amounts : array of any shape
        Amounts in one common unit.
    name : str
        What the message calls the array.

    Raises
    ------
    MissingValueError
        If a cell is missing.
    InputError
        If a cell is infinite or negative.

    Examples
    --------
    >>> check_cells(np.array([np.inf]), name="jobs")
    Traceback (most recent call last):
    ...
    chiiki.errors.InputError: jobs must be finite and >= 0, got inf; such an amount has no share.
    """
    if amounts.size and amounts.min() >= 0 and amounts.max() < np.inf:  # comparing with a missing cell is never true
        return
    if n_missing := int(np.isnan(amounts).sum()):
        msg = (
            f"{name} has {n_missing} missing cells, and zero and unknown are different answers: "
            "fill with 0, or drop those regions."
        )
        raise MissingValueError(msg)
    refused = amounts[(amounts < 0) | np.isinf(amounts)]
    if refused.size:
        msg = f"{name} must be finite and >= 0, got {refused[0]}; such an amount has no share."
        raise InputError(msg)


def check_totals(totals: FloatArray, *, what: str) -> None:
    """Refuse rows or columns without any amount.

    Parameters
    ----------
    totals : array of shape (n,)
        Sums by region or by activity.
    what : str
        ``"region"`` or ``"activity"``, for the message.

    Raises
    ------
    InputError
        If a total is 0; the message names the first positions.

    Examples
    --------
    >>> check_totals(np.array([3.0, 0.0]), what="region")
    Traceback (most recent call last):
    ...
    chiiki.errors.InputError: every region needs an amount above 0; empty at [1]. Drop them.
    """
    if empty := np.flatnonzero(totals == 0)[:EXAMPLES].tolist():
        msg = f"every {what} needs an amount above 0; empty at {empty}. Drop them."
        raise InputError(msg)


def shares(amounts: FloatArray) -> FloatArray:
    """Divide each region's amounts by their sum.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit; an activity that no region has is allowed.

    Returns
    -------
    array of shape (n_regions, n_activities)
        Shares from 0 to 1 in the order of `amounts`; each row sums to 1.

    Raises
    ------
    InputError
        If `amounts` cannot be used (see :func:`check_amounts`) or a region is empty.

    Examples
    --------
    >>> shares(np.array([[30.0, 10.0]])).tolist()
    [[0.75, 0.25]]
    """
    check_amounts(amounts)
    totals = amounts.sum(axis=1)
    check_totals(totals, what="region")
    return np.asarray(amounts / totals[:, np.newaxis])
