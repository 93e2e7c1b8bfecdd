"""Whether a region's specialisation could be chance: tail probabilities and intervals.

Counts are chance to a degree: of 300 000 jobs few are one establishment's decision, of
three patents each is. Two questions, two answers::

    P(X >= x[r, a])      X hypergeometric: x[r, :].sum() units drawn without replacement
                         from x.sum(), of which x[:, a].sum() are of the activity
    [low, high]          the middle part of RCA[r, a] over draws of the table in which each
                         cell's number of units n is replaced by a Poisson(n) number

The first asks whether so many units of an activity would fall on a region if location did
not matter. The second asks how far the ratio would move if the same country were observed
again; see :mod:`~chiiki.capability.draws` for how it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.advantage import rca
from chiiki.capability.amounts import EXAMPLES, check_amounts, check_cells, check_totals
from chiiki.capability.draws import Region, country_of, draw_region
from chiiki.capability.tails import hypergeometric_tail
from chiiki.cautions import Caution
from chiiki.errors import InputError, MissingValueError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray, IntArray

__all__ = ["Intervals", "adjust", "hypergeometric", "rca_intervals"]

FEW_UNITS = 10
"""One standard deviation of Poisson(10) is a third of it: below, chance alone moves a ratio by more."""

WHOLE = 2.0**53
"""Up to here a float holds every whole number."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """What :func:`rca_intervals` returns. Rows follow `regions`, columns the activities of the input."""

    rca: FloatArray
    """The ratio itself, shape (n_selected, n_activities)."""

    low: FloatArray
    """Lower end, same shape; 0 where the cell is 0."""

    high: FloatArray
    """Upper end, same shape; infinite where nothing says how large one unit would be."""

    regions: tuple[int, ...]
    """Positions in `amounts` of the rows."""

    level: float
    """Share of the draws between the two ends."""

    n_draws: int
    """How often the table was drawn."""

    method: str
    """``"poisson"`` where each 1 of the amounts is a unit, ``"compound poisson"`` where units were given."""

    cautions: tuple[Caution, ...] = ()
    """``few-units`` where cells rest on fewer than :data:`FEW_UNITS` units or have no upper end."""


def hypergeometric(counts: FloatArray) -> FloatArray:
    """Return how probable a count as high as each cell's is, if location did not matter.

    Parameters
    ----------
    counts : array of shape (n_regions, n_activities)
        Whole numbers >= 0 of units (persons, establishments, patents).

    Returns
    -------
    array of shape (n_regions, n_activities)
        ``P(X >= x)`` from 0 to 1, 1 where the count is 0; order kept. A small value
        says more than chance, a value near 1 may say less.

    Raises
    ------
    ShapeError
        If `counts` has not two dimensions.
    MissingValueError
        If a cell is missing.
    InputError
        If a cell is negative, infinite or no whole number, or a region or activity is empty.

    Notes
    -----
    Each unit is taken to be placed by itself. Jobs come in establishments, so
    probabilities of jobs are far too small: count establishments, or use
    :func:`rca_intervals` with `units`. Many cells are tested at once: see :func:`adjust`.

    References
    ----------
    Tumminello, M., Miccichè, S., Lillo, F., Piilo, J. and Mantegna, R. N. (2011).
    Statistically validated networks in bipartite complex systems. PLoS ONE 6, e17994.

    Examples
    --------
    >>> hypergeometric(np.array([[2.0, 0.0], [0.0, 2.0]])).round(4).tolist()
    [[0.1667, 1.0], [1.0, 0.1667]]
    """
    check_amounts(counts, name="counts")
    _check_whole(counts, name="counts", remedy="use rca_intervals with units")
    of_regions, of_activities = counts.sum(axis=1), counts.sum(axis=0)
    check_totals(of_regions, what="region")
    check_totals(of_activities, what="activity")
    drawn = np.broadcast_to(of_regions[:, np.newaxis], counts.shape)
    marked = np.broadcast_to(of_activities, counts.shape)
    return hypergeometric_tail(counts, total=float(counts.sum()), marked=marked, drawn=drawn)


def adjust(p_values: FloatArray) -> FloatArray:
    """Adjust probabilities for how many were looked at (Benjamini-Hochberg).

    Parameters
    ----------
    p_values : array of any shape
        Probabilities from 0 to 1, all tests that were made. Missing is refused:
        whether a test was made decides the answer.

    Returns
    -------
    array of the same shape
        Keep the cells at or below *q*, and of those kept about the share *q* or
        less is expected to be chance.

    Raises
    ------
    MissingValueError
        If a probability is missing.
    InputError
        If one lies outside 0 to 1.

    Notes
    -----
    Holds for independent tests and for those that depend positively. Cells of one
    table share totals and depend weakly negatively, too; in practice it holds well.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate.
    Journal of the Royal Statistical Society B 57, 289-300.

    Examples
    --------
    >>> adjust(np.array([0.01, 0.04, 0.03, 0.5])).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    if n_missing := int(np.isnan(p_values).sum()):
        msg = f"p_values has {n_missing} missing cells; hand over the tests that were made, and only those."
        raise MissingValueError(msg)
    outside = p_values[(p_values < 0) | (p_values > 1)]
    if outside.size:
        msg = f"p_values must be from 0 to 1, got {outside[0]}."
        raise InputError(msg)
    order = np.argsort(p_values, axis=None)
    raised = p_values.ravel()[order] * (order.size / np.arange(1, order.size + 1))
    adjusted = np.empty(order.size)
    adjusted[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return adjusted.reshape(p_values.shape)


def rca_intervals(  # noqa: PLR0913 -- keywords with one meaning each
    amounts: FloatArray,
    *,
    units: FloatArray | None = None,
    reference: FloatArray | None = None,
    reference_units: FloatArray | None = None,
    regions: Sequence[int] | None = None,
    level: float = 0.95,
    n_draws: int = 2000,
    seed: int | np.random.Generator,
) -> Intervals:
    """Return how far each ratio would move if the same country were observed again.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one unit. Without `units` whole numbers: each 1 is then a unit of
        its own, which suits patents and establishments, not jobs.
    units : array of shape (n_regions, n_activities), optional
        Whole numbers of the units that carry each amount (establishments, firms), above 0
        wherever the amount is.
    reference : array of shape (n_activities,), optional
        The country's amounts, where the regions at hand do not sum to it; they include the
        regions at hand.
    reference_units : array of shape (n_activities,), optional
        The country's units, with `reference` and `units`. Without them the country outside
        the region stands as known, and cells of 0 have no upper end.
    regions : sequence of int, optional
        Positions of the rows wanted, by default all.
    level : float
        Share of the draws inside, above 0 and below 1.
    n_draws : int
        At least 100.
    seed : int or numpy.random.Generator
        Same seed, same result; a row is the same whichever other rows are wanted.

    Returns
    -------
    Intervals
        Ends of each wanted row, columns in the order of `amounts`.

    Raises
    ------
    ShapeError
        If an array has another shape than stated.
    MissingValueError
        If a cell is missing.
    InputError
        If amounts or units cannot be used, the country has less than a region, or `level`
        or `n_draws` is outside its limits.

    Notes
    -----
    A cell is *n* units of the mean amount ``x/n`` and is drawn as ``x/n · Poisson(n)``; the
    totals of region and country move with it. Real units differ in size, so with `units` the
    interval is a lower bound of the doubt. A cell of 0 has no draws that differ: its lower end
    is 0 and its upper end that of the exact Poisson interval, ``-ln((1 - level)/2)`` units
    (3.69 at 95 %; the "rule of three" is its one-sided form), of the activity's mean size in
    the country. Full counts have no sampling error: the interval then speaks of the process
    that gave rise to the count. Memory is about ``24 · n_activities · n_draws`` bytes.

    References
    ----------
    Hanley, J. A. and MacGibbon, B. (2006). Creating non-parametric bootstrap samples using
    Poisson frequencies. Computer Methods and Programs in Biomedicine 83, 57-62.

    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.

    Examples
    --------
    >>> patents = np.array([[4.0, 96.0], [40.0, 960.0]])
    >>> found = rca_intervals(patents, seed=1)
    >>> float(found.rca[0, 0]), found.low[0].round(1).tolist(), found.high[0].round(1).tolist()
    (1.0, [0.2, 1.0], [2.0, 1.0])
    """
    _check_draws(level, n_draws)
    ratios = rca(amounts, reference=reference).rca
    _check_units(amounts, units, reference, reference_units)
    wanted = _positions(regions, len(amounts))
    country = country_of(amounts, units=units, reference=reference, reference_units=reference_units)
    base = np.random.default_rng(seed).integers(2**62)
    shocks = np.random.default_rng(base).standard_normal((amounts.shape[1], n_draws))
    low, high = np.empty((2, len(wanted), amounts.shape[1]))
    carried = amounts if units is None else units
    for row, position in enumerate(wanted.tolist()):
        region = Region(amounts=amounts[position], units=carried[position])
        rng = np.random.default_rng([int(base), position])
        low[row], high[row] = draw_region(region, country, shocks=shocks, level=level, rng=rng)
    return Intervals(
        rca=ratios[wanted],
        low=low,
        high=high,
        regions=tuple(wanted.tolist()),
        level=level,
        n_draws=n_draws,
        method="poisson" if units is None else "compound poisson",
        cautions=_cautions(amounts[wanted], carried[wanted], high),
    )


def _check_whole(counts: FloatArray, *, name: str, remedy: str) -> None:
    broken = np.argwhere((counts != np.floor(counts)) | (counts > WHOLE))
    if broken.size:
        where = broken[0].tolist()
        msg = (
            f"{name} must be whole numbers of units, got {counts[tuple(where)]} at {where} ({len(broken)} such cells); "
            f"what is not counted in units has no such chance: {remedy}."
        )
        raise InputError(msg)


def _check_draws(level: float, n_draws: int) -> None:
    if not 0 < level < 1:
        msg = f"level must be above 0 and below 1, got {level}."
        raise InputError(msg)
    if n_draws < 100:  # noqa: PLR2004 -- the ends of an interval are quantiles far out
        msg = f"n_draws must be at least 100, got {n_draws}; the default is 2000."
        raise InputError(msg)


def _check_units(
    amounts: FloatArray,
    units: FloatArray | None,
    reference: FloatArray | None,
    reference_units: FloatArray | None,
) -> None:
    if units is None:
        _check_whole(amounts, name="amounts", remedy="give the units that carry them")
    else:
        _check_carried(amounts, units)
    if reference is not None:
        _check_parts(amounts, reference, name="reference")
    if reference_units is not None:
        if reference is None or units is None:
            msg = "reference_units belongs to units and reference: give all three, or leave it out."
            raise InputError(msg)
        _check_shape(reference_units, reference.shape, name="reference_units")
        check_cells(reference_units, name="reference_units")
        _check_parts(units, reference_units, name="reference_units")


def _check_carried(amounts: FloatArray, units: FloatArray) -> None:
    _check_shape(units, amounts.shape, name="units")
    check_cells(units, name="units")
    _check_whole(units, name="units", remedy="give whole numbers of units")
    if (lacking := np.argwhere((amounts > 0) & (units == 0))).size:
        msg = f"units is 0 where amounts is above 0, at {lacking[:EXAMPLES].tolist()}; something must carry an amount."
        raise InputError(msg)


def _check_shape(values: FloatArray, shape: tuple[int, ...], *, name: str) -> None:
    if values.shape != shape:
        msg = f"{name} must have the shape {shape}, got {values.shape}."
        raise ShapeError(msg)


def _check_parts(parts: FloatArray, whole: FloatArray, *, name: str) -> None:
    if larger := np.flatnonzero(parts.sum(axis=0) > whole * (1 + 1e-12))[:EXAMPLES].tolist():  # sums of decimals
        msg = (
            f"{name} is less than the regions together at activities {larger}: the whole cannot be less than "
            "its parts. Check that both have the same year and coding."
        )
        raise InputError(msg)


def _positions(regions: Sequence[int] | None, n_regions: int) -> IntArray:
    wanted = np.arange(n_regions) if regions is None else np.asarray(regions, dtype=np.intp)
    if wanted.ndim != 1 or wanted.size == 0 or wanted.min() < 0 or wanted.max() >= n_regions:
        msg = f"regions must be positions from 0 to {n_regions - 1}, at least one, got {wanted.tolist()}."
        raise InputError(msg)
    return wanted


def _cautions(amounts: FloatArray, units: FloatArray, high: FloatArray) -> tuple[Caution, ...]:
    few = int(((amounts > 0) & (units < FEW_UNITS)).sum())
    endless = int(np.isinf(high).sum())
    messages = []
    if few:
        messages.append(
            f"{few} of {amounts.size} cells rest on fewer than {FEW_UNITS} units: "
            "chance alone moves such a ratio by a third and more."
        )
    if endless:
        messages.append(
            f"{endless} cells of 0 have no upper end: no unit of the activity is known, so its size is not either."
        )
    return tuple(Caution(code="few-units", message=message) for message in messages)
