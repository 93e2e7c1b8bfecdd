"""Composite indices: many indicators, one score, and how much of a rank is a matter of choice.

Reading order: :mod:`~chiiki.capability.composite.scheme` (what may be chosen),
:mod:`~chiiki.capability.composite.parse` (from a file), then the steps:
:mod:`~chiiki.capability.composite.outliers`, :mod:`~chiiki.capability.composite.missing`,
:mod:`~chiiki.capability.composite.prepare`, :mod:`~chiiki.capability.composite.normalise`,
:mod:`~chiiki.capability.composite.weigh`, :mod:`~chiiki.capability.composite.benefit`,
:mod:`~chiiki.capability.composite.aggregate`; and :mod:`~chiiki.capability.composite.index`,
which runs them all, once as the scheme says and many times as it might have said
(:mod:`~chiiki.capability.composite.choices`); :mod:`~chiiki.capability.composite.sensitivity`
asks which of the choices matter.
"""

from __future__ import annotations

from chiiki.capability.composite.index import Composite, composite
from chiiki.capability.composite.parse import parse_scheme
from chiiki.capability.composite.scheme import Scheme
from chiiki.capability.composite.sensitivity import Sensitivity, sensitivity

__all__ = ["Composite", "Scheme", "Sensitivity", "composite", "parse_scheme", "sensitivity"]
