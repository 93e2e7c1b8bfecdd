"""Anyone's table: columns read by name, results back in kind.

:mod:`~chiiki.frames.table` opens a frame, a dict of columns or a file that a command read;
:mod:`~chiiki.frames.cells` reads columns of labels and of numbers and refuses what is ambiguous.
The doors of the methods (:mod:`chiiki.capability.tables`, :mod:`chiiki.evaluation.tables`)
stand on both.
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each module is named where it is used."""
