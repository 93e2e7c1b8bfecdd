r"""Who gained: regions that were strong at the start, or weak ones.

The slope of effects on the logarithm of what regions had at the start is above 0 where strong
regions gained more. Terciles show the same without a line. Convergence with and without the
programmes compares dispersion (sigma) and the slope of growth on the start (beta)::

    sigma                    sqrt(sum(s * (ln y - sum(s * ln y))**2))
    ln(y_1 / y_0) / years = alpha + beta ln(y_0)      with y_1, then with y_1(0) in its place
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError
from chiiki.evaluation.balance.draws import intervals_from_draws
from chiiki.evaluation.balance.indices import check_amounts, variance_of_logs
from chiiki.evaluation.results import LEVEL

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.balance.explained import Observed
    from chiiki.evaluation.results import Interval

__all__ = ["Convergence", "Gains", "Tercile", "convergence", "who_gained"]

LEAST = 3
"""Two regions lie on a line whatever they are, and three make terciles."""


@dataclass(frozen=True, slots=True)
class Tercile:
    """A third of the regions, by what they had at the start."""

    n_regions: int
    n_affected: int
    """Regions with an effect other than 0."""

    mean_initial: float
    """Of its regions, in the unit of the amounts per head."""

    mean_effect: float
    """Over all its regions, 0 where there was no effect."""


@dataclass(frozen=True, slots=True)
class Gains:
    """Whether effects went to regions that were strong or weak at the start."""

    slope: float
    """Effect per unit of ln(initial), over all regions; below 0 weak regions gained more."""

    slope_among_affected: float | None
    """The same over regions with an effect; None below three of them, or if they began alike."""

    terciles: tuple[Tercile, Tercile, Tercile]
    """From the weakest third to the strongest."""

    slope_interval: Interval | None = None
    """Of `slope`; None where no draws were given."""


@dataclass(frozen=True, slots=True)
class Convergence:
    """Dispersion and catching up, with and without the effects."""

    sigma_start: float
    sigma_end: float
    sigma_without: float
    """At the end, without the effects."""

    beta: float
    """Yearly log growth per unit of ln(initial), as observed; below 0 is convergence."""

    beta_without: float


def who_gained(
    initial: FloatArray, effect: FloatArray, *, draws: FloatArray | None = None, level: float = LEVEL
) -> Gains:
    """Compare effects on regions that were strong and weak at the start.

    Parameters
    ----------
    initial : array of shape (n_regions,)
        Amounts per head > 0 before the programmes.
    effect : array of shape (n_regions,)
        Effect of all programmes on each region; 0 where there was none.
    draws : array of shape (n_draws, n_regions), optional
        Re-estimated effects, for an interval.
    level : float
        Nominal coverage of the interval.

    Returns
    -------
    Gains
        Slopes and terciles; each region counts as one, ties stand in the order given.

    Raises
    ------
    ShapeError
        If `effect` does not list the regions of `initial`.
    MissingValueError
        If an effect is missing.
    InputError, MethodError
        If an amount is not above 0, there are fewer than three regions, or all began alike.

    Notes
    -----
    It describes who gained, not why: programmes that chose strong regions, and programmes that
    work better in them, look the same.

    Examples
    --------
    >>> found = who_gained(np.exp([0.0, 1.0, 2.0]), np.array([0.4, 0.2, 0.0]))
    >>> round(found.slope, 12), [round(third.mean_effect, 12) for third in found.terciles]
    (-0.2, [0.4, 0.2, 0.0])
    """
    _check(initial, effect)
    order = np.argsort(initial, kind="stable")
    weak, middle, strong = (_tercile(rows, initial, effect) for rows in np.array_split(order, 3))
    affected = effect != 0
    has_slope = int(affected.sum()) >= LEAST and np.ptp(initial[affected]) > 0
    slope = _slope(np.log(initial), effect)
    interval = None
    if draws is not None:
        drawn = _slope(np.log(initial), draws)
        (interval,) = intervals_from_draws(np.array([slope]), draws=drawn[:, None], bias=None, level=level)
    return Gains(
        slope=float(slope),
        slope_among_affected=float(_slope(np.log(initial[affected]), effect[affected])) if has_slope else None,
        terciles=(weak, middle, strong),
        slope_interval=interval,
    )


def convergence(start: Observed, end: Observed, *, without: FloatArray, years: float) -> Convergence:
    """Compare convergence as observed with what it would have been without the effects.

    Parameters
    ----------
    start, end : Observed
        Amounts per head > 0 of the same regions, with persons or without.
    without : array of shape (n_regions,)
        Amounts per head > 0 at the end without the effects, as from
        :func:`~chiiki.evaluation.balance.counterfactual.without_effect`.
    years : float
        From start to end, > 0.

    Returns
    -------
    Convergence
        Sigma weighs regions by the persons of the year where they are given, beta counts each
        region as one.

    Raises
    ------
    ShapeError
        If the arrays differ in length.
    InputError, MissingValueError, MethodError
        If an amount is not above 0 or missing, `years` is not above 0, there are fewer than
        three regions, or all began alike.

    References
    ----------
    Barro, R. J. and Sala-i-Martin, X. (1992). Convergence. Journal of Political Economy 100, 223-251.

    Examples
    --------
    >>> from chiiki.evaluation.balance.explained import Observed
    >>> before = np.exp([0.0, 1.0, 2.0])
    >>> found = convergence(Observed(before, None), Observed(np.sqrt(before), None), without=before, years=10)
    >>> round(found.beta, 12), round(found.beta_without, 12), round(found.sigma_end / found.sigma_start, 12)
    (-0.05, 0.0, 0.5)
    """
    for cells in (end.per_head, without):
        _check(start.per_head, cells)
        check_amounts(cells, positive=True)
    if not (np.isfinite(years) and years > 0):
        msg = f"years must be above 0, got {years}."
        raise InputError(msg)
    logs = np.log(start.per_head)
    return Convergence(
        sigma_start=_sigma(start.per_head, start.persons),
        sigma_end=_sigma(end.per_head, end.persons),
        sigma_without=_sigma(without, end.persons),
        beta=float(_slope(logs, np.log(end.per_head) - logs)) / years,
        beta_without=float(_slope(logs, np.log(without) - logs)) / years,
    )


def _check(initial: FloatArray, effect: FloatArray) -> None:
    if initial.ndim != 1 or initial.shape != effect.shape:
        msg = f"initial amounts and effects must list the same regions, got {initial.shape} and {effect.shape}."
        raise ShapeError(msg)
    if np.isnan(effect).any():
        msg = f"no effect at position {int(np.argmax(np.isnan(effect)))}. Write 0 where a region was not treated."
        raise MissingValueError(msg)
    check_amounts(initial, positive=True)
    if len(initial) < LEAST or np.ptp(initial) == 0:
        msg = f"strong and weak need at least {LEAST} regions that began apart, got {len(initial)}."
        raise MethodError(msg)


def _tercile(rows: IntArray, initial: FloatArray, effect: FloatArray) -> Tercile:
    return Tercile(
        n_regions=len(rows),
        n_affected=int(np.count_nonzero(effect[rows])),
        mean_initial=float(initial[rows].mean()),
        mean_effect=float(effect[rows].mean()),
    )


def _slope(x: FloatArray, y: FloatArray) -> FloatArray:
    """Return the slope of the last axis of `y` on `x`."""
    centred = x - x.mean()
    found: FloatArray = y @ centred / (centred @ centred)
    return found


def _sigma(per_head: FloatArray, persons: FloatArray | None) -> float:
    return float(np.sqrt(variance_of_logs(per_head, persons=persons)))
