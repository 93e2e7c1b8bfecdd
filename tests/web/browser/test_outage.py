"""While the database is away the site says so, keeps giving what it has in memory, and comes back by itself."""

from __future__ import annotations

import json
import subprocess
import tempfile
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from running_site import free_port, running_site

pytestmark = [pytest.mark.slow]

BIN = Path("/usr/lib/postgresql/15/bin")
SCRIPT = Path(__file__).parents[3] / ".ci" / "postgresql"


class Cluster:
    """A PostgreSQL server of one test."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()

    def start(self):
        done = subprocess.run(
            [SCRIPT, "start", self.folder, str(self.port)], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def stop(self):
        subprocess.run([SCRIPT, "stop", self.folder], check=True)

    def again(self):
        """Start the stopped server with its data."""
        log, options = self.folder / "log", f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if self.is_root() else []
        command = [*owner, BIN / "pg_ctl", "-D", self.folder / "cluster", "-w", "-l", log, "-o", options, "start"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    @staticmethod
    def is_root():
        return subprocess.run(["id", "-u"], capture_output=True, text=True, check=True).stdout.strip() == "0"


@pytest.fixture
def cluster():
    if not BIN.exists():
        pytest.skip("PostgreSQL 15 is not installed: apt-get install postgresql-15")
    # not below pytest's folder, which the owner of the server cannot enter
    with tempfile.TemporaryDirectory() as folder:
        found = Cluster(Path(folder))
        url = found.start()
        try:
            yield found, url
        finally:
            found.stop()


def asked(site, path):
    try:
        with urllib.request.urlopen(f"{site.address}{path}", timeout=60) as answer:  # noqa: S310 -- of this machine
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read().decode()


def test_the_page_says_so_and_the_site_recovers_without_hands(cluster, tmp_path):
    server, url = cluster
    with running_site(tmp_path, database_url=url, name="away") as site:
        assert asked(site, "/ja/sites?prefecture=04")[0] == 200
        kept = asked(site, "/ja/about")[2]
        with _away(server):
            for _ in range(3):
                status, headers, text = asked(site, "/ja/sites?prefecture=34")
                assert status == 503
                assert headers["retry-after"] == "10"
                assert "データベースに一時的に接続できません" in text
                assert headers["x-request-id"] in text
            assert asked(site, "/en/sites?prefecture=34")[2].count("The database is briefly unavailable") == 2
            assert asked(site, "/ja/about")[2] == kept
            status, headers, text = asked(site, "/api/v1/search?q=cluster&lang=en")
            assert (status, headers["retry-after"]) == (503, "10")
            assert headers["content-type"] == "application/problem+json"
            assert json.loads(text)["code"] == "database-away"
            assert asked(site, "/health")[0] == 503
        assert asked(site, "/ja/sites?prefecture=34")[0] == 200
        assert asked(site, "/health")[0] == 200


@contextmanager
def _away(server):
    server.stop()
    try:
        yield
    finally:
        server.again()
