"""Every region has a page that explains its numbers, is light, and leads on."""

from __future__ import annotations

import pytest
from page_reading import LEFTOVERS, dangling_links, page_text

from chiiki.brief.html import content_html
from chiiki.brief.markdown import render_markdown
from chiiki.errors import UnknownNameError
from chiiki.web.library.exports.document_tables import document_sheets
from chiiki.web.library.facts import pack
from chiiki.web.library.pages.region import compose_region

MOST_BYTES = 192_000
"""Of 200,000: the frame of the site takes the rest."""

LANGS = ("ja", "en")
TELLING = ("01", "13", "10", "41", "47", "00", "W-KANTO", "W-OKINAWA", "01100", "28219")
"""The largest, the smallest, the nation, wide areas, municipalities with many and with few designations."""


def _ids(*kinds):
    return [row.region_id for row in pack().regions if row.kind in kinds]


def _check(region_id, lang):
    document = compose_region(region_id, pack=pack(), lang=lang)
    html = content_html(document)
    assert len(html.encode()) <= MOST_BYTES
    assert LEFTOVERS.findall(page_text(html)) == []
    assert dangling_links(html) == set()
    assert html.count("<h1") == 1


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("region_id", TELLING)
def test_a_page_is_light_and_explains_its_numbers(region_id, lang):
    _check(region_id, lang)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_every_region_has_such_a_page(lang):
    for region_id in _ids("prefecture", "nation", "wide_area", "municipality"):
        _check(region_id, lang)


def test_files_hold_the_rows_that_the_page_leaves_out():
    page, whole = (compose_region("01", pack=pack(), lang="ja", is_full=full) for full in (False, True))
    shown = {sheet.name: (len(sheet.rows), sheet.n_total) for sheet in document_sheets(page)}
    kept = {sheet.name: (len(sheet.rows), sheet.n_total) for sheet in document_sheets(whole)}
    assert shown["outcomes-2"][0] < shown["outcomes-2"][1] == kept["outcomes-2"][0]
    assert all(n == total for name, (n, total) in kept.items() if name != "unknown-2")


def test_values_of_other_prefectures_lead_to_their_pages():
    html = content_html(compose_region("04", pack=pack(), lang="ja"))
    assert 'href="/ja/regions/02#r02.designations"' in html
    assert 'id="r02.designations"' not in html


def test_a_number_with_a_long_history_leads_to_the_full_brief():
    html = content_html(compose_region("04", pack=pack(), lang="en"))
    assert 'href="/en/briefs/region/04#r04.designations"' in html


def test_bars_and_rows_lead_to_sites_and_programmes():
    html = content_html(compose_region("41", pack=pack(), lang="ja"))
    assert 'href="/ja/sites/' in html
    assert 'href="/ja/programmes/' in html


def test_a_file_that_stands_alone_explains_every_number_itself():
    text = render_markdown(compose_region("04", pack=pack(), lang="en", is_full=True))
    assert "[^1]:" in text


def test_a_wide_area_counts_a_designation_of_several_prefectures_once():
    members = {row.member_region_id for row in pack().region_members if row.region_id == "W-TOHOKU"}
    counted = {
        link.designation_id
        for link in pack().designation_prefectures
        if link.region_id in members and pack().designation(link.designation_id).is_designation
    }
    document = compose_region("W-TOHOKU", pack=pack(), lang="ja")
    assert document.numbers["rW-TOHOKU.designations"].value == len(counted)
    assert document.numbers["rW-TOHOKU.members"].value == len(members)


def test_a_municipality_names_its_prefecture():
    html = content_html(compose_region("01100", pack=pack(), lang="en"))
    assert 'href="/en/regions/01"' in html


def test_an_unknown_region_is_refused_by_name():
    with pytest.raises(UnknownNameError, match="99"):
        compose_region("99", pack=pack(), lang="ja")


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGS)
def test_a_page_with_its_frame_stays_below_200_kilobytes(client, lang):
    heaviest = ("01", "26", "00", "W-KANTO")
    sizes = {key: len(client.get(f"/{lang}/regions/{key}").content) for key in heaviest}
    assert max(sizes.values()) <= 200_000, sizes


@pytest.mark.django_db
def test_an_unknown_region_is_not_found(client):
    assert client.get("/ja/regions/99").status_code == 404
