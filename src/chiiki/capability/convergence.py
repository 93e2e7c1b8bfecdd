r"""Whether poorer regions catch up.

Sigma convergence asks whether the regions' amounts per head come closer together: the
standard deviation of their logarithms, year by year. Beta convergence asks whether
regions that began lower grew faster, in a straight line over the regions::

    ln(y_T / y_0) / T = alpha + beta ln(y_0)
    speed  = -ln(1 + beta T) / T         half-life = ln 2 / speed

Beta below 0 is needed for sigma to fall, but not enough: shocks spread regions anew.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from chiiki.capability.inequality import coefficient_of_variation, variance_of_logs
from chiiki.capability.per_head import check_logarithms, person_shares, weighting_of
from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray
    from chiiki.capability.per_head import Weighting

__all__ = ["BetaConvergence", "Errors", "SigmaConvergence", "beta_convergence", "sigma_convergence"]

Errors: TypeAlias = Literal["classical", "HC1", "HC3"]
"""Standard errors: one variance for all regions, or robust to variances that differ."""

LEAST = 3
"""Two regions lie on a line whatever they are; the third leaves one degree of freedom."""

FEW = 10
"""Below this many regions a slope hangs on single ones; the result says so."""


ROUNDING = 1e-12
"""A leverage of exactly 1 is computed to within this."""


@dataclass(frozen=True, slots=True)
class SigmaConvergence:
    """Dispersion by period; falling is convergence."""

    measure: Literal["standard_deviation_of_logs", "coefficient_of_variation"]
    values: FloatArray
    """Dispersion without unit, shape (n_periods,), in the order of the periods."""

    weighting: Weighting
    n_regions: int

    @property
    def change(self) -> float:
        """Last value minus the first; below 0 the regions have come closer."""
        return float(self.values[-1] - self.values[0])


@dataclass(frozen=True, slots=True)
class BetaConvergence:
    """The line of growth on the logarithm of the initial amount."""

    slope: float
    """Beta: yearly log growth per unit of ln(initial); below 0 is convergence."""

    intercept: float
    standard_error: float
    """Of the slope, of the kind in `errors`."""

    r_squared: float
    years: float
    n_regions: int
    errors: Errors
    weighting: Weighting
    cautions: tuple[Caution, ...] = ()

    @property
    def t_value(self) -> float:
        """Slope over its standard error, with n_regions - 2 degrees of freedom; infinite on a perfect line."""
        return self.slope / self.standard_error if self.standard_error > 0 else math.copysign(math.inf, self.slope)

    @property
    def speed(self) -> float | None:
        """Share of the gap closed in a year; below 0 it widens; None if it closed within the span."""
        left = 1.0 + self.slope * self.years
        return -float(np.log(left)) / self.years if left > 0 else None

    @property
    def half_life(self) -> float | None:
        """Years until half of a gap is closed; None where gaps do not close at a steady speed."""
        speed = self.speed
        return float(np.log(2)) / speed if speed is not None and speed > 0 else None


def sigma_convergence(
    per_head: FloatArray,
    *,
    persons: FloatArray | None,
    measure: Literal["standard_deviation_of_logs", "coefficient_of_variation"] = "standard_deviation_of_logs",
) -> SigmaConvergence:
    """Follow the dispersion of amounts per head over the periods.

    Parameters
    ----------
    per_head : array of shape (n_periods, n_regions)
        Amounts per head > 0, one row for each period, the same regions in each.
    persons : array of shape (n_periods, n_regions) or None
        Persons > 0 of the same periods; None counts each region as one.
    measure : {"standard_deviation_of_logs", "coefficient_of_variation"}
        What dispersion is. Both divide by n: the regions are all there are.

    Returns
    -------
    SigmaConvergence
        One value for each period.

    Raises
    ------
    ShapeError
        If `per_head` is not periods by regions, or `persons` differs in shape.
    MissingValueError, InputError, MethodError
        As for :func:`~chiiki.capability.inequality.variance_of_logs`, and if there are
        fewer than two periods.

    Notes
    -----
    In nominal amounts, a change of prices common to all regions changes nothing.

    References
    ----------
    Barro, R. J. and Sala-i-Martin, X. (1992). Convergence. Journal of Political
    Economy 100, 223-251.

    Examples
    --------
    >>> income = np.array([[1.0, 4.0], [2.0, 4.0]])
    >>> result = sigma_convergence(income, persons=None)
    >>> (result.values / np.log(2)).round(6).tolist()  # ln 2, then half of it
    [1.0, 0.5]
    """
    if per_head.ndim != 2 or (persons is not None and persons.shape != per_head.shape):  # noqa: PLR2004 -- a table
        given = None if persons is None else persons.shape
        msg = f"per_head and persons must be periods by regions of one shape, got {per_head.shape} and {given}."
        raise ShapeError(msg)
    if len(per_head) < 2:  # noqa: PLR2004 -- from one to another
        msg = f"convergence needs at least 2 periods, got {len(per_head)}."
        raise MethodError(msg)
    weights = [None] * len(per_head) if persons is None else list(persons)
    values = [_dispersion(row, persons=n, measure=measure) for row, n in zip(per_head, weights, strict=True)]
    return SigmaConvergence(
        measure=measure, values=np.array(values), weighting=weighting_of(persons), n_regions=per_head.shape[1]
    )


def beta_convergence(
    initial: FloatArray,
    final: FloatArray,
    *,
    years: float,
    persons: FloatArray | None = None,
    errors: Errors = "classical",
) -> BetaConvergence:
    """Regress yearly growth on the logarithm of the initial amount (unconditional beta).

    Parameters
    ----------
    initial, final : array of shape (n_regions,)
        Amounts per head > 0 at the start and at the end, the same regions in the same
        order; in one unit, or both in prices common to all regions.
    years : float
        Length of the span in years, > 0.
    persons : array of shape (n_regions,), optional
        Persons > 0 at the start: each region counts by them (weighted least squares).
        Without them each region counts as one.
    errors : {"classical", "HC1", "HC3"}
        Standard error of the slope. HC3 is the careful choice where regions differ in
        size; all three take the regions as independent, which neighbours are not.

    Returns
    -------
    BetaConvergence
        Slope, its error, speed and half-life; below 10 regions with a Caution.

    Raises
    ------
    ShapeError
        If the lists differ in length.
    MissingValueError
        If a cell is missing.
    InputError
        If an amount is 0, negative or infinite, a region has no persons, or `years`
        is not above 0.
    MethodError
        If there are fewer than three regions, all begin with the same amount, or with
        HC3 a single region decides the slope.

    Notes
    -----
    Chance alone makes the slope negative: a region measured too low at the start seems
    to grow. A negative slope does not say that regions will be equal, either.

    References
    ----------
    Barro, R. J. and Sala-i-Martin, X. (1992). Convergence. Journal of Political
    Economy 100, 223-251.
    MacKinnon, J. G. and White, H. (1985). Some heteroskedasticity-consistent
    covariance matrix estimators with improved finite sample properties. Journal of
    Econometrics 29, 305-325.

    Examples
    --------
    >>> start = np.array([1.0, 2.0, 4.0])
    >>> result = beta_convergence(start, np.sqrt(start), years=10)  # every gap is halved
    >>> round(result.slope, 6), round(result.half_life, 6)
    (-0.05, 10.0)
    """
    weights = _check_span(initial, final, years=years, persons=persons)
    x, y = np.log(initial), (np.log(final) - np.log(initial)) / years
    x_centred, y_centred = x - weights @ x, y - weights @ y
    spread = float(weights @ x_centred**2)
    slope = float(weights @ (x_centred * y_centred)) / spread
    residuals = y_centred - slope * x_centred
    variation = float(weights @ y_centred**2)
    return BetaConvergence(
        slope=slope,
        intercept=float(weights @ y) - slope * float(weights @ x),
        standard_error=_standard_error(residuals, x_centred, weights=weights, errors=errors),
        r_squared=1.0 - float(weights @ residuals**2) / variation if variation > 0 else 0.0,
        years=years,
        n_regions=len(initial),
        errors=errors,
        weighting=weighting_of(persons),
        cautions=_few(len(initial)),
    )


def _dispersion(row: FloatArray, *, persons: FloatArray | None, measure: str) -> float:
    if measure == "coefficient_of_variation":
        return coefficient_of_variation(row, persons=persons).value
    return float(np.sqrt(variance_of_logs(row, persons=persons).value))


def _check_span(initial: FloatArray, final: FloatArray, *, years: float, persons: FloatArray | None) -> FloatArray:
    weights = person_shares(initial, persons=persons)
    if final.shape != initial.shape:
        msg = f"initial and final must list the same regions, got {initial.shape} and {final.shape}."
        raise ShapeError(msg)
    person_shares(final, persons=persons)
    check_logarithms(initial)
    check_logarithms(final)
    if not (np.isfinite(years) and years > 0):
        msg = f"years must be a number above 0, got {years}."
        raise InputError(msg)
    if len(initial) < LEAST:
        msg = f"a line over regions needs at least {LEAST} of them, got {len(initial)}."
        raise MethodError(msg)
    if np.ptp(initial) == 0:
        msg = f"all {len(initial)} regions begin with {initial[0]}, so nothing can depend on where they began."
        raise MethodError(msg)
    return weights


def _standard_error(residuals: FloatArray, x: FloatArray, *, weights: FloatArray, errors: Errors) -> float:
    """Error of a weighted slope; `x` is centred and the weights sum to 1."""
    n, spread = len(x), float(weights @ x**2)
    if errors == "classical":
        return float(np.sqrt(weights @ residuals**2 / (n - 2) / spread))
    scores = weights * x * residuals
    if errors == "HC3":
        leverage = weights * (1.0 + x**2 / spread)
        _check_leverage(leverage)
        scores = scores / (1.0 - leverage)
    scale = n / (n - 2) if errors == "HC1" else 1.0
    return float(np.sqrt(scale * (scores @ scores))) / spread


def _check_leverage(leverage: FloatArray) -> None:
    if (leverage >= 1.0 - ROUNDING).any():
        msg = (
            f"the region at position {int(np.argmax(leverage))} alone decides the slope, so HC3 has no value. "
            "Drop it, or use errors='HC1'."
        )
        raise MethodError(msg)


def _few(n_regions: int) -> tuple[Caution, ...]:
    if n_regions >= FEW:
        return ()
    message = f"The line goes through {n_regions} regions only; each of them alone can turn it."
    return (Caution("few-units", message),)
