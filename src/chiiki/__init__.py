"""chiiki: sourced facts of regional innovation policy in, evidence out.

Reading order: :mod:`chiiki.facts` (what documents state), :mod:`chiiki.capability`
(pure methods), :mod:`chiiki.studies` (questions), :mod:`chiiki.brief` (what is said
and how it looks), :mod:`chiiki.cli` (commands).
"""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
