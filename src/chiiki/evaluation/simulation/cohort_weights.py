r"""Linear estimators of a complete panel, as weights that the units of a cohort share.

Without gaps and covariates the estimate of the average effect is a weighted sum of outcomes
whose weights depend on the cohort and the period only, whoever is in the cohort::

    theta^ = sum_i h[c(i)]' y_i

so that one small table stands for every assignment with the same sizes. What an analytic
standard error adds up, one number for each unit, is as simple::

    psi_i = h[c(i)]' (y_i - mean of its cohort) + k[c(i)]

where ``k`` is linear in the means of the cohorts: what their paths leave over from the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.imputation import impute
from chiiki.evaluation.panel import Panel

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray

__all__ = ["Groups", "SharedWeights", "callaway_santanna", "imputation", "residual_map", "two_way"]


@dataclass(frozen=True, slots=True)
class Groups:
    """Sizes of cohorts, and when they start."""

    sizes: tuple[int, ...]
    """Units of each cohort; the last are never treated."""

    starts: tuple[int, ...]
    """Position of the first treated period of each cohort but the last, rising."""

    n_periods: int

    @property
    def treated(self) -> FloatArray:
        """1 in the treated periods of each cohort, 0 elsewhere; shape (n_cohorts + 1, n_periods)."""
        first = np.append(self.starts, self.n_periods)
        return (np.arange(self.n_periods) >= first[:, None]).astype(float)


@dataclass(frozen=True, slots=True)
class SharedWeights:
    """The average effect over treated cells as weights."""

    weights: FloatArray
    """Of one unit of each cohort, shape (n_cohorts + 1, n_periods)."""

    left_over: FloatArray
    """Linear map from the means of the cohorts to ``k``, shape (n_cohorts + 1, n_cohorts + 1, n_periods)."""


def imputation(groups: Groups) -> SharedWeights:
    """Weigh outcomes as the imputation estimator does.

    Parameters
    ----------
    groups : Groups
        With at least one unit in each cohort.

    Examples
    --------
    >>> imputation(Groups((1, 2), (1,), 2)).weights.round(9).tolist()
    [[-1.0, 1.0], [0.5, -0.5]]
    """
    weights = _weights_of(groups)
    residual = residual_map(groups)
    return SharedWeights(weights, np.einsum("ct,ctds->cds", weights, residual))


def _weights_of(groups: Groups) -> FloatArray:
    first = np.append(np.array(groups.starts, dtype=float), np.inf)
    rows = np.repeat(np.arange(len(groups.sizes)), groups.sizes)
    labels = tuple(map(str, range(len(rows))))
    found = impute(Panel(labels, np.arange(groups.n_periods), np.zeros((len(rows), groups.n_periods)), first[rows]))
    at = np.concatenate(([0], np.cumsum(groups.sizes)[:-1]))
    return found.profile_weights[0][found.profile_of_unit[at]]


def residual_map(groups: Groups) -> FloatArray:
    """Map the means of the cohorts to what the untreated model leaves over; 0 in treated cells.

    Parameters
    ----------
    groups : Groups

    Returns
    -------
    array of shape (n_cohorts + 1, n_periods, n_cohorts + 1, n_periods)
        Residual of a cell by outcome of a cell, of least squares over untreated cells on cohorts
        and periods, weighted by the sizes of the cohorts.
    """
    n, periods = len(groups.sizes), groups.n_periods
    design = np.hstack([np.repeat(np.eye(n), periods, axis=0), np.tile(np.eye(periods), (n, 1))])
    untreated = 1.0 - groups.treated.ravel()
    weighted = design * (np.repeat(groups.sizes, periods) * untreated)[:, None]
    hat = design @ np.linalg.pinv(weighted.T @ design, hermitian=True) @ weighted.T
    found: FloatArray = untreated[:, None] * (np.eye(n * periods) - hat) * untreated
    return found.reshape(n, periods, n, periods)


def callaway_santanna(groups: Groups) -> SharedWeights:
    """Weigh outcomes as Callaway and Sant'Anna's estimator against units not treated yet does.

    Parameters
    ----------
    groups : Groups

    Notes
    -----
    ``k`` holds the error of the estimated shares of cohorts too, as their influence function does.

    Examples
    --------
    >>> callaway_santanna(Groups((1, 2), (1,), 2)).weights.round(9).tolist()
    [[-1.0, 1.0], [0.5, -0.5]]
    """
    sizes, periods = np.array(groups.sizes, dtype=float), groups.n_periods
    n = len(sizes)
    first = np.append(groups.starts, periods)
    cells = [(c, t) for c, start in enumerate(groups.starts) for t in range(start, periods)]
    share = sizes[[c for c, _ in cells]]
    share = share / share.sum()
    effects = np.zeros((len(cells), n, periods))
    weights, left = np.zeros((n, periods)), np.zeros((n, n, periods))
    for cell, (c, t), part in zip(effects, cells, share, strict=True):
        others = sizes * ((first > t) & (np.arange(n) != c))
        change = np.zeros(periods)
        change[t], change[groups.starts[c] - 1] = 1.0, -1.0
        mean = others / others.sum()
        cell[c] = change
        cell -= mean[:, None] * change
        for d in np.flatnonzero(others):
            weights[d] -= part / others.sum() * change
            left[d, d] -= part / others.sum() * change
            left[d] += part / others.sum() * mean[:, None] * change
        weights[c] += part / sizes[c] * change
    total = np.einsum("k,kct->ct", share, effects)
    counts = periods - first
    for d in range(n):
        own = np.einsum("k,kct->ct", np.array([c == d for c, _ in cells], dtype=float), effects)
        left[d] += (own - counts[d] * total) / (sizes * counts).sum()
    return SharedWeights(weights, left)


def two_way(groups: Groups) -> SharedWeights:
    """Weigh outcomes as least squares on treatment, units and periods does.

    Parameters
    ----------
    groups : Groups

    Examples
    --------
    >>> two_way(Groups((1, 2), (1,), 2)).weights.round(9).tolist()
    [[-1.0, 1.0], [0.5, -0.5]]
    """
    sizes = np.array(groups.sizes, dtype=float)
    n, periods = len(sizes), groups.n_periods
    share = sizes / sizes.sum()
    across = np.eye(n) - share
    along = np.eye(periods) - 1.0 / periods
    within = np.einsum("cd,ts->ctds", across, along)
    regressor = np.einsum("ctds,ds->ct", within, groups.treated)
    weights = regressor / (sizes @ (regressor**2).sum(axis=1))
    slope = sizes[:, None] * weights
    residual = within - np.einsum("ct,ds->ctds", regressor, slope)
    return SharedWeights(weights, np.einsum("ct,ctds->cds", weights, residual))
