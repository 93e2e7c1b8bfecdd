"""A page that cannot be shown says what happened, what to do and its number, in the language of its address."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from chiiki.web.ui import suggestions
from chiiki.web.ui.errors import WORDED

pytestmark = [pytest.mark.django_db, pytest.mark.urls("page_urls")]

WORDS = {
    "ja": {
        403: "権限がありません",
        404: "ページが見つかりません",
        405: "このページではその操作はできません",
        413: "大きすぎます",
        429: "要求が多すぎます",
        500: "サイトの側で失敗しました",
        503: "データベースに一時的に接続できません",
    },
    "en": {
        403: "Not allowed",
        404: "There is no such page",
        405: "This page does not do that",
        413: "This is too large",
        429: "Too many requests",
        500: "Something failed on our side",
        503: "The database is briefly unavailable",
    },
}
CASES = [
    ("nope", 404),
    ("t/forbidden", 403),
    ("t/fails", 500),
    ("t/away", 503),
    ("t/cut", 503),
    ("t/no_table", 500),
    ("t/status/405", 405),
    ("t/status/413", 413),
    ("t/status/429", 429),
]


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(("name", "status"), CASES)
def test_an_error_is_worded_in_the_language_of_the_address(reader, lang, name, status):
    response = reader.get(f"/{lang}/{name}")
    text = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{lang}">' in text
    assert f"<h1>{WORDS[lang][status]}</h1>" in text
    assert response["X-Request-ID"] in text
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["t/fails", "t/away", "t/no_table"])
def test_nothing_of_the_failure_is_shown(reader, name):
    text = reader.get(f"/ja/{name}").content.decode()
    assert not [word for word in ("secret", "Traceback", "Error", "nothing", "closed") if word in text]


def test_a_database_that_is_away_says_when_to_ask_again_and_is_asked_again(reader):
    assert reader.get("/ja/t/away")["Retry-After"] == "10"
    assert reader.get("/ja/about").status_code == 200
    assert "Retry-After" not in reader.get("/ja/t/fails")


def test_a_failure_is_worded_though_the_frame_fails_too(reader, monkeypatch):
    def broken():
        message = "no edition"
        raise ValueError(message)

    monkeypatch.setattr("chiiki.web.ui.context.edition", broken)
    response = reader.get("/en/about")
    assert response.status_code == 500
    assert "Something failed on our side" in response.content.decode()


def test_a_failure_is_worded_though_the_files_were_never_gathered(reader, tmp_path):
    stores = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    with override_settings(STORAGES=stores, STATIC_ROOT=tmp_path):
        response = reader.get("/ja/about")
    assert response.status_code == 500
    assert WORDS["ja"][500] in response.content.decode()
    assert "stylesheet" not in response.content.decode()


def test_an_address_that_leads_nowhere_offers_what_was_meant(reader, monkeypatch):
    monkeypatch.setattr(suggestions, "_GUESSES", [])

    @suggestions.suggest_by
    def guess(words, lang):
        return [(f"/{lang}/programmes/KCI", f"<{words}>")] * 9

    text = reader.get("/en/there/KCJ.json").content.decode()
    assert text.count('<a href="/en/programmes/KCI">&lt;KCJ&gt;</a>') == 1


def test_an_id_under_a_wrong_word_leads_to_its_thing(reader):
    assert 'href="/ja/programmes/KCI"' in reader.get("/ja/programme/KCI").content.decode()


def test_a_form_without_its_token_says_what_to_do():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/ja/t/form")
    assert response.status_code == 403
    assert "入力の有効時間が過ぎました" in response.content.decode()


def test_a_wrong_verb_keeps_the_list_of_right_ones(reader):
    response = reader.post("/ja/about")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert WORDS["ja"][405] in response.content.decode()


def test_nothing_of_an_address_is_repeated_as_markup(reader):
    text = reader.get("/ja/<script>alert(1)</script>/'\"><b>").content.decode()
    assert "<script>alert" not in text
    assert '<b>"' not in text


def test_every_status_has_its_words():
    assert set(WORDS["en"]) | {400} == set(WORDED)
