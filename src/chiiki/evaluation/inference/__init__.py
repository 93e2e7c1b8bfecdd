"""How sure one may be of an effect, with few regions.

Reading order: :mod:`~chiiki.evaluation.inference.mechanism` (how regions came to be treated),
:mod:`~chiiki.evaluation.inference.randomisation` (the default interval),
:mod:`~chiiki.evaluation.inference.neyman` (a preview in closed form),
:mod:`~chiiki.evaluation.inference.wild`, :mod:`~chiiki.evaluation.inference.jackknife` and
:mod:`~chiiki.evaluation.inference.bootstrap` (on request),
:mod:`~chiiki.evaluation.inference.romano_wolf` (several outcomes at once),
:mod:`~chiiki.evaluation.inference.spatial_rule` (when neighbours spoil every interval),
:mod:`~chiiki.evaluation.inference.apply` (which interval an estimate gets, which it is refused).
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each method is named by its module."""
