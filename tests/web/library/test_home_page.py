"""The first page: a search, 47 prefectures as links, the timeline, the latest calls, what is new."""

from __future__ import annotations

import re
from html import unescape

import pytest

from chiiki.studies.holdings import all_holdings, holdings_by_region, prefectures
from chiiki.web.library.pages.home import NEWEST_CALLS, compose_home, newest_calls

LANGS = ("ja", "en")


def body_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGS)
def test_the_search_stands_before_the_drawings(client, lang):
    page = body_of(client, f"/{lang}/")
    assert 0 < page.index(f'action="/{lang}/search"') < page.index("<svg")


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGS)
def test_every_prefecture_is_a_tile_and_a_name_that_lead_to_its_page(client, lang, jp_pack):
    page = body_of(client, f"/{lang}/")
    for region in prefectures(jp_pack):
        assert page.count(f'href="/{lang}/regions/{region.region_id}"') >= 3  # tile, name below, table


@pytest.mark.django_db
def test_the_drawing_of_47_links_can_be_skipped(client):
    page = body_of(client, "/ja/")
    assert 'href="#past-tiles"' in page
    assert 'id="past-tiles"' in page


def test_a_tile_counts_the_selections_of_its_prefecture(jp_pack):
    document = compose_home(pack=jp_pack, lang="ja")
    for region, holdings in holdings_by_region(jp_pack).items():
        assert document.numbers[f"page-home.in.{region}"].value == len(holdings)
    assert document.numbers["page-home.selections"].value == len(all_holdings(jp_pack))


def test_the_calls_are_the_newest_decisions_with_a_date_newest_first(jp_pack):
    calls = newest_calls(jp_pack)
    dates = [row.decided_on for row in calls]
    assert len(calls) == NEWEST_CALLS
    assert dates == sorted(dates, reverse=True)
    others = [row.decided_on for row in jp_pack.calls if row.kind == "selection" and row not in calls]
    assert all(date <= dates[-1] for date in others)


@pytest.mark.parametrize(
    ("lang", "word"), [("ja", "公募中かどうかは事実集からは分かりません"), ("en", "cannot be told")]
)
def test_no_call_is_said_to_be_open(jp_pack, lang, word):
    calls = next(block for block in compose_home(pack=jp_pack, lang=lang).blocks if block.id == "calls")
    assert word in "".join(piece for piece in calls.tables[0].note if isinstance(piece, str))


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGS)
def test_what_a_prefecture_got_is_within_three_steps(client, lang):
    page = body_of(client, f"/{lang}/")  # step 1: the tile
    assert f'href="/{lang}/regions/04"' in page
    region = body_of(client, f"/{lang}/regions/04")  # step 2: a programme, a site or an outcome of the prefecture
    assert re.search(rf'href="/{lang}/(programmes|sites)/', region)


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["csv", "json", "md", "bib"])
def test_the_first_page_has_its_data_beside_it(client, ending):
    assert f'href="/ja/home.{ending}"' in body_of(client, "/ja/")
    assert client.get(f"/ja/home.{ending}").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGS)
def test_the_first_page_is_light(client, lang):
    assert len(client.get(f"/{lang}/").content) <= 200_000


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "page", ["", "cascade?view=lanes", "cascade?view=table&prefecture=04", "matrix?region=04", "outcomes"]
)
def test_every_link_into_the_site_resolves(client, lang, page):
    body = body_of(client, f"/{lang}/{page}")
    links = {unescape(href) for href in re.findall(r'href="(/(?:ja|en)/[^"#]*)', body)}
    assert len(links) > 20
    assert [link for link in sorted(links) if client.get(link).status_code not in {200, 301, 302}] == []
