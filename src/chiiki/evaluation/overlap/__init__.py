"""What each of several programmes did where they overlap in regions and years.

Reading order: :mod:`~chiiki.evaluation.overlap.columns` (the model of overlapping effects, and
what it cannot tell apart), :mod:`~chiiki.evaluation.overlap.weights` (every estimate as a weighted
sum of outcomes), :mod:`~chiiki.evaluation.overlap.chance` (permuted paths),
:mod:`~chiiki.evaluation.overlap.joint` (the answer).
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each function is named by its module."""
