"""How long the main jobs take, how much memory they need, and where the time goes.

Usage: ``./run python benchmarks/brief.py [--quick] [--json]``

Every run is a new process. The first run of a job only warms the file cache. Nothing here can
fail a build: what must hold without a clock is asserted in ``tests/test_start.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from measuring import measured_run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from measuring import Run

__all__ = ["Job", "Result", "main"]

HERE = Path(__file__).parent
CHIIKI = [sys.executable, "-c", "from chiiki.cli import main; main()"]
DEADLINE = 300.0
"""Seconds after which no further run is begun."""


@dataclass(frozen=True, slots=True)
class Job:
    """A command to time."""

    name: str
    command: tuple[str, ...]
    aim: str
    """What issue and design ask for; empty where they ask for nothing."""

    n_runs: int


@dataclass(frozen=True, slots=True)
class Result:
    """What the runs of a job gave."""

    name: str
    aim: str
    seconds: tuple[float, ...]
    median_s: float
    cpu_s: float
    """Median seconds of processor, which suffer less than the clock from other work on the machine."""

    peak_mb: float
    """Largest sum over the processes of the job, of all runs."""


def main() -> int:
    """Time the jobs, then show where the time of one brief goes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--quick", action="store_true", help="fewer runs, and not all 47 prefectures")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = _timed(_jobs(quick=options.quick), Path(folder))
    phases = _phases()
    machine = {"n_cores": os.cpu_count(), "python": platform.python_version()}
    if options.json:
        print(json.dumps({"machine": machine, "jobs": [asdict(one) for one in results], "phases": phases}, indent=1))
    else:
        _show(results, phases, machine)
    return 0


def _jobs(*, quick: bool) -> list[Job]:
    few, many = (2, 3) if quick else (5, 9)
    brief = ("brief", "04", "--lang", "ja", "--force")
    jobs = [
        Job("python -c pass", (sys.executable, "-c", "pass"), "", many),
        Job("import chiiki", (sys.executable, "-c", "import chiiki"), "0.10 s", many),
        Job("chiiki --help", (*CHIIKI, "--help"), "0.30 s", many),
        Job("one brief, HTML", (*CHIIKI, *brief), "1.5 s, 400 MB", few),
        Job("one brief, PDF", (*CHIIKI, *brief, "--format", "pdf"), "", few),
        Job("one brief, JSON", (*CHIIKI, *brief, "--format", "json"), "", few),
        Job("facts check", (*CHIIKI, "facts", "check"), "", few),
    ]
    if not quick:
        jobs.append(
            Job(
                "47 briefs, HTML",
                (*CHIIKI, "brief", "--all", "--lang", "ja", "--out", "all", "--force"),
                "20 s, 400 MB",
                2,
            )
        )
    return jobs


def _timed(jobs: list[Job], folder: Path) -> list[Result]:
    results, spent = [], 0.0
    for job in jobs:
        runs: list[Run] = []
        while len(runs) < job.n_runs + 1 and (spent < DEADLINE or not runs):
            runs.append(measured_run(job.command, cwd=folder))
            spent += runs[-1].seconds
        kept = runs[1:] or runs
        seconds = tuple(round(run.seconds, 4) for run in kept)
        cpu = round(median(run.cpu_s for run in kept), 4)
        peak = round(max(run.peak_mb for run in kept), 1)
        results.append(Result(job.name, job.aim, seconds, median(seconds), cpu_s=cpu, peak_mb=peak))
    return results


def _phases() -> dict[str, dict[str, float]]:
    """Measure inside a new process, once for each format."""
    found = {}
    for form in ("html", "pdf"):
        run = measured_run((sys.executable, str(HERE / "phases.py"), form), cwd=HERE)
        found[form] = json.loads(run.output)
    return found


def _show(results: list[Result], phases: dict[str, dict[str, float]], machine: Mapping[str, object]) -> None:
    print(f"{machine['n_cores']} cores, Python {machine['python']}\n")
    print(f"{'job':<18} {'median':>9} {'fastest':>9} {'slowest':>9} {'cpu':>9} {'memory':>9}  {'aim':<14} runs")
    for one in results:
        times = "".join(
            f"{seconds:>8.3f}s " for seconds in (one.median_s, min(one.seconds), max(one.seconds), one.cpu_s)
        )
        print(f"{one.name:<18} {times}{one.peak_mb:>6.0f} MB  {one.aim:<14} {len(one.seconds)}")
    for form, parts in phases.items():
        whole = sum(parts.values())
        print(f"\nwhere the time of one brief goes ({form}, in process, {whole:.3f} s)")
        for name, seconds in parts.items():
            print(f"  {name:<10} {seconds:>7.3f}s  {seconds / whole:>5.0%}")


if __name__ == "__main__":
    sys.exit(main())
