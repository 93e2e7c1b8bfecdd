"""Every answer binds the browser, and lies in caches only where it is the same for everybody (R20)."""

from __future__ import annotations

import pytest
from addresses import NONSENSE, addresses, name_of
from django.test import Client
from harm import loose
from matrix import Asker, groups, is_open
from world import PUBLIC

from chiiki.web.access.roles import Role
from chiiki.web.api.limits import LIMITS, Limit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

NOT_KEPT = "private, no-store"
KEPT = "public, max-age=300"

SAID_ANEW = {"health", "id", "dataset", "brief-html", "brief-pdf", "brief-md", "brief-json"}
"""Open routes whose answer depends on more than the address, or is too large to keep."""

SECRET = {"invitation", "account_reset_password_from_key"}
"""Routes whose address is a secret, which not even other pages of the site are told."""


def is_shared(route):
    return is_open(route) and name_of(route) not in SAID_ANEW


def place_in_caches(address, answer, *, is_signed_in):
    """Return what Cache-Control must be."""
    if address.path.startswith("/api/"):
        return KEPT if answer.status_code in {200, 304} else NOT_KEPT
    is_kept = answer.status_code in {200, 304} and is_shared(address.route) and not is_signed_in
    return KEPT if is_kept and not answer.cookies else NOT_KEPT


def found_at(asker, address, **headers):
    answer = asker.client.get(address.path, headers=headers)
    is_secret = name_of(address.route) in SECRET and address.leads_to != NONSENSE
    found = loose(answer, Referrer_Policy="strict-origin") if is_secret else loose(answer)
    right = place_in_caches(address, answer, is_signed_in=asker.name != PUBLIC)
    if answer["Cache-Control"] != right:
        found.append(f"Cache-Control: {answer['Cache-Control']}, expected {right}")
    return answer, [f"{name_of(address.route)}, {asker.name}, {answer.status_code}: {one}" for one in found]


@pytest.mark.slow
@pytest.mark.usefixtures("wide_limits")
def test_every_address_as_the_public_gets_it_and_gets_it_again():
    asker, wrong, statuses = Asker.begin(PUBLIC), [], []
    for address in addresses(asker.world):
        answer, found = found_at(asker, address)
        wrong += found
        if answer.status_code == 200 and "ETag" in answer:
            again, found = found_at(asker, address, if_none_match=answer["ETag"])
            wrong += found
            statuses.append(again.status_code)
        asker.client.cookies.clear()
    assert wrong == []
    assert set(statuses) == {304}


@pytest.mark.slow
@pytest.mark.usefixtures("wide_limits")
def test_every_address_as_an_administrator_gets_it():
    """Of pages that are open to everybody only some: they are composed anew for each."""
    asker, wrong = Asker.begin(Role.ADMIN.value), []
    for n, address in enumerate(addresses(asker.world)):
        if is_open(address.route) and n % 8 and not address.path.startswith("/api/"):
            continue
        wrong += found_at(asker, address)[1]
    assert wrong == []


REFUSED = {
    "another host": lambda client: client.get("/ja/", headers={"host": "evil.example"}),
    "broken UTF-8": lambda client: client.get("/ja/%ff%fe"),
    "NUL": lambda client: client.get("/ja/plans/%00"),
    "no such page": lambda client: client.get("/ja/nothing"),
    "no such file": lambda client: client.get("/static/nothing.css"),
    "no language": lambda client: client.get("/about"),
    "the root": lambda client: client.get("/"),
    "a form from elsewhere": lambda client: client.post("/ja/account/sign-in", {"login": "a@example.jp"}),
    "another method": lambda client: client.put("/ja/about"),
    "an endless query": lambda client: client.get("/ja/search?q=" + "a" * 100_000),
    "too many fields": lambda client: client.post("/ja/account/sign-in", {f"n{n}": "" for n in range(2_000)}),
    "an operation that is not there": lambda client: client.get("/api/v9/nothing"),
    "a token that is none": lambda client: client.get("/api/v1", headers={"authorization": "Bearer x"}),
    "a wrong parameter": lambda client: client.get("/api/v1/plans?nothing=1"),
    "a range": lambda client: client.get("/static/ui/ui.css", headers={"range": "bytes=9999999-"}),
}
"""What the site refuses or leads on → the request."""


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_or_led_on_has_them_too(what):
    answer = REFUSED[what](Client(raise_request_exception=False, enforce_csrf_checks=True))
    assert loose(answer) == []
    assert 300 <= answer.status_code < 500
    assert answer["Cache-Control"] == NOT_KEPT
    answer.close()


def test_a_reader_who_asks_too_often_gets_them_too(monkeypatch):
    monkeypatch.setitem(LIMITS, "anonymous", (Limit("requests", 1, 60, 1), LIMITS["anonymous"][1]))
    client = Client()
    answers = [client.get("/api/v1/problems") for _ in range(3)]
    assert answers[-1].status_code == 429
    assert loose(answers[-1]) == []
    assert answers[-1]["Cache-Control"] == NOT_KEPT


@pytest.mark.parametrize("path", ["/static/ui/ui.css", "/static/ui/ui.js", "/static/ui/mark.svg"])
def test_files_have_them_whole_in_part_and_unchanged(path):
    client = Client()
    whole = client.get(path)
    since = {"if_modified_since": whole["Last-Modified"]}
    answers = [whole, client.get(path, headers=since), client.get(path, headers={"range": "bytes=0-9"})]
    assert [answer.status_code for answer in answers] == [200, 304, 206]
    assert [loose(answer) for answer in answers] == [[], [], []]
    for answer in answers:
        answer.close()


def test_the_list_of_what_is_said_anew_names_open_routes():
    assert {name for names in groups().values() for name in names} >= SAID_ANEW
