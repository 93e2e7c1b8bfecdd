"""Feeds, the map of the site and the description of the search are what their readers expect."""

from __future__ import annotations

from datetime import datetime
from xml.etree import ElementTree as ET

import pytest

from chiiki.web.library.exports.feeds import FEEDS
from chiiki.web.library.models import Record
from chiiki.web.library.views import sitemap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", sorted(FEEDS))
def test_a_feed_has_what_atom_requires(client, name, lang):
    response = client.get(f"/feeds/{lang}/{name}.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)  # noqa: S314 -- our own answer
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
    for part in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{part}") is not None, part
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"].endswith(f"/feeds/{lang}/{name}.atom")
    entries = feed.findall(f"{ATOM}entry")
    assert 0 < len(entries) <= 100
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))
    days = [datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert days == sorted(days, reverse=True)
    for entry in entries:
        assert entry.findtext(f"{ATOM}title")
        target = entry.find(f"{ATOM}link").get("href").removeprefix("http://127.0.0.1:8000")
        assert target.startswith(f"/{lang}/")
    assert client.get(target).status_code == 200


def test_a_feed_says_how_many_of_how_many(client, jp_pack):
    n_total = sum(bool(call.decided_on) for call in jp_pack.calls)
    assert f"The newest {min(n_total, 100)} of {n_total} entries" in client.get("/feeds/en/calls.atom").content.decode()


@pytest.mark.parametrize("path", ["/feeds/ja/nothing.atom", "/feeds/de/new.atom", "/feeds/ja/new.rss"])
def test_another_feed_is_not_found(client, path):
    assert client.get(path).status_code == 404


def _locations(content):
    root = ET.fromstring(content)  # noqa: S314 -- our own answer
    return root, [entry.findtext(f"{MAP}loc") for entry in root]


def test_the_map_has_every_page_in_both_languages_each_naming_the_other(client):
    root, found = _locations(client.get("/sitemap.xml").content)
    assert root.tag == f"{MAP}urlset"
    assert len(found) == len(set(found)) < 50_000
    assert sum("/ja/" in one for one in found) == sum("/en/" in one for one in found) == len(found) / 2
    pages = {record.page("ja") for record in Record.objects.all()}
    assert {f"http://127.0.0.1:8000{page}" for page in pages} <= set(found)
    for entry in root:
        languages = [link.get("hreflang") for link in entry.findall(f"{XHTML}link")]
        assert languages == ["ja", "en"]


def test_fixed_pages_of_the_map_answer_everybody(client):
    _root, found = _locations(client.get("/sitemap.xml").content)
    paths = [one.removeprefix("http://127.0.0.1:8000") for one in found]
    fixed = [path for path in paths if path.count("/") == 2]
    assert {"/ja/", "/ja/programmes", "/en/tables", "/ja/matrix"} <= set(fixed)
    assert not [path for path in fixed if "account" in path or "people" in path]
    assert [path for path in fixed if client.get(path).status_code != 200] == []


def test_a_map_that_is_too_long_comes_in_parts(client, monkeypatch):
    _root, whole = _locations(client.get("/sitemap.xml").content)
    client.get("/en/")
    monkeypatch.setattr(sitemap, "MOST_PAGES", 500)
    index, parts = _locations(client.get("/sitemap.xml", {"fresh": 1}).content)
    assert index.tag == f"{MAP}sitemapindex"
    together = []
    for part in parts:
        together += _locations(client.get(part.removeprefix("http://127.0.0.1:8000")).content)[1]
    assert together == whole
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_robots_are_led_to_the_map(client):
    text = client.get("/robots.txt").content.decode()
    assert text.startswith("User-agent: *\n")
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_browsers_learn_how_to_search_here(client, lang):
    response = client.get(f"/opensearch.xml?lang={lang}")
    root = ET.fromstring(response.content)  # noqa: S314 -- our own answer
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.tag == f"{space}OpenSearchDescription"
    assert len(root.findtext(f"{space}ShortName")) <= 16
    template = root.find(f"{space}Url").get("template")
    assert template == f"http://127.0.0.1:8000/{lang}/search?q={{searchTerms}}"
    assert client.get(template.removeprefix("http://127.0.0.1:8000").format(searchTerms="KCI")).status_code == 200
