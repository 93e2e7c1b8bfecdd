"""Revealed comparative advantage of regions in activities.

A region has an advantage in an activity when the activity weighs more in the
region than in the whole country. With :math:`x_{ra}` the amount of activity *a*
in region *r*::

    RCA[r, a] = (x[r, a] / x[r, :].sum()) / (x[:, a].sum() / x.sum())

Balassa (1965). With employment as the amount it is the location quotient. Where the
population of the regions is known, the amount per head can take the place of the share::

    RPCA[r, a] = (x[r, a] / population[r]) / (x[:, a].sum() / population.sum())

the revealed per-capita advantage, which a large or rich region reaches in everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.amounts import EXAMPLES, check_amounts, check_cells, check_totals
from chiiki.capability.kernels import by_rows
from chiiki.errors import InputError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["Advantage", "rca", "rpca"]

SPECIALISED_FROM = 1.0
"""RCA at and above which a region counts as specialised (Balassa's cut)."""

TIE = 1e-12
"""Sums of fractional counts miss an exact tie by less than this."""

NEAR = 1e-9
"""A ratio this near the cut could fall on either side with another order of sums."""


@dataclass(frozen=True, slots=True)
class Advantage:
    """What :func:`rca` and :func:`rpca` return. Rows and columns keep the order of the input."""

    rca: FloatArray
    """Ratio without unit, shape (n_regions, n_activities), all values >= 0."""

    has_reference: bool = False
    """True where the country's mix was given and not summed from the regions."""

    per_head: bool = False
    """True where amounts were compared per head and not per amount of the region."""

    @property
    def symmetric(self) -> FloatArray:
        """The ratio as (RCA - 1) / (RCA + 1), from -1 to 1, 0 at the cut (RSCA, Laursen 1998)."""
        return np.asarray((self.rca - 1) / (self.rca + 1))

    @property
    def specialised(self) -> BoolArray:
        """True where the ratio reaches :data:`SPECIALISED_FROM`; same shape."""
        return self.rca >= SPECIALISED_FROM - TIE

    @property
    def n_near_cut(self) -> int:
        """Number of cells within :data:`NEAR` of the cut."""
        return int((np.abs(self.rca - SPECIALISED_FROM) <= NEAR).sum())


def rca(amounts: FloatArray, *, reference: FloatArray | None = None) -> Advantage:
    """Compare each region's mix of activities with the national mix.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit (persons, patents, yen). No missing
        cell: 0 means none, and only the caller can say what an unknown cell
        means.
    reference : array of shape (n_activities,), optional
        The country's amounts >= 0 in the unit of `amounts`. Give them where the
        regions at hand do not sum to the country; without them the country is
        the sum of the regions.

    Returns
    -------
    Advantage
        Ratios in the order of `amounts`. An activity that the reference lacks
        and no region has is refused, like an activity without any amount.

    Raises
    ------
    ShapeError
        If `amounts` has not two dimensions, or `reference` not one value for
        each activity.
    MissingValueError
        If a cell is missing.
    InputError
        If a cell is negative or infinite, a region or activity is empty, or a
        region has an amount where the reference has 0.

    Notes
    -----
    The quotient is computed in the order of the formula, share by share:
    products with reciprocals would turn some exact ones into 0.999….

    References
    ----------
    Balassa, B. (1965). Trade liberalisation and "revealed" comparative
    advantage. The Manchester School 33, 99-123.

    Examples
    --------
    >>> jobs = np.array([[30.0, 10.0], [10.0, 30.0]])
    >>> float(rca(jobs).rca[0, 0])
    1.5
    >>> rca(jobs).specialised.tolist()
    [[True, False], [False, True]]
    >>> country = np.array([80.0, 20.0])
    >>> float(rca(jobs, reference=country).rca[0, 1])
    1.25
    """
    check_amounts(amounts)
    if reference is not None:
        _check_reference(reference, amounts)
    totals = amounts.sum(axis=0) if reference is None else reference
    check_totals(totals, what="activity")
    of_regions, ratios = amounts.sum(axis=1), np.empty(amounts.shape)
    check_totals(of_regions, what="region")
    expected = totals / totals.sum()

    def divide(rows: slice) -> None:
        np.divide(amounts[rows], of_regions[rows, np.newaxis], out=ratios[rows])
        np.divide(ratios[rows], expected, out=ratios[rows])

    by_rows(divide, amounts.shape)
    return Advantage(rca=ratios, has_reference=reference is not None)


def rpca(amounts: FloatArray, *, population: FloatArray) -> Advantage:
    """Compare each region's amount per head with the national amount per head.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit, without missing cells.
    population : array of shape (n_regions,)
        Persons > 0 who live in each region, of the year of `amounts`.

    Returns
    -------
    Advantage
        Ratios in the order of `amounts`, `per_head` true. A region without any
        amount has ratio 0 everywhere.

    Raises
    ------
    ShapeError
        If `amounts` has not two dimensions, or `population` not one value for
        each region.
    MissingValueError
        If a cell or a population is missing.
    InputError
        If a cell is negative or infinite, a population is not above 0, or an
        activity is empty.

    Notes
    -----
    Unlike :func:`rca` the ratios of one region need not average to 1: a region with
    much of everything per head has an advantage in everything. Packages call it RPOP.

    References
    ----------
    Bustos, S., Gomez, C., Hausmann, R. and Hidalgo, C. A. (2012). The dynamics of
    nestedness predicts the evolution of industrial ecosystems. PLoS ONE 7, e49393.

    Examples
    --------
    >>> patents = np.array([[30.0, 10.0], [10.0, 30.0]])
    >>> rpca(patents, population=np.array([100.0, 300.0])).rca.round(6).tolist()
    [[3.0, 1.0], [0.333333, 1.0]]
    """
    check_amounts(amounts)
    if population.shape != amounts.shape[:1]:
        msg = f"population must have one value for each of {amounts.shape[0]} regions, got shape {population.shape}."
        raise ShapeError(msg)
    check_cells(population, name="population")
    check_totals(population, what="region")
    totals = amounts.sum(axis=0)
    check_totals(totals, what="activity")
    ratios = (amounts / population[:, np.newaxis]) / (totals / population.sum())
    return Advantage(rca=ratios, per_head=True)


def _check_reference(reference: FloatArray, amounts: FloatArray) -> None:
    if reference.shape != amounts.shape[1:]:
        msg = f"reference must have one value for each of {amounts.shape[1]} activities, got shape {reference.shape}."
        raise ShapeError(msg)
    check_cells(reference, name="reference")
    if contradicted := np.flatnonzero((reference == 0) & amounts.any(axis=0))[:EXAMPLES].tolist():
        msg = (
            f"reference is 0 at activities {contradicted}, where a region has an amount: "
            "the whole cannot be less than a part. Check that both have the same year and coding."
        )
        raise InputError(msg)
