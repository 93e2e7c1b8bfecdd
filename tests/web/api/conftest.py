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
