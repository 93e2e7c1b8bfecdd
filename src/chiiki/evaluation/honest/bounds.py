"""What a sensitivity analysis gives back: an interval for each size of violation, and where it breaks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from chiiki.cautions import Caution
from chiiki.errors import InputError
from chiiki.evaluation.results import LEVEL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chiiki.evaluation.results import Interval

__all__ = ["HonestBounds", "Restriction", "RobustInterval", "check_bounds", "few_before", "first_crossing"]

CLOSE = 1e-6
"""A breakdown is found to within this share of itself."""

FARTHEST = 1e6
"""Times the first size looked at, beyond which no breakdown is looked for."""

Restriction: TypeAlias = Literal["relative-magnitudes", "smoothness"]
"""What is assumed about trends after treatment."""


@dataclass(frozen=True, slots=True)
class RobustInterval:
    """Interval of the effect if the violation is at most `bound`."""

    bound: float
    """Mbar, without unit, for relative magnitudes; M, outcome per period squared, for smoothness."""

    interval: Interval
    """In the unit of the outcome."""

    @property
    def excludes_zero(self) -> bool:
        """Whether no effect is outside the interval."""
        return not self.interval[0] <= 0.0 <= self.interval[1]


@dataclass(frozen=True, slots=True)
class HonestBounds:
    """How the interval of an effect widens with the violation that is allowed."""

    restriction: Restriction
    estimate: float
    """The effect asked about, in the unit of the outcome."""

    standard_error: float
    original: Interval
    """The usual interval, if trends were parallel throughout."""

    robust: tuple[RobustInterval, ...]
    breakdown: float | None
    """Violation up to which 0 is outside; None if 0 is inside without any violation, infinite if it never is."""

    weights: tuple[float, ...]
    """Weight of each estimate from treatment on in the effect asked about."""

    level: float = LEVEL
    cautions: tuple[Caution, ...] = ()


def few_before(n_before: int) -> tuple[Caution, ...]:
    """Return a caution where a single period before treatment says how large violations are."""
    if n_before > 1:
        return ()
    message = (
        "One estimate before the reference period is all that says how trends drifted. "
        "What may happen in a period after treatment is judged by that single drift."
    )
    return (Caution("single-pre-period", message),)


def check_bounds(bounds: Sequence[float], level: float) -> None:
    """Refuse bounds that are no sizes, and a level that is none.

    Raises
    ------
    InputError
        If there is no bound, one is negative or not finite, or the level is not between 0.5 and 1.
    """
    if not bounds or not all(0 <= bound < math.inf for bound in bounds):
        msg = f"bounds of a violation must be numbers of at least 0, got {list(bounds)}."
        raise InputError(msg)
    if not 0.5 < level < 1:  # noqa: PLR2004 -- half covers nothing, one covers all
        msg = f"the level must lie between 0.5 and 1, such as 0.95, got {level}."
        raise InputError(msg)


def first_crossing(distance: Callable[[float], float], *, start: float) -> float | None:
    """Find the size of violation at which an interval begins to cover zero.

    Parameters
    ----------
    distance : callable
        From a size to how far zero is outside the interval; negative inside.
    start : float
        A size > 0 to look around first.

    Returns
    -------
    float or None
        To within 1e-6 of itself; None where size 0 covers zero already, infinite where no
        size up to a million times `start` does.
    """
    low, at_low = 0.0, distance(0.0)
    if at_low <= 0:
        return None
    high, at_high = start, distance(start)
    while at_high > 0:
        low, at_low, high = high, at_high, 2.0 * high
        if high > FARTHEST * start:
            return math.inf
        at_high = distance(high)
    side = 0
    while high - low > CLOSE * high:
        # Regula falsi in the form of Illinois; every few steps a bisection, for where the line is bent.
        side += 1
        share = 0.5 if side % 4 == 0 else at_low / (at_low - at_high)
        middle = low + (high - low) * min(max(share, 0.01), 0.99)
        at_middle = distance(middle)
        if at_middle > 0:
            low, at_low, at_high = middle, at_middle, at_high / 2
        else:
            high, at_high, at_low = middle, at_middle, at_low / 2
    return low
