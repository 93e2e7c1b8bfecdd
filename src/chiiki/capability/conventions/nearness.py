"""Proximity, density and gain of a table of presence as packages compute them, missing values and all.

Where every value is there, the kernels of the own methods are used; where some are missing, a
plain product of matrices spreads them just as it does in the packages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.conventions.totals import rounded
from chiiki.capability.kernels import shared_counts, sums_over_presence
from chiiki.capability.outlook import GAIN_FORMS, gain

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray
    from chiiki.capability.conventions.rules import Convention

__all__ = ["package_density", "package_gain", "package_proximity"]


def package_proximity(presence: BoolArray, *, rule: Convention) -> FloatArray:
    """Return proximity with the diagonal of a convention.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        Columns may be empty.
    rule : Convention

    Returns
    -------
    array of shape (n_activities, n_activities)
        What an empty column gives is the package's: missing, or 0.

    Examples
    --------
    >>> from chiiki.capability.conventions.rules import CONVENTIONS
    >>> table = np.array([[True, True, False], [False, True, False]])
    >>> package_proximity(table, rule=CONVENTIONS["ecomplexity"]).tolist()
    [[1.0, 0.5, nan], [0.5, 1.0, nan], [nan, nan, nan]]
    >>> package_proximity(table, rule=CONVENTIONS["econcomplex"])[0].tolist()
    [0.0, 0.5, 0.0]
    """
    shared = shared_counts(presence)
    ubiquity = shared.diagonal().copy()
    with np.errstate(divide="ignore", invalid="ignore"):  # two activities that no region has
        shared /= np.maximum(ubiquity[:, np.newaxis], ubiquity)
    if rule.empty in ("drop", "present"):
        shared[ubiquity == 0] = np.nan
        shared[:, ubiquity == 0] = np.nan
    elif rule.empty == "zero":
        np.nan_to_num(shared, copy=False, nan=0.0)
    if not rule.own_field:
        np.fill_diagonal(shared, 0.0)
    return shared


def package_density(presence: BoolArray, near: FloatArray, *, rule: Convention) -> FloatArray:
    """Return density on the scale of a convention, rounded where the package rounds.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
    near : array of shape (n_activities, n_activities)
    rule : Convention

    Returns
    -------
    array of shape (n_regions, n_activities)

    Examples
    --------
    >>> from chiiki.capability.conventions.rules import CONVENTIONS
    >>> table, near = np.array([[True, False]]), np.array([[0.0, 0.5], [0.5, 0.0]])
    >>> package_density(table, near, rule=CONVENTIONS["econcomplex"]).tolist()
    [[0.0, 100.0]]
    """
    whole = bool(np.isfinite(near).all())
    sums = sums_over_presence(presence, near) if whole else presence.astype(np.float64) @ near
    with np.errstate(divide="ignore", invalid="ignore"):  # an activity related to no other
        found = sums / np.nansum(near, axis=0)
    if rule.empty == "drop" and not whole:
        found[:] = np.nan
    if rule.digits is not None:
        return rounded(found * rule.out_of, digits=rule.digits)
    if rule.empty == "zero":
        np.nan_to_num(found, copy=False, nan=0.0)
    return np.asarray(found * rule.out_of)


def package_gain(presence: BoolArray, near: FloatArray, value: FloatArray, *, rule: Convention) -> FloatArray:
    """Return the first term of the gain.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
    near : array of shape (n_activities, n_activities)
    value : array of shape (n_activities,)
        What each activity counts for; may be missing.
    rule : Convention

    Returns
    -------
    array of shape (n_regions, n_activities)

    Examples
    --------
    >>> from chiiki.capability.conventions.rules import CONVENTIONS
    >>> near = np.array([[1.0, 1.0], [1.0, 1.0]])
    >>> package_gain(np.array([[True, False]]), near, np.array([1.0, 6.0]), rule=CONVENTIONS["ecomplexity"]).tolist()
    [[3.0, 3.0]]
    """
    form = rule.gain or GAIN_FORMS["atlas"]
    reach = np.nansum(near, axis=0)
    if np.isfinite(near).all() and np.isfinite(value).all() and reach.all():
        return gain(presence, near, pci=value, reach=reach, spread_by=form.spread_by)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = near / (reach[:, np.newaxis] if form.spread_by == "origin" else reach)
    if rule.empty == "zero":
        np.nan_to_num(share, copy=False, nan=0.0)
    return np.asarray((~presence * value) @ share)
