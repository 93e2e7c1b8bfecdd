"""Fixtures of the web: the index of the library, built once per test database."""

from __future__ import annotations

import pytest

from chiiki.web.access.actors import SYSTEM
from chiiki.web.library.catalogue import all_drafts
from chiiki.web.library.domain.index import build_index, index_checksum, is_index_current, write_drafts
from chiiki.web.library.facts import pack
from chiiki.web.library.models import IndexState


@pytest.fixture(scope="session")
def _index_once(django_db_setup, django_db_blocker):
    """Write the index outside of any test, without a record in the log, which other tests read."""
    with django_db_blocker.unblock():
        drafts = list(all_drafts(pack()))
        write_drafts(drafts)
        IndexState.objects.update_or_create(
            pk=1, defaults={"checksum": index_checksum(pack()), "n_records": len(drafts)}
        )


@pytest.fixture
def index(_index_once, db):
    """Give a test the index of the shipped pack; a flushed database gets it again."""
    if not is_index_current():
        build_index(actor=SYSTEM, pack=pack())
    return pack()
