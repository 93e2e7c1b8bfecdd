"""Which prefectures share a border on land."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.exposure import adjacency_of
from chiiki.facts.neighbours import read_neighbours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray
    from chiiki.facts.pack import Pack

__all__ = ["contiguity"]


def contiguity(pack: Pack, units: Sequence[str]) -> BoolArray:
    """Return which units share a border on land.

    Parameters
    ----------
    pack : Pack
    units : sequence of str
        Region ids.

    Returns
    -------
    array of shape (n_units, n_units)
        Symmetric, False on the diagonal; all False where the pack has no borders. Divided islets, bridges
        and tunnels do not count.
    """
    if not pack.neighbours:
        return np.zeros((len(units), len(units)), dtype=bool)
    known = set(units)
    pairs = [pair for pair in read_neighbours(pack.neighbours).pairs() if known.issuperset(pair)]
    return adjacency_of(pairs, units)
