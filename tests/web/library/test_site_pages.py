"""Every site has a page: what it was selected for, how it was judged, what disagrees, what is unknown."""

from __future__ import annotations

import pytest
from page_reading import LEFTOVERS, dangling_links, page_text

from chiiki.brief.document import plain
from chiiki.brief.html import content_html
from chiiki.errors import UnknownNameError
from chiiki.web.library.facts import pack
from chiiki.web.library.pages.site import compose_site

LANGS = ("ja", "en")


def _html(place_id, lang="ja"):
    return content_html(compose_site(place_id, pack=pack(), lang=lang))


def _place_of(designation_id):
    return pack().designation(designation_id).place_id


@pytest.mark.parametrize("lang", LANGS)
def test_every_site_composes_and_explains_its_numbers(lang):
    for place in pack().places:
        html = _html(place.place_id, lang)
        assert len(html.encode()) <= 192_000, place.place_id
        assert LEFTOVERS.findall(page_text(html)) == [], place.place_id
        assert dangling_links(html) == set(), place.place_id


def test_every_selection_of_the_place_is_told_with_its_programme():
    document = compose_site("A-SAPPORO", pack=pack(), lang="ja")
    rows = [row for row in pack().designations if row.place_id == "A-SAPPORO"]
    told = next(block for block in document.blocks if block.id == "selections")
    assert len(told.tables) == len(rows)
    assert {plain(table.rows[0][1].text) for table in told.tables} == {
        pack().programme(row.programme_id).name_ja for row in rows
    }


def test_what_is_not_known_is_said():
    document = compose_site("A-SAPPORO", pack=pack(), lang="en")
    told = next(block for block in document.blocks if block.id == "selections")
    unknown = [row for table in told.tables for row in table.rows if row[1].tone == "none"]
    assert unknown
    assert {plain(row[1].text) for row in unknown} == {"…"}


def test_grades_stand_with_their_scale_and_prizes_apart():
    text = page_text(_html(_place_of("COI-HIROSAKI")))
    assert "S+（highest S+）" in text
    assert "第1回日本オープンイノベーション大賞" in text
    assert "受けた賞（評点ではない）" in text


def test_statements_that_disagree_stand_side_by_side_with_the_reason():
    document = compose_site(_place_of("DCLEAD-1-05"), pack=pack(), lang="ja")
    (table,) = document.conflicts
    assert [plain(row[0].text) for row in table.rows] == ["秋田県", "秋田市"]
    assert "選定の一覧は秋田県を提案者とする" in plain(table.rows[0][4].text)


def test_later_selections_say_how_the_programmes_are_related():
    document = compose_site("A-SAPPORO", pack=pack(), lang="en")
    after = next(block for block in document.blocks if block.id == "after")
    assert all(plain(row[3].text) for row in after.tables[0].rows)


def test_a_place_of_guidelines_alone_counts_no_designation():
    placed = {row.place_id: row for row in pack().designations if not row.is_designation}
    designated = {row.place_id for row in pack().designations if row.is_designation}
    place = next(place for place in placed if place not in designated)
    document = compose_site(place, pack=pack(), lang="en")
    assert document.title.rule == "place.site.none"
    assert document.kpis == ()


def test_an_unknown_site_is_refused_by_name():
    with pytest.raises(UnknownNameError, match="A-NOWHERE"):
        compose_site("A-NOWHERE", pack=pack(), lang="ja")


@pytest.mark.django_db
def test_a_designation_leads_to_its_site(client):
    response = client.get("/en/designations/kci1-sapporo")
    assert response.status_code == 301
    assert response.headers["Location"] == "/en/sites/A-SAPPORO#b-selections"
    assert client.get("/en/designations/nothing").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGS)
def test_a_site_answers_in_the_frame_and_as_files(client, lang):
    page = client.get(f"/{lang}/sites/A-SAPPORO")
    assert page.status_code == 200
    assert f'<html lang="{lang}">' in page.content.decode()
    assert client.get(f"/{lang}/sites/A-SAPPORO.json").json()["kind"] == "site"
    assert client.get(f"/{lang}/sites/A-SAPPORO.csv").status_code == 200
    assert client.get(f"/{lang}/sites/A-NOWHERE").status_code == 404
