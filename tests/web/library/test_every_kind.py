"""What holds of every kind of page as it is sent: headers, place in caches, size, nothing in line or from elsewhere."""

from __future__ import annotations

import gzip
from html.parser import HTMLParser

import pytest
from django.test import Client
from page_kinds import PAGE_KINDS

MOST_BYTES = 200_000
LOADING = {"script": "src", "link": "href", "img": "src", "source": "src", "iframe": "src", "object": "data"}
OWN_COPIES = {"sign in", "new password"}
"""Kinds with a form that carries a token: each reader gets a copy of one's own."""

WHOLE_BRIEFS = {"brief", "brief of a programme", "brief of the nation"}
"""Kinds that hold all drawings of a brief twice, wide and narrow; they are counted as they are sent, packed."""

NOT_FOUND = {"not found"}


class Reading(HTMLParser):
    """What a page loads and what stands in line in it."""

    def __init__(self, text):
        super().__init__()
        self.loaded, self.in_line, self.n_titles, self.lang = [], [], 0, ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.lang = self.lang or attributes.get("lang", "")
        self.n_titles += tag == "h1"
        loaded = attributes.get(LOADING.get(tag, ""))
        if loaded and not (tag == "link" and attributes.get("rel") not in {"stylesheet", "icon", "preload"}):
            self.loaded.append(loaded)
        if tag == "style" or (
            tag == "script" and "src" not in attributes and attributes.get("type") != "application/ld+json"
        ):
            self.in_line.append(tag)
        self.in_line += [name for name in attributes if name == "style" or name.startswith("on")]


@pytest.fixture(params=["ja", "en"])
def lang(request):
    return request.param


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_a_page_is_safe_to_keep_small_and_whole_by_itself(index, kind, lang):
    path = PAGE_KINDS[kind].format(lang=lang)
    response = Client().get(path)
    found = Reading(response.content.decode())
    assert response.status_code in ({404} if kind in NOT_FOUND else {200, 400})
    sent = gzip.compress(response.content) if kind in WHOLE_BRIEFS else response.content
    assert len(sent) <= MOST_BYTES
    assert found.in_line == []
    assert [url for url in found.loaded if not url.startswith(("/static/", "data:image/"))] == []
    assert found.n_titles == 1
    assert found.lang == lang
    assert response["Content-Security-Policy"].count("'self'") >= 5
    assert "unsafe" not in response["Content-Security-Policy"]
    is_kept = response.status_code == 200 and kind not in OWN_COPIES
    assert response["Cache-Control"] == ("public, max-age=300" if is_kept else "private, no-store")
    assert bool(response.cookies) == (kind in OWN_COPIES)


@pytest.mark.parametrize("kind", [kind for kind in PAGE_KINDS if kind not in NOT_FOUND | OWN_COPIES])
def test_the_same_page_has_the_same_bytes_when_it_is_made_again(index, kind):
    path = PAGE_KINDS[kind].format(lang="ja")
    once, again = (Client().get(path) for _ in range(2))
    assert once.content == again.content or once.status_code == 400
