"""How the intervals on offer do where the truth is known.

Reading order: :mod:`~chiiki.evaluation.simulation.prefectures` (the regions),
:mod:`~chiiki.evaluation.simulation.designs` (who is treated, how outcomes vary),
:mod:`~chiiki.evaluation.simulation.cohort_weights` (estimators as weights that cohorts share),
:mod:`~chiiki.evaluation.simulation.batches` (many replications of one design),
:mod:`~chiiki.evaluation.simulation.intervals` (every interval of all of them at once),
:mod:`~chiiki.evaluation.simulation.coverage` (the table).
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each method is named by its module."""
