"""After signing out nothing is left in the browser, and Back asks the site again."""

from __future__ import annotations

import pytest
from django.conf import settings

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

SIGN_IN = """
import sys
from django.test import Client
from chiiki.web.access.roles import Role
from web_people import make_person, sign_in
client = Client()
sign_in(client, make_person(Role.ADMIN, email="aoi@site.example", name="Aoi of the test"))
print(client.cookies["sessionid"].value)
"""


def test_back_shows_no_page_of_the_person_and_the_storage_is_empty(open_page, site):
    session = site.shell(SIGN_IN).strip()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session}
    page = open_page("/en/account", cookies=[cookie])
    assert "Aoi of the test" in page.locator("header").inner_text()
    assert "Instance administrator" in page.locator("header").inner_text()
    page.locator("header").get_by_role("link", name="Sign out").click()
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    for _ in range(2):
        page.go_back()
        assert "Aoi of the test" not in page.content()
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]
