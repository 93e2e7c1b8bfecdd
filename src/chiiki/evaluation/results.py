"""What every estimator of an effect gives back: estimates by target, with what they stand on.

A :class:`Target` says what an :class:`Estimate` is an average of. ``simple`` weighs treated
cells equally, ``group`` averages cohorts by their size, ``dynamic`` averages event times from 0
on, ``calendar`` averages periods; the rest are their parts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chiiki.arrays import FloatArray
    from chiiki.cautions import Caution
    from chiiki.evaluation.panel import Exclusion

__all__ = [
    "LEVEL",
    "OVERALL",
    "SIMPLE",
    "BasePeriod",
    "Comparison",
    "Effects",
    "Estimate",
    "Estimator",
    "Inference",
    "Interval",
    "Kind",
    "Method",
    "Target",
    "check_level",
]

LEVEL = 0.95
"""Nominal coverage of every interval unless another is asked for."""

Estimator: TypeAlias = Literal["cs", "sa", "bjs", "2s", "etwfe", "dcdh", "lpdid", "twfe", "ppml"]
"""Callaway-Sant'Anna, Sun-Abraham, imputation, two-stage, extended two-way, de Chaisemartin-D'Haultfoeuille,
local projections, two-way fixed effects, Poisson."""

Comparison: TypeAlias = Literal["never", "not-yet"]
"""Who stands for the untreated: units never treated, or all that are not treated yet."""

BasePeriod: TypeAlias = Literal["varying", "universal"]
"""Effects before treatment are measured from the period before, or all from the last untreated one."""

Method: TypeAlias = Literal["dr", "reg", "ipw"]
"""How covariates enter Callaway-Sant'Anna: doubly robust, outcome regression, inverse probability weighting; the
same without covariates."""

Inference: TypeAlias = Literal["randomisation", "neyman", "analytic", "bootstrap", "wild", "jackknife"]
"""Where intervals and p values come from."""

Interval: TypeAlias = tuple[float, float]

Kind: TypeAlias = Literal[
    "simple", "group", "dynamic", "calendar", "event_time", "cohort", "period", "cohort_and_period"
]

OVERALL: tuple[Kind, ...] = ("simple", "group", "dynamic", "calendar")
"""Kinds of which a result has one each."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an estimate is an average of."""

    kind: Kind
    event_time: int | None = None
    """Periods since the first treated one, in the unit of the periods; negative before."""

    cohort: int | None = None
    """First treated period."""

    period: int | None = None


SIMPLE = Target("simple")
"""The average over all treated cells."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One effect, in the unit of the outcome."""

    target: Target
    estimate: float
    n: int
    """Treated units that the estimate averages over."""

    standard_error: float | None = None
    """Analytic, of the estimator itself, wherever the interval comes from; too small with few treated units."""

    interval: Interval | None = None
    """Ends of the interval at the level of the result; None where none was asked for or none is honest."""

    p_value: float | None = None
    """Two-sided, of no effect."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What an estimator found in a panel."""

    estimator: Estimator
    comparison: Comparison
    inference: Inference
    """Where the intervals and p values come from."""

    estimates: tuple[Estimate, ...]
    n_units: int
    n_treated: int
    n_never: int
    n_periods: int
    n_cells: int
    """Observed cells that were used."""

    level: float = LEVEL
    settings: Mapping[str, str] = field(default_factory=dict)
    """The choices that matter, in words: method, base period, covariates, clusters, draws, seed, package."""

    exclusions: tuple[Exclusion, ...] = ()
    cautions: tuple[Caution, ...] = ()
    event_covariance: FloatArray | None = field(default=None, repr=False)
    """Covariance of the estimates by event time in their order; None where the estimator has none."""

    @property
    def overall(self) -> Mapping[Kind, Estimate]:
        """The averages over all treated cells, as far as the estimator defines them."""
        return {estimate.target.kind: estimate for estimate in self.estimates if estimate.target.kind in OVERALL}

    def by(self, kind: Kind) -> tuple[Estimate, ...]:
        """Return the estimates of one kind, in their order.

        Parameters
        ----------
        kind : Kind
            ``event_time``, ``cohort``, ``period`` or ``cohort_and_period``.
        """
        return tuple(estimate for estimate in self.estimates if estimate.target.kind == kind)

    def with_estimates(self, change: Callable[[Estimate], Estimate]) -> Effects:
        """Return the result with every estimate changed.

        Parameters
        ----------
        change : callable
            From an estimate to what stands in its place.
        """
        return replace(self, estimates=tuple(map(change, self.estimates)))


def check_level(level: float) -> None:
    """Refuse a nominal coverage that is none.

    Parameters
    ----------
    level : float
        Nominal coverage of an interval.

    Raises
    ------
    InputError
        If it is not between 0 and 1.
    """
    if not 0.0 < level < 1.0:
        msg = f"level must be between 0 and 1, got {level}; {LEVEL} is usual."
        raise InputError(msg)
