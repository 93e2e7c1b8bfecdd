"""Two worlds that differ in one secret look the same to whoever may not know it, to the last byte (R04).

The public and a person without a post ask everything about people's work, the others take
turns at it; of the addresses and searches of the library each asks a share, which is larger
where the secret is one of the library. What is not asked stands in :meth:`Reader.asked_about`.
With ``CHIIKI_WHOLE_PROOF=1`` that is some 28,000 pairs and a quarter of an hour; without it, a third.
"""

from __future__ import annotations

import os
from contextlib import contextmanager

import pytest
from addresses import addresses
from crawl import Asked, crawl, differences, standing_still
from django.db import transaction
from kept_secrets import SECRETS
from questions import private_questions, searches
from world import ACTORS, BEARER, FOREIGN, PERSON, PUBLIC, make_world

from chiiki.web.access.roles import Role
from chiiki.web.library.enums import Visibility
from chiiki.web.library.models import Record

pytestmark = pytest.mark.django_db

IS_WHOLE = bool(os.environ.get("CHIIKI_WHOLE_PROOF"))

READERS = tuple(name for name in ACTORS if name != BEARER)
"""Programs ask for whoever let them: each reader asks the interface with a token too."""

MACHINES = ("/api/v1/search?q=ヒミツ", "/api/v1/programmes/HIMITSU", "/api/v1/programmes?ministry=MEXT", "/api/v1")


@pytest.fixture
def world(index):
    """The world, in which no time passes and nothing is left to chance."""
    with standing_still():
        yield make_world()


@contextmanager
def undone():
    """Take back what is done inside."""
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)


class Reader:
    """Somebody who asks, with the questions and the answers of the first world."""

    def __init__(self, world, name):
        self.world, self.name = world, name
        if name not in {PUBLIC, FOREIGN}:
            world.give_things(name)
        self.cookies = world.client(name).cookies
        token = world.secrets.get((name, "live"), "")
        self.private = [*map(Asked, private_questions(world)), *(Asked(path, token) for path in MACHINES)]
        found = addresses(world)
        self.of_things = [Asked(one.path) for one in found if one.thing]
        # what is typeset may take so long that it becomes a job, whatever the world is
        self.others = [Asked(one.path) for one in found if not one.path.endswith(".pdf")] + list(map(Asked, searches()))
        self.pages = {}

    def asked_about(self, secret, *, whole=True):
        """Return the questions that this reader asks about a secret."""
        own, share = self._shares(secret) if whole else (4, 24)
        turn, n = SECRETS.index(secret), len(self.private)
        place = ACTORS.index(self.name) + turn * (self.name in {PUBLIC, PERSON})
        asked = {i: one for i, one in enumerate(self.private) if (i + turn + place) % own == 0}
        return asked | {n + i: one for i, one in enumerate(self.others) if (i + place) % share == 0}

    def _shares(self, secret):
        """Say one in how many questions is asked: about people's work, and of the others."""
        near, far = ((1, 1), (2, 12)) if secret.is_of_library else ((1, 8), (2, 24))
        own, share = near if self.name in {PUBLIC, PERSON} else far
        return (own, share) if IS_WHOLE else (own * 2, share * 4)

    def pages_of(self, asked):
        """Return the pages of the first world, which are asked for once."""
        self.pages |= crawl(self.cookies, {i: one for i, one in asked.items() if i not in self.pages})
        return self.pages

    def differing(self, secret, *, whole=True):
        """Return how many questions were asked, and a line for each whose answer tells the worlds apart."""
        asked = self.asked_about(secret, whole=whole)
        if secret.then:
            with undone():
                secret.then(self.world, self.name)
                first = dict(crawl(self.cookies, asked))
        else:
            first = self.pages_of(asked)
        with undone():
            secret.put(self.world)
            if secret.then:
                secret.then(self.world, self.name)
            second = crawl(self.cookies, asked)
            found = [f"{asked[i].path}: {differences(first[i], page)}" for i, page in second if page != first[i]]
        return len(asked), found


def _told_apart(reader, record_property, *, whole):
    n_pairs, told = 0, {}
    for secret in SECRETS:
        if reader.name not in secret.may_see:
            n_asked, found = reader.differing(secret, whole=whole)
            n_pairs += n_asked
            if found:
                told[secret.name] = found[:5]
    record_property("n_pairs", n_pairs)
    return told


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_nobody_can_tell_two_worlds_apart_by_what_they_may_not_know(world, record_property, name):
    assert _told_apart(Reader(world, name), record_property, whole=True) == {}


def test_a_person_cannot_tell_two_worlds_apart(world, record_property):
    assert _told_apart(Reader(world, PERSON), record_property, whole=False) == {}


def _seen(reader, secret):
    """Say whether a reader sees a secret, on a page about people's work or in the library."""
    asked = dict(enumerate((*reader.private, *map(Asked, OWN), *map(Asked, searches()[:20]), *reader.of_things)))
    first = reader.pages_of(asked)
    with undone():
        secret.put(reader.world)
        Record.objects.filter(visibility=Visibility.PRIVATE).update(visibility=Visibility.PUBLIC)
        return any(page != first[i] for i, page in crawl(reader.cookies, asked))


OWN = ("/en/account/sessions", "/en/account/tokens", "/en/account/second-factor")
FOR_NOBODY = "failed tries to sign in"


def test_whoever_may_know_sees_the_difference(world):
    """Without this the questions might look where nothing of the secret ever stands."""
    readers = {name: Reader(world, name) for name in (Role.ADMIN.value, Role.AUDITOR.value, FOREIGN)}
    for secret in SECRETS:
        who = min(secret.may_see & readers.keys(), default=FOREIGN)
        assert _seen(readers[who], secret) == (secret.name != FOR_NOBODY), secret
