"""Fixtures of the web: the index of the library, built once per test database."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils import translation

from chiiki.web.access.actors import SYSTEM
from chiiki.web.library.catalogue import all_drafts
from chiiki.web.library.domain.index import build_index, index_checksum, is_index_current, write_drafts
from chiiki.web.library.facts import pack
from chiiki.web.library.models import IndexState
from web_invariants import see_that_rows_hold, see_that_the_site_holds


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


@pytest.fixture(autouse=True)
def _own_language():
    """Begin in the language of the site, whichever the test before left."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _rows_hold(request):
    """See after each test with a database, while its rows are there, that no row breaks an invariant."""
    is_asked = "_django_db_helper" in request.fixturenames or request.node.get_closest_marker("django_db")
    if not is_asked or request.node.get_closest_marker("broken_site"):
        yield
        return
    request.getfixturevalue("_site_holds")
    request.getfixturevalue("_django_db_helper")  # its end comes after this one's
    yield
    see_that_rows_hold()


@pytest.fixture(scope="session")
def _site_holds(django_db_setup, django_db_blocker):
    """See when a process has run its tests that the database and the log, which nothing empties, are whole."""
    yield
    with django_db_blocker.unblock():
        see_that_the_site_holds()
