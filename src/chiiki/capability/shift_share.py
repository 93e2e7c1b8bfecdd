r"""Why a region's jobs changed: the country, its mix of activities, or the region itself.

With :math:`x_{ra}` the amount at the start, :math:`g_{ra}`, :math:`g_a` and :math:`g` the
growth of the activity in the region, of the activity in the country and of the country::

    change   = national  + industry mix     + regional
    x1 - x0  = x0 g      + x0 (g_a - g)     + x0 (g_ra - g_a)

Dunn (1960). The regional part mixes with the mix, since a region has more to win in
what it is large in. Esteban-Marquillas (1972) replaces :math:`x_{ra}` there by the
homothetic amount :math:`x^*_{ra} = x_r x_a / x` of a region with the country's mix, and shows
the rest as allocation::

    regional = x* (g_ra - g_a)      allocation = (x0 - x*) (g_ra - g_a)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability.amounts import EXAMPLES, check_amounts, check_cells, check_totals
from chiiki.errors import InputError, MethodError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray

__all__ = ["ShiftShare", "shift_share"]


@dataclass(frozen=True, slots=True)
class ShiftShare:
    """Parts of the change of each cell; rows, or regions, keep the order of the input.

    All tables have shape (n_regions, n_activities) and the unit of the amounts; after
    :meth:`by_region` shape (n_regions,).
    """

    change: FloatArray
    """Second period minus first; the sum of the parts."""

    national: FloatArray
    """What growth at the country's overall rate would have brought."""

    industry_mix: FloatArray
    """What came of the activities growing faster or slower than the country."""

    regional: FloatArray
    """What came of the region growing faster or slower than the activity elsewhere."""

    allocation: FloatArray | None
    """Being specialised where it grows faster; None unless by Esteban-Marquillas."""

    form: Literal["dunn", "esteban-marquillas"]
    has_reference: bool = False
    """True where the country's amounts were given and not summed from the regions."""

    def by_region(self) -> ShiftShare:
        """Sum the parts over activities.

        Returns
        -------
        ShiftShare
            The same parts, one value for each region.

        Examples
        --------
        >>> first, second = np.array([[10.0, 30.0]]), np.array([[20.0, 28.0]])
        >>> shift_share(first, second).by_region().change.tolist()
        [8.0]
        """
        return ShiftShare(
            change=self.change.sum(axis=1),
            national=self.national.sum(axis=1),
            industry_mix=self.industry_mix.sum(axis=1),
            regional=self.regional.sum(axis=1),
            allocation=None if self.allocation is None else self.allocation.sum(axis=1),
            form=self.form,
            has_reference=self.has_reference,
        )


def shift_share(
    first: FloatArray,
    second: FloatArray,
    *,
    reference: tuple[FloatArray, FloatArray] | None = None,
    form: Literal["dunn", "esteban-marquillas"] = "dunn",
) -> ShiftShare:
    """Split the change of every cell into national, industry-mix and regional parts.

    Parameters
    ----------
    first, second : array of shape (n_regions, n_activities)
        Amounts >= 0 of two periods in one common unit, no missing cell; the same
        regions and activities in the same order, **coded by one classification**.
    reference : pair of arrays of shape (n_activities,), optional
        The country's amounts of the two periods, where the regions at hand do not sum
        to the country.
    form : {"dunn", "esteban-marquillas"}
        With the second, the regional part is split into a homothetic one and
        `allocation`.

    Returns
    -------
    ShiftShare
        Parts by cell that sum to the change; :meth:`ShiftShare.by_region` adds them up.

    Raises
    ------
    ShapeError
        If the tables, or the references, differ in shape.
    MissingValueError
        If a cell is missing.
    InputError
        If a cell is negative or infinite, or an activity had no amount in the country
        in the first period.
    MethodError
        By Esteban-Marquillas, if an activity began in a region from 0, so that it has
        no growth there.

    Notes
    -----
    It is bookkeeping, not a cause: a firm that moved in and a policy that worked stand in
    the same regional part. Two vintages of a classification read as growth and decline;
    convert them first. A cell that is 0 in both periods has no part in anything.

    References
    ----------
    Dunn, E. S. (1960). A statistical and analytical technique for regional analysis.
    Papers of the Regional Science Association 6, 97-112.
    Esteban-Marquillas, J. M. (1972). A reinterpretation of shift-share analysis.
    Regional and Urban Economics 2, 249-261.

    Examples
    --------
    >>> first, second = np.array([[10.0, 30.0], [30.0, 30.0]]), np.array([[20.0, 28.0], [36.0, 36.0]])
    >>> parts = shift_share(first, second)  # the country grows by 20 %, its activities by 40 and 6.67 %
    >>> parts.national[0].tolist(), parts.industry_mix[0].round(6).tolist(), parts.regional[0].round(6).tolist()
    ([2.0, 6.0], [2.0, -4.0], [6.0, -4.0])
    """
    before, after = _country(first, second, reference)
    national = first * ((after.sum() - before.sum()) / before.sum())
    expected = first * ((after - before) / before)
    excess = (second - first) - expected
    homothetic = first.sum(axis=1, keepdims=True) * (before / before.sum())
    allocation = _allocation(excess, first, homothetic=homothetic) if form == "esteban-marquillas" else None
    return ShiftShare(
        change=second - first,
        national=national,
        industry_mix=expected - national,
        regional=excess if allocation is None else excess - allocation,
        allocation=allocation,
        form=form,
        has_reference=reference is not None,
    )


def _country(
    first: FloatArray, second: FloatArray, reference: tuple[FloatArray, FloatArray] | None
) -> tuple[FloatArray, FloatArray]:
    check_amounts(first, name="first")
    check_amounts(second, name="second")
    if first.shape != second.shape:
        msg = f"both periods must have the same regions and activities, got shapes {first.shape} and {second.shape}."
        raise ShapeError(msg)
    before, after = reference if reference is not None else (first.sum(axis=0), second.sum(axis=0))
    for name, totals in (("first", before), ("second", after)):
        if totals.shape != first.shape[1:]:
            msg = (
                f"the {name} reference must have one value for each of {first.shape[1]} activities, "
                f"got shape {totals.shape}."
            )
            raise ShapeError(msg)
        check_cells(totals, name=f"the {name} reference")
    if new := np.flatnonzero((before == 0) & (after > 0))[:EXAMPLES].tolist():
        msg = (
            f"activities {new} begin from 0 in the whole country: growth has no rate there. Often the two "
            "periods are coded by different vintages of a classification; convert one, or merge or drop them."
        )
        raise InputError(msg)
    check_totals(before, what="activity")
    return before, after


def _allocation(excess: FloatArray, first: FloatArray, *, homothetic: FloatArray) -> FloatArray:
    """Excess growth of what the region has beyond the country's mix."""
    begun = (first == 0) & (excess > 0)
    if begun.any():
        regions, activities = (np.flatnonzero(begun.any(axis=axis))[:EXAMPLES].tolist() for axis in (1, 0))
        msg = (
            f"activities {activities} begin from 0 in regions {regions}: they have no growth there, which the "
            "homothetic part needs. Merge activities, or use form='dunn'."
        )
        raise MethodError(msg)
    ratio = np.divide(homothetic, first, out=np.zeros_like(first), where=first > 0)
    return np.asarray(excess * (1.0 - ratio))
