"""The door: any table in, the same kind of table back, with words and a drawing.

Reading order: :mod:`reading` (which column is what), :mod:`chiiki.frames` (the caller's table),
:mod:`rows` (from rows to matrices), :mod:`asking` (compute period by period),
:mod:`answer` (what comes back), :mod:`presence` (who has what), :mod:`repeating` (as a package
does it), :mod:`charts`, then one module per family of methods.

How to add a method, say ``variety`` of the family ``structure``:

1. ``tables/structure.py``: a function ``variety(table: Given, **asked: Unpack[Asked]) -> Answer[Given]``
   that calls :func:`~chiiki.capability.tables.asking.ask` with ``compute``: from a
   :class:`~chiiki.capability.tables.matrix.Matrix` to a
   :class:`~chiiki.capability.tables.answer.Part`, whose columns :mod:`long` makes
   (``by_cell``, ``by_pair``, ``by_region``, ``by_kind``). A method over several periods takes
   ``ask_across``. What it can take (negative amounts, one field, a column it needs) is a
   :class:`~chiiki.capability.tables.reading.Rules`. Options of its own are keyword arguments
   with their default in the signature.
2. The function's name in ``__all__`` here.
3. ``chiiki/cli/methods/structure.py``: a ``Method`` with columns and options, and the module in
   ``FAMILIES``; the command and its help follow from it.
4. ``tests/capability/tables/test_structure.py`` (frames) and a row in the parametrised tests of
   ``tests/cli/test_capability_methods.py`` (columns through the command).
"""

from __future__ import annotations

from chiiki.capability.tables.advantage import rca
from chiiki.capability.tables.answer import Answer
from chiiki.capability.tables.balance import inequality, shift_share
from chiiki.capability.tables.complexity import complexity, fitness, genepy, outlook, reflections
from chiiki.capability.tables.composite import composite
from chiiki.capability.tables.documents import cooccurrence
from chiiki.capability.tables.opportunities import opportunity
from chiiki.capability.tables.partnership import partners, similar
from chiiki.capability.tables.reading import Asked, Reading
from chiiki.capability.tables.relatedness import density, proximity, relatedness
from chiiki.capability.tables.structures import structure, variety

__all__ = [
    "Answer",
    "Asked",
    "Reading",
    "complexity",
    "composite",
    "cooccurrence",
    "density",
    "fitness",
    "genepy",
    "inequality",
    "opportunity",
    "outlook",
    "partners",
    "proximity",
    "rca",
    "reflections",
    "relatedness",
    "shift_share",
    "similar",
    "structure",
    "variety",
]
