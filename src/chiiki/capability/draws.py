"""Draws of one region's table against its country: the Poisson bootstrap of a ratio.

A cell of *n* units and amount *x* is drawn as ``x/n · Poisson(n)``: mean *x*, variance
``x²/n``. The country outside the region is a sum of such cells; it is drawn with the mean
and the variance of that sum. So the draw of one region needs the country's two vectors,
not the country's table, and no region waits for the others.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from chiiki.arrays import FloatArray

__all__ = ["Country", "Region", "country_of", "draw_poisson", "draw_region"]

NORMAL_FROM = 100.0
"""Mean from which a Poisson number is drawn from its Cornish-Fisher expansion: its distribution
then misses the exact one by less than 1e-4 (tested), the chance of 2,000 draws is 1e-2."""

N_QUANTILES = 2**16
"""Whole means below are drawn from a table of this many quantiles, each as likely."""


@dataclass(frozen=True, slots=True)
class Region:
    """One region's cells."""

    amounts: FloatArray
    """Shape (n_activities,)."""

    units: FloatArray
    """Same shape: what carries each amount."""


@dataclass(frozen=True, slots=True)
class Country:
    """Totals of the country by activity, the region included."""

    amounts: FloatArray
    """Shape (n_activities,)."""

    units: FloatArray | None
    """Same shape: what carries them; without it the country outside the region stands as known."""

    variances: FloatArray | None = None
    """Same shape: over draws of a sum of regions; without it the total is units of one size."""


def country_of(
    amounts: FloatArray,
    *,
    units: FloatArray | None,
    reference: FloatArray | None,
    reference_units: FloatArray | None,
) -> Country:
    """Sum a table, or take the country as given.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0, checked.
    units : array of shape (n_regions, n_activities), optional
        What carries them; without it each 1 of the amounts is a unit.
    reference, reference_units : arrays of shape (n_activities,), optional
        The country's amounts and units.

    Returns
    -------
    Country

    Examples
    --------
    >>> jobs, offices = np.array([[6.0], [4.0]]), np.array([[2.0], [4.0]])
    >>> country = country_of(jobs, units=offices, reference=None, reference_units=None)
    >>> country.amounts.tolist(), country.variances.tolist()
    ([10.0], [22.0])
    """
    if reference is not None:
        return Country(amounts=reference, units=reference if units is None else reference_units)
    totals = amounts.sum(axis=0)
    if units is None:
        return Country(amounts=totals, units=totals)
    variances = _over(amounts**2, units).sum(axis=0)
    return Country(amounts=totals, units=units.sum(axis=0), variances=variances)


