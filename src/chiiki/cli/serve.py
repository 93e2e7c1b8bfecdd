"""``chiiki serve`` and ``chiiki work``: the site and its background worker."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from chiiki.cli.terminal import say
from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DataFolder", "serve", "work"]

DataFolder = Annotated[
    Path | None,
    typer.Option("--data", help="Folder of the database and files; without it, CHIIKI_DATA or one in your home."),
]

_DEMO_FOLDER = "chiiki-demo"
"""Beside the usual data folder, so that demonstration data never meets real data."""

_START_SECONDS = 120
_STOP_SECONDS = 20
_THREADS = 4
"""Threads of a process that answer requests; more only wait for each other."""


def serve(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    data: DataFolder = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill a folder of its own with made-up people; every page says so.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer requests.")] = 2,
) -> None:
    """Serve the workbench: the public library, accounts, the audit log, and background work.

    The first start makes the database, brings the facts in and prints a one-time link for the
    first administrator. Other options are read from the environment: DATABASE_URL, CHIIKI_URL, …

    In use: chiiki serve --demo

    In use: chiiki serve --port 8080 --data /srv/chiiki

    In use: DATABASE_URL=postgres://chiiki@localhost/chiiki CHIIKI_URL=https://chiiki.example chiiki serve
    """
    from chiiki.web.config.start import open_site, prepare_site  # noqa: PLC0415 -- not needed for --help

    _check_free(host, port)
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104 -- compared, not bound
    open_site(data=_demo_folder() if demo and data is None else data, url=address, is_demo=demo)
    say("preparing the database, the pages and the index of the facts …")
    prepare_site()
    _greet(address, is_demo=demo)
    with _background_worker():
        _answer_requests(host, port, workers=workers, address=address)


def work(*, data: DataFolder = None) -> None:
    """Run the background worker alone, beside a server that was started elsewhere.

    In use: chiiki work --data /srv/chiiki
    """
    from chiiki.web.config.start import open_site  # noqa: PLC0415 -- not needed for --help

    open_site(data=data)
    from chiiki.web.jobs.worker import work_until_stopped  # noqa: PLC0415 -- after Django is started

    work_until_stopped()


def _check_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            msg = f"cannot listen on {host} port {port}: {error.strerror}. Choose another one with --host or --port."
            raise InputError(msg) from error


def _demo_folder() -> Path:
    from chiiki.web.config.options import read_options  # noqa: PLC0415 -- not needed for --help

    return read_options(os.environ).data.parent / _DEMO_FOLDER


def _greet(address: str, *, is_demo: bool) -> None:
    """Print the addresses that somebody needs who starts the site for the first time."""
    from chiiki.web.accounts.domain.first_admin import first_admin_link  # noqa: PLC0415 -- after Django is started

    if is_demo:
        from chiiki.web.access.actors import SYSTEM  # noqa: PLC0415 -- as above
        from chiiki.web.accounts.domain.demo import load_demo  # noqa: PLC0415 -- as above

        for login in load_demo(actor=SYSTEM):
            typer.echo(f"  demo: {login.email}  {login.password}  {login.role}")
    elif link := first_admin_link():
        typer.echo(f"first administrator (one use): {address}{link}")


@contextmanager
def _background_worker() -> Iterator[None]:
    """Run a worker beside the server, and stop it with the server."""
    worker = subprocess.Popen([sys.executable, "-m", "chiiki", "work"])
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()  # its job is taken over by the next worker


def _answer_requests(host: str, port: int, *, workers: int, address: str) -> None:
    from granian import Granian  # noqa: PLC0415 -- not needed for --help
    from granian.constants import Interfaces  # noqa: PLC0415 -- as above
    from granian.log import LogLevels  # noqa: PLC0415 -- as above

    # the workers' threads share two heaps of the C library: one each holds a fifth more memory
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    server = Granian(
        "chiiki.web.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_access=False,  # addresses of invitations and new passwords are secrets
    )
    Thread(target=_say_when_ready, args=(host, port, address), daemon=True).start()
    server.serve()


def _say_when_ready(host: str, port: int, address: str) -> None:
    """Name the address once somebody answers there, not before."""
    from urllib.request import urlopen  # noqa: PLC0415 -- not needed for --help

    place = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/health"  # noqa: S104 -- compared, not bound
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        try:
            with urlopen(place, timeout=5):
                typer.echo(f"chiiki is at {address}/ (Ctrl-C stops it)")
                return
        except OSError:
            time.sleep(0.1)
