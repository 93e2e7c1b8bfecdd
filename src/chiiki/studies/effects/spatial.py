"""Whether treated prefectures touch more often than chance, and whether neighbours' residuals move together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.imputation import impute

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray
    from chiiki.evaluation.panel import Panel

__all__ = ["SpatialTest", "join_count", "residual_moran"]


@dataclass(frozen=True, slots=True)
class SpatialTest:
    """A statistic and how often chance gives one as large."""

    value: float
    p_value: float
    """One-sided: larger than by chance."""


def join_count(treated: BoolArray, borders: BoolArray, *, drawn: BoolArray) -> SpatialTest:
    """Count the borders between two treated units, and compare with drawn assignments.

    Parameters
    ----------
    treated : array of shape (n_units,)
    borders : array of shape (n_units, n_units)
        Symmetric.
    drawn : array of shape (n_draws, n_units)

    Examples
    --------
    >>> line = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=bool)
    >>> every = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 1]], dtype=bool)
    >>> found = join_count(np.array([True, True, False]), line, drawn=every)
    >>> found.value, found.p_value  # two of the three pairs touch
    (1.0, 0.75)
    """
    counts = _joins(drawn.astype(float), borders.astype(float))
    own = float(_joins(treated.astype(float)[None], borders.astype(float))[0])
    return SpatialTest(own, (1 + int((counts >= own).sum())) / (1 + len(drawn)))


def _joins(treated: FloatArray, borders: FloatArray) -> FloatArray:
    counts: FloatArray = ((treated @ borders) * treated).sum(axis=1) / 2
    return counts


def residual_moran(panel: Panel, borders: BoolArray, *, draws: int, seed: int) -> SpatialTest:
    """Compute Moran's I of what the estimate leaves unexplained, over all years together.

    The residual of an untreated cell is its outcome less its fit, of a treated cell its effect less the mean effect of
    its cohort in that period. Units are permuted with their whole series.

    Parameters
    ----------
    panel : Panel
        Usable.
    borders : array of shape (n_units, n_units)
        Symmetric; units without a border have no part in it.
    draws : int
    seed : int
    """
    residuals = _residuals(panel)
    weights = borders.astype(float)
    products = residuals @ residuals.T
    scale = panel.n_units / (weights.sum() * np.trace(products))
    own = float((weights * products).sum() * scale)
    rng = np.random.default_rng(seed)
    rows, columns = np.nonzero(borders)
    orders = rng.permuted(np.tile(np.arange(panel.n_units), (draws, 1)), axis=1)
    drawn = products[orders[:, rows], orders[:, columns]].sum(axis=1) * scale
    return SpatialTest(own, (1 + int((drawn >= own).sum())) / (1 + draws))


def _residuals(panel: Panel) -> FloatArray:
    """Return residuals with mean zero in each period, shape (n_units, n_periods); 0 where nothing was observed."""
    found = impute(panel)
    untreated = panel.observed & ~panel.treated
    effects = np.where(panel.treated, found.effects, np.nan)
    cells = np.where(untreated, _untreated_residuals(panel, untreated), effects)
    for cohort in panel.cohorts:
        rows = panel.first_treated == cohort
        after = panel.periods >= cohort
        block = cells[np.ix_(rows, after)]
        cells[np.ix_(rows, after)] = block - block.mean(axis=0)
    return np.where(np.isnan(cells), 0.0, cells)


def _untreated_residuals(panel: Panel, untreated: BoolArray) -> FloatArray:
    """Fit effects of units and periods to untreated cells by least squares, alternating until nothing moves."""
    cells = np.where(untreated, panel.outcomes, 0.0)
    n_unit, n_period = np.maximum(untreated.sum(axis=1), 1), np.maximum(untreated.sum(axis=0), 1)
    residuals: FloatArray = cells
    for _ in range(SWEEPS):
        residuals = np.where(untreated, residuals - (residuals.sum(axis=1) / n_unit)[:, None], 0.0)
        residuals = np.where(untreated, residuals - residuals.sum(axis=0) / n_period, 0.0)
    return residuals


SWEEPS = 100
"""Alternations; with the cells of a staggered design each shrinks what is left at least by half."""
