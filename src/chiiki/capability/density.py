r"""How near a region stands to an activity: the relatedness of what it already has.

With presence :math:`M` and proximity :math:`\phi`::

    d[r, a] = sum over b != a of M[r, b] phi[a, b]  /  sum over b != a of phi[a, b]

The activity itself is left out, so that having it does not make it near (Hidalgo et
al. 2007 with the own term removed).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.kernels import sums_over_presence
from chiiki.capability.presence import check_presence
from chiiki.errors import MethodError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["density"]


def density(presence: BoolArray, proximity: FloatArray, *, own_field: bool = False) -> FloatArray:
    """Return the share of each activity's relatedness that each region already has.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity.
    proximity : array of shape (n_activities, n_activities)
        Relatedness >= 0, symmetric; see :func:`~chiiki.capability.relatedness.proximity`.
    own_field : bool
        Whether the activity itself counts, as in some packages.

    Returns
    -------
    array of shape (n_regions, n_activities)
        From 0 to 1, in the order of `presence`.

    Raises
    ------
    InputError
        If `presence` is not a table of presence.
    ShapeError
        If `proximity` is not activities by activities.
    MethodError
        If an activity is related to no other one.

    Examples
    --------
    >>> having = np.array([[True, False, True], [False, True, False]])
    >>> nearness = np.array([[1.0, 0.5, 0.25], [0.5, 1.0, 0.5], [0.25, 0.5, 1.0]])
    >>> density(having, nearness)[0].round(6).tolist()  # .25/.75, 1/1, .25/.75
    [0.333333, 1.0, 0.333333]
    """
    check_presence_and_proximity(presence, proximity)
    near = proximity.copy()
    if not own_field:
        np.fill_diagonal(near, 0.0)
    reach = near.sum(axis=0)
    if alone := np.flatnonzero(reach == 0)[:5].tolist():
        msg = f"activities at {alone} are related to no other one, so nothing is near them. Drop them."
        raise MethodError(msg)
    return np.asarray(sums_over_presence(presence, near) / reach)


def check_presence_and_proximity(presence: BoolArray, proximity: FloatArray) -> None:
    check_presence(presence)
    n = presence.shape[1]
    if proximity.shape != (n, n):
        msg = f"proximity must be {n} by {n} activities like presence, got shape {proximity.shape}."
        raise ShapeError(msg)
