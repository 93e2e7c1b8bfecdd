"""How sure one may be of an effect, with few regions.

Reading order:

*The default.* :mod:`~chiiki.evaluation.inference.mechanism` with
:mod:`~chiiki.evaluation.inference.arrangements` (how regions came to be treated),
:mod:`~chiiki.evaluation.inference.randomisation` (the interval),
:mod:`~chiiki.evaluation.inference.linear` and :mod:`~chiiki.evaluation.inference.statistics` (all
draws at once), :mod:`~chiiki.evaluation.inference.unbalanced` (the same with gaps or covariates).

*On request.* :mod:`~chiiki.evaluation.inference.neyman` (a preview in closed form),
:mod:`~chiiki.evaluation.inference.wild` with :mod:`~chiiki.evaluation.inference.regressions`,
:mod:`~chiiki.evaluation.inference.least_squares` and :mod:`~chiiki.evaluation.inference.multipliers`,
:mod:`~chiiki.evaluation.inference.jackknife`, :mod:`~chiiki.evaluation.inference.bootstrap`,
:mod:`~chiiki.evaluation.inference.t_interval` (from a standard error).

*Which one.* :mod:`~chiiki.evaluation.inference.apply` (which interval an estimate gets, which it is refused),
:mod:`~chiiki.evaluation.inference.compare` (several side by side),
:mod:`~chiiki.evaluation.inference.romano_wolf` (several outcomes at once),
:mod:`~chiiki.evaluation.inference.spatial_rule` (when neighbours spoil every interval).
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each method is named by its module."""
