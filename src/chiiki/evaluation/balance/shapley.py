r"""How much of an effect each of several programmes has, when they act together.

An index of inequality is not linear, so what a programme changes hangs on which others are
on. The Shapley value averages what it adds over all orders in which programmes could be
switched on; with :math:`v(S)` the index where those in *S* are on and the others off::

    phi_k = sum over S without k of |S|! (K - |S| - 1)! / K! * (v(S + k) - v(S))

Values are exact, over all :math:`2^K` subsets, and sum to v(all) - v(none).
"""

from __future__ import annotations

from math import factorial
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["MOST_PROGRAMMES", "shapley_values", "subsets"]

MOST_PROGRAMMES = 12
"""2**12 = 4,096 subsets; beyond it exact values take too long, and so many programmes are not told apart."""


def subsets(n_programmes: int) -> BoolArray:
    """List which programmes are on, in every subset of them.

    Parameters
    ----------
    n_programmes : int
        From 1 to 12.

    Returns
    -------
    array of shape (2 ** n_programmes, n_programmes)
        The first row is none, the last all; row *r* has programme *k* on where bit *k* of *r* is 1.

    Raises
    ------
    InputError
        If there are none or too many programmes.

    Examples
    --------
    >>> subsets(2).astype(int).tolist()
    [[0, 0], [1, 0], [0, 1], [1, 1]]
    """
    if not 1 <= n_programmes <= MOST_PROGRAMMES:
        msg = (
            f"exact Shapley values take 1 to {MOST_PROGRAMMES} programmes, got {n_programmes}. "
            "Add the effects of programmes that belong together, and give each group as one."
        )
        raise InputError(msg)
    found: BoolArray = (np.arange(2**n_programmes)[:, None] >> np.arange(n_programmes)) & 1 == 1
    return found


def shapley_values(values: FloatArray) -> FloatArray:
    """Share out what all programmes do together, from the value of every subset.

    Parameters
    ----------
    values : array of shape (..., 2 ** n_programmes)
        Value of each subset, in the order of :func:`subsets`.

    Returns
    -------
    array of shape (..., n_programmes)
        Shapley values; their sum is the last value minus the first.

    Raises
    ------
    ShapeError
        If the number of values is no power of two.
    InputError
        As for :func:`subsets`.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II, 307-317.
    Shorrocks, A. F. (2013). Decomposition procedures for distributional analysis: a unified
    framework based on the Shapley value. Journal of Economic Inequality 11, 99-126.

    Examples
    --------
    Alone 1 and 2, together 5: each adds half of the 2 that neither has alone.

    >>> shapley_values(np.array([0.0, 1.0, 2.0, 5.0])).tolist()
    [2.0, 3.0]
    """
    n_values = values.shape[-1] if values.ndim else 0
    n_programmes = n_values.bit_length() - 1
    if n_values < 2 or n_values != 2**n_programmes:  # noqa: PLR2004 -- one programme, on and off
        msg = f"values must hold one number for each subset of programmes, 2, 4, 8 and so on, got {n_values}."
        raise ShapeError(msg)
    return values @ _weights(subsets(n_programmes))


def _weights(on: BoolArray) -> FloatArray:
    """Return what the value of each subset counts for each programme, shape of `on`."""
    n_programmes = on.shape[1]
    size = on.sum(axis=1)
    parts = [factorial(n) * factorial(n_programmes - n - 1) / factorial(n_programmes) for n in range(n_programmes)]
    # With k on, the subset ends the step that added k to size - 1 others; without, it begins one from `size`.
    ends, begins = np.array([0.0, *parts])[size], np.array([*parts, 0.0])[size]
    found: FloatArray = np.where(on, ends[:, None], -begins[:, None])
    return found
