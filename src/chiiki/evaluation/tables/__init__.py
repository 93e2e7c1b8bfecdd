"""The door of the evaluation methods: any table with one row per unit and period.

:mod:`~chiiki.evaluation.tables.panels` reads it into a :class:`~chiiki.evaluation.panel.Panel`,
:mod:`~chiiki.evaluation.tables.overlap` into one with several programmes,
:mod:`~chiiki.evaluation.tables.balance` into a question of balance,
:mod:`~chiiki.evaluation.tables.plans` into what an analysis plan asks for.
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each function is named by its module."""
