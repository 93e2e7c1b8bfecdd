"""What a reader may not know of is not even loaded, so that asking for it takes as long as asking for nothing (R05)."""

from __future__ import annotations

from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db.models.signals import post_init
from django.urls import reverse
from world import FOREIGN, key, make_world

from chiiki.web.accounts.models import Invitation, Post, User
from chiiki.web.api.models import Token
from chiiki.web.jobs.models import Job
from web_people import make_person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wide_limits")]

HIDDEN = {
    "job": (Job, "job_id", ("job", FOREIGN, "waiting")),
    "post-end": (Post, "post_id", ("post", "officer", "current")),
    "invitation-withdraw": (Invitation, "invitation_id", ("invitation", "open")),
    "person": (User, "person_id", ("person", "admin")),
    "post-new": (User, "person_id", ("person", "admin")),
    "token-revoke": (Token, "token_id", ("token", FOREIGN, "live")),
}
"""Name of a page → what it is about, the part of its address, and the names of one that is another person's."""


@contextmanager
def loaded(model):
    """List the rows of a model that are loaded meanwhile."""
    found = []

    def note(instance, **_rest):
        found.append(instance.pk)

    post_init.connect(note, sender=model)
    try:
        yield found
    finally:
        post_init.disconnect(note, sender=model)


@pytest.mark.parametrize("page", HIDDEN)
def test_a_hidden_thing_is_not_loaded_to_be_refused(page, client):
    make_world()
    me = sign_in(client, make_person())
    model, part, names = HIDDEN[page]
    assert model.objects.filter(pk=key(*names)).exists()
    statuses = []
    for which in (key(*names), uuid4()):
        with loaded(model) as rows:
            statuses.append(client.get(reverse(page, kwargs={part: which})).status_code)
        assert set(rows) <= {me.pk}
    assert statuses == [404, 404]


def test_what_is_not_hidden_is_loaded(client):
    make_world()
    sign_in(client, make_person())
    with loaded(Job) as rows:
        assert client.get(reverse("job", kwargs={"job_id": key("job", "", "waiting")})).status_code == 200
    assert set(rows) == {key("job", "", "waiting")}
