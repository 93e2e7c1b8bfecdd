"""The scheme of a composite index: every choice that makes one, as a file people can argue about.

A scheme is TOML text. Which keys there are, what they may hold and what they default to is
said by the classes below; an unknown key is refused, since a misspelt one would be a silent
default. Reading the file is the caller's business: :func:`parse_scheme` takes its text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "AGGREGATIONS",
    "IMPUTATIONS",
    "MISSING_RULES",
    "NORMALISATIONS",
    "OUTLIER_RULES",
    "SPREADS",
    "WEIGHTINGS",
    "Aggregation",
    "Dimension",
    "Indicator",
    "Missing",
    "Outliers",
    "Scheme",
    "Uncertainty",
    "Weighting",
]

NormalisationName = Literal["min-max", "z", "rank", "best"]
WeightingName = Literal["equal", "given", "pca", "bod"]
AggregationName = Literal["arithmetic", "geometric", "copeland"]
MissingName = Literal["refuse", "drop", "mean", "median", "knn"]
OutlierName = Literal["none", "winsorise", "log", "box-cox"]
SpreadName = Literal["none", "uniform", "dirichlet"]

NORMALISATIONS: tuple[NormalisationName, ...] = ("min-max", "z", "rank", "best")
"""How indicators of different units are brought to one scale."""

WEIGHTINGS: tuple[WeightingName, ...] = ("equal", "given", "pca", "bod")
"""How much each indicator counts."""

AGGREGATIONS: tuple[AggregationName, ...] = ("arithmetic", "geometric", "copeland")
"""How the indicators of a region become one score."""

MISSING_RULES: tuple[MissingName, ...] = ("refuse", "drop", "mean", "median", "knn")
"""What happens where a region lacks an indicator."""

IMPUTATIONS: tuple[MissingName, ...] = ("mean", "median", "knn")
"""The rules among :data:`MISSING_RULES` that fill a gap."""

OUTLIER_RULES: tuple[OutlierName, ...] = ("none", "winsorise", "log", "box-cox")
"""What happens to an indicator whose skewness and kurtosis are both beyond the limits."""

SPREADS: tuple[SpreadName, ...] = ("none", "uniform", "dirichlet")
"""How weights vary from draw to draw."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A group of indicators, ``[[dimensions]]``."""

    id: str
    title: str = ""
    weight: float = 1.0
    """Counts against its siblings where weights are given."""

    parent: str = ""
    """A dimension further up in the file; empty at the top."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measured thing, ``[[indicators]]``."""

    id: str
    """The label by which the table knows it."""

    direction: Literal["higher", "lower"]
    """Which end is the better one; stated for each, never assumed."""

    title: str = ""
    unit: str = ""
    per: Literal["", "persons"] = ""
    """``persons`` where the value is divided by the persons of the region."""

    weight: float = 1.0
    dimension: str = ""
    low: float | None = None
    """Goalposts of ``min-max``: 0 and 1 of the scale; the observed ends without them."""

    high: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outliers:
    """``[outliers]``: an indicator is treated where both limits are passed."""

    rule: OutlierName = "none"
    skewness: float = 2.0
    """Absolute sample skewness; 2 and 3.5 are the limits in use at the JRC."""

    kurtosis: float = 3.5
    """Sample excess kurtosis."""

    most: int = 5
    """Values that ``winsorise`` may move per indicator."""


@dataclass(frozen=True, slots=True)
class Missing:
    """``[missing]``."""

    rule: MissingName = "refuse"
    neighbours: int = 5
    """Regions averaged by ``knn``."""

    at_most: float = 0.5
    """Share of an indicator's cells that may be filled."""


@dataclass(frozen=True, slots=True)
class Weighting:
    """``[weights]``."""

    method: WeightingName = "equal"
    factors: int = 0
    """Factors kept by ``pca``; 0 keeps those with an eigenvalue above 1."""

    low_share: float = 0.0
    """Least and greatest share of the weights' sum that ``bod`` may give one indicator."""

    high_share: float = 1.0


@dataclass(frozen=True, slots=True)
class Aggregation:
    """``[aggregate]``."""

    method: AggregationName = "arithmetic"
    floor: float = 0.01
    """Where ``geometric`` puts the worst of a scale that reaches 0 or below; the best is 1."""


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """``[uncertainty]``: the choices that could have been made otherwise."""

    missing: tuple[MissingName, ...] = ()
    """Alternatives, the scheme's own included; empty keeps the scheme's own."""

    normalise: tuple[NormalisationName, ...] = ()
    weights: tuple[WeightingName, ...] = ()
    aggregate: tuple[AggregationName, ...] = ()
    spread: SpreadName = "uniform"
    width: float = 0.25
    """``uniform``: each weight times 1 − width to 1 + width, then to sum 1."""

    concentration: float = 100.0
    """``dirichlet``: the weights times this; more is narrower."""

    leave_one_out: bool = True
    """All indicators, or all but one, each of these equally often."""

    draws: int = 1000
    level: float = 0.9
    """Of the rank intervals."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole scheme, checked. Made by :func:`~chiiki.capability.composite.parse_scheme`."""

    name: str
    title: str
    indicators: tuple[Indicator, ...]
    title_ja: str = ""
    note: str = ""
    """What the index cannot say."""

    note_ja: str = ""
    dimensions: tuple[Dimension, ...] = ()
    outliers: Outliers = Outliers()
    missing: Missing = Missing()
    normalise: NormalisationName = "min-max"
    weights: Weighting = Weighting()
    aggregate: Aggregation = Aggregation()
    uncertainty: Uncertainty = Uncertainty()
