"""What the style sheet does, in a browser: cards without script, two widths, two themes, paper."""

from __future__ import annotations

import pytest
from sample_document import sample

from chiiki.brief.html import render_html

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("html") / "sample.html"
    path.write_text(render_html(sample("ja")), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def opened(browser, address):
    pages = []

    def open_at(width, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        page = context.new_page()
        pages.append(context)
        page.goto(address)
        return page

    yield open_at
    for context in pages:
        context.close()


@pytest.mark.parametrize("width", [1280, 794, 360, 320])
def test_the_page_never_scrolls_sideways(opened, width):
    assert opened(width).evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_number_opens_its_card_and_closing_leaves_the_page_where_it_was(opened):
    page = opened(360)
    page.evaluate("scrollTo(0, 300)")
    page.locator("a[href='#r04.change']:visible").last.click()
    card = page.locator(".notes > li:has(:target)")
    before = page.evaluate("scrollY")
    assert card.bounding_box()["y"] + card.bounding_box()["height"] == pytest.approx(800, abs=1)
    assert page.evaluate("document.activeElement.id") == "r04.change"
    card.locator(".close a").click()
    assert page.evaluate("scrollY") == before
    assert page.locator(".notes > li:has(:target)").count() == 0


def test_a_card_shows_only_the_number_that_was_asked_for(opened):
    page = opened(1280)
    page.evaluate("location.hash = '#r03.designations'")
    shown = page.locator(".notes > li:has(:target) .values > li:visible")
    assert shown.count() == 1
    assert "第3県" in shown.inner_text()


def test_dark_mode_changes_the_paper_and_print_stays_light(opened):
    page = opened(1280, color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(17, 22, 28)"
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


def test_on_paper_a_number_shows_its_note_in_brackets_and_nothing_floats(opened):
    page = opened(794)
    page.evaluate("location.hash = '#r04.change'")
    page.emulate_media(media="print")
    mark = page.evaluate("getComputedStyle(document.querySelector('h1 a.num'), '::after').content")
    assert "[" in mark
    fixed = "[...document.querySelectorAll('body *')].filter(e => getComputedStyle(e).position === 'fixed').length"
    assert page.evaluate(fixed) == 0


def test_the_policy_blocks_nothing_of_the_page(browser, address):
    page = browser.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)
    assert complaints == []
    page.close()
