"""How fast the evaluation methods are beside other packages, on the same work in one run.

Usage: ``./run --all-extras python benchmarks/evaluation.py [--quick] [--python-peers PATH …]``

Panels are seeded. Each work runs in a new process on one thread: chiiki through its public functions,
the peers in the interpreters that are given or named in ``CHIIKI_PEERS``; a missing one is named.
Seconds are the fewest of some runs, memory is the largest of the process, agreement is the difference
of estimates. Ratios of one run can be compared; seconds of two runs cannot. Works of synthetic controls
and of honest bounds follow, from their own files.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Outcome", "main"]

HERE = Path(__file__).parent
LIMIT = 900.0
"""Seconds after which a process is given up."""

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Small matrices on several threads are slower, and hang on what else the machine does."""

WORKS: dict[str, tuple[str, ...]] = {
    "RI 999, 47 x 26": ("diff-diff",),
    "RI 999, 47 x 26, missing cells": ("diff-diff",),
    "RI 9,999 with interval, 47 x 26": (),
    "RI 999, 1,900 x 25": ("diff-diff",),
    "wild 9,999 with interval, 47 clusters": ("statspai", "pyfixest"),
    "CS with event study, 47 x 26": ("diff-diff", "csdid"),
    "CS with event study, 1,900 x 25": ("diff-diff", "csdid"),
    "CS with 999 draws, 47 x 26": (),
}
"""Work to the peers that do it; none where nobody does."""

QUICK = tuple(work for work in WORKS if "1,900" not in work)
FURTHER = ("evaluation_synthetic.py", "evaluation_honest.py")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one process gave."""

    who: str
    found: dict[str, Any] = field(default_factory=dict)
    failed: str = ""


def main() -> int:
    """Run each work and print its lines."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    named = os.environ.get("CHIIKI_PEERS", sys.executable).split(os.pathsep)
    parser.add_argument("--quick", action="store_true", help="leave out the panel of 1,900 units and the slowest peers")
    parser.add_argument("--python-peers", nargs="*", default=named, help="interpreters that have peers")
    options = parser.parse_args()
    for work in QUICK if options.quick else WORKS:
        ours = _run([sys.executable, str(HERE / "evaluation_ours.py"), work], who="chiiki")
        _show(work, ours, [_peer(peer, work, options.python_peers) for peer in WORKS[work]])
    for script in FURTHER:
        command = [sys.executable, str(HERE / script), "--python-peers", *options.python_peers]
        print(f"\n{script}", flush=True)
        subprocess.run([*command, "--quick"] if options.quick else command, check=False, cwd=HERE)
    return 0


def _peer(peer: str, work: str, interpreters: list[str]) -> Outcome:
    """Run a peer in the first interpreter that has it."""
    found = Outcome(peer, failed="missing")
    for python in interpreters:
        found = _run([python, str(HERE / "evaluation_peers.py"), peer, work], who=peer)
        if found.failed != "missing":
            return found
    return found


def _run(command: list[str], *, who: str) -> Outcome:
    try:
        run = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT,
            cwd=HERE,
            env={**os.environ, **ONE_THREAD},
        )
    except FileNotFoundError:
        return Outcome(who, failed="missing")
    except subprocess.TimeoutExpired:
        return Outcome(who, failed=f"more than {LIMIT:.0f} s")
    if run.returncode:
        last = (run.stderr.strip().splitlines() or ["?"])[-1]
        return Outcome(who, failed="missing" if "ModuleNotFoundError" in last else last)
    return Outcome(who, json.loads(run.stdout.strip().splitlines()[-1]))


def _show(work: str, ours: Outcome, peers: list[Outcome]) -> None:
    print(f"\n{work}")
    for one in (ours, *peers):
        print(f"  {one.who:<12} {one.failed or _line(one.found, ours.found)}", flush=True)


def _line(found: dict[str, Any], ours: dict[str, Any]) -> str:
    parts = [f"{found['seconds']:.4f} s", f"{found['peak_mb']:.0f} MB"]
    if found is not ours and ours:
        parts.append(f"{found['seconds'] / ours['seconds']:.1f} times ours")
        parts.append(f"version {found['version']}")
        parts += [f"{name} differs by {by:.1e}" for name, by in _differences(found, ours)]
    return " · ".join([*parts, *([found["note"]] if "note" in found else [])])


def _differences(found: dict[str, Any], ours: dict[str, Any]) -> list[tuple[str, float]]:
    """Compare what both have; p values and ends of bootstrap intervals differ by their draws."""
    apart = [
        (name, abs(found[name] - ours[name]))
        for name in ("estimate", "p_value")
        if found.get(name) is not None and ours.get(name) is not None
    ]
    if found.get("interval") and ours.get("interval"):
        ends = zip(found["interval"], ours["interval"], strict=True)
        apart.append(("interval", max(abs(theirs - own) for theirs, own in ends)))
    return apart


if __name__ == "__main__":
    sys.exit(main())
