"""Whole sites in folders of their own, run by the command as a host would."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

# SQLite unless a test says otherwise, whatever the other tests run on, and nothing that only tests need
OUR_OWN = {"DATABASE_URL": "", "CHIIKI_SECRET_KEY": "", "DJANGO_ALLOW_ASYNC_UNSAFE": ""}

FILL = """
from pathlib import Path
from datetime import date
from chiiki.web.config.start import open_site
open_site()
from chiiki.web.access.actors import SYSTEM
from chiiki.web.accounts.models import Organisation, Post, User
from chiiki.web.audit.domain import record_action
from chiiki.web.jobs.domain import put_job
from django.db import transaction
with transaction.atomic():
    ministry = Organisation.objects.create(kind="ministry", name_ja="デモ省", is_demo=True)
    for number in range(40):
        person = User.objects.create_user(f"demo{number}@example.org", name=f"デモ{number}")
        Post.objects.create(
            holder=person, organisation=ministry, role="officer", scope="ministry", scope_id=str(ministry.id),
            from_on=date(2026, 4, 1),
        )
        record_action(actor=SYSTEM, action="test.fill", subject_kind="person", subject_id=str(person.id))
    put_job("jobs.nothing", arguments={"number": 1}, key="one")
"""


@pytest.fixture(scope="session")
def chiiki():
    """Run the command on a data folder and return the finished process."""

    def run(*arguments, data, check=True, **environment):
        command = [sys.executable, "-m", "chiiki", *arguments, "--data", str(data)]
        variables = {**os.environ, **OUR_OWN, **environment}
        variables = {name: text for name, text in variables.items() if text}
        done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=240, check=False)
        assert not check or done.returncode == 0, done.stderr[-2000:]
        return done

    return run


@pytest.fixture(scope="session")
def script():
    """Run a program on a data folder and return what it wrote."""

    def run(program, *, data, **environment):
        variables = {**os.environ, **OUR_OWN, **environment, "CHIIKI_DATA": str(data)}
        variables = {name: text for name, text in variables.items() if text}
        done = subprocess.run(
            [sys.executable, "-c", program], env=variables, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip()

    return run


@pytest.fixture(scope="session")
def _original(tmp_path_factory, chiiki):
    data = tmp_path_factory.mktemp("upkeep") / "site"
    chiiki("upgrade", data=data)
    variables = {**os.environ, "CHIIKI_DATA": str(data), **OUR_OWN}
    variables = {name: text for name, text in variables.items() if text}
    subprocess.run([sys.executable, "-c", FILL], env=variables, check=True, timeout=60)
    return data


@pytest.fixture
def filled(_original, tmp_path):
    """Give a site with people, posts, a log and a job to one test."""
    return shutil.copytree(_original, tmp_path / "site")


@pytest.fixture(scope="session")
def _original_backup(_original, chiiki):
    path = _original.parent / "backup.tar.gz"
    chiiki("backup", "--out", str(path), data=_original)
    return path


@pytest.fixture
def backup(_original_backup, tmp_path):
    """Give a backup of that site to one test."""
    return shutil.copy2(_original_backup, tmp_path / "backup.tar.gz")


@pytest.fixture
def manifest_of():
    """Read the manifest inside a backup."""
    import tarfile  # noqa: PLC0415 -- only here

    def read(path):
        with tarfile.open(path) as tar:
            return json.load(tar.extractfile("manifest.json"))

    return read
