"""Every list and item answers, says n of N, and leads to the next page."""

from __future__ import annotations

import json

import pytest

from chiiki.web.library.enums import LISTS, Kind

FIRST = {
    Kind.PLAN: "P3",
    Kind.LAW: None,
    Kind.PROGRAMME: "KCI",
    Kind.REGION: "04",
    Kind.CONFLICT: "AKITA-DCLEAD",
}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]


def test_the_start_names_every_list_and_each_answers(client):
    start = client.get("/api/v1").json()
    assert len(start["lists"]) >= 14
    for entry in start["lists"]:
        assert client.get(entry["href"]).status_code == 200
        assert entry["title"]["ja"]
        assert entry["title"]["en"]


@pytest.mark.parametrize("kind", list(Kind))
def test_pages_of_a_list_together_are_the_whole_list(client, kind):
    seen, path = [], f"/api/v1/{LISTS[kind]}?limit=200"
    while path:
        page = client.get(path).json()
        assert page["n"] == len(page["items"])
        assert page["n_before"] == len(seen)
        seen += [item["id"] for item in page["items"]]
        path = page["next"]
    assert len(seen) == len(set(seen)) == page["n_total"] > 0


@pytest.mark.parametrize("kind", list(Kind))
def test_an_item_has_its_row_with_source_and_both_languages(client, kind):
    listed = client.get(f"/api/v1/{LISTS[kind]}?limit=3").json()["items"]
    for entry in listed:
        item = client.get(entry["href"]).json()
        assert item["id"] == entry["id"]
        assert item["name"] == entry["name"]
        assert item["pages"]["ja"].startswith("/ja/")
        assert "source" in item["row"] or kind is Kind.SOURCE


def test_a_number_opens_to_source_locator_definition_period_and_cautions(client):
    fact = client.get("/api/v1/facts/outcomes/CITYAREA-DEVELOPING-areas-selected-2008/value").json()
    assert fact["value"] == 7
    assert fact["period"] == "FY2008"
    assert fact["unit"]["code"] == "areas"
    assert fact["source"]["id"] == "shidaikyo.or.jp-9f008b"
    assert fact["source"]["locator"] == "page"
    assert fact["definition"]["ja"]
    assert [caution["code"] for caution in fact["cautions"]] == ["secondary_source"]


def test_a_missing_value_is_null_with_its_reason_and_never_zero(client):
    fact = client.get("/api/v1/facts/events/EV-CA-2012/n_participants").json()
    assert fact["value"] is None
    assert fact["missing"]["code"] == "unknown"
    assert fact["title"] == {"ja": "参加者数", "en": "Participants"}
    assert fact["definition"] == {"ja": "参加者の数。", "en": "Number of participants."}


def test_numbers_are_found_by_subject_table_and_source(client):
    found = client.get("/api/v1/facts?subject=KCI&table=calls&limit=200").json()
    assert found["n_total"] == len(found["items"]) > 0
    assert {item["table"] for item in found["items"]} == {"calls"}


def test_tables_and_columns_are_described_in_both_languages(client):
    found = client.get("/api/v1/tables/budgets").json()
    amount = next(column for column in found["columns"] if column["name"] == "amount_jpy")
    assert found["description_ja"] == "種類ごとの金額。種類の異なる金額は合計しない。"
    assert found["description"].startswith("Amounts of money")
    assert (amount["title"], amount["title_ja"]) == ("Amount (yen)", "金額（円）")
    assert (amount["description"], amount["description_ja"]) == ("Amount in nominal yen.", "名目の金額（円）。")


def test_statements_that_differ_stand_beside_the_value(client):
    fact = client.get("/api/v1/facts/designations/DCLEAD-1-05/lead_ja").json()
    assert [other["value"] for other in fact["differing"]] == ["秋田県", "秋田市"]
    assert [other["is_preferred"] for other in fact["differing"]] == [True, False]


