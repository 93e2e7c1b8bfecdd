"""Bare arrays at the size of a work: what no method on this machine can be much faster than."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from capability_tables import Work

__all__ = ["floors"]

FILLED = 0.07
"""Of W2's cells, those with an advantage."""


def floors(work: Work) -> dict[str, float]:
    """Return the fewest seconds of three runs for each bare operation."""
    rng = np.random.default_rng(0)
    presence = rng.random((work.n_regions, work.n_fields)) < FILLED
    single, double = presence.astype(np.float32), presence.astype(np.float64)
    near = rng.random((work.n_fields, work.n_fields))
    words = rng.integers(0, 2**63, size=(work.n_fields // 8, -(-work.n_regions // 64)))
    listed, values = np.flatnonzero(presence) % work.n_fields, rng.random(work.n_fields)
    return {
        "write a table of regions by fields": _fastest(lambda: np.ones(presence.shape)),
        "write a table of fields by fields": _fastest(lambda: np.ones(near.shape)),
        "shared counts, float32 product": _fastest(lambda: single.T @ single),
        "one in eight of the shared counts, bits, NumPy, one thread": _fastest(
            lambda: [np.bitwise_count(words[row] & words).sum(axis=1) for row in range(len(words))]
        ),
        "density, float64 product": _fastest(lambda: double @ near),
        "one sum over all links": _fastest(lambda: values.take(listed, mode="clip").sum()),
    }


def _fastest(work: Callable[[], object]) -> float:
    least = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        work()
        least = min(least, time.perf_counter() - started)
    return least
