"""The methods as commands: light to load, since every help page reads it.

Reading order: :mod:`method` says what a command consists of, then one module per family. The
functions that the commands call stand in :mod:`chiiki.capability.tables`, under the same names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.cli.methods import advantage, balance, complexity, composite, opportunity, structure

if TYPE_CHECKING:
    from chiiki.cli.methods.method import Method

__all__ = ["METHODS"]

FAMILIES = (advantage, complexity, opportunity, structure, balance, composite)

METHODS: dict[str, Method] = {method.name: method for family in FAMILIES for method in family.METHODS}
"""Name to method, in the order of the help page."""
