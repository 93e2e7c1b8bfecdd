"""Effects of units and periods taken out of panels with gaps, exactly and without dummies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["within_units_and_periods"]


def within_units_and_periods(cells: FloatArray, used: BoolArray) -> FloatArray:
    """Return what least squares on unit and period effects leaves of `cells`.

    Unit means are taken out first; the period effects then solve a system of the size of the
    periods, whatever the gaps.

    Parameters
    ----------
    cells : array of shape (n_units, n_periods)
        Finite where used.
    used : array of shape (n_units, n_periods) of bool
        Cells that count.

    Returns
    -------
    array of shape (n_units, n_periods)
        Residuals; 0 where a cell is not used.

    Examples
    --------
    >>> y = np.array([[1.0, 2.0], [3.0, 8.0]])
    >>> within_units_and_periods(y, np.ones((2, 2), dtype=bool)).round(9).tolist()  # half the rise beyond the mean
    [[1.0, -1.0], [-1.0, 1.0]]
    """
    counts = np.maximum(used.sum(axis=1), 1)
    values = np.where(used, cells, 0.0)
    values = np.where(used, values - (values.sum(axis=1) / counts)[:, None], 0.0)
    share = used / counts[:, None]
    system = np.diag(used.sum(axis=0).astype(float)) - share.T @ used
    periods = np.linalg.lstsq(system, values.sum(axis=0), rcond=None)[0]
    left: FloatArray = np.where(used, values - periods + (share @ periods)[:, None], 0.0)
    return left
