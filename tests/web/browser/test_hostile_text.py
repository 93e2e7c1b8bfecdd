"""Text that would run if a page wrote it unescaped, seen through a browser that reports what it refused."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hostile import REDIRECTS, XSS, has_run

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PLACES = (
    "/{lang}/search?q={text}",
    "/{lang}/programmes?q={text}&sort={text}&page={text}&plan={text}&ministry={text}",
    "/{lang}/cascade?plan={text}&view={text}",
    "/{lang}/matrix?region={text}&year={text}",
    "/{lang}/compare?kind={text}&id={text}",
    "/{lang}/style?sort={text}&page={text}",
    "/{lang}/account/sign-in?next={text}",
    "/{lang}/{text}",
)
"""Addresses that show or keep some of what they are given."""


@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_it_runs_and_the_browser_refuses_nothing(open_page, place):
    page = open_page("/ja/about")
    origin = page.evaluate("location.origin")
    for index, text in enumerate(XSS):
        lang = ("ja", "en")[index % 2]
        page.goto(origin + place.format(lang=lang, text=quote(text, safe="")))
        assert not has_run(page), text
        assert page.evaluate("location.origin") == origin, text
        assert page.locator("main").count() == 1, text


def test_no_link_of_a_page_leads_where_a_parameter_says(open_page):
    page = open_page("/ja/about")
    origin = page.evaluate("location.origin")
    for text in REDIRECTS:
        page.goto(f"{origin}/ja/account/sign-in?next={quote(text, safe='')}")
        leading = page.evaluate("[...document.querySelectorAll('a[href], form')].map(e => e.href || e.action)")
        assert [url for url in leading if not url.startswith(f"{origin}/")] == [], text
