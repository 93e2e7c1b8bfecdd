"""Load on a server of this machine: requests as fast as they come, or at a steady pace.

Loopback only; each measurement ends by itself. Requests are kept-alive HTTP/1.1, written once
as bytes, so that one process asks several thousand times a second and the server, not the
asker, is what is measured.
"""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass
from statistics import quantiles
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Answer", "Pace", "asked_once", "at_pace", "most_per_second"]

_BUFFER: Final = 262_144
_CENT: Final = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, as far as the measurement needs it."""

    status: int
    headers: str
    n_bytes: int
    """Bytes of the body as sent, so compressed where the server compresses."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Pace:
    """Waiting times at a steady pace, in milliseconds, counted from when each request was due."""

    median: float
    p95: float
    p99: float
    n: int
    n_failed: int
    """Answers other than 200, and those that did not come within 30 seconds."""


class Line:
    """One kept-alive connection."""

    def __init__(self, port: int, *, gzip: bool = True) -> None:
        self.port = port
        self.gzip = gzip
        self.connect()

    def connect(self) -> None:
        """Open the connection anew."""
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def send(self, path: str) -> None:
        """Ask for a path."""
        encoding = "Accept-Encoding: gzip\r\n" if self.gzip else ""
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{encoding}\r\n"
        self.socket.sendall(request.encode())

    def receive(self) -> tuple[int, str, int]:
        """Read one whole answer: status, headers, bytes of the body."""
        content = self.rest
        while (end := content.find(b"\r\n\r\n")) < 0:
            content += self._more()
        head = content[:end].decode("latin-1")
        body = content[end + 4 :]
        lowered = head.lower()
        if "content-length:" in lowered:
            length = int(lowered.split("content-length:")[1].split("\r\n")[0])
            while len(body) < length:
                body += self._more()
            self.rest = body[length:]
            return int(head.split(" ", 2)[1]), head, length
        while not body.endswith(b"0\r\n\r\n"):
            body += self._more()
        self.rest = b""
        return int(head.split(" ", 2)[1]), head, len(body)

    def _more(self) -> bytes:
        found = self.socket.recv(_BUFFER)
        if not found:
            msg = "the server closed the connection"
            raise ConnectionError(msg)
        return found


def asked_once(port: int, path: str, *, gzip: bool = True) -> Answer:
    """Ask for one path on a new connection."""
    line = Line(port, gzip=gzip)
    started = time.perf_counter()
    line.send(path)
    status, headers, n_bytes = line.receive()
    return Answer(status, headers, n_bytes, time.perf_counter() - started)


def most_per_second(port: int, paths: Sequence[str], *, seconds: float = 4, n_lines: int = 8) -> tuple[float, int]:
    """Ask as fast as the server answers, on `n_lines` connections.

    Returns
    -------
    tuple of (float, int)
        Answers per second, and how many were not 200.
    """
    lines = [Line(port) for _ in range(n_lines)]
    n_answers = n_failed = 0
    started = time.perf_counter()
    while (elapsed := time.perf_counter() - started) < seconds:
        for index, line in enumerate(lines):
            line.send(paths[(n_answers + index) % len(paths)])
        for line in lines:
            status, _, _ = line.receive()
            n_failed += status != 200  # noqa: PLR2004 -- OK
        n_answers += len(lines)
    return n_answers / elapsed, n_failed


def at_pace(port: int, paths: Sequence[str], *, per_second: float, seconds: float = 6, n_lines: int = 16) -> Pace:
    """Ask at a steady pace whether or not the server keeps up; a late start counts as waiting."""
    n_requests = max(_CENT, int(per_second * seconds))
    waits: list[float] = []
    failed: list[int] = []
    started = time.perf_counter() + 0.05

    def ask(offset: int) -> None:
        line = Line(port)
        for index in range(offset, n_requests, n_lines):
            due = started + index / per_second
            time.sleep(max(0.0, due - time.perf_counter()))
            status = _asked(line, paths[index % len(paths)])
            waits.append(time.perf_counter() - due)
            if status != 200:  # noqa: PLR2004 -- OK
                failed.append(status)

    threads = [threading.Thread(target=ask, args=(offset,)) for offset in range(n_lines)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = quantiles(waits, n=_CENT)
    return Pace(cuts[49] * 1e3, cuts[94] * 1e3, cuts[98] * 1e3, len(waits), len(failed))


def _asked(line: Line, path: str) -> int:
    """Return the status of the answer; 0 where none came, and the connection is a new one."""
    try:
        line.send(path)
        status, _, _ = line.receive()
    except OSError:
        line.connect()
        return 0
    return status
