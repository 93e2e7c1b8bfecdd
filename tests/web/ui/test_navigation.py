"""The frame leads everywhere, in the language of the page, and leaves out only what a site does not have."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils.translation import override

from chiiki.web.ui.navigation import NAVIGATION, address_of, in_language, language_of, navigation


@pytest.mark.parametrize(
    ("full_path", "expected"),
    [
        ("/ja/sites?field=bio", "/en/sites?field=bio"),
        ("/ja/", "/en/"),
        ("/ja", "/en/"),
        ("/", "/en/"),
        ("/id/programme/KCI", "/en/"),
        ("//evil.example/ja/", "/en/"),
        ("/ja//evil.example", "/en//evil.example"),
    ],
)
def test_the_other_language_is_the_same_address_of_this_site(full_path, expected):
    assert in_language(full_path, lang="en") == expected


@pytest.mark.parametrize(
    ("path", "lang"), [("/en/sites", "en"), ("/ja/", "ja"), ("/", "ja"), ("/enter", "ja"), ("//en/", "en")]
)
def test_a_path_says_its_language(path, lang):
    assert language_of(path) == lang


def test_every_place_exists_in_order_and_in_the_language_of_the_moment():
    for lang in ("ja", "en"):
        with override(lang):
            found = navigation()
            assert [place.url.split("/")[1] for place in found] == [lang] * len(found)
            assert address_of("there is no such name") == ""
    assert [place.name for place in found] == [place.name for place in NAVIGATION]


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page_leads_to_the_same_page_in_the_other_language_and_to_sign_in(lang):
    text = Client().get(f"/{lang}/style?sort=-year&x=%22").content.decode()
    other = {"ja": "en", "en": "ja"}[lang]
    assert f'href="/{other}/style?sort=-year&amp;x=%22" hreflang="{other}" lang="{other}"' in text
    assert f'href="/{lang}/about"' in text
    assert f'href="/{lang}/accessibility"' in text


@pytest.mark.django_db
def test_somebody_signed_in_sees_name_and_posts():
    person = get_user_model().objects.create_user(email="aoi@site.example", name="<b>Aoi</b>")
    client = Client()
    client.force_login(person, backend="chiiki.web.accounts.backends.AddressBackend")
    text = client.get("/en/about").content.decode()
    assert "&lt;b&gt;Aoi&lt;/b&gt;" in text
    assert "Sign in" not in text


@pytest.mark.django_db
def test_a_demonstration_says_so_on_every_page(settings):
    settings.DEMO = True
    assert "架空" in Client().get("/ja/accessibility").content.decode()
