"""Products with a table of presence, exact and without integer matrices (which have no BLAS)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["shared_counts", "sums_over_presence"]


def shared_counts(presence: BoolArray) -> FloatArray:
    """Count for each two columns the rows that have both.

    Parameters
    ----------
    presence : bool array of shape (n_rows, n_columns)
        Fewer than 2**24 rows.

    Returns
    -------
    array of shape (n_columns, n_columns)
        Whole numbers; the diagonal counts each column's own rows.

    Examples
    --------
    >>> shared_counts(np.array([[True, True], [False, True]])).tolist()
    [[1.0, 1.0], [1.0, 2.0]]
    """
    single = presence.astype(np.float32)  # sums of ones are exact below 2**24
    return np.asarray(single.T @ single, dtype=np.float64)


def sums_over_presence(presence: BoolArray, values: FloatArray) -> FloatArray:
    """Sum the rows of `values` over what each row of `presence` has.

    Parameters
    ----------
    presence : bool array of shape (n_rows, n_inner)
    values : array of shape (n_inner, n_columns)

    Returns
    -------
    array of shape (n_rows, n_columns)

    Examples
    --------
    >>> sums_over_presence(np.array([[True, False, True]]), np.array([[1.0], [2.0], [4.0]])).tolist()
    [[5.0]]
    """
    return np.asarray(presence.astype(np.float64) @ values)
