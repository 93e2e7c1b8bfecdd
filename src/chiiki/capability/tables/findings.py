"""The main results in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.frames.cells import Axis

__all__ = ["densest", "highest", "leading", "nearest"]

NAMED = 3
"""How many regions or fields a finding names."""


def highest(what: str, labels: Sequence[str], values: FloatArray) -> str:
    """Name the highest values.

    Parameters
    ----------
    what : str
        What the labels name: ``"regions"``.
    labels : sequence of str
        Of shape (n,).
    values : array of shape (n,)
        NaN is named never.

    Examples
    --------
    >>> highest("regions", ["A", "B"], np.array([1.0, 2.0]))
    'highest regions: B 2, A 1'
    """
    order = np.argsort(-np.nan_to_num(values, nan=-np.inf), kind="stable")[:NAMED].tolist()
    named = ", ".join(f"{labels[at]} {values[at]:.4g}" for at in order if np.isfinite(values[at]))
    return f"highest {what}: {named}"


def leading(matrix: Matrix, regions: FloatArray, fields: FloatArray) -> tuple[str, ...]:
    """Name the highest regions and fields.

    Parameters
    ----------
    matrix : Matrix
        Whose labels.
    regions, fields : array of shape (n_regions,) and (n_fields,)
        Their values.
    """
    return highest("regions", matrix.regions, regions), highest("fields", matrix.fields, fields)


def nearest(axis: Axis, values: FloatArray) -> tuple[str, ...]:
    """Name the pair with the highest value.

    Parameters
    ----------
    axis : Axis
        The fields.
    values : array of shape (n, n)
        The diagonal is left out.
    """
    if len(axis) < 2:  # noqa: PLR2004 -- a pair
        return ()
    apart = np.nan_to_num(values.astype(np.float64), nan=-np.inf)
    np.fill_diagonal(apart, -np.inf)
    first, second = np.unravel_index(int(apart.argmax()), apart.shape)
    return (f"nearest: {axis.labels[first]} and {axis.labels[second]}, {apart.max():.4g}",)


def densest(matrix: Matrix, values: FloatArray) -> tuple[str, ...]:
    """Name the regions with the highest mean.

    Parameters
    ----------
    matrix : Matrix
        Whose labels.
    values : array of shape (n_regions, n_fields)
        Their values.
    """
    return (highest("regions, on average", matrix.regions, values.mean(axis=1)),)
