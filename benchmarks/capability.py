"""How fast the capability methods are beside other packages, and beside what the machine can do.

Usage: ``./run --all-extras python benchmarks/capability.py [--quick] [--python-peers PATH …] [--rscript PATH]``

The tables are seeded. Each run is a new process on the same input: chiiki through its public
functions, with NumPy alone and with compiled loops; the peers in the interpreters that are
given, a missing one is named. Results are compared where conventions agree. Ratios of one run
can be compared; seconds of two runs cannot.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from capability_floors import floors
from capability_tables import WORKS, amounts

__all__ = ["Outcome", "main"]

HERE = Path(__file__).parent
LIMIT = 600.0
"""Seconds after which a peer is given up."""

MISSING = "missing"

FOR_TABLES = ("econcomplex", "ecomplexity", "economic-complexity")
FOR_DOCUMENTS = ("DuckDB", "SciPy", "Polars", "NumPy")
FIVE = ("rca", "proximity", "density", "complexity", "fitness")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one process gave."""

    who: str
    seconds: dict[str, float]
    differences: dict[str, float]
    peak_mb: float
    failed: str = ""


def main() -> int:
    """Run each work and print its table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--quick", action="store_true", help="smaller tables and fewer documents")
    parser.add_argument("--python-peers", nargs="*", default=[sys.executable], help="interpreters that have peers")
    parser.add_argument("--rscript", help="Rscript of an R that has economiccomplexity")
    options = parser.parse_args()
    works = ("W1", "W2 quick", "W4 100000") if options.quick else ("W1", "W2", "W4 1000000")
    with tempfile.TemporaryDirectory() as folder:
        for work in works:
            ours = [_ours(work, Path(folder), engine=engine) for engine in ("numpy", "numba")]
            peers = _peers(work, options.python_peers, Path(folder))
            if options.rscript and work.startswith("W1"):
                peers.append(_in_r(work, options.rscript, Path(folder)))
            _show(work, ours, peers)
    _show_floors(quick=options.quick)
    return 0


def _ours(work: str, folder: Path, *, engine: str) -> Outcome:
    runs = "30" if work == "W1" else "3"
    command = [sys.executable, str(HERE / "capability_ours.py"), work, runs, str(folder)]
    found, failed = _answer([*command, "numba"] if engine == "numba" else command)
    if failed:
        return Outcome(f"chiiki, {engine}", {}, {}, 0.0, failed)
    seconds = dict(found["seconds"])
    peak = seconds.pop("memory_mb", found["peak_mb"])
    return Outcome(f"chiiki, {found['engine']}", seconds, {}, peak)


def _peers(work: str, interpreters: list[str], folder: Path) -> list[Outcome]:
    outcomes = []
    for peer in FOR_DOCUMENTS if work.startswith("W4") else FOR_TABLES:
        if work == "W2" and peer == "ecomplexity":
            outcomes.append(
                Outcome(peer, {}, {}, 0.0, "not run: a long table of 10 million rows takes it many minutes")
            )
            continue
        reasons = []
        for python in interpreters:
            found, failed = _answer([python, str(HERE / "capability_peers.py"), peer, work, str(folder)])
            if not failed:
                outcomes.append(Outcome(peer, found["seconds"], found["differences"], found["peak_mb"]))
                break
            reasons.append(failed)
        else:
            outcomes.append(Outcome(peer, {}, {}, 0.0, next((one for one in reasons if one != MISSING), MISSING)))
    return outcomes


def _in_r(work: str, rscript: str, folder: Path) -> Outcome:
    table = folder / "table.csv"
    np.savetxt(table, amounts(WORKS[work]), delimiter=",", fmt="%.17g")
    found, failed = _answer([rscript, str(HERE / "capability_economiccomplexity.R"), str(table)])
    return Outcome("R economiccomplexity", found.get("seconds", {}), {}, 0.0, failed)


def _answer(command: list[str]) -> tuple[dict[str, Any], str]:
    """Return what a process printed last, or why it gave nothing."""
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT, cwd=HERE)
    except FileNotFoundError:
        return {}, MISSING
    except subprocess.TimeoutExpired:
        return {}, f"more than {LIMIT:.0f} s"
    if run.returncode:
        last = (run.stderr.strip().splitlines() or ["?"])[-1]
        return {}, MISSING if "ModuleNotFoundError" in last or "no package called" in run.stderr else last
    return json.loads(run.stdout.strip().splitlines()[-1]), ""


def _show(work: str, ours: list[Outcome], peers: list[Outcome]) -> None:
    print(f"\n{work}  (seconds, fewest of some runs; in brackets how many times ours with NumPy)")
    base = ours[0].seconds
    for one in [*ours, *peers]:
        if one.failed:
            print(f"  {one.who:<22} {one.failed}")
            continue
        seconds = dict(one.seconds)
        if all(step in seconds for step in FIVE):
            seconds["chain"] = sum(seconds[step] for step in FIVE[:4])
            seconds["all five"] = sum(seconds[step] for step in FIVE)
        cells = [f"{step} {took:.4f}{_times(took, step, base)}" for step, took in seconds.items()]
        print(f"  {one.who:<22} {' · '.join(cells)} · {one.peak_mb:.0f} MB")
        if one.differences:
            print(f"  {'':<22} differs by {', '.join(f'{name} {by:.1e}' for name, by in one.differences.items())}")


def _times(took: float, step: str, base: dict[str, float]) -> str:
    whole = {
        "chain": FIVE[:4],
        "chain by reflections": FIVE[:4],
        "all": FIVE[:4],
        "all five": FIVE,
        "reflections": ("complexity",),
    }.get(step, (step,))
    own = sum(base.get(part, 0.0) for part in whole)
    return f" ({took / own:.1f})" if own else ""


def _show_floors(*, quick: bool) -> None:
    print("\nwhat the machine can do, bare arrays of the size of W2")
    started = time.perf_counter()
    for name, took in floors(WORKS["W2 quick" if quick else "W2"]).items():
        print(f"  {name:<58} {took:.4f}")
    print(f"  ({time.perf_counter() - started:.1f} s)")


if __name__ == "__main__":
    sys.exit(main())
