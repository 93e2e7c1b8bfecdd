"""Every route has an address that leads to it, and the world has everything that stands in one."""

from __future__ import annotations

import pytest
from addresses import NONSENSE, OF_THINGS, addresses, name_of, route_addresses
from django.db import transaction
from django.urls import resolve
from world import ACTORS, FOREIGN, make_world

from chiiki.web.access.walk import routes
from chiiki.web.accounts.enums import InvitationState
from chiiki.web.audit.invariants import check_invariants
from chiiki.web.audit.models import AuditRecord
from chiiki.web.jobs.enums import JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(index):
    """The world, with things of two people."""
    found = make_world()
    found.give_things("person")
    return found


def test_every_route_has_an_address_that_leads_to_it(world):
    wrong = []
    for route in routes():
        found = [one for one in route_addresses(route, world) if one.leads_to != NONSENSE]
        reached = {resolve(one.path.partition("?")[0]).func for one in found}
        if reached != {route.view}:
            wrong.append(f"{name_of(route)}: {[one.path for one in found]}")
    assert wrong == []


def test_no_two_routes_are_called_the_same():
    names = [name_of(route) for route in routes()]
    assert sorted(names) == sorted(set(names))
    assert all(names)


def test_the_world_is_whole(world):
    """But for the signed head of the log, which is kept when a transaction ends, and this one does not."""
    broken = [outcome for outcome in check_invariants() if not outcome.holds and "signed" not in outcome.name]
    assert broken == []
    assert AuditRecord.objects.exists()


def test_the_world_has_each_kind_of_thing_in_each_state(world):
    states = {kind: {thing.state for thing in world.of_kind(kind)} for kind in OF_THINGS.values()}
    assert states["job"] == set(JobState.values)
    assert {thing.whose for thing in world.of_kind("job")} == {"", FOREIGN, "person"}
    assert len(states["invitation"]) == len(InvitationState) + 1
    assert states["post"] == {"current", "over", "ended", "to come"}
    assert states["token"] == {"live", "revoked", "expired"}
    assert all(states.values())


def test_two_worlds_have_the_same_addresses(index):
    """But for the link of a new password, which holds the time."""
    paths = []
    for _ in range(2):
        with transaction.atomic():
            paths.append([one.path for one in addresses(make_world()) if not one.thing or one.thing.kind != "reset"])
            transaction.set_rollback(True)
    assert paths[0] == paths[1]


def test_each_actor_is_who_the_name_says(world):
    for name in ACTORS[2:]:
        held = {grant.role for grant in world.actor(name).grants}
        assert held == ({name} if name not in {"person", "unproved"} else set())
