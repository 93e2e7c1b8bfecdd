"""The cascade: filters equal brute force over the facts, every single value answers, wrong ones are refused."""

from __future__ import annotations

import csv
import io
import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.facts.pack import load_pack
from chiiki.studies.holdings import all_holdings
from chiiki.web.library.pages.cascade import TOTAL, VIEWS, compose_cascade, find_cascade, n_pages
from chiiki.web.library.queries.selections import (
    FACETS,
    UNKNOWN,
    facet_counts,
    facet_values,
    find_selections,
    read_choice,
)

PACK = load_pack()
SINGLE = [(facet, value) for facet in FACETS for value in facet_values(PACK)[facet]]


def brute_force(chosen):
    """Read the tables row by row, without the index that is under test."""
    kept = []
    for row in PACK.designations:
        if not row.is_designation:
            continue
        grades = [one for one in PACK.evaluations if one.designation_id == row.designation_id and one.grade]
        plans = [p.plan_id for p in PACK.plans if row.start_fy and p.start_fy <= row.start_fy <= p.end_fy]
        ended = row.end_fy if row.end_fy is not None else row.start_fy
        own = {
            "programme": {row.programme_id},
            "ministry": {one.authority for one in PACK.programme_authorities if one.programme_id == row.programme_id},
            "stage": {one.stage for one in PACK.programme_stages if one.programme_id == row.programme_id},
            "field": {one.field for one in PACK.designation_fields if one.designation_id == row.designation_id},
            "prefecture": {
                one.region_id
                for one in PACK.designation_prefectures
                if one.designation_id == row.designation_id and PACK.region(one.region_id).kind == "prefecture"
            },
            "plan": set(plans) or ({"before"} if row.start_fy and row.start_fy < 1996 else set()),
            "fy": {str(year) for year in range(row.start_fy, ended + 1)} if row.start_fy else set(),
            "grade": {all_holdings(PACK)[row.designation_id].grade.grade} if grades else set(),
        }
        if all(value in (own[facet] or {UNKNOWN}) for facet, value in chosen.items()):
            kept.append(row.designation_id)
    return sorted(kept)


def ids(chosen):
    return sorted(row.designation.designation_id for row in find_selections(chosen, pack=PACK))


@pytest.mark.parametrize(("facet", "value"), SINGLE[::7])
def test_one_filter_equals_brute_force(facet, value):
    assert ids({facet: value}) == brute_force({facet: value})


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(SINGLE), min_size=2, max_size=4))
def test_filters_hold_together(pairs):
    chosen = dict(pairs)
    expected = set(ids({}))
    for pair in chosen.items():
        expected &= set(ids(dict([pair])))
    assert ids(chosen) == sorted(expected)


def test_without_filters_everything_that_is_a_designation_is_there():
    assert len(find_selections({}, pack=PACK)) == sum(row.is_designation for row in PACK.designations) == 871


@pytest.mark.parametrize("facet", FACETS)
def test_an_option_says_how_many_it_leaves(facet):
    counts = facet_counts(facet, {"stage": "research"}, pack=PACK)
    for value in facet_values(PACK)[facet][:6]:
        assert counts[value] == len(find_selections({"stage": "research", facet: value}, pack=PACK))


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(("facet", "value"), SINGLE)
def test_every_single_value_answers(client, lang, facet, value):
    response = client.get(f"/{lang}/cascade", {facet: value})
    assert response.status_code == 200
    assert len(response.content) <= 200_000


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "chosen", [{}, {"ministry": "MEXT"}, {"prefecture": "47", "plan": "P5"}, {"programme": "SOLVE"}]
)
def test_every_view_answers_within_the_size_of_a_page(client, lang, view, chosen):
    response = client.get(f"/{lang}/cascade", {"view": view, **chosen})
    assert response.status_code == 200
    assert len(response.content) <= 200_000


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    "query",
    [
        "ministry=NASA",
        "grade=Z",
        "view=pie",
        "page=0&view=table",
        "page=999&view=table",
        "page=-1",
        "page=１",
        "plan=P1%00",
        "field='%20OR%201=1--",
        "prefecture=%3Cscript%3Ealert(1)%3C/script%3E",
        "fy=" + "9" * 5000,
        "stage=%FF%FE",
    ],
)
def test_what_the_facts_do_not_have_is_refused_kindly(client, lang, query):
    response = client.get(f"/{lang}/cascade?{query}")
    page = response.content.decode()
    assert response.status_code == 400
    assert "<script>alert" not in page
    assert f'href="/{lang}/cascade?view=timeline"' in page
    assert len(page) < 60_000


