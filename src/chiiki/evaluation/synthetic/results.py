"""What a synthetic comparison gives back: the gap to the mixture, and how it looks where nothing happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.cautions import Caution
    from chiiki.evaluation.results import Interval

__all__ = [
    "METHODS",
    "EventGap",
    "Fits",
    "InTimePlacebo",
    "LeftOutDonor",
    "Placebo",
    "PlaceboKind",
    "Staggered",
    "SyntheticControl",
    "SyntheticMethod",
    "SyntheticUnit",
    "root_mean_square",
]

SyntheticMethod: TypeAlias = Literal["sc", "asc", "sdid", "mc"]
"""Synthetic control, augmented by a ridge, synthetic difference in differences, matrix completion."""

METHODS: tuple[SyntheticMethod, ...] = get_args(SyntheticMethod)

PlaceboKind: TypeAlias = Literal["space", "time", "donors"]
"""Treatment moved to each donor, to an earlier date, or estimated without each donor with weight."""


@dataclass(frozen=True, slots=True)
class Fits:
    """Synthetic paths of many targets from one pool of donors; one row for each target."""

    gaps: FloatArray
    """Target minus synthetic path, shape (n_targets, n_periods), in the unit of the outcome."""

    weights: FloatArray | None
    """Shape (n_targets, n_donors), each row sums to 1; None where the method has none."""

    time_weights: FloatArray | None = None
    """Shape (n_targets, n_pre): pre-periods that synthetic difference in differences compares with."""

    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placebo:
    """What the method finds for a donor, where nothing happened."""

    unit: str
    att: float
    rmspe_pre: float
    rmspe_post: float
    gaps: FloatArray = field(repr=False)
    """Shape (n_periods,)."""

    @property
    def ratio(self) -> float:
        """Root mean squared gap after over before; infinite where the fit before is perfect."""
        return self.rmspe_post / self.rmspe_pre if self.rmspe_pre > 0 else np.inf


@dataclass(frozen=True, slots=True)
class InTimePlacebo:
    """The treated unit, with treatment moved to a date before it began."""

    first_treated: int
    """Period to which treatment was moved."""

    att: float
    """Mean gap from there to the last period before real treatment; near 0 if the method is right."""

    rmspe_pre: float
    rmspe_post: float


@dataclass(frozen=True, slots=True)
class LeftOutDonor:
    """The estimate without one donor that has weight."""

    unit: str
    att: float
    rmspe_pre: float


@dataclass(frozen=True, slots=True)
class SyntheticControl:
    """One treated unit beside its synthetic one."""

    method: SyntheticMethod
    treated: str
    first_treated: int
    donors: tuple[str, ...]
    periods: IntArray
    observed: FloatArray
    """Outcomes of the treated unit, shape (n_periods,)."""

    gaps: FloatArray
    """Observed minus synthetic, shape (n_periods,), in the unit of the outcome."""

    weights: Mapping[str, float]
    """Share of each donor that is not 0; empty for matrix completion."""

    att: float
    """Mean gap from the first treated period on."""

    rmspe_pre: float
    rmspe_post: float
    placebos: tuple[Placebo, ...] = ()
    """One for each donor; empty where none were asked for."""

    in_time: InTimePlacebo | None = None
    left_out: tuple[LeftOutDonor, ...] = ()
    """One for each donor with weight; empty where none were asked for."""

    predictor_weights: Mapping[str, float] = field(default_factory=dict)
    """Weight V of each predictor, sum 1; empty without predictors."""

    predictor_means: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Of each predictor: the treated unit, the synthetic one."""

    time_weights: Mapping[int, float] = field(default_factory=dict)
    standard_error: float | None = None
    """From the placebos, for synthetic difference in differences; None for the others."""

    interval: Interval | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    cautions: tuple[Caution, ...] = ()

    @property
    def ratio(self) -> float:
        """Root mean squared gap after over before; infinite where the fit before is perfect."""
        return self.rmspe_post / self.rmspe_pre if self.rmspe_pre > 0 else np.inf

    @property
    def ratio_rank(self) -> int | None:
        """Place of the treated unit by ratio among it and all donors, 1 the largest; None without placebos."""
        return 1 + sum(one.ratio >= self.ratio for one in self.placebos) if self.placebos else None

    @property
    def effect_rank(self) -> int | None:
        """Place by the size of the effect, without regard to fit; None without placebos."""
        return 1 + sum(abs(one.att) >= abs(self.att) for one in self.placebos) if self.placebos else None

    @property
    def p_value(self) -> float | None:
        """Rank by ratio over the number ranked: how often chance alone would put a unit this high."""
        return None if self.ratio_rank is None else self.ratio_rank / (1 + len(self.placebos))


@dataclass(frozen=True, slots=True)
class EventGap:
    """Mean gap at one distance from the first treated period."""

    event_time: int
    gap: float
    n: int
    """Treated units with an outcome at this distance."""


@dataclass(frozen=True, slots=True)
class SyntheticUnit:
    """A treated unit, or a cohort, within a staggered design."""

    unit: str
    """The unit; for methods that mix by cohort, the units of the cohort joined by commas."""

    first_treated: int
    n: int
    """Treated units in it."""

    weights: Mapping[str, float]
    gaps: FloatArray
    """Shape (n_periods,)."""

    att: float
    rmspe_pre: float
    rmspe_post: float


@dataclass(frozen=True, slots=True)
class Staggered:
    """Several treated units, each from its own date, averaged by distance from it."""

    method: SyntheticMethod
    donors: tuple[str, ...]
    periods: IntArray
    units: tuple[SyntheticUnit, ...]
    by_event_time: tuple[EventGap, ...]
    att: float
    """Mean gap over all treated cells."""

    rmspe_pre: float
    """Root mean squared gap over all cells of treated units before treatment."""

    rmspe_post: float
    draws: int
    """Placebo assignments to donors that p values and errors stand on; 0 where there are none."""

    ratio_rank: int | None = None
    """Place of the ratio after over before among it and the draws, 1 the largest."""

    p_value: float | None = None
    effect_p_value: float | None = None
    """Share of draws, the real one counted, whose mean effect is at least as large."""

    standard_error: float | None = None
    interval: Interval | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    cautions: tuple[Caution, ...] = ()

    @property
    def n_treated(self) -> int:
        """Number of treated units."""
        return sum(one.n for one in self.units)


def root_mean_square(gaps: FloatArray) -> FloatArray:
    """Return the root of the mean squared gap along the last axis, leaving out missing cells.

    Parameters
    ----------
    gaps : array of shape (..., n_periods)
        NaN where there is no gap; at least one cell in each row.

    Examples
    --------
    >>> float(root_mean_square(np.array([1.0, 7.0, np.nan])))
    5.0
    """
    found: FloatArray = np.sqrt(np.nanmean(gaps**2, axis=-1))
    return found
