"""A site of its own for browser tests: database, files and server apart from those of the other tests.

It is what ``chiiki serve`` starts, but for the background worker, which only few tests need;
and whatever in it would ask another machine fails.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

TESTS = Path(__file__).parent

SERVE = """
import socket
import sys
from threading import Event, Thread
from chiiki.web.config.start import open_site, prepare_site
open_site()
prepare_site()
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
server = Granian("loopback_only:application", port=int(sys.argv[1]), interface=Interfaces.WSGI,
                 workers=1, blocking_threads=8, websockets=False, log_level=LogLevels.warning)
def say_when_ready():
    for _try in range(1200):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", int(sys.argv[1]))):
                break
        Event().wait(0.05)
    print("ready", flush=True)
Thread(target=say_when_ready, daemon=True).start()
server.serve()
"""


def free_port():
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class RunningSite:
    """A server with its address; `shell` runs code inside its database."""

    def __init__(self, folder, *, database_url="", **options):
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log"
        self.environment = {
            **os.environ,
            "CHIIKI_DATA": str(folder),
            "CHIIKI_URL": self.address,
            "CHIIKI_SECRET_KEY": "only for tests",
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "chiiki.web.config.settings",
            "PYTHONPATH": os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH")))),
            **options,
        }

    def start(self):
        """Start the server and wait until it answers."""
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", SERVE, str(self.port)],
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        if "ready\n" not in iter(self.process.stdout.readline, ""):
            self.stop()
            raise RuntimeError(self.log.read_text()[-3000:])

    def stop(self):
        """Stop the server; a busy machine may take its time."""
        self.process.terminate()
        self.process.wait(timeout=120)
        self.process.stdout.close()

    def shell(self, code):
        """Run code in the site, after Django has started; return what it printed."""
        start = "from chiiki.web.config.start import open_site\nopen_site()\n"
        command = [sys.executable, "-c", start + code]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    @contextmanager
    def worker(self):
        """Run the background worker of the site meanwhile."""
        process = subprocess.Popen([sys.executable, "-m", "chiiki", "work"], env=self.environment)
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


@contextmanager
def own_database(url, *, name):
    """Make a database beside that of `url` and drop it afterwards; without a URL there is none, and SQLite serves."""
    if not url:
        yield ""
        return
    import psycopg  # noqa: PLC0415 -- only where the tests run on PostgreSQL

    def run(*statements):
        with psycopg.connect(urlsplit(url)._replace(path="/postgres").geturl(), autocommit=True) as server:
            for statement in statements:
                server.execute(statement)

    run(f'drop database if exists "{name}" with (force)', f'create database "{name}"')
    yield urlsplit(url)._replace(path=f"/{name}").geturl()
    run(f'drop database "{name}" with (force)')


@contextmanager
def running_site(folder, *, database_url="", name="chiiki_browser", **options):
    """Run a site from nothing to its end."""
    with own_database(database_url, name=name) as own:
        site = RunningSite(folder, database_url=own, **options)
        site.start()
        try:
            yield site
        finally:
            site.stop()
