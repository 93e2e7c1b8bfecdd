"""What the browser prints."""

from __future__ import annotations

import pypdfium2
import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PAPER_WIDTH = 680
"""Width of the print area of A4 in CSS px."""

MOST_PAGES = 9
"""Pages before and with the first note; the PDF of our own is denser."""


def test_on_paper_nothing_floats_and_the_notes_are_written_out(brief, opened, probe):
    page = opened(brief, PAPER_WIDTH)
    page.goto(f"{brief.as_uri()}#{page.locator('h1 a.num').first.get_attribute('href')[1:]}")
    page.emulate_media(media="print")
    assert probe(page, "floating") == []
    assert page.locator(".close:visible").count() == 0
    assert page.locator(".notes > li:visible").count() == page.locator(".notes > li").count() > 0
    right = page.evaluate(
        "Math.max(...[...document.querySelectorAll('svg')].map(s => s.getBoundingClientRect().right))"
    )
    assert right <= PAPER_WIDTH + 1


def test_the_main_part_fits_few_pages_and_every_page_says_what_it_is(sample, opened):
    page = opened(sample, 1280)
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    words = [sheet.get_textpage().get_text_bounded() for sheet in printed]
    notes = page.locator("#notes").inner_text()
    first_of_notes = next(index for index, text in enumerate(words, 1) if f"\n{notes}" in text.replace("\r", ""))
    assert first_of_notes <= MOST_PAGES
    for index, text in enumerate(words, 1):
        assert f"{index}/{len(words)}" in text
        assert "2026.11" in text
    assert len(words[-1]) > 200
