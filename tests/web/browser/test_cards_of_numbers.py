"""What the one script of the site adds: cards close with Escape, and facts of other pages open in place."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

CARD = ".notes > li:has(:target)"
LINK = "a[data-card]"


def test_escape_closes_the_card_of_a_number_and_gives_focus_back(open_page):
    page = open_page("/ja/programmes/KCI")
    link = page.locator("main p a.num:visible").first
    wanted = link.get_attribute("href")
    link.press("Enter")
    assert page.locator(CARD).is_visible()
    page.keyboard.press("Escape")
    page.wait_for_function(f"!document.querySelector({CARD!r})")
    assert page.evaluate("document.activeElement.getAttribute('href')") == wanted
    page.go_forward()
    assert page.locator(CARD).count() == 1


def test_escape_closes_a_card_that_an_address_opened(open_page):
    page = open_page("/ja/programmes/KCI")
    wanted = page.locator("main p a.num:visible").first.get_attribute("href")
    page = open_page(f"/ja/programmes/KCI{wanted}")
    assert page.locator(CARD).count() == 1
    page.keyboard.press("Escape")
    page.wait_for_function(f"!document.querySelector({CARD!r})")


def test_a_fact_of_another_page_opens_in_place_with_focus_and_closes_in_three_ways(open_page):
    page = open_page("/en/style")
    address = page.url
    ways = (
        lambda: page.keyboard.press("Escape"),
        page.go_back,
        lambda: page.locator("aside.card button").last.press("Enter"),
    )
    for close in ways:
        page.locator(LINK).press("Enter")
        card = page.locator("aside.card")
        card.wait_for()
        assert page.evaluate("document.activeElement.className") == "card"
        assert "About this site" in card.inner_text()
        assert page.url == address
        close()
        card.wait_for(state="detached")
        assert page.evaluate("document.activeElement.hasAttribute('data-card')")


def test_a_card_fits_a_phone(open_page):
    page = open_page("/ja/style", 360)
    page.locator(LINK).click()
    box = page.locator("aside.card").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_scripts_the_link_leads_to_the_page_of_the_fact(open_page):
    page = open_page("/en/style", javascript=False)
    page.locator(LINK).click()
    assert page.url.endswith("/en/about")
