"""What a phone shows differently: filters wait folded, and short tables need no scrolling."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PHONE, DESK = 360, 1280


def test_filters_wait_folded_on_a_phone_and_stand_open_on_a_desk_and_without_scripts(open_page):
    path = "/ja/cascade?prefecture=04"
    assert not open_page(path, PHONE).locator("#f-ministry").is_visible()
    assert open_page(path, PHONE, javascript=False).locator("#f-ministry").is_visible()
    page = open_page(path, DESK)
    assert page.locator("#f-ministry").is_visible()


def test_folded_filters_open_by_keyboard(open_page):
    page = open_page("/ja/cascade", PHONE)
    page.locator("details.choose > summary").press("Enter")
    assert page.locator("#f-ministry").is_visible()


def test_a_table_of_four_columns_fits_a_phone(open_page, lang):
    page = open_page(f"/{lang}/", PHONE)
    wide = "table => table.scrollWidth - table.closest('.scroll').clientWidth"
    assert page.locator("#b-calls .scroll table").evaluate(wide) <= 0


def test_no_cell_is_wider_than_what_is_left_beside_the_first_column(open_page):
    page = open_page("/ja/matrix?region=04", PHONE)
    widths = "tables => tables.flatMap(table => [...table.querySelectorAll('td')].map(cell => cell.offsetWidth))"
    assert max(page.locator("main .scroll table:visible").evaluate_all(widths)) <= 230


def test_no_word_of_a_table_of_the_facts_is_cut_into_letters(open_page):
    page = open_page("/ja/tables/designations", DESK)
    narrow = "cells => cells.filter(cell => cell.textContent.trim().length > 6 && cell.offsetWidth < 60).length"
    assert page.locator("#records td").evaluate_all(narrow) == 0
