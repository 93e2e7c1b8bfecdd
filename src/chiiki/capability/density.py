r"""How near a region stands to an activity: the relatedness of what it already has.

With presence :math:`M` and proximity :math:`\phi`::

    d[r, a] = sum over b != a of M[r, b] phi[a, b]  /  sum over b != a of phi[a, b]

The activity itself is left out, so that having it does not make it near (Hidalgo et
al. 2007 with the own term removed).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.amounts import check_cells
from chiiki.capability.kernels import sums_over_presence
from chiiki.capability.presence import check_presence
from chiiki.errors import MethodError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["density", "weighted_density"]


def density(presence: BoolArray, proximity: FloatArray, *, own_field: bool = False, out_of: float = 1.0) -> FloatArray:
    """Return the share of each activity's relatedness that each region already has.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity.
    proximity : array of shape (n_activities, n_activities)
        Relatedness >= 0, symmetric; see :func:`~chiiki.capability.relatedness.proximity`.
    own_field : bool
        Whether the activity itself counts with the diagonal of `proximity`, as in
        some packages.
    out_of : float
        What stands for all: 1, or 100 as in EconGeo and econcomplex.

    Returns
    -------
    array of shape (n_regions, n_activities)
        From 0 to `out_of`, in the order of `presence`.

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
    check_presence(presence)
    _check_proximity(proximity, n=presence.shape[1])
    near, reach = _near_and_reach(proximity, own_field=own_field)
    result = sums_over_presence(presence, near)
    result *= out_of / reach
    return np.clip(result, 0.0, out_of, out=result)


def weighted_density(weights: FloatArray, proximity: FloatArray, *, own_field: bool = False) -> FloatArray:
    """Return each activity's relatedness to what a region has, weighted by how much of it.

    Parameters
    ----------
    weights : array of shape (n_regions, n_activities)
        RCA or another ratio >= 0, in place of presence.
    proximity : array of shape (n_activities, n_activities)
        Relatedness >= 0, symmetric.
    own_field : bool
        Whether the activity itself counts.

    Returns
    -------
    array of shape (n_regions, n_activities)
        The mean of the region's weights, weighted by relatedness; >= 0.

    Raises
    ------
    MissingValueError, InputError
        If a weight is missing, negative or infinite.
    ShapeError
        If `proximity` is not activities by activities.
    MethodError
        If an activity is related to no other one.

    Examples
    --------
    >>> nearness = np.array([[1.0, 0.5], [0.5, 1.0]])
    >>> weighted_density(np.array([[3.0, 1.0]]), nearness).tolist()
    [[1.0, 3.0]]
    """
    check_cells(weights, name="weights")
    _check_proximity(proximity, n=weights.shape[-1])
    near, reach = _near_and_reach(proximity, own_field=own_field)
    return np.asarray(weights @ near / reach)


def _near_and_reach(proximity: FloatArray, *, own_field: bool) -> tuple[FloatArray, FloatArray]:
    """Return the relatedness that counts, and its sum for each activity."""
    near = proximity
    if not own_field:
        near = proximity.copy()
        np.fill_diagonal(near, 0.0)
    reach = near.sum(axis=0)
    if alone := np.flatnonzero(reach == 0)[:5].tolist():
        msg = f"activities at {alone} are related to no other one, so nothing is near them. Drop them."
        raise MethodError(msg)
    return near, reach


def _check_proximity(proximity: FloatArray, *, n: int) -> None:
    if proximity.shape != (n, n):
        msg = f"proximity must be {n} by {n} activities like presence, got shape {proximity.shape}."
        raise ShapeError(msg)
