"""What a look at every kind of page asked for: an outline, one word for one thing, names instead of codes."""

from __future__ import annotations

import re

import pytest
from page_reading import dangling_links, page_text

from chiiki.brief.document import plain
from chiiki.brief.wording import load_wording
from chiiki.facts.pack import load_pack
from chiiki.web.library.pages.cascade_lanes import both_notes
from chiiki.web.library.pages.compare_regions import compare_regions
from chiiki.web.library.pages.ground import voice_of

LANGS = pytest.mark.parametrize("lang", ["ja", "en"])


@pytest.fixture(scope="module")
def pack():
    return load_pack()


@LANGS
@pytest.mark.parametrize("path", ["regions/04", "programmes/KCI", "briefs/region/04"])
def test_a_page_of_many_blocks_lists_them_at_its_beginning(client, lang, path):
    text = client.get(f"/{lang}/{path}").content.decode()
    outline = re.search(r'<nav class="outline".*?</nav>', text, flags=re.DOTALL)[0]
    blocks = re.findall(r'<section class="block[^"]*" id="(b-[^"]+)"', text)
    assert re.findall(r'href="#([^"]+)"', outline) == [*blocks, "notes"]
    assert dangling_links(text) == set()


def test_a_page_of_few_blocks_and_a_file_have_no_outline(client):
    assert 'class="outline"' not in client.get("/ja/evaluations/EV-COI-HIROSAKI-expost-2021").content.decode()
    assert 'class="outline"' not in client.get("/ja/briefs/region/04.html").content.decode()


@LANGS
def test_a_list_without_rows_offers_no_file(client, index, lang):
    assert ".csv?q=" in client.get(f"/{lang}/sites?q=a").content.decode()
    empty = client.get(f"/{lang}/sites?q=zzzzqqqq").content.decode()
    assert 'class="empty"' in empty
    assert not re.search(r'<p class="links"><a href="[^"]*\.csv', empty)


@LANGS
def test_lists_that_count_more_than_the_pages_of_regions_say_so(client, index, lang):
    words = {"ja": "都道府県の指針と施設を含む", "en": "guidelines and facilities of prefectures among them"}[lang]
    assert words in client.get(f"/{lang}/regions").content.decode()
    assert words in client.get(f"/{lang}/designations?prefecture=04").content.decode()
    assert words not in client.get(f"/{lang}/programmes").content.decode()


@LANGS
def test_a_list_names_sources_and_disagreements_in_words(client, index, lang, pack):
    text = page_text(client.get(f"/{lang}/conflicts").content.decode())
    mark = "：" if lang == "ja" else ": "
    codes = {row.field for row in pack.disagreements if lang == "ja" or "_" in row.field}
    assert [code for code in sorted(codes) if f"{mark}{code}" in text] == []
    sites = page_text(client.get(f"/{lang}/sites").content.decode())
    named = {row.source_id for row in pack.sources if row.title_ja or row.title_en or row.publisher_ja}
    assert [source_id for source_id in named if f" {source_id} " in sites] == []


@LANGS
def test_a_source_without_a_title_has_the_publisher_in_the_language_of_the_page(pack, lang):
    voice = voice_of(pack, lang)
    untitled = [row for row in pack.sources if not (row.title_ja or row.title_en) and row.publisher_en]
    assert untitled
    for row in untitled:
        wanted = row.publisher_ja if lang == "ja" else row.publisher_en
        assert voice.source_link(row.source_id).text == (wanted or row.publisher_en)


def test_no_axis_of_counts_has_half_a_count(pack):
    blocks = compare_regions(["04", "26"], pack=pack, lang="ja").blocks
    graded = next(block for block in blocks if plain(block.heading.text).startswith("評点を確認できた"))
    assert [tick.label for tick in graded.figure.chart.ticks] == ["0", "1"]


def test_two_notes_below_a_drawing_have_the_gap_of_their_language_between_them(pack):
    assert plain(both_notes(("One.",), ("Two.",), voice_of(pack, "en"))) == "One. Two."
    assert plain(both_notes(("一つ。",), ("二つ。",), voice_of(pack, "ja"))) == "一つ。二つ。"
    assert both_notes((), ("二つ。",), voice_of(pack, "ja")) == ("二つ。",)


@pytest.mark.parametrize("word", ["頁", "升", "選定・指定", "政策の連鎖"])
def test_what_has_one_name_has_no_other(word):
    assert [key for key, text in load_wording("ja").entries.items() if word in text] == []
