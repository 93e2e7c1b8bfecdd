"""Only what is the same for everybody is kept, here and in caches between; what is kept never depends on who asked."""

from __future__ import annotations

import gzip

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client

from chiiki.web.ui.middleware import PageCache

pytestmark = [pytest.mark.django_db, pytest.mark.urls("page_urls")]

SHARED = "public, max-age=300"
PRIVATE = "private, no-store"


@pytest.fixture
def reader():
    """A reader without cookies, on a site whose memory is empty."""
    return Client()


@pytest.fixture
def people():
    """Two people who have signed in, each with a browser."""
    users = get_user_model().objects
    found = []
    for name in ("Aoi", "Ren"):
        client = Client()
        client.force_login(
            users.create_user(email=f"{name}@site.example", name=name),
            backend="chiiki.web.accounts.backends.AddressBackend",
        )
        found.append(client)
    return found


def test_a_shared_page_is_made_once_and_then_given_from_memory(reader):
    first, second = (reader.get("/ja/t/shared") for _ in range(2))
    assert first.content == second.content
    assert second["Cache-Control"] == SHARED
    assert second["Vary"] == "Accept-Encoding, Cookie"
    assert second["ETag"] == first["ETag"]
    assert second["X-Request-ID"] != first["X-Request-ID"]
    assert "Set-Cookie" not in second
    assert second["Content-Length"] == str(len(second.content))


def test_the_packed_form_is_the_same_page_under_another_name(reader):
    plain = reader.get("/ja/t/shared")
    packed = reader.get("/ja/t/shared", headers={"accept-encoding": "br, gzip"})
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"] != plain["ETag"]
    assert packed["Content-Length"] == str(len(packed.content))


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "br, gzip; q=0", "identity"])
def test_a_reader_who_does_not_take_gzip_gets_the_page_as_it_is(reader, accepted):
    reader.get("/ja/t/shared")
    response = reader.get("/ja/t/shared", headers={"accept-encoding": accepted})
    assert "Content-Encoding" not in response
    assert response.content.startswith(b"call")


@pytest.mark.parametrize("form", ["{}", 'W/{}, "other"', "*"])
def test_a_known_page_is_answered_without_its_body(reader, form):
    etag = reader.get("/ja/t/shared")["ETag"]
    response = reader.get("/ja/t/shared", headers={"if-none-match": form.format(etag)})
    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == etag
    assert response["Cache-Control"] == SHARED
    assert "Content-Type" not in response
    assert "Content-Security-Policy" in response


def test_an_unknown_etag_gets_the_page(reader):
    reader.get("/ja/t/shared")
    assert reader.get("/ja/t/shared", headers={"if-none-match": '"other"'}).status_code == 200


def test_the_order_of_parameters_does_not_make_another_page_but_their_values_do(reader):
    one = reader.get("/ja/t/shared?q=a&x=1").content
    assert reader.get("/ja/t/shared?x=1&q=a").content == one
    assert reader.get("/ja/t/shared?q=b&x=1").content != one
    assert reader.get("/en/t/shared?q=a&x=1").content != one


def test_asking_for_the_head_says_the_same_without_a_body(reader):
    whole = reader.get("/ja/t/shared")
    head = reader.head("/ja/t/shared")
    assert head.content == b""
    assert head["ETag"] == whole["ETag"]
    assert head["Content-Length"] == whole["Content-Length"]


@pytest.mark.parametrize("name", ["sets_cookie", "reads_session", "gone", "private", "data", "download", "form"])
def test_what_is_not_the_same_for_everybody_is_kept_nowhere(reader, name):
    first, second = (reader.get(f"/ja/t/{name}") for _ in range(2))
    assert second["Cache-Control"] == PRIVATE
    assert "ETag" not in second
    assert first.status_code == second.status_code


@pytest.mark.parametrize("name", ["sets_cookie", "reads_session", "gone", "varies"])
def test_a_shared_view_that_touches_a_cookie_or_fails_is_asked_each_time(reader, name):
    assert reader.get(f"/ja/t/{name}").content != reader.get(f"/ja/t/{name}").content


