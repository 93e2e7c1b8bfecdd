"""Rights are those of the table, for every route, actor, state and method (R02)."""

from __future__ import annotations

import pytest
from addresses import fill, name_of, route_addresses
from django.test import Client
from matrix import (
    Asker,
    barred,
    cells_of,
    differences,
    english_cells,
    expected,
    guarded_cells,
    named_routes,
    open_cells,
)
from world import ACTORS, BEARER, FOREIGN, PERSON, PUBLIC, UNPROVED, WORK, make_world

from chiiki.web.access.roles import Role
from chiiki.web.access.walk import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index", "wide_limits")]

OFFERED = {"organisations": {*ACTORS}, "people": {"auditor", "admin"}, "invitations": {"admin"}, "audit": {"auditor"}}
"""What one's own page offers, and to whom."""

WHOLLY = (PUBLIC, BEARER, UNPROVED, PERSON)
"""One of each kind of actor: none signed in, one who did not finish, one who did."""

ENDED = ("revoked", "expired", "never given")
"""States of tokens that open nothing."""


def assert_none(record_property, *counted):
    n_cells, wrong = sum(n for n, _ in counted), [one for _, found in counted for one in found]
    record_property("n_cells", n_cells)
    assert wrong == [], f"{len(wrong)} of {n_cells} cells differ:\n" + "\n".join(wrong)


def share_of(actor, *without):
    """Return which share of the like pages an actor asks for; None for all of them."""
    return None if actor in without else list(Role).index(Role(actor))


def test_the_table_names_every_route_and_no_other():
    names = {name_of(route) for route in routes()}
    assert sorted(names - named_routes()) == [], "write them into who_may.csv"
    assert sorted(named_routes() - names) == [], "take them out of who_may.csv"


@pytest.mark.slow
@pytest.mark.parametrize("actor", ACTORS)
def test_what_is_not_open_to_everybody(actor, record_property):
    asker = Asker.begin(actor)
    assert_none(record_property, differences(guarded_cells(asker, share=share_of(actor, *WHOLLY, "admin")), asker))


@pytest.mark.slow
@pytest.mark.parametrize("actor", ACTORS)
def test_what_is_open_to_everybody(actor, record_property):
    asker = Asker.begin(actor)
    asked = open_cells(asker, share=share_of(actor, *WHOLLY))
    assert_none(record_property, differences(asked, asker), barred(asker))


@pytest.mark.slow
@pytest.mark.parametrize("actor", ACTORS)
def test_the_same_in_english(actor, record_property):
    asker = Asker.begin(actor)
    assert_none(record_property, differences(english_cells(asker), asker))


@pytest.mark.parametrize("state", ENDED)
def test_a_token_that_is_not_valid_opens_nothing_of_the_interface(state, record_property):
    world = make_world()
    secret = world.secrets.get((FOREIGN, state), "chiiki_" + "a" * 43)
    client = Client(headers={"authorization": f"Bearer {secret}"})
    found = {
        name_of(route): client.get(next(route_addresses(route, world)).path).status_code
        for route in routes()
        if route.pattern.startswith("api/")
    }
    wrong = [f"{name}, bearer of a token ({state}): expected 401, found {got}" for name, got in found.items()]
    assert_none(record_property, (len(found), [one for one in wrong if not one.endswith("found 401")]))


@pytest.mark.parametrize("actor", [PERSON, *Role])
def test_ones_own_page_offers_what_the_posts_give(actor):
    asker = Asker.begin(str(actor))
    account = next(route for route in routes() if route.name == "account")
    answer = asker.ask(fill(account, {}), "GET")
    offered = {place.rpartition("/")[2]: verdict.is_allowed for place, _label, verdict in answer.context["actions"]}
    assert offered == {name: actor in who for name, who in OFFERED.items()}


@pytest.mark.parametrize("actor", [PERSON, *Role])
def test_the_log_shows_all_to_auditors_what_runs_the_site_to_administrators_and_their_own_to_others(actor):
    asker = Asker.begin(str(actor))
    page = next(route for route in routes() if route.name == "audit-json")
    rows = asker.ask(fill(page, {}), "GET").json()["rows"]
    others = {row["action"] for row in rows if row["actor_id"] != str(asker.world.people[str(actor)].pk)}
    assert len(rows) > len(others)
    assert (WORK in others) == (actor == Role.AUDITOR)
    assert bool(others - {WORK}) == (actor in {Role.AUDITOR, Role.ADMIN})


def test_a_hidden_thing_that_is_answered_otherwise_than_an_absent_one_is_noticed():
    asker = Asker.begin(PERSON)
    cells = [cell for route in routes() if route.name == "person" for cell in cells_of(route, asker)]
    hidden = next(cell for cell in cells if cell.expected == "hid")
    assert asker.found(hidden) == "hid"
    asker.absent = dict.fromkeys(asker.absent, b"an answer with other words")
    assert asker.found(hidden) != "hid"


def test_the_table_says_one_thing_of_each_cell():
    with pytest.raises(LookupError, match="0 lines for job, GET, state lost"):
        expected("job", "GET", state="lost", whose="nobody's", actor=PERSON)
