"""What a result may still be read with, as a closed list.

A method refuses what has no answer; what has one that is easily misread carries a
:class:`Caution`. Its code is stable: words in other languages hang on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Caution", "CautionCode"]

CautionCode = Literal[
    "absent-is-zero",
    "below-minimum",
    "cancellation",
    "component",
    "covariate-dropped",
    "deviation-from-plan",
    "duplicate-path",
    "duplicates-summed",
    "empty-dropped",
    "encoding",
    "extrapolation",
    "few-treated",
    "few-units",
    "formula-label",
    "formula-value",
    "imputed",
    "incomplete-dropped",
    "interval-refused",
    "intervals-disagree",
    "islands",
    "level-not-kept",
    "lost-zeros",
    "low-power",
    "many-solutions",
    "mechanism",
    "mixed-vintages",
    "near-cut",
    "no-complexity",
    "no-entry-model",
    "no-interval",
    "no-logarithm",
    "not-imputed",
    "not-in-scheme",
    "not-known-units",
    "not-separable",
    "outliers-treated",
    "own-comparison",
    "package-order",
    "poor-fit",
    "rank-only",
    "single-pre-period",
    "slow",
    "small-panel",
    "spatially-dependent",
    "start-between-periods",
    "tiny-change",
    "treated-at-start",
    "treated-later",
    "unbalanced",
    "uneven-periods",
    "unknown-apart",
    "unweighted",
    "weak-pre-trend-test",
    "weak-sign",
]
"""The closed list of cautions, in alphabetical order."""


@dataclass(frozen=True, slots=True)
class Caution:
    """A reason to read a result with care."""

    code: CautionCode
    message: str
    """One or two sentences: what was met, where, and what was done about it."""
