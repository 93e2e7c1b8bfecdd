"""How near two activities are: by the regions that have both.

With :math:`M_{ra}` true where region *r* is specialised in activity *a*::

    C[a, b] = sum over r of M[r, a] M[r, b]             co-occurrence
    phi[a, b] = C[a, b] / max(C[a, a], C[b, b])         proximity

The proximity is the smaller of the two conditional probabilities (Hidalgo et al. 2007).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.kernels import shared_counts
from chiiki.capability.presence import check_presence

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["cooccurrence", "proximity"]


def cooccurrence(presence: BoolArray) -> FloatArray:
    """Count for each two activities the regions that have both.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity; no activity without a region, no
        region without an activity.

    Returns
    -------
    array of shape (n_activities, n_activities)
        Whole numbers, symmetric; the diagonal is each activity's ubiquity.

    Raises
    ------
    InputError
        If `presence` is not such a table.

    Examples
    --------
    >>> cooccurrence(np.array([[True, True], [False, True]])).tolist()
    [[1.0, 1.0], [1.0, 2.0]]
    """
    check_presence(presence)
    return shared_counts(presence)


def proximity(presence: BoolArray) -> FloatArray:
    """Return how near activities are: the smaller of the two conditional probabilities.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity.

    Returns
    -------
    array of shape (n_activities, n_activities)
        From 0 to 1, symmetric, 1 on the diagonal.

    Raises
    ------
    InputError
        If `presence` is not such a table (see :func:`cooccurrence`).

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabási, A.-L. and Hausmann, R. (2007). The
    product space conditions the development of nations. Science 317, 482-487.

    Examples
    --------
    >>> proximity(np.array([[True, True], [False, True]])).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    shared = cooccurrence(presence)
    ubiquity = shared.diagonal()
    return np.asarray(shared / np.maximum(ubiquity[:, np.newaxis], ubiquity))
