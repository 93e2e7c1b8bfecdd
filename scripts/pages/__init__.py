"""The pages of ``docs/reference/`` that are made from code, facts and wording.

Reading order: :mod:`markdown` (cells and tables), then one module per page; each has one
function that returns the page as Markdown. ``scripts/reference.py`` puts them together.
"""

from __future__ import annotations

__all__: list[str] = []
