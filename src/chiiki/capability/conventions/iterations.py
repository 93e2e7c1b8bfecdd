"""Reflections and fitness with the steps, stops and scales of the packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.conventions.totals import alternating
from chiiki.capability.reflections import reflect

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray

__all__ = ["careful_fitness", "rescaled_reflections", "scored", "sequential_reflections", "stopped_reflections"]

STILL = 1e-10
"""Change at which econcomplex stops."""


def rescaled_reflections(table: FloatArray, *, n_steps: int) -> tuple[FloatArray, FloatArray]:
    """Return regions and activities after `n_steps`, put on 0 to 100 from the third step on.

    Parameters
    ----------
    table : array of shape (n_regions, n_activities)
        1 where present; no empty row, no empty column.
    n_steps : int
        At least 3.

    Returns
    -------
    tuple of two arrays

    Examples
    --------
    >>> regions, _ = rescaled_reflections(np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 0.0], [1.0, 0.0, 0.0]]), n_steps=4)
    >>> regions.round(6).tolist()
    [100.0, 50.0, 0.0]
    """
    of_rows, of_columns = table.sum(axis=1), table.sum(axis=0)
    rows, columns = (steps[2] for steps in reflect(table, n_steps=2))
    for _ in range(2, n_steps):
        renewed = _to_hundred(table @ columns / of_rows)
        columns = _to_hundred(table.T @ rows / of_columns)
        rows = renewed
    return rows, columns


def _to_hundred(values: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore"):  # the package returns missing values where all are the same
        return np.asarray((values - values.min()) / (values.max() - values.min()) * 100)


def sequential_reflections(table: FloatArray, *, n_steps: tuple[int, int]) -> tuple[FloatArray, FloatArray]:
    """Return standard scores of regions and activities, every sum taken one term after another.

    Parameters
    ----------
    table : array of shape (n_regions, n_activities)
        1 where present; no empty row, no empty column.
    n_steps : two int
        Steps of regions and of activities.

    Returns
    -------
    tuple of two arrays

    Notes
    -----
    After 18 steps only the last digits tell regions apart, so the order of addition shows:
    this is the order of the reference BLAS that R comes with, and of Armadillo's mean.

    Examples
    --------
    >>> table = np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    >>> sequential_reflections(table, n_steps=(2, 3))[0].tolist()
    [1.0, 0.0, -1.0]
    """
    of_rows, of_columns = table.sum(axis=1), table.sum(axis=0)
    rows, columns = [of_rows], [of_columns]
    for _ in range(max(n_steps)):
        renewed = np.cumsum(table * columns[-1], axis=1)[:, -1] / of_rows
        columns.append(np.cumsum(table * rows[-1][:, np.newaxis], axis=0)[-1] / of_columns)
        rows.append(renewed)
    return _alternating_scores(rows[n_steps[0]]), _alternating_scores(columns[n_steps[1]])


def _alternating_scores(values: FloatArray) -> FloatArray:
    centred = values - alternating(values) / len(values)
    with np.errstate(divide="ignore", invalid="ignore"):  # the package returns missing values where all are the same
        return np.asarray(centred / np.sqrt((centred**2).sum() / (len(values) - 1)))


def stopped_reflections(table: FloatArray, *, n_steps: int) -> tuple[FloatArray, FloatArray]:
    """Return regions and activities after `n_steps`, or when a step no longer changes their standard scores.

    Parameters
    ----------
    table : array of shape (n_regions, n_activities)
        1 where present; no empty row, no empty column.
    n_steps : int

    Returns
    -------
    tuple of two arrays

    Examples
    --------
    >>> regions, _ = stopped_reflections(np.array([[1.0, 1.0], [0.0, 1.0]]), n_steps=2)
    >>> regions.tolist()
    [1.75, 1.5]
    """
    rows, columns = reflect(table, n_steps=n_steps)
    for n in range(1, n_steps):
        if _change(rows[n], rows[n - 1]) < STILL and _change(columns[n], columns[n - 1]) < STILL:
            return rows[n], columns[n]
    return rows[n_steps], columns[n_steps]


def _change(after: FloatArray, before: FloatArray) -> float:
    return float(np.abs(scored(after) - scored(before)).max())


def scored(values: FloatArray) -> FloatArray:
    """Return standard scores with the population deviation, 0 where all are the same.

    Parameters
    ----------
    values : array of one dimension

    Returns
    -------
    array of the same shape

    Examples
    --------
    >>> scored(np.array([1.0, 3.0])).tolist()
    [-1.0, 1.0]
    """
    spread = values.std()
    return np.zeros_like(values) if spread == 0 else np.asarray((values - values.mean()) / spread)


def careful_fitness(table: FloatArray, *, n_updates: int) -> tuple[FloatArray, FloatArray]:
    """Return fitness and quality with the new F, stopping early, 0 where a sum is 0.

    Parameters
    ----------
    table : array of shape (n_regions, n_activities)
        1 where present.
    n_updates : int

    Returns
    -------
    tuple of two arrays

    Examples
    --------
    >>> of_regions, of_activities = careful_fitness(np.array([[1.0, 1.0], [0.0, 1.0]]), n_updates=1)
    >>> of_regions.round(6).tolist(), of_activities.round(6).tolist()
    ([1.333333, 0.666667], [1.5, 0.5])
    """
    rows, columns = np.ones(table.shape[0]), np.ones(table.shape[1])
    for _ in range(n_updates):
        new_rows = table @ columns
        new_rows /= new_rows.mean() or 1.0
        new_columns = _reciprocal(table.T @ _reciprocal(new_rows))
        new_columns /= new_columns.mean() or 1.0
        still = max(_relative(new_rows, rows), _relative(new_columns, columns)) < STILL
        rows, columns = new_rows, new_columns
        if still:
            break
    return rows, columns


def _reciprocal(values: FloatArray) -> FloatArray:
    return np.divide(1.0, values, out=np.zeros_like(values), where=values != 0)


def _relative(after: FloatArray, before: FloatArray) -> float:
    return float(np.abs(after - before).max() / (np.abs(before).max() + 1e-15))  # 1e-15 as in the package
