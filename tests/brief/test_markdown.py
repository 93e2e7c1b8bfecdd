from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sample_document import sample

from chiiki.brief.markdown import render_markdown


@pytest.fixture(scope="module")
def text():
    return render_markdown(sample("ja"))


def test_a_number_carries_the_footnote_that_explains_it(text):
    assert re.search(r"見本県に届いた指定は4件\[\^\d+\]である", text)


def test_every_footnote_that_is_named_exists_once(text):
    named = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    stated = re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)
    assert named <= set(stated)
    assert len(stated) == len(set(stated))


def test_charts_appear_as_their_tables(text):
    assert "| 地域 | 人口（千人） | 件数 | 金額 | 評価 |" in text
    assert "| --- | ---: | ---: | ---: | --- |" in text


def test_every_row_of_a_table_has_as_many_cells_as_its_head(text):
    tables = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1


def test_facts_cannot_become_markup(text):
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_a_foreign_number_on_many_sources_says_where_they_are_listed(text):
    assert "出典：12件（chiiki cite r02.many で一覧を表示）" in text
    assert "資料S-11 row S-11" in text


def test_only_web_addresses_become_links(text):
    assert "](javascript:" not in text
    assert "](https://example.org/?a=1&b=2)" in text


def test_a_cut_table_says_of_how_many_rows(text):
    assert "全47行のうち3行を表示" in text


def test_a_line_never_begins_a_list_or_heading_by_chance():
    document = sample("en")
    text = render_markdown(replace(document, lead=(("# not a heading",), ("2014. not a list",)), kpis=(), conflicts=()))
    assert "\n\\# not a heading\n" in text
    assert "\n\\2014. not a list\n" not in text
    assert "\n2014\\. not a list\n" in text


def test_sources_that_the_document_does_not_hold_are_shown_by_id():
    document = sample("ja")
    text = render_markdown(replace(document, sources={"S-A": document.sources["S-A"]}, pack_sha256=""))
    assert "S-B p. 3" in text
    assert "SHA-256" not in text


def test_the_same_document_gives_the_same_bytes(text):
    assert render_markdown(sample("ja")) == text