def test_a_total_stands_beside_the_sum_of_its_parts(client):
    found = client.get("/api/v1/checks/clusters-articles-domestic").json()
    assert found["check"]["expected"] == 4897
    assert len(found["parts"]) == 2
    assert found["sum"] == 4897
    assert found["agrees"] is True


def test_every_table_answers_all_its_rows(client, jp_pack):
    tables = client.get("/api/v1/tables").json()
    assert [table["name"] for table in tables] == list(jp_pack.schema.tables)
    for table in tables:
        page = client.get(table["rows"] + "?limit=1").json()
        assert page["n_total"] == table["n_rows"] == jp_pack.read(table["name"]).n_rows
        again = client.get(page["items"][0]["href"]).json()
        assert again == page["items"][0]


def test_rows_are_filtered_by_their_cells(client):
    found = client.get("/api/v1/tables/designations/rows", {"where": ["programme_id=KCI", "is_designation=true"]})
    cells = [row["cells"] for row in found.json()["items"]]
    assert cells
    assert {cell["programme_id"] for cell in cells} == {"KCI"}


def test_what_names_a_thing_is_counted_and_linked(client):
    for related in client.get("/api/v1/programmes/KCI").json()["related"]:
        assert client.get(related["href"]).json()["n_total"] == related["n_rows"]


def test_an_answer_that_did_not_change_is_304_without_a_body(client):
    first = client.get("/api/v1/plans")
    assert first["Last-Modified"]
    assert first["Cache-Control"] == "public, max-age=300"
    again = client.get("/api/v1/plans", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    by_day = client.get("/api/v1/plans", headers={"if-modified-since": first["Last-Modified"]})
    assert by_day.status_code == 304


def test_head_has_the_headers_of_get_and_no_body(client):
    full, head = client.get("/api/v1/plans"), client.head("/api/v1/plans")
    assert head.status_code == 200
    assert head.content == b""
    assert head["ETag"] == full["ETag"]
    assert head["Content-Length"] == full["Content-Length"]


def test_options_names_the_methods(client):
    response = client.options("/api/v1/plans")
    assert response.status_code == 204
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_answers_are_compressed_for_those_who_take_it(client):
    import gzip  # noqa: PLC0415

    packed = client.get("/api/v1/designations", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.content)) == client.get("/api/v1/designations").json()


def test_the_public_interface_sets_no_cookie_and_reads_no_session(client, person):
    client.force_login(person)
    response = client.get("/api/v1/plans")
    assert not response.cookies
    assert client.get("/api/v1/token").status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        "q=クラスター",
        "plan=P3&sort=-name",
        "ministry=MEXT",
        "stage=research&instrument=grant",
        "from=2002&to=2004",
        "type=selection",
        "q=新&sort=name",
        "ministry=NONE",
    ],
)
def test_the_filters_of_the_list_for_people_find_the_same_things(client, query):
    page = client.get(f"/api/v1/programmes?limit=200&{query}").json()
    for_people = client.get(f"/ja/programmes.json?{query}").json()
    assert [item["id"] for item in page["items"]] == [row["id"] for row in for_people["rows"]]
    assert page["n_total"] == len(page["items"])


def test_a_list_is_whole_where_a_page_ranks_a_part(client, monkeypatch):
    monkeypatch.setattr("chiiki.web.library.queries.search.MOST", 5)
    for_people = client.get("/ja/programmes.json?q=地域").json()
    assert client.get("/api/v1/programmes?q=地域").json()["n_total"] == for_people["n_rows"] > 5
    assert client.get("/api/v1/search?q=地域").json()["is_complete"] is False


def test_search_finds_the_best_first_and_pages_hold_together(client):
    found = client.get("/api/v1/search", {"q": "知的クラスター創成事業", "limit": 5}).json()
    assert found["items"][0]["id"] == "KCI"
    assert found["is_complete"] is True
    if found["next"]:
        assert client.get(found["next"]).json()["n_before"] == 5


def test_a_search_without_result_names_what_is_near(client):
    found = client.get("/api/v1/search", {"q": "知的クラスタ創生事業団"}).json()
    assert found["n_total"] == 0
    assert found["near"]
