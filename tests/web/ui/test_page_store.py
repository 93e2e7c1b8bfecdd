"""Pages kept in memory: bounded, the longest unread go first, queries cannot push out the rest."""

from __future__ import annotations

import gzip
from hashlib import sha256
from itertools import permutations

import pytest

from chiiki.web.ui import page_store
from chiiki.web.ui.page_store import PageKey, PageStore, kept_page, sorted_query


def key(path, query=""):
    return PageKey("http", path, query)


def page(n_bytes):
    return kept_page(b"x" * n_bytes, headers={})


def test_a_page_is_packed_and_named_by_its_bytes():
    body = "地域".encode() * 500
    kept = kept_page(body, headers={"Content-Language": "ja"})
    assert gzip.decompress(kept.packed) == body
    assert kept.etag == f'"{sha256(body).hexdigest()[:32]}"'
    assert kept.packed_etag == f'{kept.etag[:-1]}-gzip"'
    assert kept_page(body, headers={}).packed == kept.packed


def test_what_packing_does_not_shorten_stays_as_it_is():
    assert kept_page(b"short", headers={}).packed == b""


def test_no_more_bytes_are_kept_than_allowed_and_the_longest_unread_go_first():
    store = PageStore(n_bytes=100_000)
    names = [f"/{index}" for index in range(60)]
    for name in names:
        store.put(key(name), page(3_000))
        store.get(key("/0"))
    assert store.n_bytes <= 75_000
    assert store.get(key("/0")) is not None
    assert store.get(key("/1")) is None
    assert store.get(key("/59")) is not None


def test_a_flood_of_queries_leaves_the_other_pages_alone():
    store = PageStore(n_bytes=100_000)
    store.put(key("/ja/"), page(500))
    for index in range(10_000):
        store.put(key("/ja/", f"x={index}"), page(500))
    assert store.get(key("/ja/")) is not None
    assert store.n_bytes <= 100_000


def test_a_page_that_would_fill_the_store_is_not_kept():
    store = PageStore(n_bytes=100_000)
    store.put(key("/large"), kept_page(bytes(range(256)) * 200, headers={}))
    assert store.get(key("/large")) is None
    assert store.n_bytes == 0


def test_putting_a_page_again_counts_it_once():
    store = PageStore(n_bytes=100_000)
    for _ in range(3):
        store.put(key("/ja/"), page(500))
    assert store.n_bytes == page(500).size


def test_an_old_page_is_asked_for_again(monkeypatch):
    store = PageStore(n_bytes=100_000)
    kept = page(500)
    store.put(key("/ja/"), kept)
    monkeypatch.setattr(page_store, "monotonic", lambda: kept.kept_at + 3601)
    assert store.get(key("/ja/")) is None
    assert store.n_bytes == 0


@pytest.mark.parametrize(
    ("query", "expected"),
    [("b=2&a=2&a=1", "a=2&a=1&b=2"), ("", ""), ("&&a=1&", "a=1"), ("a=%FF&A=1", "A=1&a=%FF"), ("q=b;a", "q=b;a")],
)
def test_a_query_is_put_in_order_without_being_read(query, expected):
    assert sorted_query(query) == expected


def test_the_order_of_names_does_not_matter_but_that_of_values_does():
    parts = ["a=2", "a=1", "b=", "ab=3", "b=x=y"]
    keeping = [
        moved
        for moved in permutations(parts)
        if moved.index("a=2") < moved.index("a=1") and moved.index("b=") < moved.index("b=x=y")
    ]
    assert {sorted_query("&".join(moved)) for moved in keeping} == {"a=2&a=1&ab=3&b=&b=x=y"}
    assert sorted_query("a=1&a=2") != sorted_query("a=2&a=1")
