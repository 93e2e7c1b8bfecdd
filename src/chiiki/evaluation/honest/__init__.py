"""How far parallel trends may fail before an effect can no longer be told from none.

Reading order: :mod:`~chiiki.evaluation.honest.event_study` (what is asked about),
:mod:`~chiiki.evaluation.honest.relative_magnitudes` (violations after treatment at most so many
times the largest before), :mod:`~chiiki.evaluation.honest.smoothness` (trends that bend by no
more than so much a period), :mod:`~chiiki.evaluation.honest.bounds` (what both give back),
:mod:`~chiiki.evaluation.honest.normal` (probabilities).
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each method is named by its module."""
