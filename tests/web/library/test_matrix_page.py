"""The support matrix: cells equal brute force, and three kinds of emptiness are told apart."""

from __future__ import annotations

import pytest

from chiiki.brief.document import plain
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.facts.pack import load_pack
from chiiki.provenance import NumberBook
from chiiki.studies.support import STAGES
from chiiki.web.library.pages.matrix import compose_matrix, find_support
from chiiki.web.library.queries.selections import facet_values, find_selections

PACK = load_pack()


def brute_force(chosen, authority, stage):
    programmes = {row.programme.programme_id for row in find_selections(chosen, pack=PACK)}
    with_menu = {row.programme_id for row in PACK.measures}
    found = {
        row.measure_id
        for row in PACK.measures
        if row.programme_id in programmes
        and row.authority == authority
        and any(one.measure_id == row.measure_id and one.stage == stage for one in PACK.measure_stages)
    }
    for programme in programmes - with_menu:
        runs = any(row.programme_id == programme and row.authority == authority for row in PACK.programme_authorities)
        serves = any(row.programme_id == programme and row.stage == stage for row in PACK.programme_stages)
        found |= {programme} if runs and serves else set()
    return len(found)


@pytest.mark.parametrize("chosen", [{}, {"prefecture": "04"}, {"prefecture": "40", "plan": "P4"}, {"fy": "2012"}])
def test_a_cell_counts_the_programmes_and_measures_of_its_ministry_and_stage(chosen):
    support = find_support(chosen, pack=PACK)
    for body in support.authorities:
        for stage in STAGES:
            number = support.numbers.get((body, stage))
            assert (support.book.scalar(number) if number else 0) == brute_force(chosen, body, stage)


def test_every_cell_names_its_sources():
    support = find_support({}, pack=PACK)
    assert all(support.book[number].source_ids for number in support.numbers.values())


def cell(chosen, body, stage, lang="ja"):
    table = compose_matrix(find_support(chosen, pack=PACK), pack=PACK, lang=lang).blocks[0].tables[0]
    row = next(
        row for row in table.rows if plain(row[0].text) == Voice(PACK, load_wording(lang), NumberBook()).authority(body)
    )
    return row[1 + STAGES.index(stage)]


def test_a_stage_that_an_active_ministry_does_not_support_is_a_gap_in_words():
    found = cell({"prefecture": "04", "fy": "2012"}, "MEXT", "market_creation")
    assert (plain(found.text), found.tone) == ("空白", "gap")
    assert plain(cell({"prefecture": "04", "fy": "2012"}, "MEXT", "market_creation", "en").text) == "gap"


def test_a_body_that_had_ended_is_not_applicable_and_no_record_is_another_word():
    chosen = {"prefecture": "04", "fy": "2012"}
    assert plain(cell(chosen, "MITI", "research", "en").text) == "not applicable"
    assert plain(cell(chosen, "METI", "research", "en").text) == "no record"
    assert plain(cell({"fy": "1997"}, "METI", "research", "en").text) == "not applicable"


def test_two_ministries_at_a_stage_are_an_overlap_in_words():
    table = compose_matrix(find_support({}, pack=PACK), pack=PACK, lang="ja").blocks[0].tables[0]
    assert plain(table.rows[-1][1].text).startswith("重なり")


def test_selections_without_a_known_end_are_counted_apart():
    support = find_support({"prefecture": "04", "fy": "2012"}, pack=PACK)
    expected = [
        row
        for row in find_selections({"prefecture": "04"}, pack=PACK)
        if row.designation.end_fy is None and (row.designation.start_fy or 9999) < 2012
    ]
    assert support.book.scalar(support.open_ended) == len(expected)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("region", ["", *facet_values(PACK)["prefecture"]])
def test_every_region_answers(client, lang, region):
    response = client.get(f"/{lang}/matrix", {"region": region})
    assert response.status_code == 200
    assert len(response.content) <= 200_000


@pytest.mark.django_db
@pytest.mark.parametrize("fy", ["P1", "P4", "P7", "1984", "2014", "2025"])
def test_years_and_plans_answer(client, fy):
    assert client.get("/ja/matrix", {"fy": fy, "region": "13"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["region=99", "fy=soon", "fy=before", "region=%00", "region=<script>", "fy=２０１４"])
def test_what_the_facts_do_not_have_is_refused_kindly(client, query):
    response = client.get(f"/en/matrix?{query}")
    assert response.status_code == 400
    assert "<script>" not in response.content.decode().replace('<script src="', "")


@pytest.mark.django_db
def test_a_cell_leads_to_the_list_of_its_selections(client):
    page = client.get("/ja/matrix", {"region": "04"}).content.decode()
    address = "/ja/cascade?view=table&amp;ministry=MEXT&amp;stage=research&amp;prefecture=04"
    assert f'href="{address}"' in page
    assert client.get(address.replace("&amp;", "&")).status_code == 200
