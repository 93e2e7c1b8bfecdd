"""ECI, PCI, reflections and fitness of a table of presence by the rules of a package."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.advantage import SPECIALISED_FROM
from chiiki.capability.conventions.iterations import (
    careful_fitness,
    rescaled_reflections,
    scored,
    sequential_reflections,
    stopped_reflections,
)
from chiiki.capability.conventions.totals import table_totals
from chiiki.capability.conventions.vectors import lapack_vectors, rounded_vectors, signed_apart, sorted_vectors
from chiiki.capability.fitness import renewals
from chiiki.capability.reflections import reflect
from chiiki.errors import MethodError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray
    from chiiki.capability.conventions.rules import Convention
    from chiiki.cautions import Caution

__all__ = ["Solved", "filled", "ratios", "repeated_fitness", "repeated_reflections", "solve", "trimmed"]

FEWEST = 2
"""Regions, and activities, below which a package's second eigenvector does not exist."""


@dataclass(frozen=True, slots=True)
class Solved:
    """ECI and PCI, and what outlook takes from them."""

    eci: FloatArray
    pci: FloatArray

    value: FloatArray
    """What outlook counts an activity for: PCI, or the vector before it is put on a scale."""

    gain_unit: float = 1.0
    """What the gain is divided by."""

    cautions: tuple[Caution, ...] = ()


def ratios(table: FloatArray, *, rule: Convention) -> FloatArray:
    """Return RCA with the totals of a convention; NaN, or 0, where a total is 0.

    Parameters
    ----------
    table : array of shape (n_regions, n_activities)
        Amounts >= 0.
    rule : Convention

    Returns
    -------
    array of the same shape

    Examples
    --------
    >>> from chiiki.capability.conventions.rules import CONVENTIONS
    >>> ratios(np.array([[2.0, 0.0], [1.0, 0.0]]), rule=CONVENTIONS["economic-complexity"]).tolist()
    [[1.0, nan], [1.0, nan]]
    """
    totals = table_totals(table, order=rule.totals)
    with np.errstate(divide="ignore", invalid="ignore"):
        result = table / totals.of_rows[:, np.newaxis] / (totals.of_columns / totals.whole)
    return np.nan_to_num(result, copy=False, nan=0.0) if rule.empty == "zero" else result


def trimmed(table: FloatArray, *, rule: Convention) -> tuple[BoolArray, BoolArray]:
    """Return the regions and activities that are left when those without presence are taken out again and again.

    Parameters
    ----------
    table : array of shape (n_regions, n_activities)
        Amounts >= 0.
    rule : Convention

    Returns
    -------
    tuple of two bool arrays

    Examples
    --------
    >>> from chiiki.capability.conventions.rules import CONVENTIONS
    >>> rows, columns = trimmed(np.array([[2.0, 0.0], [1.0, 0.0]]), rule=CONVENTIONS["econcomplex"])
    >>> rows.tolist(), columns.tolist()
    ([True, True], [True, False])
    """
    rows, columns = filled(table)
    while rows.any() and columns.any():
        present = ratios(table[np.ix_(rows, columns)], rule=rule) >= SPECIALISED_FROM
        left = filled(present)
        if left[0].all() and left[1].all():
            break
        rows[rows], columns[columns] = left
        rows[rows], columns[columns] = filled(table[np.ix_(rows, columns)])
    return rows, columns


def filled(table: BoolArray | FloatArray) -> tuple[BoolArray, BoolArray]:
    """Return which rows and which columns have a cell that is not 0.

    Parameters
    ----------
    table : array of two dimensions

    Returns
    -------
    tuple of two bool arrays

    Examples
    --------
    >>> [each.tolist() for each in filled(np.array([[1.0, 0.0], [0.0, 0.0]]))]
    [[True, False], [True, False]]
    """
    cells = table != 0
    return np.asarray(cells.any(axis=1)), np.asarray(cells.any(axis=0))


