"""What holds of every page: its language and headings, its links, its widths, its drawings."""

from __future__ import annotations

from itertools import pairwise

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

WIDTHS = (1280, 794, 360, 320)
NARROWEST_PHONE = 360


def test_headings_stand_in_order_and_every_drawing_says_what_it_shows(brief, opened, probe):
    page = opened(brief, 1280)
    levels = probe(page, "headingLevels")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.locator("html").get_attribute("lang") == brief.name.split(".")[1]
    assert probe(page, "namelessDrawings") == []
    assert page.locator("svg").count() > 0


def test_every_link_into_the_page_leads_somewhere_and_no_script_is_needed(brief, opened, probe):
    page = opened(brief, 1280)
    assert probe(page, "deadLinks") == []
    assert page.locator("script, [onclick], [style], iframe, link[rel=stylesheet], img[src^=http]").count() == 0


def test_at_no_width_the_page_scrolls_sideways_or_anything_is_cut_or_too_small(brief, opened, probe):
    page = opened(brief, WIDTHS[0])
    complaints = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        complaints[width] = {
            "sideways": page.evaluate("document.documentElement.scrollWidth") > width,
            "cut": probe(page, "cutWords"),
            # the map of tiles is as wide as a phone of 360 px; below, it shrinks
            "small letters": probe(page, "smallLetters", 10 if width >= NARROWEST_PHONE else 8.5),
            "small targets": probe(page, "smallTargets", 24),
            "small tiles": probe(page, "smallTiles", 24 if width >= NARROWEST_PHONE else 20),
            "on each other": probe(page, "wordsOnWords"),
        }
    assert {(width, name): found for width, one in complaints.items() for name, found in one.items() if found} == {}


def show_drawings(page):
    """Make the window as tall as the part of the page that has drawings."""
    height = page.evaluate("Math.ceil(document.querySelector('section.end').getBoundingClientRect().top)")
    page.set_viewport_size({"width": 1280, "height": height})


def test_in_the_light_words_stand_out_from_their_ground(sample, opened, probe):
    page = opened(sample, 1280)
    show_drawings(page)
    assert probe(page, "paleWords", 4.5) == []


def test_in_the_dark_words_stand_out_and_nothing_stays_white(brief, opened, probe):
    page = opened(brief, 1280, scheme="dark")
    show_drawings(page)
    assert probe(page, "whiteBoxes") == []
    assert probe(page, "paleWords", 4.5) == []
