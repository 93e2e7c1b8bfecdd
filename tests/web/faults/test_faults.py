"""Every domain command is done whole or not at all, whatever fails under it, and can be called again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from web_commands import COMMANDS, begin
from web_faults import children, exceptions, full_disks, full_files

pytestmark = pytest.mark.django_db(transaction=True)

by_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


@pytest.fixture
def folder(settings, tmp_path):
    """Give the log of this test a data folder of its own."""
    settings.OPTIONS = replace(settings.OPTIONS, data=tmp_path)
    begin()
    return tmp_path


@pytest.fixture
def _own_disk():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has its own disk")


@pytest.fixture
def keep(record_property):
    """Keep how many faults there were; the summary of the run adds them up."""

    def kept(record):
        record_property("n_faults", record.n_faults)
        assert record.n_faults > 0
        assert record.n_undone > 0

    return kept


@by_command
def test_an_exception_anywhere_leaves_nothing_or_all(folder, keep, command):
    keep(exceptions(command, folder))


@pytest.mark.slow
@by_command
def test_a_kill_anywhere_leaves_nothing_or_all(folder, keep, command):
    keep(children(command, folder, thorough=True))


@pytest.mark.slow
@pytest.mark.usefixtures("_own_disk")
@by_command
def test_a_disk_without_room_for_files_leaves_nothing_or_all(folder, keep, command):
    keep(full_files(command, folder))


@pytest.mark.slow
@pytest.mark.usefixtures("_own_disk")
@by_command
def test_a_database_without_room_leaves_nothing_or_all(folder, record_property, command):
    record_property("n_faults", full_disks(command, folder).n_faults)
