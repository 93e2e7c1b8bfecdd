r"""How concentrated an activity is over the regions of a country.

With :math:`s_{ra} = x_{ra}/x_a` the share of region *r* in activity *a*, and :math:`w_r`
its share in what the activity is compared with (all activities together, or persons)::

    Gini               sum over r, b of w_r w_b |q_r - q_b| / 2,  q_r = s_ra / w_r
    Hoover             sum over r of |s_ra - w_r| / 2
    Theil              sum over r of s_ra ln(s_ra / w_r)
    Ellison-Glaeser    (G - (1 - W) H) / ((1 - W)(1 - H)),  G = sum of (s_ra - w_r)**2,
                       W = sum of w_r**2,  H = sum over plants of (plant's share)**2

The first three are 0 where the activity follows the reference. Ellison and Glaeser
subtract what large plants alone would bring about: a single plant is always
concentrated, and that says nothing about a place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability.amounts import EXAMPLES, check_amounts, check_cells, check_totals
from chiiki.capability.structure import gini_of_quotients
from chiiki.errors import InputError, MethodError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray

__all__ = [
    "Agglomeration",
    "concentration_gini",
    "concentration_hoover",
    "concentration_theil",
    "ellison_glaeser",
    "plant_herfindahl",
]


@dataclass(frozen=True, slots=True)
class Agglomeration:
    """What :func:`ellison_glaeser` returns. Activities keep the order of the input."""

    gamma: FloatArray
    """Index of agglomeration, shape (n_activities,): 0 as if plants were thrown at
    random, above 0 clustered, below 0 spread."""

    raw: FloatArray
    """Raw concentration G, shape (n_activities,), plants of any size included."""

    plant_herfindahl: FloatArray
    """Herfindahl index of plant sizes, shape (n_activities,)."""


def concentration_gini(
    amounts: FloatArray,
    *,
    persons: FloatArray | None = None,
    weighting: Literal["persons", "regions"] = "persons",
) -> FloatArray:
    """Measure how unevenly an activity spreads over regions (locational Gini).

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit, no missing cell.
    persons : array of shape (n_regions,), optional
        What the activity is compared with, > 0: persons, area, product. Without it
        all activities of the table together.
    weighting : {"persons", "regions"}
        ``"persons"``: each region counts by its reference. ``"regions"``: each counts
        as one, whatever its size.

    Returns
    -------
    array of shape (n_activities,)
        From 0 (spread like the reference) to below 1; the order is kept.

    Raises
    ------
    ShapeError
        If `amounts` is not a table, or `persons` has not one value for each region.
    InputError
        If a cell is missing, negative or infinite, or a region or activity is empty.

    Notes
    -----
    Some authors report half of the weighted form, the area itself, from 0 to 0.5.

    References
    ----------
    Krugman, P. (1991). Geography and Trade. MIT Press, chapter 2.

    Examples
    --------
    >>> jobs = np.array([[30.0, 10.0], [10.0, 30.0]])
    >>> concentration_gini(jobs).tolist()  # quotients 1.5 and 0.5: 0.5 * 0.5 * 1.0
    [0.25, 0.25]
    """
    parts, reference = _parts(amounts, persons)
    weights = reference if weighting == "persons" else np.full(reference.shape, 1.0 / len(reference))
    return gini_of_quotients((parts / reference[:, np.newaxis]).T, weights=weights)


def concentration_hoover(amounts: FloatArray, *, persons: FloatArray | None = None) -> FloatArray:
    """Say which share of an activity would have to move for it to follow the reference.

    Parameters
    ----------
    amounts, persons
        As for :func:`concentration_gini`.

    Returns
    -------
    array of shape (n_activities,)
        From 0 (spread like the reference) to below 1; the order is kept.

    Raises
    ------
    ShapeError, InputError
        As for :func:`concentration_gini`.

    References
    ----------
    Hoover, E. M. (1936). The measurement of industrial localization. The Review of
    Economics and Statistics 18, 162-171.

    Examples
    --------
    >>> jobs = np.array([[30.0, 10.0], [10.0, 30.0]])
    >>> concentration_hoover(jobs).tolist()
    [0.25, 0.25]
    """
    parts, reference = _parts(amounts, persons)
    return np.asarray(np.abs(parts - reference[:, np.newaxis]).sum(axis=0) / 2.0)


def concentration_theil(amounts: FloatArray, *, persons: FloatArray | None = None) -> FloatArray:
    """Measure an activity's concentration by Theil's index, in nats.

    Parameters
    ----------
    amounts, persons
        As for :func:`concentration_gini`.

    Returns
    -------
    array of shape (n_activities,)
        From 0 (spread like the reference) to -ln(smallest reference share).

    Raises
    ------
    ShapeError, InputError
        As for :func:`concentration_gini`.

    Notes
    -----
    With persons it is Theil's T of the activity's amount per person, weighted by
    persons (:func:`~chiiki.capability.inequality.theil`), and splits the same way.

    References
    ----------
    Theil, H. (1967). Economics and Information Theory. North-Holland.

    Examples
    --------
    >>> jobs = np.array([[30.0, 10.0], [10.0, 30.0]])
    >>> concentration_theil(jobs).round(6).tolist()  # .75 ln 1.5 + .25 ln .5
    [0.130812, 0.130812]
    """
    parts, reference = _parts(amounts, persons)
    ratio = parts / reference[:, np.newaxis]
    logs = np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)
    # Rounding can leave an activity that follows the reference at -1e-17.
    return np.asarray(np.maximum((parts * logs).sum(axis=0), 0.0))


def ellison_glaeser(
    amounts: FloatArray, *, plant_herfindahl: FloatArray, persons: FloatArray | None = None
) -> Agglomeration:
    """Measure how far plants cluster beyond what their sizes bring about.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Jobs >= 0, no missing cell.
    plant_herfindahl : array of shape (n_activities,)
        Herfindahl index of plant sizes by activity, above 0 and below 1, over the same
        plants as `amounts`; see :func:`plant_herfindahl`.
    persons : array of shape (n_regions,), optional
        Jobs of all activities by region, where `amounts` does not hold all of them.

    Returns
    -------
    Agglomeration
        Index, raw concentration and the plant sizes it was corrected by.

    Raises
    ------
    ShapeError
        If `plant_herfindahl` has not one value for each activity, and as for
        :func:`concentration_gini`.
    InputError
        As for :func:`concentration_gini`, or if a value of `plant_herfindahl` is 0
        or above 1.
    MethodError
        If an activity has a single plant, or there is a single region.

    Notes
    -----
    The index is unbiased where plants choose places independently; it is not bounded
    and can be below 0. Sizes unknown, n plants of equal size give 1/n, the least
    possible, so that gamma is then an upper bound.

    References
    ----------
    Ellison, G. and Glaeser, E. L. (1997). Geographic concentration in U.S.
    manufacturing industries: a dartboard approach. Journal of Political Economy 105,
    889-927.

    Examples
    --------
    >>> jobs = np.array([[3.0], [1.0]])
    >>> result = ellison_glaeser(jobs, plant_herfindahl=np.array([0.25]), persons=np.array([1.0, 1.0]))
    >>> float(result.raw[0]), float(result.gamma[0])  # (0.125 - 0.5 * 0.25) / (0.5 * 0.75)
    (0.125, 0.0)
    """
    parts, reference = _parts(amounts, persons)
    _check_plants(plant_herfindahl, n_activities=amounts.shape[1])
    if len(reference) < 2:  # noqa: PLR2004 -- between regions
        msg = "concentration needs at least 2 regions, got 1."
        raise MethodError(msg)
    raw = ((parts - reference[:, np.newaxis]) ** 2).sum(axis=0)
    spread = 1.0 - float(reference @ reference)
    gamma = (raw - spread * plant_herfindahl) / (spread * (1.0 - plant_herfindahl))
    return Agglomeration(gamma=gamma, raw=raw, plant_herfindahl=plant_herfindahl.copy())


def plant_herfindahl(sizes: FloatArray, *, activities: IntArray, n_activities: int) -> FloatArray:
    """Sum the squared shares of the plants of each activity.

    Parameters
    ----------
    sizes : array of shape (n_plants,)
        Jobs of each plant > 0, no missing cell.
    activities : array of int of shape (n_plants,)
        Position of each plant's activity, from 0.
    n_activities : int
        Number of activities of the table.

    Returns
    -------
    array of shape (n_activities,)
        From 1/plants to 1; 1 for an activity with a single plant.

    Raises
    ------
    ShapeError
        If the two lists differ in length.
    InputError
        If a size is missing, negative or infinite, or an activity has no plant.

    Examples
    --------
    >>> plant_herfindahl(np.array([3.0, 1.0, 5.0]), activities=np.array([0, 0, 1]), n_activities=2).tolist()
    [0.625, 1.0]
    """
    if sizes.ndim != 1 or activities.shape != sizes.shape:
        msg = f"sizes and activities must be two lists of one length, got {sizes.shape} and {activities.shape}."
        raise ShapeError(msg)
    check_cells(sizes, name="sizes")
    totals = np.bincount(activities, weights=sizes, minlength=n_activities).astype(np.float64)
    check_totals(totals, what="activity")
    squares = (sizes / totals[activities]) ** 2
    return np.bincount(activities, weights=squares, minlength=n_activities).astype(np.float64)


def _parts(amounts: FloatArray, persons: FloatArray | None) -> tuple[FloatArray, FloatArray]:
    """Shares of the regions in each activity, and in the reference."""
    check_amounts(amounts)
    totals = amounts.sum(axis=0)
    check_totals(totals, what="activity")
    reference = amounts.sum(axis=1) if persons is None else persons
    if reference.shape != amounts.shape[:1]:
        msg = f"persons must have one value for each of {len(amounts)} regions, got shape {reference.shape}."
        raise ShapeError(msg)
    check_cells(reference, name="persons")
    check_totals(reference, what="region")
    return amounts / totals, np.asarray(reference / reference.sum())


def _check_plants(plants: FloatArray, *, n_activities: int) -> None:
    if plants.shape != (n_activities,):
        msg = f"plant_herfindahl must have one value for each of {n_activities} activities, got shape {plants.shape}."
        raise ShapeError(msg)
    check_cells(plants, name="plant_herfindahl")
    if outside := np.flatnonzero((plants == 0) | (plants > 1))[:EXAMPLES].tolist():
        msg = f"plant_herfindahl must be above 0 and at most 1; it is not at activities {outside}."
        raise InputError(msg)
    if single := np.flatnonzero(plants == 1)[:EXAMPLES].tolist():
        msg = f"activities {single} have a single plant each, and one plant cannot cluster. Drop or merge them."
        raise MethodError(msg)
