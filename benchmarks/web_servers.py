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

__all__ = ["free_port", "memory_mb", "running"]

_START_SECONDS = 90


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


def memory_mb(pid: int) -> list[tuple[str, float]]:
    """Return the resident memory of a process and its descendants, in MB, with the start of each command."""
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
        pages = int(Path(f"/proc/{one}/statm").read_text(encoding="ascii").split()[1])
        command = Path(f"/proc/{one}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        found.append((command[:60], pages * os.sysconf("SC_PAGE_SIZE") / 1e6))
    return found
