"""The method of reflections, kept to repeat what was published with it.

Regions start from their diversity and activities from their ubiquity; each step gives
a region the mean of its activities' values, and an activity the mean of its regions'
(Hidalgo and Hausmann 2009)::

    k[r, n] = sum over a of M[r, a] k[a, n - 1]  /  k[r, 0]
    k[a, n] = sum over r of M[r, a] k[r, n - 1]  /  k[a, 0]

All values run towards one number while their differences, which are what is read, die
away as the square of the second eigenvalue of :mod:`~chiiki.capability.complexity`: so
many steps leave rounding. Use complexity for anything new.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.presence import check_presence
from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Reflections", "reflect", "reflections"]

CANCELLED = 1e-9
"""Where values differ by less than this share of themselves, six digits of the result are left."""


@dataclass(frozen=True, slots=True)
class Reflections:
    """What :func:`reflections` returns, in the order of the input."""

    eci: FloatArray
    """Regions after an even number of steps, shape (n_regions,), mean 0, sample standard deviation 1."""

    pci: FloatArray
    """Activities after one step more, shape (n_activities,), likewise."""

    diversity: IntArray
    """Activities of each region, shape (n_regions,)."""

    ubiquity: IntArray
    """Regions of each activity, shape (n_activities,)."""

    n_steps: int
    """Steps of the regions."""

    cautions: tuple[Caution, ...] = ()


def reflections(presence: BoolArray, *, n_steps: int = 18) -> Reflections:
    """Order regions and activities by repeated averages of each other.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity.
    n_steps : int
        Steps of the regions, even and at least 2; activities take one more. 18 is
        what packages call 20 iterations.

    Returns
    -------
    Reflections

    Raises
    ------
    InputError
        If `presence` is not a table of presence, or `n_steps` is odd or below 2.
    MethodError
        If no difference between regions, or between activities, is left.

    Notes
    -----
    Values are carried as published, not centred at each step, so that packages are
    repeated digit by digit as far as rounding lets them; a caution says when it does not.

    References
    ----------
    Hidalgo, C. A. and Hausmann, R. (2009). The building blocks of economic
    complexity. PNAS 106, 10570-10575.

    Examples
    --------
    >>> table = np.array([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]], dtype=bool)
    >>> reflections(table).eci.argsort().tolist()
    [3, 2, 1, 0]
    """
    check_presence(presence)
    if n_steps < 2 or n_steps % 2:  # noqa: PLR2004 -- the first even step that is not the start
        msg = f"n_steps must be even and at least 2, got {n_steps}: odd steps of regions order them by ubiquity."
        raise InputError(msg)
    table = presence.astype(np.float64, order="F")  # as it lies in the package that is repeated
    of_regions, of_activities = reflect(table, n_steps=n_steps + 1)
    regions, activities = of_regions[n_steps], of_activities[n_steps + 1]
    return Reflections(
        eci=_standardised(regions, what="regions"),
        pci=_standardised(activities, what="activities"),
        diversity=presence.sum(axis=1),
        ubiquity=presence.sum(axis=0),
        n_steps=n_steps,
        cautions=_cautions(regions, activities),
    )


def reflect(table: FloatArray, *, n_steps: int) -> tuple[list[FloatArray], list[FloatArray]]:
    """Return the values of rows and of columns after each step, from 0 to `n_steps`.

    Parameters
    ----------
    table : array of shape (n_rows, n_columns)
        1 where present, 0 where not; an empty row or column gives NaN, and with it
        everything that it reaches.
    n_steps : int
        Number of steps.

    Returns
    -------
    tuple of two lists of arrays

    Examples
    --------
    >>> rows, columns = reflect(np.array([[1.0, 1.0], [0.0, 1.0]]), n_steps=1)
    >>> rows[1].tolist(), columns[1].tolist()
    ([1.5, 2.0], [2.0, 1.5])
    """
    rows, columns = [table.sum(axis=1)], [table.sum(axis=0)]
    with np.errstate(divide="ignore", invalid="ignore"):  # empty rows and columns are the caller's
        for _ in range(n_steps):
            renewed = table @ columns[-1] / rows[0]
            columns.append(table.T @ rows[-1] / columns[0])
            rows.append(renewed)
    return rows, columns


def _standardised(values: FloatArray, *, what: str) -> FloatArray:
    spread = values.std(ddof=1) if len(values) > 1 else 0.0
    if spread == 0:
        msg = f"after these steps all {what} have the same value. Take fewer steps, or use complexity."
        raise MethodError(msg)
    return np.asarray((values - values.mean()) / spread)


def _cautions(*values: FloatArray) -> tuple[Caution, ...]:
    smallest = min(float(np.ptp(each) / each.mean()) for each in values)
    if smallest >= CANCELLED:
        return ()
    message = (
        f"the steps left differences of {smallest:.1e} of the values, so rounding shows in the result. "
        "Read complexity instead."
    )
    return (Caution("cancellation", message),)
