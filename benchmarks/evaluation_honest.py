"""How fast honest bounds by relative magnitudes are beside other packages, and how far apart.

Usage: ``./run --all-extras python benchmarks/evaluation_honest.py [--python-peers PATH …] [--quick]``

The event study is seeded: 4 periods before, 4 after, five bounds. Each run is a new process on the
same numbers; the peers run in the interpreters given, or named in ``CHIIKI_PEERS``, and a missing
one is named. Ratios of one run can be compared; seconds of two runs cannot.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from chiiki.evaluation.honest.event_study import EventStudy
from chiiki.evaluation.honest.relative_magnitudes import relative_magnitudes

__all__ = ["main", "seeded_study"]

HERE = Path(__file__).parent
LIMIT = 900.0
"""Seconds after which a peer is given up."""

BOUNDS = (0.0, 0.5, 1.0, 1.5, 2.0)


def main() -> int:
    """Run ours and the peers and print seconds, ratios and differences."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    named = os.environ.get("CHIIKI_PEERS", sys.executable).split(os.pathsep)
    parser.add_argument("--python-peers", nargs="*", default=named, help="interpreters that have peers")
    parser.add_argument("--quick", action="store_true", help="leave out moderndid, which takes a minute")
    options = parser.parse_args()
    study = seeded_study()
    ours, intervals, error = _ours(study)
    print(f"5 values, seconds (fewest of some runs)\n  {'chiiki':<20} {ours:.4f}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "study.json"
        file.write_text(json.dumps(study), encoding="utf-8")
        for peer in ("statspai",) if options.quick else ("statspai", "moderndid"):
            print(f"  {peer:<20} {_peer(peer, options.python_peers, file, ours, intervals, error)}")
    return 0


def seeded_study() -> dict[str, Any]:
    """Make an event study with correlated estimates."""
    rng = np.random.default_rng(20260105)
    root = 0.15 * rng.standard_normal((8, 8)) + 0.5 * np.eye(8)
    covariance = 0.02 * root @ root.T + 0.01
    estimates = np.r_[np.zeros(4), np.ones(4)] + 0.3 * np.linalg.cholesky(covariance) @ rng.standard_normal(8)
    return {
        "estimates": estimates.tolist(),
        "covariance": covariance.tolist(),
        "n_before": 4,
        "weights": [0.25] * 4,
        "bounds": list(BOUNDS),
        "runs": {"statspai": 3, "moderndid": 1},
    }


def _ours(study: dict[str, Any]) -> tuple[float, list[tuple[float, float]], float]:
    given = EventStudy(np.array(study["estimates"]), np.array(study["covariance"]), study["n_before"])
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        found = relative_magnitudes(given, bounds=BOUNDS, weights=np.array(study["weights"]))
        seconds.append(time.perf_counter() - started)
    return min(seconds), [one.interval for one in found.robust], found.standard_error


def _peer(  # noqa: PLR0913, PLR0917 -- what the line says
    peer: str, interpreters: list[str], file: Path, ours: float, intervals: list[tuple[float, float]], error: float
) -> str:
    for python in interpreters:
        command = [python, str(HERE / "evaluation_honest_peers.py"), peer, str(file)]
        try:
            run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT, cwd=HERE)
        except subprocess.TimeoutExpired:
            return f"more than {LIMIT:.0f} s"
        if run.returncode == 0:
            found = json.loads(run.stdout.strip().splitlines()[-1])
            apart = float(np.abs(np.array(found["intervals"]) - np.array(intervals)).max()) / (40 * error / 999)
            took = found["seconds"]
            return (
                f"{took:.4f} ({took / ours:.1f} times ours), version {found['version']}, {apart:.2f} grid steps apart"
            )
    return "missing"


if __name__ == "__main__":
    sys.exit(main())
