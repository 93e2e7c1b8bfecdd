"""The result of an analysis plan as files: what it says in words, its tables, its drawings.

Reading order: :mod:`~chiiki.brief.plan.words` (nouns of a programme or a table),
:mod:`~chiiki.brief.plan.reading` (sentences in one language),
:mod:`~chiiki.brief.plan.figures` (event studies), :mod:`~chiiki.brief.plan.tables` (rows),
:mod:`~chiiki.brief.plan.bundle` (the folder).
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each function is named by its module."""
