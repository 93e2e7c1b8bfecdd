"""Totals summed in the order in which each package sums them.

Sums of fractional amounts depend on the order of addition in their last digit, and where a
region's mix equals the nation's exactly, that digit decides whether the ratio is 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from typing import Literal

    from chiiki.arrays import FloatArray

__all__ = ["TableTotals", "alternating", "rounded", "table_totals"]


@dataclass(frozen=True, slots=True)
class TableTotals:
    """Sums of a table."""

    of_rows: FloatArray
    of_columns: FloatArray
    whole: float


def table_totals(
    table: FloatArray, *, order: Literal["armadillo", "by field", "columns", "long double", "whole"]
) -> TableTotals:
    """Sum a table by rows, by columns and whole.

    Parameters
    ----------
    table : array of shape (n_rows, n_columns)
    order : str
        "columns": NumPy, the whole from the columns; "by field": the same where the table
        lies in memory column by column, as pandas leaves it; "whole": NumPy, the whole cell
        by cell; "armadillo": one after another along rows, odd and even apart along columns;
        "long double": one after another in extended precision.

    Returns
    -------
    TableTotals

    Examples
    --------
    >>> table_totals(np.array([[1.0, 2.0], [3.0, 4.0]]), order="armadillo").of_columns.tolist()
    [4.0, 6.0]
    """
    if order == "armadillo":
        of_rows = np.cumsum(table, axis=1)[:, -1]
        return TableTotals(of_rows, alternating(table), float(alternating(of_rows)))
    if order == "long double":
        extended = table.astype(np.longdouble)
        whole = np.cumsum(extended.T.ravel())[-1]
        rows, columns = np.cumsum(extended, axis=1)[:, -1], np.cumsum(extended, axis=0)[-1]
        return TableTotals(rows.astype(np.float64), columns.astype(np.float64), float(whole))
    if order == "by field":
        table = np.asfortranarray(table)
    of_columns = table.sum(axis=0)
    whole = table.sum() if order == "whole" else of_columns.sum()
    return TableTotals(table.sum(axis=1), of_columns, float(whole))


def alternating(values: FloatArray) -> FloatArray:
    """Sum along the first axis in two running totals, of odd and of even places, as Armadillo does.

    Parameters
    ----------
    values : array of one dimension or more

    Returns
    -------
    array of one dimension less

    Examples
    --------
    >>> float(alternating(np.array([1.0, 2.0, 3.0])))
    6.0
    """
    odd: FloatArray = np.cumsum(values[0::2], axis=0)[-1]
    return odd + np.cumsum(values[1::2], axis=0)[-1] if len(values) > 1 else odd


def rounded(values: FloatArray, *, digits: int) -> FloatArray:
    """Round as R does since 4.0.0: to the nearer of the two decimal neighbours, ties to the even one.

    Parameters
    ----------
    values : array of any shape
        NaN stays.
    digits : int
        Decimals.

    Returns
    -------
    array of the same shape

    Examples
    --------
    >>> rounded(np.array([0.15, 0.25, 2.675]), digits=1).tolist()
    [0.1, 0.2, 2.7]
    """
    power = 10.0**digits
    below = np.floor(values * power)
    low, high = below / power, np.ceil(values * power) / power
    to_low, to_high = values - low, high - values
    even = below % 2 == 0
    return np.where((to_low < to_high) | (even & (to_low == to_high)), low, high)
