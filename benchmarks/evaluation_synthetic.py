"""How fast the synthetic methods are beside other packages, with all placebos, and whether the results agree.

Usage: ``./run --all-extras python benchmarks/evaluation_synthetic.py [--work NAME] [--slow]
[--runs N] [--python-peers PATH …]``

Interpreters that have peers are named by the option or by CHIIKI_PEERS (paths with colons between);
a peer that none of them has is named as missing. Each run is a new process on the same table.
Ratios of one run can be compared; seconds of two runs cannot.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["main"]

HERE = Path(__file__).parent
SMOKING = HERE.parent / "tests" / "golden" / "evaluation" / "synthetic" / "smoking.csv"

LIMIT = 900.0
"""Seconds after which a peer is given up."""

WORKS = {
    "outcomes 47 x 20": ("statspai", "diff-diff"),
    "outcomes 39 x 31": ("statspai", "diff-diff"),
    "sdid 39 x 31": ("statspai", "diff-diff", "azcausal", "synthdid"),
    "predictors 39 x 31": ("diff-diff", "pysyncon"),
}
"""What is computed, each with all placebos in space, and who computes it too."""

SLOW = {("predictors 39 x 31", "pysyncon"), ("predictors 39 x 31", "diff-diff")}
"""Minutes: only with --slow."""

ONE_FIT = {("predictors 39 x 31", "pysyncon")}
"""Without placebos, which would take it hours."""


def main() -> int:
    """Run each work and print its table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    named = [path for path in os.environ.get("CHIIKI_PEERS", "").split(":") if path]
    parser.add_argument("--python-peers", nargs="*", default=named or [sys.executable], help="interpreters with peers")
    parser.add_argument("--work", choices=list(WORKS), action="append", help="only this work; may be given again")
    parser.add_argument("--slow", action="store_true", help="peers that take minutes as well")
    parser.add_argument("--runs", type=int, default=5, help="runs of the quick works; the fastest counts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seeded = Path(folder) / "seeded.csv"
        _write_seeded(seeded)
        for work in options.work or WORKS:
            peers = WORKS[work]
            table = seeded if "47" in work else SMOKING
            ours, failed = _answer(sys.executable, "chiiki", work, table, runs=options.runs)
            print(f"\n{work}, all placebos (seconds, fewest of some runs; how many times ours)")
            if failed:
                print(f"  chiiki       {failed}")
                continue
            _show("chiiki", ours, ours)
            for peer in peers:
                if (work, peer) in SLOW and not options.slow:
                    print(f"  {peer:<12} not run: it takes minutes (--slow)")
                    continue
                _peer(peer, work, table, options.python_peers, ours, runs=options.runs)
    return 0


def _peer(  # noqa: PLR0913 -- what a run consists of
    peer: str, work: str, table: Path, interpreters: list[str], ours: dict[str, Any], *, runs: int
) -> None:
    reasons = []
    for python in interpreters:
        found, failed = _answer(python, peer, work, table, runs=runs)
        if not failed:
            note = ", one fit without placebos" if (work, peer) in ONE_FIT else ""
            _show(peer, found, ours, note=note)
            return
        reasons.append(failed)
    print(f"  {peer:<12} {next((one for one in reasons if one != 'missing'), 'missing')}")


def _answer(python: str, who: str, work: str, table: Path, *, runs: int) -> tuple[dict[str, Any], str]:
    """Return what a process printed last, or why it gave nothing."""
    command = [python, str(HERE / "evaluation_synthetic_runs.py"), who, work, str(table), str(runs)]
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=LIMIT, env={**os.environ, **single}
        )
    except FileNotFoundError:
        return {}, "missing"
    except subprocess.TimeoutExpired:
        return {}, f"more than {LIMIT:.0f} s"
    if run.returncode:
        last = (run.stderr.strip().splitlines() or ["?"])[-1]
        return {}, "missing" if "ModuleNotFoundError" in last else last
    found: dict[str, Any] = json.loads(run.stdout.strip().splitlines()[-1])
    return found, ""


def _show(who: str, found: dict[str, Any], ours: dict[str, Any], *, note: str = "") -> None:
    ratio = "" if found is ours else f" ({found['seconds'] / ours['seconds']:.1f} times)"
    fit = f", mean squared gap before {found['loss']:.6g}" if found.get("loss") is not None else ""
    apart = "" if found is ours else f", differs by {abs(found['att'] - ours['att']):.1e}"
    memory = f"{found['peak_mb']:.0f} MB"
    print(f"  {who:<12} {found['seconds']:.4f}{ratio}, effect {found['att']:.6f}{apart}{fit}, {memory}{note}")


def _write_seeded(path: Path) -> None:
    """Write 47 units over 20 years on three factors; the first is treated from the thirteenth on."""
    generator = np.random.default_rng(20260301)
    paths = generator.normal(size=(47, 3)) @ generator.normal(size=(3, 20)).cumsum(axis=1)
    outcomes = paths + 3.0 * generator.normal(size=(47, 1)) + 0.5 * generator.normal(size=(47, 20))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["state", "year", "cigsale"])
        for row in range(47):
            unit = "California" if row == 0 else f"unit {row:02d}"
            writer.writerows([unit, 1977 + at, repr(float(outcomes[row, at]))] for at in range(20))


if __name__ == "__main__":
    sys.exit(main())