def solve(presence: BoolArray, *, rule: Convention) -> Solved:
    """Return ECI and PCI of a table of presence.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        Rows and columns may be empty only where the rule blanks or carries them.
    rule : Convention
        Of a package.

    Returns
    -------
    Solved

    Raises
    ------
    MethodError
        If there are fewer than two regions or activities, or the package's
        eigenvector is not determined.

    Examples
    --------
    >>> from chiiki.capability.conventions.rules import CONVENTIONS
    >>> table = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], dtype=bool)
    >>> solve(table, rule=CONVENTIONS["ecomplexity"]).eci.argsort().tolist()
    [2, 1, 0]
    """
    if min(presence.shape) < FEWEST:
        msg = f"{rule.name} needs two regions and two activities that are left, got {presence.shape}."
        raise MethodError(msg)
    if rule.eci == "reflections":
        return _own(*repeated_reflections(presence, rule=rule))
    if rule.eci == "lapack":
        regions, activities, cautions = lapack_vectors(presence)
        return _own(_sample_scored(regions), _sample_scored(activities), cautions=cautions)
    if rule.eci == "rounded":
        return _own(*rounded_vectors(presence))
    if rule.sign == "apart":
        regions, activities = sorted_vectors(presence, own_signs=True)
        return _own(scored(regions), scored(activities))
    return _on_scale_of_eci(presence)


def _own(eci: FloatArray, pci: FloatArray, *, cautions: tuple[Caution, ...] = ()) -> Solved:
    return Solved(eci=eci, pci=pci, value=pci, cautions=cautions)


def _on_scale_of_eci(presence: BoolArray) -> Solved:
    if not (presence.any(axis=0).all() and presence.any(axis=1).all()):
        regions, activities = (np.full(n, np.nan) for n in presence.shape)
    else:
        regions, activities = sorted_vectors(presence, own_signs=False)
    mean, spread = regions.mean(), regions.std()
    return Solved(
        eci=(regions - mean) / spread,
        pci=(activities - mean) / spread,
        value=activities,
        gain_unit=float(spread),
    )


def _sample_scored(values: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):  # the packages return missing values where all are the same
        return np.asarray((values - values.mean()) / values.std(ddof=1))


def repeated_reflections(presence: BoolArray, *, rule: Convention) -> tuple[FloatArray, FloatArray]:
    """Return regions and activities by reflections.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
    rule : Convention
        Of a package that has the method.

    Returns
    -------
    tuple of two arrays

    Examples
    --------
    >>> from chiiki.capability.conventions.rules import CONVENTIONS
    >>> table = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], dtype=bool)
    >>> repeated_reflections(table, rule=CONVENTIONS["EconGeo"])[0].round(6).tolist()
    [100.0, 50.0, 0.0]
    """
    table = presence.astype(np.float64)
    of_regions, of_activities = rule.reflections or (0, 0)
    if rule.deviation == "sum":
        return (
            rescaled_reflections(table, n_steps=of_regions)[0],
            rescaled_reflections(table, n_steps=of_activities)[1],
        )
    if rule.sign == "apart":
        regions, activities = stopped_reflections(table, n_steps=of_regions)
        return signed_apart(presence, scored(regions), scored(activities))
    if rule.eci == "lapack":
        return sequential_reflections(table, n_steps=(of_regions, of_activities))
    rows, columns = reflect(np.asfortranarray(table), n_steps=max(of_regions, of_activities))
    return _sample_scored(rows[of_regions]), _sample_scored(columns[of_activities])


def repeated_fitness(presence: BoolArray, *, rule: Convention) -> tuple[FloatArray, FloatArray]:
    """Return fitness and quality after a package's fixed number of updates.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        No empty row, no empty column.
    rule : Convention
        Of a package that has the method.

    Returns
    -------
    tuple of two arrays

    Examples
    --------
    >>> from chiiki.capability.conventions.rules import CONVENTIONS
    >>> table = np.array([[True, True], [False, True]])
    >>> repeated_fitness(table, rule=CONVENTIONS["econcomplex"])[0].round(3).tolist()
    [1.951, 0.049]
    """
    n_updates, order = rule.fitness or (None, "old")
    table = presence.astype(np.float64)
    if order == "new":
        return careful_fitness(table, n_updates=n_updates or 1)
    return next(islice(renewals(table, order=order), (n_updates or 1) - 1, None))
