"""Times chiiki's public methods on one work in one process; prints JSON, keeps the results.

Usage: ``python capability_ours.py WORK RUNS FOLDER [numba]``
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from capability_tables import WORKS, amounts, documents
from chiiki.capability.advantage import rca
from chiiki.capability.complexity import complexity
from chiiki.capability.density import density
from chiiki.capability.documents import document_pairs
from chiiki.capability.fitness import fitness
from chiiki.capability.kernels import compiled
from chiiki.capability.outlook import outlook
from chiiki.capability.relatedness import proximity

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["fastest", "main", "peak_mb"]


def main() -> None:
    """Run the methods of a work."""
    name, n_runs, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    if "numba" in sys.argv:
        compiled.compile_all()
    base = peak_mb()
    seconds, found = _documents(name, n_runs) if name.startswith("W4") else _table(name, n_runs)
    np.savez(folder / "ours.npz", **found)
    print(json.dumps({"engine": compiled.engine(), "seconds": seconds, "base_mb": base, "peak_mb": peak_mb()}))


def fastest(work: Callable[[], Any], n_runs: int) -> tuple[float, Any]:
    """Return the fewest seconds of some runs, and what the last returned."""
    least, found = float("inf"), None
    for _ in range(n_runs):
        found = None  # so that two results are never held at once
        started = time.perf_counter()
        found = work()
        least = min(least, time.perf_counter() - started)
    return least, found


def peak_mb() -> float:
    """Return the largest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def _table(name: str, n_runs: int) -> tuple[dict[str, float], dict[str, Any]]:
    table = amounts(WORKS[name])
    seconds: dict[str, float] = {}
    seconds["rca"], presence = fastest(lambda: rca(table).specialised, n_runs)
    seconds["proximity"], near = fastest(lambda: proximity(presence), n_runs)
    seconds["density"], close = fastest(lambda: density(presence, near), n_runs)
    seconds["complexity"], order = fastest(lambda: complexity(presence), n_runs)
    seconds["fitness"], fit = fastest(lambda: fitness(presence, n_updates=20, order="new"), n_runs)
    found = {
        "presence": presence,
        "proximity": near[:: max(1, len(near) // 50)],
        "density": close[:: max(1, len(close) // 50)],
        "eci": order.eci,
        "pci": order.pci,
        "fitness": fit.fitness,
    }
    del close
    seconds["memory_mb"] = peak_mb()  # of the five; the outlook comes after
    seconds["outlook"], _ = fastest(lambda: outlook(presence, near, pci=order.pci), min(n_runs, 2))
    return seconds, found


def _documents(name: str, n_runs: int) -> tuple[dict[str, float], dict[str, Any]]:
    drawn = documents(int(name.split()[1]))
    least, pairs = fastest(lambda: document_pairs(drawn.documents, drawn.fields, n_fields=drawn.n_fields), n_runs)
    return {"documents": least}, {"counts": np.array([pairs.first.size, pairs.values.sum(), (pairs.values**2).sum()])}


if __name__ == "__main__":
    main()
