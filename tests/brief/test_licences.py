"""Terms of use are named in the language of the reader, in whichever order the pack has the names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chiiki.brief.compose import compose
from chiiki.brief.html import render_html
from chiiki.brief.licences import licence_name
from chiiki.facts.pack import load_pack
from chiiki.web.library.labels import facet_value

NAMES = {"ja": "利用条件は未確認", "en": "Terms not verified"}


@pytest.fixture(scope="module")
def pack():
    return load_pack()


@pytest.mark.parametrize("lang", NAMES)
@pytest.mark.parametrize("name", [" / ".join(NAMES.values()), " / ".join(reversed(NAMES.values()))])
def test_the_name_in_the_language_is_found_in_either_order(pack, lang, name):
    assert licence_name(replace(pack.licence("NOT-VERIFIED"), name=name), lang) == NAMES[lang]


@pytest.mark.parametrize("lang", NAMES)
def test_a_name_in_one_language_serves_both(pack, lang):
    assert licence_name(pack.licence("CC-BY-4.0"), lang) == pack.licence("CC-BY-4.0").name


@pytest.mark.parametrize("lang", NAMES)
@pytest.mark.parametrize(("kind", "subject"), [("region", "04"), ("programme", "KCI"), ("national", "jp")])
def test_terms_that_were_not_read_are_said_once_in_the_language_of_the_brief(pack, kind, subject, lang):
    sources = compose(kind, subject, pack=pack, lang=lang).sources
    unread = [note.licence for name, note in sources.items() if pack.source(name).licence_id == "NOT-VERIFIED"]
    assert unread
    assert set(unread) == {NAMES[lang]}


@pytest.mark.parametrize("lang", NAMES)
def test_a_filter_names_them_in_the_language_of_the_page(pack, lang):
    assert facet_value(pack, "licence", "NOT-VERIFIED", kind=None, lang=lang) == NAMES[lang]


@pytest.mark.parametrize(("lang", "doubled"), [("ja", "利用条件：利用条件"), ("en", "Terms: Terms")])
def test_a_list_of_sources_says_once_that_these_are_the_terms(pack, lang, doubled):
    page = render_html(compose("region", "04", pack=pack, lang=lang))
    assert f">{NAMES[lang]}<" in page
    assert doubled not in page
