"""Who runs the site stands on its pages where the site was told; a public one that was not is reminded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core import checks

from chiiki.errors import InputError
from chiiki.web.config.checks import check_public_site
from chiiki.web.config.options import Operator, read_options

pytestmark = pytest.mark.django_db

NAMED = {
    "CHIIKI_OPERATOR": "<内閣府>地域課",
    "CHIIKI_OPERATOR_EN": "Regional desk & co",
    "CHIIKI_CONTACT": "desk@example.go.jp",
}


@pytest.fixture
def tell(settings):
    """Give the site these variables."""

    def give(**environment):
        settings.OPTIONS = replace(settings.OPTIONS, operator=read_options(environment).operator)

    return give


@pytest.mark.parametrize("page", ["about", "accessibility", "roles"])
@pytest.mark.parametrize(
    ("lang", "words"), [("ja", "運営：&lt;内閣府&gt;地域課"), ("en", "Run by Regional desk &amp; co")]
)
def test_every_page_names_the_operator_and_leads_to_it(client, tell, page, lang, words):
    tell(**NAMED)
    foot = client.get(f"/{lang}/{page}").content.decode().partition('<footer class="frame-foot">')[2]
    assert words in foot
    assert 'href="mailto:desk@example.go.jp"' in foot


@pytest.mark.parametrize(("lang", "title"), [("ja", "運営者"), ("en", "Who runs this site")])
def test_the_page_about_the_site_says_whom_to_ask(client, tell, lang, title):
    tell(**NAMED | {"CHIIKI_CONTACT": "https://example.go.jp/ask?a=1&b=2"})
    main = client.get(f"/{lang}/about").content.decode().partition("<main")[2].partition("</main>")[0]
    assert title in main
    assert '<a href="https://example.go.jp/ask?a=1&amp;b=2">https://example.go.jp/ask?a=1&amp;b=2</a>' in main


@pytest.mark.parametrize(("lang", "words"), [("ja", ("運営", "None")), ("en", ("Run by", "Who runs", "None"))])
def test_a_site_that_was_not_told_says_nothing_of_it(client, tell, lang, words):
    tell()
    page = client.get(f"/{lang}/about").content.decode()
    assert [word for word in words if word in page] == []


def test_a_name_in_one_language_serves_both():
    assert Operator(name_ja="課").name_in("en") == "課"
    assert Operator(name_en="Desk").name_in("ja") == "Desk"


@pytest.mark.parametrize(
    ("given", "variable"),
    [
        ({"CHIIKI_OPERATOR": "a\nb"}, "CHIIKI_OPERATOR"),
        ({"CHIIKI_OPERATOR": "長" * 121}, "CHIIKI_OPERATOR"),
        ({"CHIIKI_OPERATOR_EN": "a\x00b"}, "CHIIKI_OPERATOR_EN"),
        ({"CHIIKI_OPERATOR": "課", "CHIIKI_CONTACT": "javascript:alert(1)"}, "CHIIKI_CONTACT"),
        ({"CHIIKI_OPERATOR": "課", "CHIIKI_CONTACT": "desk at example"}, "CHIIKI_CONTACT"),
        ({"CHIIKI_OPERATOR": "課", "CHIIKI_CONTACT": "https:///nowhere"}, "CHIIKI_CONTACT"),
        ({"CHIIKI_CONTACT": "desk@example.go.jp"}, "CHIIKI_OPERATOR"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_name_of_the_variable(given, variable):
    with pytest.raises(InputError, match=variable):
        read_options(given)


@pytest.mark.parametrize(
    ("url", "given", "n_hints"),
    [
        ("https://chiiki.example", {}, 1),
        ("https://chiiki.example", NAMED, 0),
        ("http://127.0.0.1:8000", {}, 0),
    ],
)
def test_a_public_site_without_an_operator_is_reminded(settings, url, given, n_hints):
    settings.OPTIONS = read_options({"CHIIKI_URL": url, **given})
    found = [one for one in check_public_site() if one.id == "chiiki.W003"]
    assert len(found) == n_hints
    assert all(one.level == checks.WARNING and "CHIIKI_OPERATOR" in one.hint for one in found)


def test_a_site_under_development_is_not_reminded(settings):
    settings.OPTIONS, settings.DEBUG = read_options({"CHIIKI_URL": "https://chiiki.example"}), True
    assert check_public_site() == []
