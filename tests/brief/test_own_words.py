"""Formulas and places beside numbers are worded in the language of the brief, whatever form it is read in."""

from __future__ import annotations

import json
from html import unescape

import pytest

from chiiki.brief.cite import cite_json, cite_text
from chiiki.brief.compose import compose
from chiiki.brief.html import render_html
from chiiki.brief.json_form import render_json
from chiiki.brief.markdown import render_markdown
from chiiki.studies.phrases import formula
from own_words import english_beside_numbers

MEDIAN = formula("median_of_prefectures", n=47)
SUBJECTS = [("region", "04"), ("programme", "KCI"), ("national", "jp")]


@pytest.mark.parametrize(("kind", "subject"), SUBJECTS)
def test_japanese_readers_find_no_english_of_ours_beside_numbers(jp_pack, kind, subject):
    numbers = json.loads(render_json(compose(kind, subject, pack=jp_pack, lang="ja")))["numbers"].values()
    assert english_beside_numbers(numbers, jp_pack) == []


@pytest.mark.parametrize(("lang", "shown", "other"), [("ja", MEDIAN.ja, MEDIAN.en), ("en", MEDIAN.en, MEDIAN.ja)])
def test_a_formula_reads_in_the_language_of_the_brief_in_every_form(jp_pack, lang, shown, other):
    brief = compose("region", "04", pack=jp_pack, lang=lang)
    for form in (render_html(brief), render_markdown(brief), render_json(brief)):
        assert shown in unescape(form)
        assert other not in unescape(form)
    for form in (cite_text(brief, "n.designations.median"), cite_json(brief, "n.designations.median")):
        assert shown in form
        assert other not in form
    assert json.loads(render_json(brief))["numbers"]["n.designations.median"]["formula"] == shown
