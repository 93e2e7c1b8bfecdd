"""What a region can do, what it could do next, and how evenly that is spread.

Methods are pure: arrays in, a frozen result out, the input is never changed. Each is found
under its module, as in ``chiiki.capability.advantage.rca``. Reading order:

*What is counted.* :mod:`~chiiki.capability.counting` (documents to regions by activities),
:mod:`~chiiki.capability.documents` (activities that meet in documents),
:mod:`~chiiki.capability.amounts` and :mod:`~chiiki.capability.presence` (what a table must be).

*What stands out.* :mod:`~chiiki.capability.advantage`, with
:mod:`~chiiki.capability.significance` (chance and intervals).

*What is near.* :mod:`~chiiki.capability.relatedness`, :mod:`~chiiki.capability.density`,
:mod:`~chiiki.capability.null_model` (what chance alone would bring together).

*What is complex.* :mod:`~chiiki.capability.complexity`, :mod:`~chiiki.capability.reflections`,
:mod:`~chiiki.capability.fitness`, :mod:`~chiiki.capability.genepy`,
:mod:`~chiiki.capability.outlook`; :mod:`~chiiki.capability.conventions` reproduces other packages.

*What could come next.* :mod:`~chiiki.capability.opportunity`, :mod:`~chiiki.capability.targets`,
:mod:`~chiiki.capability.what_if`, :mod:`~chiiki.capability.entry`,
:mod:`~chiiki.capability.partners`, :mod:`~chiiki.capability.similarity`.

*How it is spread.* :mod:`~chiiki.capability.structure`, :mod:`~chiiki.capability.concentration`,
:mod:`~chiiki.capability.variety`, :mod:`~chiiki.capability.inequality`,
:mod:`~chiiki.capability.levelling`, :mod:`~chiiki.capability.convergence`,
:mod:`~chiiki.capability.spatial`, :mod:`~chiiki.capability.shift_share`,
:mod:`~chiiki.capability.composite`.

:mod:`~chiiki.capability.tables` is the door for tables with labels: any data frame in, the
same kind of frame out. :mod:`~chiiki.capability.kernels` does the numerical work.
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: some methods bear the name of their module."""
