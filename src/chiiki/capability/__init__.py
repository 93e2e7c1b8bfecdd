"""What a region is good at, whom it resembles, and how far apart regions are.

Reading order: :mod:`~chiiki.capability.advantage` (one region against its country),
:mod:`~chiiki.capability.similarity` (one region against another),
:mod:`~chiiki.capability.inequality` (all regions as a distribution). Methods are pure:
arrays in, a frozen result out, the input is never changed. The tables of regions by
activities are checked in one place, :mod:`~chiiki.capability.amounts`.
"""

from __future__ import annotations

from chiiki.capability.advantage import Advantage, rca
from chiiki.capability.inequality import (
    Inequality,
    TheilParts,
    coefficient_of_variation,
    gini,
    theil,
    theil_by_group,
    variance_of_logs,
)
from chiiki.capability.similarity import (
    Neighbour,
    Neighbours,
    SharedSpecialisation,
    Similarity,
    cosine_similarity,
    krugman_distance,
    shared_specialisations,
)

__all__ = [
    "Advantage",
    "Inequality",
    "Neighbour",
    "Neighbours",
    "SharedSpecialisation",
    "Similarity",
    "TheilParts",
    "coefficient_of_variation",
    "cosine_similarity",
    "gini",
    "krugman_distance",
    "rca",
    "shared_specialisations",
    "theil",
    "theil_by_group",
    "variance_of_logs",
]
