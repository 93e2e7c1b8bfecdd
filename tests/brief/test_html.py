from __future__ import annotations

import itertools
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from sample_document import HOSTILE, sample

from chiiki.brief.charts import Line, Point, Series, Tick
from chiiki.brief.document import Block, Claim, Figure
from chiiki.brief.html import render_html
from chiiki.brief.html.markup import safe_href

VOID = {"meta"}


class Page(HTMLParser):
    """Elements, ids and links of a page; refuses tags that do not close."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.text = [], [], ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        self.text += text

    def attributes(self, name):
        return [attrs[name] for _, attrs in self.elements if name in attrs]

    def tags(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module", params=["ja", "en"])
def page(request):
    return Page(render_html(sample(request.param)))


def test_every_id_stands_once(page):
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))


def test_every_link_into_the_page_resolves_but_for_the_one_that_closes_cards(page):
    targets = {href[1:] for href in page.attributes("href") if href.startswith("#")} - {"_"}
    assert targets <= set(page.attributes("id"))
    assert "_" not in page.attributes("id")


def test_sources_are_listed_if_the_page_names_or_links_them(page):
    assert "s-S-linked" in page.attributes("id")
    assert "s-S-unused" not in page.attributes("id")
    assert "資料なし" in page.text


def test_labelled_elements_name_an_element_of_the_page(page):
    assert set(page.attributes("aria-labelledby")) <= set(page.attributes("id"))


def test_every_number_of_the_document_has_its_own_place(page):
    ids = set(page.attributes("id"))
    assert all(number.id in ids for number in sample().numbers)


def test_facts_cannot_become_markup(page):
    assert not page.tags("script")
    assert HOSTILE in page.text
    assert page.text.count("</style>") > 0


def test_there_is_no_inline_style_and_no_handler(page):
    assert not page.attributes("style")
    assert not [name for _, attrs in page.elements for name in attrs if name.startswith("on")]


def test_nothing_is_loaded_from_outside(page):
    assert not page.attributes("src")
    assert not page.tags("link")


def test_a_page_has_one_h1_and_no_level_is_left_out(page):
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_the_language_is_stated():
    assert '<html lang="ja">' in render_html(sample("ja"))
    assert '<html lang="en">' in render_html(sample("en"))


def test_the_policy_allows_exactly_the_style_sheet_of_the_page():
    text = render_html(sample())
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"sha256-{digest}" in text
    assert "script-src" not in text


def test_missing_values_are_read_aloud_as_words():
    text = render_html(sample("ja"))
    assert 'aria-label="秘匿">x</a>' in text
    assert 'aria-label="未公表">未公表' not in text


def test_many_inputs_of_one_note_are_named_as_a_group():
    text = render_html(sample("ja"))
    assert 'href="#note-6">注6の11個の値</a>' in text


def test_a_cut_table_says_of_how_many_rows():
    assert "全47行のうち3行を表示" in render_html(sample("ja"))
    assert "3 of 47 rows shown" in render_html(sample("en"))


def test_many_sources_are_counted_and_listed_where_the_reader_opens_them():
    text = render_html(sample("en"))
    assert "<summary>12 sources</summary>" in text
    assert "12: listed by chiiki cite r02.many" in text


def test_a_long_address_is_shown_short_and_linked_whole():
    text = render_html(sample("ja"))
    assert f'href="https://example.org/{"%E8%B3%87%E6%96%99" * 40}"' in text
    assert "example.org/" + "資料" * 24 + "…</a>" in text


def test_numbers_of_other_subjects_are_named_where_the_name_is_known():
    text = render_html(sample("ja"))
    assert '<span class="whose">第3県</span>' in text
    assert '<span class="whose">r12</span>' in text


def test_sources_that_the_document_does_not_hold_are_shown_by_id():
    document = sample("ja")
    without = replace(document, sources={"S-A": document.sources["S-A"]})
    page = Page(render_html(without))
    assert "#s-S-B" not in page.attributes("href")
    assert "S-B" in page.text


def test_the_same_document_gives_the_same_bytes():
    assert render_html(sample()) == render_html(sample())


def test_wide_and_narrow_drawings_stand_side_by_side():
    line = Line(points=(Point(2000, 1.0), Point(2022, 2.0)), tone="own", label="A")
    chart = Series(alt="Line. Two.", lines=(line,), y_ticks=(Tick(1.0, "1"), Tick(2.0, "2")), y_label="%")
    heading = Claim(id="line", rule="sample.line", text=("線",), inputs=(), guard="")
    block = Block(id="line", page=1, heading=heading, figure=Figure(chart=chart, measure=("%",), alt="…", table=None))
    text = render_html(replace(sample(), blocks=(block,), kpis=(), conflicts=(), pack_sha256=""))
    assert 'class="drawing wide"' in text
    assert 'class="drawing narrow"' in text
    assert "検査和は記録されていない" in text


def test_fonts_are_carried_when_asked_for():
    text = render_html(sample(), embed_fonts=True)
    assert text.count("@font-face") == 2
    assert "@font-face" not in render_html(sample())


def test_the_printed_footer_cannot_be_broken_by_a_name():
    style = re.search(r"@bottom-left\{content:\"(.*?)\"\}", render_html(sample()))[1]
    assert "<" not in style
    assert "\\00003c" in style


@pytest.mark.parametrize(
    ("href", "safe"),
    [
        ("#s-A", "#s-A"),
        ("https://example.org/", "https://example.org/"),
        ("javascript:alert(1)", "#_"),
        ("data:text/html,x", "#_"),
        ("relative/path", "#_"),
    ],
)
def test_only_links_into_the_page_and_to_the_web_are_followed(href, safe):
    assert safe_href(href) == safe