def draw_region(
    region: Region, country: Country, *, shocks: FloatArray, level: float, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Return the middle part of the ratio of each activity over draws of region and country.

    Parameters
    ----------
    region : Region
        Cells of the region.
    country : Country
        Totals of the country, the region included.
    shocks : array of shape (n_activities, n_draws)
        Standard normal numbers for the country outside the region; regions may share them.
    level : float
        Share of the draws inside, above 0 and below 1.
    rng : numpy.random.Generator
        For the region's own cells.

    Returns
    -------
    tuple of two arrays of shape (n_activities,)
        Lower and upper ends.

    Notes
    -----
    A draw in which the region, or the activity in the country, has nothing counts as 0.

    Examples
    --------
    >>> region = Region(amounts=np.array([50.0, 50.0]), units=np.array([50.0, 50.0]))
    >>> country = Country(amounts=np.array([500.0, 500.0]), units=np.array([500.0, 500.0]))
    >>> rng = np.random.default_rng(1)
    >>> low, high = draw_region(region, country, shocks=rng.standard_normal((2, 1000)), level=0.95, rng=rng)
    >>> low.round(1).tolist(), high.round(1).tolist()
    ([0.8, 0.8], [1.2, 1.2])
    """
    own = draw_poisson(region.units, n_draws=shocks.shape[1], rng=rng)
    own *= _over(region.amounts, region.units)[:, np.newaxis]
    whole = _draw_rest(region, country, shocks=shocks, rng=rng)
    whole += own
    totals = own.sum(axis=0)
    factors = _over(whole.sum(axis=0), totals)
    np.divide(own, whole, out=own, where=whole > 0)  # own is 0 where whole is
    own *= factors
    own.sort(axis=1)
    low, high = _quantile(own, (1 - level) / 2), _quantile(own, (1 + level) / 2)
    empty = region.amounts == 0
    return low, np.where(empty, _highest_of_none(region, country, level=level), high)


def draw_poisson(means: FloatArray, *, n_draws: int, rng: np.random.Generator) -> FloatArray:
    """Draw Poisson numbers, from the normal expansion where the mean is large.

    Parameters
    ----------
    means : array of shape (n,)
        Means >= 0.
    n_draws : int
        Number of draws of each.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    array of shape (n, n_draws)
        Whole numbers.

    References
    ----------
    Cornish, E. A. and Fisher, R. A. (1938). Moments and cumulants in the
    specification of distributions. Revue de l'Institut International de
    Statistique 5, 307-320.

    Examples
    --------
    >>> draw_poisson(np.array([0.0, 1e6]), n_draws=2, rng=np.random.default_rng(1)).round(-4).tolist()
    [[0.0, 0.0], [1000000.0, 1000000.0]]
    """
    drawn = np.empty((means.size, n_draws))
    whole = np.rint(means)
    is_large = means >= NORMAL_FROM
    is_listed = (means == whole) & ~is_large
    chosen = rng.integers(0, N_QUANTILES, (int(is_listed.sum()), n_draws), dtype=np.uint16)
    drawn[is_listed] = _quantiles()[whole[is_listed].astype(np.intp)[:, np.newaxis], chosen]
    few = means[~is_large & ~is_listed]
    drawn[~is_large & ~is_listed] = rng.poisson(few[:, np.newaxis], (few.size, n_draws))
    drawn[is_large] = _draw_large(means[is_large], n_draws=n_draws, rng=rng)
    return drawn


def _draw_large(means: FloatArray, *, n_draws: int, rng: np.random.Generator) -> FloatArray:
    """Return normal numbers moved by the skewness and kurtosis of Poisson numbers, rounded."""
    z = rng.standard_normal((means.size, n_draws))
    deviation = np.sqrt(means)[:, np.newaxis]
    moved = z / (-72 * deviation)
    moved += 1 / 6
    moved *= z
    moved += deviation + 1 / (72 * deviation)
    moved *= z
    moved += means[:, np.newaxis] - 1 / 6
    return np.asarray(np.rint(moved, out=moved))


@functools.cache
def _quantiles() -> npt.NDArray[np.uint8]:
    """Quantiles of Poisson numbers with whole means below :data:`NORMAL_FROM`, a row each."""
    numbers = np.arange(256)
    logs = np.array([math.lgamma(number + 1) for number in numbers.tolist()])
    table = np.zeros((int(NORMAL_FROM), N_QUANTILES), dtype=np.uint8)
    for mean in range(1, len(table)):
        below = np.exp(numbers * math.log(mean) - mean - logs).cumsum()
        n_below = np.floor(below * N_QUANTILES + 0.5).astype(np.intp)
        table[mean] = np.repeat(numbers, np.diff(n_below, prepend=0))
    return table


def _draw_rest(region: Region, country: Country, *, shocks: FloatArray, rng: np.random.Generator) -> FloatArray:
    mean, variance = _rest(region, country)
    units = _over(mean**2, variance)
    skew = (_over(variance, mean) / 6)[:, np.newaxis]
    rest = shocks * skew
    rest += np.sqrt(variance)[:, np.newaxis]
    rest *= shocks
    rest += mean[:, np.newaxis] - skew
    few = (units > 0) & (units < NORMAL_FROM)
    drawn = rng.poisson(units[few][:, np.newaxis], (int(few.sum()), shocks.shape[1]))
    rest[few] = drawn * _over(mean, units)[few][:, np.newaxis]
    return rest


def _rest(region: Region, country: Country) -> tuple[FloatArray, FloatArray]:
    """Mean and variance of the country outside the region."""
    mean = np.maximum(country.amounts - region.amounts, 0.0)
    if country.units is None:
        return mean, np.zeros(mean.size)
    if country.variances is None:
        return mean, _over(mean**2, country.units - region.units)
    variance = country.variances - _over(region.amounts**2, region.units)
    return mean, np.where(mean > 0, np.maximum(variance, 0.0), 0.0)


def _highest_of_none(region: Region, country: Country, *, level: float) -> FloatArray:
    """Upper end of a cell of 0: as if it had the highest mean under which 0 units are still seen."""
    if country.units is None:
        return np.full(country.amounts.size, np.inf)
    size = np.divide(country.amounts, country.units, out=np.full(country.units.size, np.inf), where=country.units > 0)
    highest = -math.log((1 - level) / 2) * size
    known = np.where(np.isinf(highest), 1.0, highest)
    share = known / (region.amounts.sum() + known)
    of_country = (country.amounts + known) / (country.amounts.sum() + known)
    return np.where(np.isinf(highest), np.inf, share / of_country)


def _quantile(ordered: FloatArray, share: float) -> FloatArray:
    """Quantile of sorted rows, interpolated between neighbours."""
    position = share * (ordered.shape[1] - 1)
    before = math.floor(position)
    after = min(before + 1, ordered.shape[1] - 1)
    low, high = ordered[:, before], ordered[:, after]
    return np.asarray(low + (position - before) * (high - low))


def _over(above: FloatArray, below: FloatArray) -> FloatArray:
    """Quotient, 0 where there is nothing below."""
    return np.asarray(np.divide(above, below, out=np.zeros(np.shape(below)), where=below > 0))
