"""A number opens its card by a link alone, and the card says what the number is."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

CARD = ".notes > li:has(:target)"


def spread(count, wanted):
    """Pick `wanted` places over `count`, the same ones at every run."""
    return [index * count // wanted for index in range(wanted)]


@pytest.mark.parametrize("width", [1280, 360])
def test_ten_numbers_open_one_card_each_that_says_everything(sample, opened, probe, width):
    page = opened(sample, width, javascript=False)
    links = page.locator("main a.num:visible")
    for index in spread(links.count(), 10):
        link = links.nth(index)
        wanted = link.get_attribute("href").removeprefix("#")
        link.press("Enter")
        card = probe(page, "card")
        assert card["ids"] == [wanted]
        assert card["cards"] == 1
        assert card["focus"] == wanted
        assert card["fits"]
        assert [part for part in ("name", "definition", "value", "period", "basis") if not card[part]] == []
        page.locator(f"{CARD} .close a").press("Enter")
        assert probe(page, "card") is None


def test_closing_a_card_leaves_the_page_where_it_was(sample, opened):
    page = opened(sample, 360)
    link = page.locator("main p a.num:visible").last
    link.scroll_into_view_if_needed()
    link.click()
    before = page.evaluate("scrollY")
    page.locator(f"{CARD} .close a").click()
    assert page.evaluate("scrollY") == before
    assert page.locator(CARD).count() == 0


def test_opening_a_card_does_not_move_the_page(sample, opened):
    page = opened(sample, 1280)
    link = page.locator(".lead a.num").first
    before = page.evaluate("scrollY")
    link.click()
    assert page.locator(CARD).is_visible()
    assert abs(page.evaluate("scrollY") - before) <= 1


def test_back_closes_the_card(sample, opened):
    page = opened(sample, 1280)
    page.locator("h1 a.num").first.click()
    assert page.locator(CARD).count() == 1
    page.go_back()
    assert page.locator(CARD).count() == 0


def test_focus_moves_into_the_card_and_the_next_tab_stays_in_it(sample, opened):
    page = opened(sample, 1280)
    link = page.locator("h1 a.num").first
    wanted = link.get_attribute("href").removeprefix("#")
    link.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == wanted
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.activeElement.closest({CARD!r}) !== null")


def test_a_number_in_a_drawing_opens_its_card_too(opened, written):
    page = opened(written("04", "ja"), 1280)
    page.locator("svg a[href^='#r']").first.click()
    assert page.locator(CARD).count() == 1
