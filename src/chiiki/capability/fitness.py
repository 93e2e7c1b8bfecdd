"""Fitness of regions and complexity of activities by their mutual definition.

A region is fit that has many demanding activities; an activity is demanding that unfit
regions do not have (Tacchella et al. 2012)::

    F[r] = sum over a of M[r, a] Q[a]
    Q[a] = 1 / (sum over r of M[r, a] / F[r])

both divided by their mean at each step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.presence import check_presence

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["Fitness", "fitness"]


@dataclass(frozen=True, slots=True)
class Fitness:
    """What :func:`fitness` returns, in the order of the input."""

    fitness: FloatArray
    """Of regions, shape (n_regions,), mean 1."""

    quality: FloatArray
    """Of activities, shape (n_activities,), mean 1."""

    n_updates: int


def fitness(presence: BoolArray, *, n_updates: int = 20) -> Fitness:
    """Return the fitness of regions and the quality of activities.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity.
    n_updates : int
        How often both are renewed.

    Returns
    -------
    Fitness

    Raises
    ------
    InputError
        If `presence` is not a table of presence.

    References
    ----------
    Tacchella, A., Cristelli, M., Caldarelli, G., Gabrielli, A. and Pietronero, L.
    (2012). A new metrics for countries' fitness and products' complexity.
    Scientific Reports 2, 723.
    """
    check_presence(presence)
    table = presence.astype(np.float64)
    of_regions, of_activities = np.ones(table.shape[0]), np.ones(table.shape[1])
    for _ in range(n_updates):
        renewed = table @ of_activities
        of_activities = 1 / ((1 / of_regions) @ table)
        of_regions = renewed / renewed.mean()
        of_activities = of_activities / of_activities.mean()
    return Fitness(fitness=of_regions, quality=of_activities, n_updates=n_updates)
