"""The facts pack: what documents state, with the document.

Reading order: :mod:`schema` (the shape of a pack), :mod:`read` (one table, strictly),
:mod:`records` (the rows), :mod:`pack` (all tables, lazily), :mod:`check` (what must hold),
:mod:`table` and :mod:`export` (looking at tables and taking them along).
"""

from __future__ import annotations

from chiiki.facts.pack import Pack, load_pack

__all__ = ["Pack", "load_pack"]