def test_caches_between_may_keep_a_page_in_two_languages_but_this_one_does_not(reader):
    response = reader.get("/ja/t/varies")
    assert response["Cache-Control"] == SHARED
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_a_reader_with_a_session_gets_a_page_made_for_that_reader_alone(reader, cookie):
    kept = reader.get("/ja/t/shared").content
    reader.cookies[cookie] = "anything"
    response = reader.get("/ja/t/shared")
    assert response.content != kept
    assert response["Cache-Control"] == PRIVATE
    del reader.cookies[cookie]
    assert reader.get("/ja/t/shared").content == kept


def test_an_unrelated_cookie_changes_nothing(reader):
    kept = reader.get("/ja/t/shared").content
    reader.cookies["csrftoken"] = "x" * 32
    assert reader.get("/ja/t/shared").content == kept


def test_a_request_with_a_token_or_an_endless_query_is_not_kept(reader):
    asked = (
        {"path": "/ja/t/shared", "headers": {"authorization": "Bearer x"}},
        {"path": "/ja/t/shared?q=" + "a" * 1000},
    )
    for one in asked:
        first, second = reader.get(**one), reader.get(**one)
        assert first.content != second.content
        assert second["Cache-Control"] == PRIVATE


def test_a_foreign_host_gets_no_kept_page(reader):
    reader.get("/ja/t/shared")
    response = reader.get("/ja/t/shared", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert b"evil.example" not in response.content
    assert response["Cache-Control"] == PRIVATE


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_other_methods_never_touch_what_is_kept(reader, method):
    kept = reader.get("/ja/t/shared").content
    response = getattr(reader, method)("/ja/t/shared")
    assert response.status_code == 405
    assert response["Cache-Control"] == PRIVATE
    assert reader.get("/ja/t/shared").content == kept


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", ["", "style", "accessibility", "about"])
def test_the_pages_of_the_site_are_kept_and_set_no_cookie(reader, lang, name, django_assert_num_queries):
    with django_assert_num_queries(0):
        first, second = (reader.get(f"/{lang}/{name}") for _ in range(2))
    assert second["Cache-Control"] == SHARED
    assert second["ETag"] == first["ETag"]
    assert not second.cookies


class SharedCache:
    """A cache between readers and the site that keeps whatever the standard (RFC 9111) lets it."""

    def __init__(self):
        self.kept = {}
        self.n_given = 0

    def get(self, client, path):
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        for asked, given in self.kept.get(path, []):
            if all(asked.get(name, "") == {"cookie": cookie}.get(name, "") for name in asked):
                self.n_given += 1
                return given
        response = client.get(path)
        rules = response.get("Cache-Control", "")
        if "private" not in rules and "no-store" not in rules:
            names = [name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()]
            asked = {name: {"cookie": cookie}.get(name, "") for name in names}
            self.kept.setdefault(path, []).append((asked, response.content))
        return response.content


def test_through_a_shared_cache_nobody_sees_the_page_of_another(people, reader):
    cache, names = SharedCache(), ("Aoi", "Ren")
    for _ in range(3):
        for client, name, other in zip(people, names, reversed(names), strict=True):
            assert cache.get(client, "/ja/t/own_page").decode() == name
            for path in ("/ja/", "/en/about"):
                seen = cache.get(client, path).decode()
                assert name in seen
                assert other not in seen
        public = cache.get(reader, "/ja/").decode()
        assert not any(name in public for name in names)
    assert cache.n_given >= 2


def test_the_memory_of_pages_stays_bounded_whatever_is_asked(settings, rf):
    settings.PAGE_CACHE_BYTES = 64 * 1024

    def answer(request):
        request.is_shared_page = True
        return HttpResponse("long " * 100)

    cache = PageCache(answer)
    answers = {cache(rf.get(f"/ja/t/shared?junk={index}")).status_code for index in range(1000)}
    assert answers == {200}
    assert 0 < cache.store.n_bytes <= 64 * 1024
