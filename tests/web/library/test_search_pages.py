"""The page of the search: what was found with its place marked, or a hint; hostile input is harmless."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from chiiki.web.library.queries.snippets import marked

pytestmark = pytest.mark.usefixtures("index")


def _page(client, lang="ja", **query):
    response = client.get(f"/{lang}/search", query)
    return response, response.content.decode()


def test_the_place_of_the_word_is_marked_in_the_original_spelling(client):
    _, text = _page(client, q="高知")
    assert "<mark>高知</mark>県" in text


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("髙知県の産業", "高知", ["髙知"]),
        ("ＳＤＧｓ未来都市", "sdg", ["ＳＤＧｓ"]),
        ("産学・官の連携", "産学官", ["産学・官"]),
        ("Regional cities, incity", "city", ["cities"]),
        ("ｸﾗｽﾀｰ計画", "くらすた", ["ｸﾗｽﾀｰ"]),
        ("何もない", "高知", []),
    ],
)
def test_marks_stand_where_the_word_is_written(text, word, found):
    pieces = marked(text, [word])
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.is_found] == found


def test_a_search_can_be_narrowed_by_kind_and_facet(client):
    _, text = _page(client, q="クラスター", kind="programme", ministry="METI")
    assert "産業<mark>クラスター</mark>計画" in text
    assert "知的<mark>クラスター</mark>創成事業" not in text


def test_the_period_narrows_a_search(client):
    _, text = _page(client, q="テクノポリス", kind="programme", **{"from": "2010"})
    assert 'class="hits"' not in text


@pytest.mark.parametrize(
    ("lang", "query", "hint"),
    [
        ("ja", "宮城懸", 'href="/ja/regions/04"'),
        ("ja", "みやき", 'href="/ja/regions/04"'),
        ("en", "Hirosima", 'href="/en/regions/34"'),
        ("en", "Myagi", 'href="/en/regions"'),
        ("ja", "宮城 zzzz", "?q=%E5%AE%AE%E5%9F%8E"),
        ("ja", "zzzzqqqq", 'href="/ja/programmes"'),
        ("ja", "・・・", 'href="/ja/programmes"'),
        ("ja", "", 'href="/ja/programmes"'),
    ],
)
def test_an_answer_without_hits_says_what_else_to_look_at(client, lang, query, hint):
    response, text = _page(client, lang, q=query)
    assert response.status_code == 200
    assert hint in text


def test_filters_that_leave_nothing_say_what_there_is_without_them(client):
    _, text = _page(client, "en", q="Miyagi", kind="plan")
    assert "Without the filters: 50 found" in text


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_file_of_the_search_holds_as_many_rows_as_the_page_says(client, ending):
    _, text = _page(client, "en", q="cluster")
    n_found = int(text.split('role="status">')[1].split(" found")[0].replace(",", ""))
    response = client.get(f"/en/search.{ending}", {"q": "cluster"})
    assert response["X-Rows"].split("/")[0] == str(n_found)


def test_one_and_many_hits_take_the_same_number_of_questions(client):
    numbers = []
    for words in ("kci1-sendai", "仙台", "地域"):
        with CaptureQueriesContext(connection) as context:
            _page(client, q=words)
        numbers.append(len(context.captured_queries))
    assert len(set(numbers)) == 1


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "' OR 1=1 --",
    '" OR names:* --',
    "names:地域 OR texts:*",
    "NEAR(地域 県)",
    "*",
    "地域*",
    "a\x00b",
    "%",
    "_",
    "\\",
    "{{ 7*7 }}",
    "../../etc/passwd",
    "🎌" * 50,
    "県" * 400,
    " ".join("abcdefghij") * 20,
    "\u202e\ufeff\u200b",
]


@pytest.mark.parametrize("path", ["/ja/search", "/en/search", "/ja/search.csv", "/ja/search.json"])
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(client, path, words):
    response = client.get(path, {"q": words})
    assert response.status_code in {200, 400}
    if "." not in path:
        assert "<script>alert" not in response.content.decode()
        assert "<img src=x" not in response.content.decode()


@pytest.mark.parametrize("raw", ["q=%ED%A0%80", "q=%FF%FE", "q=%00", "q=%E3%81", "q[]=1", "q=1&q=2", "page=1&q=%u6d25"])
def test_broken_encodings_are_harmless(client, raw):
    assert client.get(f"/ja/search?{raw}").status_code in {200, 400}


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x" * 100_000},
        {"q": "津", "page": "0"},
        {"q": "津", "page": "-1"},
        {"q": "津", "page": "１"},
        {"q": "津", "page": "9" * 50},
        {"q": "津", "kind": "nothing"},
        {"q": "津", "sort": "name; DROP TABLE library_record"},
        {"q": "津", "sort": "-"},
        {"q": "津", "from": "1' OR '1'='1"},
        {"q": "津", "to": "99999"},
        {"q": "津", "ministry": "a\x00b"},
        {"q": "津", "prefecture": "x" * 5000},
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_page(client, query):
    response = client.get(f"/ja/search?{urlencode(query)}")
    assert response.status_code == 400
    assert 'lang="ja"' in response.content.decode()


def test_a_page_beyond_the_last_is_not_found(client):
    assert client.get("/ja/search", {"q": "津", "page": "9999"}).status_code == 404


def test_an_unknown_value_of_a_filter_finds_nothing_and_says_so(client):
    response, text = _page(client, q="津", ministry="<b>x</b>")
    assert response.status_code == 200
    assert "<b>x</b>" not in text
