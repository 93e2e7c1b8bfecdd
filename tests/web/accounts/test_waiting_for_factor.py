"""A post whose second factor is not set up: it gives nothing, and takes nothing of what everybody has."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client

from chiiki.web.access.roles import Role
from web_people import PASSWORD, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

SIGN_IN = "/en/account/sign-in"


def waiting_for_factor(client):
    """Sign somebody in whose post needs a second factor that is not set up."""
    person = make_person(Role.ADMIN, has_factor=False)
    response = client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    assert response.url == "/en/account"
    return person


def test_a_post_without_second_factor_opens_nothing_behind_the_sign_in_but_setting_it_up(client):
    waiting_for_factor(client)
    for path in ("/en/account", "/en/people", "/en/organisations", "/en/account/sessions", f"/en/people/{UUID(int=1)}"):
        refused = client.get(path)
        assert (refused.status_code, refused.url) == (302, "/en/account/second-factor"), path
    assert client.post("/en/account", {"name": "x", "language": "en"}).status_code == 403
    page = client.get("/en/account/second-factor").content.decode()
    assert "its rights need a second factor" in page


def test_what_is_for_everybody_is_for_a_post_without_second_factor_too(client):
    person = waiting_for_factor(client)
    for path in ("/en/", "/en/roles", "/en/plans", "/en/plans.csv", "/en/search?q=a", "/en/outcomes", "/robots.txt"):
        assert client.get(path).status_code == 200, path
    assert client.put("/en/plans").status_code == 405
    page = client.get("/en/roles")
    assert person.name in page.content.decode()
    assert list(page.context["role_names"]) == []


def test_a_page_for_a_post_without_second_factor_comes_from_no_cache_and_goes_into_none(client):
    person, public = waiting_for_factor(client), Client()
    before = [public.get("/en/roles").content for _ in range(2)]
    page = client.get("/en/roles")
    assert page["Cache-Control"] == "private, no-store"
    assert "ETag" not in page
    assert person.name in page.content.decode()
    assert client.get("/en/about")["Cache-Control"] == "private, no-store"
    fresh = public.get("/en/about")
    assert fresh["Cache-Control"] == "public, max-age=300"
    assert person.name not in fresh.content.decode()
    assert [public.get("/en/roles").content] == before[:1]
