"""The page with the keyboard alone."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_the_first_two_stops_skip_to_the_content_and_to_the_notes(sample, opened):
    page = opened(sample, 1280)
    for target in ("content", "notes"):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.get_attribute("href") == f"#{target}"
        assert focused.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#notes"
    assert page.locator("#notes").bounding_box()["y"] < 900


def test_tab_follows_the_reading_order_and_focus_is_always_seen(sample, opened):
    page = opened(sample, 1280)
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => {
                    const one = document.activeElement
                    const style = getComputedStyle(one)
                    return {
                        order: [...document.querySelectorAll("*")].indexOf(one),
                        visible: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none",
                        words: one.textContent.trim().slice(0, 30),
                    }
                }"""
            )
        )
    orders = [stop["order"] for stop in seen]
    assert orders == sorted(set(orders))
    assert [stop["words"] for stop in seen if not stop["visible"]] == []


def test_a_table_behind_a_drawing_opens_with_the_keyboard(sample, opened):
    page = opened(sample, 1280)
    summary = page.locator("figure details summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("figure details[open] table").first.is_visible()


def test_the_tiles_of_a_map_can_be_passed(opened, written):
    page = opened(written("04", "ja"), 1280)
    skip = page.locator("figure:has(svg a rect) > a.skip").first
    skip.focus()
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('svg') !== null")
