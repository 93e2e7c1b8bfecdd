"""Filters word numbers as briefs do and say what is missing; parts of pages escape what they are given."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from chiiki.web.ui.samples import refused_form

HOSTILE = "<img src=x onerror=alert(1)>\"'"


def rendered(text, *, lang="ja", path="/ja/sites", **context):
    with override(lang):
        context = Context({**context, "request": RequestFactory().get(path)})
        return Template("{% load ui %}" + text).render(context).strip()


@pytest.mark.parametrize(
    ("text", "value", "ja", "en"),
    [
        ("{{ v|fiscal_year }}", 2014, "2014年度", "FY2014"),
        ("{{ v|fiscal_years:2011 }}", 2002, "2002\u301c2011年度", "FY2002–2011"),
        ("{{ v|yen }}", 5_670_000_000, "56.7億円", "¥5.67 billion"),
        ("{{ v|yen }}", 0, "0円", "¥0"),
        ("{{ v|count }}", 3064, "3,064件", "3,064"),
        ("{{ v|whole }}", 3064, "3,064", "3,064"),
        ("{{ v|percent }}", 0.168, "16.8%", "16.8%"),
        ("{{ v|longdate }}", date(2014, 11, 28), "2014年11月28日", "28 November 2014"),
        ("{{ v|longdate }}", "2014-11", "2014年11月", "November 2014"),
        ("{{ v|minute }}", datetime(2026, 11, 30, 0, 5, tzinfo=UTC), "2026年11月30日 9:05", "30 November 2026 9:05"),
    ],
)
def test_numbers_and_days_are_worded_in_the_language_of_the_page(text, value, ja, en):
    assert rendered(text, v=value) == ja
    assert rendered(text, v=value, lang="en") == en


@pytest.mark.parametrize(
    "name", ["fiscal_year", "fiscal_years", "yen", "count", "whole", "percent", "longdate", "minute"]
)
def test_what_is_missing_is_said_in_a_word_and_never_as_zero(name):
    for lang, words in (("ja", ("不明", "未公表")), ("en", ("unknown", "not published"))):
        text = rendered("{{ v|" + name + " }}", v=None, lang=lang)
        assert any(word in text for word in words)
        assert "0" not in text
        assert "None" not in text


def test_the_head_of_a_sorted_column_says_so_and_turns_the_order_round():
    text = "{% table_sort 'name' 'Name' default='name' %}{% table_sort 'year' 'Year' is_number=True %}"
    found = rendered(text, path="/ja/sites?field=bio&page=3")
    assert '<th scope="col" aria-sort="ascending"><a class="sort" href="?field=bio&amp;sort=-name">' in found
    assert '<th scope="col" class="r"><a class="sort" href="?field=bio&amp;sort=year">Year</a></th>' in found
    assert 'aria-sort="descending"' in rendered(text, path="/ja/sites?sort=-year")


def test_pages_of_a_list_keep_the_filters_and_leave_no_gap_unsaid():
    text = rendered("{% pagination number=5 n_pages=12 %}", path="/ja/sites?field=bio&page=5")
    assert text.count("…") == 2
    assert 'rel="next" href="?field=bio&amp;page=6"' in text
    assert text.count('aria-current="page"') == 1
    assert rendered("{% pagination number=1 n_pages=1 %}") == ""
    assert "…" not in rendered("{% pagination number=2 n_pages=4 %}")


def test_the_way_to_a_page_ends_with_the_page():
    text = rendered("{% crumbs '/ja/sites' 'Sites' name %}", name=HOSTILE)
    assert '<li><a href="/ja/">' in text
    assert '<li><a href="/ja/sites">Sites</a></li><li aria-current="page">&lt;img' in text
    assert rendered("{% crumbs '/ja/sites' 'Sites' %}").count("<li>") == 2


def test_a_form_with_errors_names_each_field_and_ties_the_error_to_it():
    text = rendered("{% include 'ui/form.html' %}", lang="en", form=refused_form())
    assert 'role="alert"' in text
    assert '<a href="#refused_year">Fiscal year</a>' in text
    assert 'href="#"' not in text
    assert 'id="refused_year_error"' in text
    assert 'aria-invalid="true"' in text
    assert 'value="1990"' in text


@pytest.mark.parametrize(
    "text",
    [
        "{% crumbs x x x %}",
        "{% data_links csv=x json=x jsonld=x cite=x %}",
        "{% state x x %}",
        "{% progress 1 2 label=x %}",
        "{% table_sort x x %}",
        "{% chips pairs clear_url=x %}",
    ],
)
def test_no_part_lets_markup_through(text):
    found = rendered(text, x=HOSTILE, pairs=[(HOSTILE, HOSTILE)])
    assert "<img" not in found
    assert "\"'" not in found


def test_the_data_of_a_page_lists_what_there_is():
    text = rendered("{% data_links csv='/ja/sites.csv' cite='chiiki 2026.11' %}", lang="en")
    assert '<li><a href="/ja/sites.csv">CSV</a></li>' in text
    assert "JSON" not in text
    assert "chiiki 2026.11" in text
