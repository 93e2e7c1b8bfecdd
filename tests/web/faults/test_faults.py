"""Every domain command is done whole or not at all, whatever fails under it, and can be called again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from web_commands import COMMANDS, begin
from web_faults import children, exceptions, full_disks, full_files

pytestmark = pytest.mark.django_db(transaction=True)

by_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
TALLY = {}


@pytest.fixture
def folder(settings, tmp_path):
    """Give the log of this test a data folder of its own."""
    settings.OPTIONS = replace(settings.OPTIONS, data=tmp_path)
    begin()
    return tmp_path


@pytest.fixture(scope="module", autouse=True)
def _tally():
    yield
    kinds = sum((record.kinds for record in TALLY.values()), start=type(next(iter(TALLY.values())).kinds)())
    print(f"\nfaults: {kinds.total()} in {len({name for _, name in TALLY})} commands: {dict(kinds)}")  # noqa: T201


def _kept(way, command, record):
    TALLY[way, command.name] = record
    assert record.n_faults > 0
    assert record.n_undone > 0


@by_command
def test_an_exception_anywhere_leaves_nothing_or_all(folder, command):
    _kept("exception", command, exceptions(command, folder))


@pytest.mark.slow
@by_command
def test_a_kill_anywhere_leaves_nothing_or_all(folder, command):
    _kept("kill", command, children(command, folder, thorough=True))


@pytest.mark.slow
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has its own disk")
@by_command
def test_a_disk_without_room_for_files_leaves_nothing_or_all(folder, command):
    _kept("files", command, full_files(command, folder))


@pytest.mark.slow
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has its own disk")
@by_command
def test_a_database_without_room_leaves_nothing_or_all(folder, command):
    TALLY["pages", command.name] = full_disks(command, folder)
