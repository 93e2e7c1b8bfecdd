"""The same methods as each package computes them, choice by choice.

:mod:`~chiiki.capability.conventions.rules` says how the packages differ,
:mod:`~chiiki.capability.conventions.analysis` computes a table by the rules of one, with
the totals of :mod:`~chiiki.capability.conventions.totals`, the proximity and density of
:mod:`~chiiki.capability.conventions.nearness`, the eigenvectors of
:mod:`~chiiki.capability.conventions.vectors` and the repeated steps of
:mod:`~chiiki.capability.conventions.iterations`.
"""

from __future__ import annotations

from chiiki.capability.conventions.analysis import Analysis
from chiiki.capability.conventions.choice import analyse
from chiiki.capability.conventions.rules import CONVENTIONS, Convention, MethodName, with_method

__all__ = ["CONVENTIONS", "Analysis", "Convention", "MethodName", "analyse", "with_method"]
