"""The panels of the evaluation benchmark: seeded, the same in every interpreter. Needs NumPy only."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LONG", "PANELS", "fewest_seconds", "missing", "panel"]

LONG = "1900x25"
PANELS: dict[str, tuple[int, int, tuple[tuple[int, int], ...]]] = {
    "47x26": (47, 26, ((8, 8), (13, 6), (18, 4))),
    LONG: (1900, 25, ((8, 320), (13, 240), (18, 160))),
}
"""Units, periods, and for each cohort its first treated period and size."""

BLANK = 0.05
"""Share of cells without an outcome."""


def panel(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return outcomes (n_units, n_periods) and first treated periods, infinite for never.

    Effects grow by a tenth a period; errors are first-order autoregressive (.5) around effects
    of units and periods.
    """
    n_units, n_periods, cohorts = PANELS[name]
    generator = np.random.default_rng(20261130)
    first = np.full(n_units, np.inf)
    order = generator.permutation(n_units)
    for start, size in cohorts:
        first[order[:size]] = start
        order = order[size:]
    errors = generator.normal(size=(n_units, n_periods))
    for period in range(1, n_periods):
        errors[:, period] += 0.5 * errors[:, period - 1]
    since = np.arange(n_periods) - first[:, None]
    effect = np.where(since >= 0, 0.1 * (since + 1), 0.0)
    effect[~np.isfinite(first)] = 0.0
    levels = generator.normal(scale=2, size=(n_units, 1)) + generator.normal(size=n_periods)
    return levels + errors + effect, first


def missing(outcomes: np.ndarray) -> np.ndarray:
    """Return outcomes with 5 % of the cells blank, none of them in the first two periods."""
    generator = np.random.default_rng(7)
    blank = generator.random(outcomes.shape) < BLANK
    blank[:, :2] = False
    return np.where(blank, np.nan, outcomes)


def fewest_seconds(work: Callable[[], Any], *, runs: int) -> tuple[float, Any]:
    """Run once to warm up and then `runs` times; return the fewest seconds and the last result."""
    found, least = work(), np.inf
    for _ in range(runs):
        started = time.perf_counter()
        found = work()
        least = min(least, time.perf_counter() - started)
    return float(least), found
