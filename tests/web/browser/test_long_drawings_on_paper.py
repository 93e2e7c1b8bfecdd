"""A drawing longer than a sheet runs over several, in letters that can be read, with its head on each."""

from __future__ import annotations

import ctypes

import pypdfium2
import pytest
from pypdfium2 import raw

SMALLEST_PT = 7.5
HEADS = {"ja": "第1期", "en": "Plan 1"}
LABELS = "() => [...document.querySelectorAll('.drawing.wide a text')].map(one => one.textContent)"


def letters(sheet):
    """Yield each letter of a printed sheet with its height in points."""
    found, matrix = sheet.get_textpage(), raw.FS_MATRIX()
    for k in range(found.count_chars()):
        raw.FPDFText_GetMatrix(found, k, ctypes.byref(matrix))
        yield found.get_text_range(k, 1), abs(matrix.d) * raw.FPDFText_GetFontSize(found, k)


def words_of(sheet):
    return "".join(letter for letter, _ in letters(sheet) if not letter.isspace())


@pytest.mark.parametrize("view", ["timeline", "lanes"])
def test_the_cascade_is_read_on_paper(open_page, lang, view):
    page = open_page(f"/{lang}/cascade?view={view}")
    labels = ["".join(label.split()) for label in page.evaluate(LABELS)]
    sheets = list(pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)))
    drawn = [sheet for sheet in sheets if any(label in words_of(sheet) for label in labels)]

    assert len(labels) > 40
    assert len(drawn) > 1
    assert sheets[0] in drawn
    assert [label for label in labels if not any(label in words_of(sheet) for sheet in drawn)] == []
    assert all("".join(HEADS[lang].split()) in words_of(sheet) for sheet in drawn)
    small = {size for sheet in drawn[:-1] for letter, size in letters(sheet) if letter.isalnum() and size}
    assert min(small) >= SMALLEST_PT - 0.01


def test_on_a_screen_a_long_drawing_is_one(open_page, lang):
    page = open_page(f"/{lang}/cascade")
    assert page.locator(".sheets").is_hidden()
    assert page.locator(".drawing.wide svg").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".drawing.wide").is_hidden()
    assert page.locator(".sheets > svg").count() > 1
