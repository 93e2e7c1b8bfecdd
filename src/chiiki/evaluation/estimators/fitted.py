"""What every estimator gives back before intervals are put on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.arrays import FloatArray
    from chiiki.cautions import Caution
    from chiiki.evaluation.results import Comparison, Estimate

__all__ = ["Fitted"]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Estimates of one estimator, with its analytic standard errors."""

    estimates: tuple[Estimate, ...]
    comparison: Comparison
    settings: Mapping[str, str] = field(default_factory=dict)
    """The choices of this estimator, in words."""

    cautions: tuple[Caution, ...] = ()
    event_covariance: FloatArray | None = field(default=None, repr=False)
    """Covariance of the estimates by event time, in their order; None where there is none."""
