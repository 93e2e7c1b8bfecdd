"""One run of a command: wall time, memory of all its processes, output."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Run", "measured_run"]

_EVERY = 0.05
"""Seconds between two looks at the memory of a job."""

_KIB_PER_MB = 1e6 / 1024


@dataclass(frozen=True, slots=True)
class Run:
    """What one run gave."""

    seconds: float
    cpu_s: float
    """Seconds of processor of the process and the children it waited for."""

    peak_mb: float
    output: str


def measured_run(command: Sequence[str], *, cwd: Path) -> Run:
    """Run `command` to its end.

    The memory is the larger of two figures: what the system counts for the largest process,
    and, where ``/proc`` shows it, the largest sum over all processes that was seen, with
    shared pages counted once.

    Raises
    ------
    RuntimeError
        If the command fails.
    """
    environment = {**os.environ, "LANG": "C.UTF-8"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=output, stderr=subprocess.DEVNULL)
        with _Watch(process.pid) as watch:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        written = output.read()
    if process.returncode:
        msg = f"{' '.join(command)} ended with exit code {process.returncode}"
        raise RuntimeError(msg)
    return Run(
        seconds=seconds,
        cpu_s=usage.ru_utime + usage.ru_stime,
        peak_mb=max(usage.ru_maxrss, watch.most_kib) / _KIB_PER_MB,
        output=written,
    )


class _Watch:
    """Looks at the memory of a process and its children while it runs."""

    def __init__(self, pid: int) -> None:
        self.most_kib = 0
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(_EVERY):
            self.most_kib = max(self.most_kib, sum(_proportional_kib(pid) for pid in _family(self._pid)))


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:  # the process is gone, or this system has no /proc
        return
    for child in children:
        yield from _family(int(child))


def _proportional_kib(pid: int) -> int:
    """Memory of a process with each shared page divided among those that share it."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
