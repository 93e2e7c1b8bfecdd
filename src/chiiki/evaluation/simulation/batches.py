r"""The intervals of many replications at once, by the code that also serves a single panel.

Within a batch all replications have the same cohorts, of the same sizes, so that one table of
weights holds for all. Prefectures are put in the order of their cohorts first; what is drawn for
the randomisation interval keeps their own order, in which a mechanism chooses.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.simulation.cohort_weights import imputation, residual_map

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.simulation.cohort_weights import Groups, SharedWeights

__all__ = ["Batch", "Ends"]


@dataclass(frozen=True, slots=True)
class Ends:
    """Intervals of every replication; infinite where they have no end."""

    low: FloatArray
    high: FloatArray

    def holds(self, values: FloatArray | float) -> FloatArray:
        """Return 1 where the interval holds the value, 0 elsewhere; shape (n_replications,)."""
        return ((self.low <= values) & (values <= self.high)).astype(float)

    @property
    def width(self) -> FloatArray:
        """High minus low; infinite where an end is missing."""
        return self.high - self.low


@dataclass(frozen=True)
class Batch:
    """Outcomes of replications of one design; what several intervals need is computed once, on demand."""

    outcomes: FloatArray
    """Shape (n_replications, n_units, n_periods)."""

    assignments: IntArray
    """Position of the cohort of each unit, shape (n_replications, n_units)."""

    groups: Groups

    @cached_property
    def cohort(self) -> IntArray:
        """Cohort of each unit, once units are in the order of cohorts; shape (n_units,)."""
        return np.repeat(np.arange(len(self.groups.sizes)), self.groups.sizes)

    @cached_property
    def ordered(self) -> FloatArray:
        """Outcomes with units in the order of their cohorts."""
        order = np.argsort(self.assignments, axis=1, kind="stable")
        return np.take_along_axis(self.outcomes, order[..., None], axis=1)

    @cached_property
    def means(self) -> FloatArray:
        """Of each cohort in each period, shape (n_replications, n_cohorts + 1, n_periods)."""
        share = (self.cohort == np.arange(len(self.groups.sizes))[:, None]) / np.array(self.groups.sizes)[:, None]
        found: FloatArray = share @ self.ordered
        return found

    @cached_property
    def imputation(self) -> SharedWeights:
        """Weights of the default estimator."""
        return imputation(self.groups)

    @cached_property
    def estimates(self) -> FloatArray:
        """Of the default estimator, shape (n_replications,)."""
        found: FloatArray = self.contributions.sum(axis=1)
        return found

    @cached_property
    def contributions(self) -> FloatArray:
        """Of each unit to the default estimate, units in the order of cohorts; shape (n_replications, n_units)."""
        return self.weighted(self.imputation.weights)

    def weighted(self, weights: FloatArray) -> FloatArray:
        """Return what each unit contributes under weights by cohort; shape (n_replications, n_units).

        Parameters
        ----------
        weights : array of shape (n_cohorts + 1, n_periods)
        """
        found: FloatArray = np.einsum("rit,it->ri", self.ordered, weights[self.cohort])
        return found

    def cohort_sums(self, values: FloatArray) -> FloatArray:
        """Return sums over the units of each cohort; shape (n_replications, n_cohorts + 1)."""
        at = np.concatenate(([0], np.cumsum(self.groups.sizes)[:-1]))
        found: FloatArray = np.add.reduceat(values, at, axis=1)
        return found

    def analytic(self, weights: SharedWeights) -> tuple[FloatArray, FloatArray]:
        """Return estimates and analytic standard errors clustered by unit, without a factor for few.

        Parameters
        ----------
        weights : SharedWeights
            Of the estimator.
        """
        raw = self.weighted(weights.weights)
        sizes = np.array(self.groups.sizes)
        mean = self.cohort_sums(raw) / sizes
        left = np.einsum("cds,rds->rc", weights.left_over, self.means, optimize=True)
        scores = raw + (left - mean)[:, self.cohort]
        return raw.sum(axis=1), np.sqrt((scores**2).sum(axis=1))

    @cached_property
    def residuals(self) -> FloatArray:
        """Of least squares on units, periods and every treated cohort in every treated period."""
        residual = residual_map(self.groups)
        own = self.ordered - self.means[:, self.cohort]
        own -= own.mean(axis=2, keepdims=True)
        left: FloatArray = np.einsum("ctds,rds->rct", residual, self.means, optimize=True)[:, self.cohort]
        return own + left