def test_an_unknown_parameter_changes_nothing():
    assert read_choice({"utm_source": "x", "stage": " research "}, pack=PACK) == ({"stage": "research"}, {})


@pytest.mark.django_db
def test_a_filter_in_force_can_be_taken_off(client):
    page = client.get("/ja/cascade", {"ministry": "MEXT", "prefecture": "04"}).content.decode()
    assert 'href="/ja/cascade?view=timeline&amp;prefecture=04"' in page
    assert 'href="/ja/cascade?view=timeline&amp;ministry=MEXT"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", [{}, {"ministry": "MEXT"}, {"prefecture": "04", "plan": "P4"}])
def test_the_csv_holds_every_row_with_its_source_and_says_how_many(client, chosen):
    response = client.get("/en/cascade.csv", chosen)
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    n = len(find_selections(chosen, pack=PACK))
    assert len(rows) == n
    assert sorted(row["designation_id"] for row in rows) == ids(chosen)
    assert f"{n}-of-{n}" in response["Content-Disposition"]
    assert all(row["source_id"] and row["locator"] for row in rows)


@pytest.mark.django_db
def test_the_json_of_the_table_holds_every_row(client):
    found = json.loads(client.get("/en/cascade.json", {"view": "table", "ministry": "METI"}).content)
    table = next(block for block in found["blocks"] if block["id"] == "list")["tables"][0]
    assert table["n_rows"] == table["n_total"] == str(len(find_selections({"ministry": "METI"}, pack=PACK)))


def test_the_pages_of_the_list_hold_each_row_once():
    cascade = find_cascade({"stage": "research"}, pack=PACK)
    shown = []
    for page in range(1, n_pages(cascade) + 1):
        document = compose_cascade(cascade, view="table", page=page, pack=PACK, lang="ja")
        shown += document.blocks[0].tables[0].rows
        assert document.blocks[0].tables[0].n_total == len(cascade.holdings)
    assert len(shown) == len(cascade.holdings)


def test_the_view_of_the_seed_puts_plans_and_laws_above_regional_programmes():
    cascade = find_cascade({}, pack=PACK)
    chart = compose_cascade(cascade, view="lanes", page=1, pack=PACK, lang="en").blocks[0].figure.chart
    plans, national, regional, programmes = chart.lanes
    assert len(plans.items) == 7
    assert len(national.items) + len(regional.items) == len(PACK.laws_and_strategies)
    assert all(item.is_moment for item in (*national.items, *regional.items))
    assert chart.first_fy <= min(item.start for item in programmes.items)
    assert {item.name.split(" FY")[0] for item in programmes.items} <= {row.name_en for row in PACK.programmes}


@pytest.mark.django_db
def test_the_map_leads_to_the_list_of_each_prefecture_with_the_filters_kept(client):
    page = client.get("/ja/cascade", {"view": "map", "ministry": "METI"}).content.decode()
    for code in range(1, 48):
        assert f'href="/ja/cascade?view=table&amp;ministry=METI&amp;prefecture={code:02d}"' in page


def test_few_selections_are_bars_by_grade_and_many_are_programmes():
    few = find_cascade({"prefecture": "04", "ministry": "MEXT"}, pack=PACK)
    bars = compose_cascade(few, view="timeline", page=1, pack=PACK, lang="ja").blocks[0].figure.chart.bars
    many = find_cascade({}, pack=PACK)
    assert len(bars) == sum(row.designation.start_fy is not None for row in few.holdings)
    assert {bar.tone for bar in bars} == {"grade"}
    drawn = compose_cascade(many, view="timeline", page=1, pack=PACK, lang="ja").blocks[0].figure.chart.bars
    assert {bar.tone for bar in drawn} == {"programme"}


def test_the_counts_of_programmes_add_up_to_the_title():
    cascade = find_cascade({"field": "ict"}, pack=PACK)
    assert sum(cascade.book.scalar(name) for name in cascade.counts.values()) == cascade.book.scalar(TOTAL)


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(("ministry", "stage", "grade", "plan"), 2)))
def test_pairs_of_filters_equal_brute_force(one, other):
    values = facet_values(PACK)
    chosen = {one: values[one][0], other: values[other][-1]}
    assert ids(chosen) == brute_force(chosen)


@pytest.mark.parametrize("view", ["timeline", "lanes"])
def test_sentences_below_a_drawing_stand_apart_in_english(client, view):
    page = client.get("/en/cascade", {"view": view}).content.decode()
    assert "Regional S&amp;T Conferences. Without a known first year" in page
