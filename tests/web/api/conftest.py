"""Fixtures of the interface for machines: a person with a token, and counts that begin at nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone


@pytest.fixture(autouse=True)
def _nothing_counted():
    """Each test begins with no requests counted."""
    (settings.OPTIONS.data / "api-counts.sqlite3").unlink(missing_ok=True)


@pytest.fixture(scope="session")
def _index_once(django_db_setup, django_db_blocker):
    """Write the index outside of any test, without a record in the log, which other tests read."""
    from chiiki.web.library.catalogue import all_drafts  # noqa: PLC0415 -- needs the settings
    from chiiki.web.library.domain import index  # noqa: PLC0415
    from chiiki.web.library.facts import pack  # noqa: PLC0415
    from chiiki.web.library.models import IndexState  # noqa: PLC0415

    with django_db_blocker.unblock():
        if not index.is_index_current():
            drafts = list(all_drafts(pack()))
            index.write_drafts(drafts)
            state = {"checksum": index.index_checksum(pack()), "n_records": len(drafts)}
            IndexState.objects.update_or_create(pk=1, defaults=state)


@pytest.fixture
def index(_index_once, db):
    """Give a test the index of the shipped pack; a flushed database gets it again."""
    from chiiki.web.library.domain.index import ensure_index  # noqa: PLC0415 -- needs the settings

    ensure_index()


@pytest.fixture
def person(django_user_model, db):
    return django_user_model.objects.create_user("reader@example.org", "a long passphrase", name="Reader")


@pytest.fixture
def issued(person):
    """A token of `person` with its secret."""
    from chiiki.web.access.actors import Actor  # noqa: PLC0415 -- needs the settings
    from chiiki.web.api.domain import issue_token  # noqa: PLC0415

    return issue_token(actor=Actor(user_id=person.id), token_id=uuid4(), name="notebook", n_days=30)


@pytest.fixture
def expired(issued):
    """Return the same token after its last day."""
    issued.token.expires_at = timezone.now() - timedelta(seconds=1)
    issued.token.save(update_fields=["expires_at"])
    return issued
