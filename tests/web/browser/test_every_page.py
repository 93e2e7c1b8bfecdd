"""What holds of every kind of page, in both languages: rules of WCAG, widths, keyboard, no scripts, dark, paper."""

from __future__ import annotations

from itertools import pairwise

import pypdfium2
import pytest
from widths import ALL_WIDTHS, WIDTHS, complaints_at, misfits, violations

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

STOPS = 40
"""Presses of Tab on one page: past the frame and into the content."""

FACTS = "() => [...document.querySelectorAll('main a.num, main td, main dd, main h1')].map(e => e.textContent.trim())"


def test_no_violation_of_wcag_at_any_width(shown):
    assert complaints_at(WIDTHS, shown, violations) == {}


def test_one_h1_levels_in_order_and_the_language_is_said(shown, probe, lang):
    levels = probe(shown, "headingLevels")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert shown.locator("html").get_attribute("lang") == lang
    assert probe(shown, "deadLinks") == []


def test_no_page_scrolls_sideways_and_targets_are_large_enough(shown, probe):
    def look(page):
        return [*misfits(page, probe), *probe(page, "cutWords")]

    assert complaints_at(ALL_WIDTHS, shown, look) == {}


def test_the_keyboard_reaches_things_in_reading_order_and_focus_is_seen(open_page, path):
    page = open_page(path)
    stops = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const one = document.activeElement
                const style = getComputedStyle(one)
                return {
                    order: [...document.querySelectorAll("*")].indexOf(one),
                    seen: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none",
                    words: one === document.body ? "" : one.outerHTML.slice(0, 80),
                }
            }"""
        )
        if not stop["words"]:  # past the last one
            break
        stops.append(stop)
    orders = [stop["order"] for stop in stops]
    assert len(stops) > 3
    assert orders == sorted(set(orders))
    assert [stop["words"] for stop in stops if not stop["seen"]] == []


def test_the_first_stop_skips_to_the_content(open_page, path):
    page = open_page(path)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_without_scripts_the_same_facts_are_shown(open_page, path):
    with_scripts, without = open_page(path), open_page(path, javascript=False)
    assert with_scripts.evaluate(FACTS) == without.evaluate(FACTS)


def test_in_the_dark_words_stand_out_and_nothing_stays_white(open_page, probe, path):
    page = open_page(path, scheme="dark")
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": 1280, "height": min(height, 8000)})
    assert probe(page, "whiteBoxes") == []
    assert probe(page, "paleWords", 4.5) == []


@pytest.mark.parametrize("printed", ["/{lang}/regions/04", "/{lang}/designations", "/{lang}/compare?regions=04,26,34"])
def test_every_printed_page_says_which_of_how_many_it_is(open_page, printed, lang):
    page = open_page(printed.format(lang=lang))
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    words = [sheet.get_textpage().get_text_bounded() for sheet in sheets]
    assert len(words) > 1
    assert [n for n, text in enumerate(words, 1) if f"{n}/{len(words)}" not in text] == []


def test_on_paper_nothing_floats_and_nothing_to_press_is_left(shown, probe):
    shown.set_viewport_size({"width": 680, "height": 900})
    shown.emulate_media(media="print")
    assert probe(shown, "floating") == []
    assert shown.locator("button:visible, form:visible, nav:visible").count() == 0
    assert shown.evaluate("document.documentElement.scrollWidth") <= 680


def test_nothing_of_a_page_stays_in_the_browser(shown):
    assert shown.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]
    # a page with a form to send needs the cookie that guards it, and no other
    allowed = {"csrftoken"} if shown.locator("form[method=post]").count() else set()
    assert {cookie["name"] for cookie in shown.context.cookies()} == allowed
