"""Which prefectures share a border on land, read off the map of the pack."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray
    from chiiki.facts.pack import Pack

__all__ = ["borders", "contiguity"]

TENTHS = 10
"""The map writes coordinates with one decimal; in tenths a shared corner is the same pair of whole numbers."""

SHARED = 2
"""Corners that two outlines must share: one is a point, two are a line."""


@lru_cache(maxsize=4)
def borders(pack: Pack) -> frozenset[tuple[str, str]]:
    """Return the pairs of regions whose outlines share a line, the smaller id first.

    Notes
    -----
    The outlines are simplified, and small islands left out: borders on islets are not among them, nor
    are bridges and tunnels.
    """
    if not pack.outlines:
        return frozenset()
    shapes = json.loads(pack.outlines)["shapes"]
    corners = {region: _corners(shape["path"]) for region, shape in shapes.items()}
    return frozenset((a, b) for a, b in combinations(sorted(corners), 2) if len(corners[a] & corners[b]) >= SHARED)


def contiguity(pack: Pack, units: Sequence[str]) -> BoolArray:
    """Return which units share a border, shape (n_units, n_units); False on the diagonal."""
    pairs = borders(pack)
    found = np.array([[(min(a, b), max(a, b)) in pairs for b in units] for a in units], dtype=bool)
    return found.reshape(len(units), len(units))


def _corners(path: str) -> set[tuple[int, int]]:
    """Follow a path of moves (M), relative lines (l) and closings (z) in tenths of its unit."""
    found: set[tuple[int, int]] = set()
    x = y = 0
    for command, body in re.findall(r"([Mlz])([^Mlz]*)", path):
        steps = [round(float(step) * TENTHS) for step in re.findall(r"-?\d*\.?\d+", body)]
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = (x + dx, y + dy) if command == "l" else (dx, dy)
            found.add((x, y))
    return found
