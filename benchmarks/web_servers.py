"""Servers of this machine for the benchmark: ours, a bare Django page, Datasette; all end with the block."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["WORKERS", "free_port", "granian", "memory_mb", "n_open_files", "running", "settle"]

WORKERS = 2
"""Processes that answer."""

_REST_CPU_S = 0.1
_QUIET_S = 11
"""After ten seconds without a request a worker computes ahead too."""

_START_SECONDS = 90


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def granian(application: str, port: int) -> list[str]:
    """Return the command that serves an application as ``chiiki serve`` does."""
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "4"]
    return [sys.executable, "-m", "granian", *options, "--workers", str(WORKERS), application]


@contextmanager
def running(
    command: Sequence[str], *, port: int, cwd: Path, environment: Mapping[str, str] | None = None
) -> Iterator[int]:
    """Start a server, wait until it listens, give its process id, and stop it with all its children.

    Raises
    ------
    RuntimeError
        If it ends or does not listen in time.
    """
    log = Path(tempfile.gettempdir()) / f"chiiki-benchmark-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, "MALLOC_ARENA_MAX": "2", **(environment or {})},  # as chiiki serve sets it
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait(process, port=port, log=log)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: subprocess.Popen[bytes], *, port: int, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            msg = f"{process.args!r} ended with {process.returncode}: {log.read_text(errors='replace')[-800:]}"
            raise RuntimeError(msg)
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    msg = f"{process.args!r} does not listen on port {port}"
    raise RuntimeError(msg)


def family(pid: int) -> list[int]:
    """Return a process and its descendants; nothing where there is no /proc."""
    if not Path("/proc").exists() or sys.platform != "linux":
        return []
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        children.setdefault(int(fields[1]), []).append(int(status.parent.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        waiting += children.get(one, [])
        found.append(one)
    return found


def memory_mb(pid: int) -> list[float]:
    """Return the resident memory of a process and its descendants in MB, the largest first."""
    pages = [int(Path(f"/proc/{one}/statm").read_text(encoding="ascii").split()[1]) for one in family(pid)]
    return sorted((n * os.sysconf("SC_PAGE_SIZE") / 1e6 for n in pages), reverse=True)


def settle(pid: int, *, seconds: float = 30) -> None:
    """Wait until a process and its descendants rest: a worker computes ahead after its first answer."""
    time.sleep(_QUIET_S)
    until = time.monotonic() + seconds
    before, now = -1.0, _cpu_seconds(pid)
    while now - before > _REST_CPU_S and time.monotonic() < until:
        time.sleep(1)
        before, now = now, _cpu_seconds(pid)


def _cpu_seconds(pid: int) -> float:
    ticks = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text(errors="replace").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def n_open_files(pid: int) -> int:
    """Count the open files and connections of a process and its descendants."""
    return sum(len(list(Path(f"/proc/{one}/fd").iterdir())) for one in family(pid))
