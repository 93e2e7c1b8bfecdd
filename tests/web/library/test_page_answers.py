"""Pages of the cascade answer: in the frame, as files, and to what does not exist."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import quote

import pytest

PAGES = {
    "plan": "plans/P5",
    "law": "laws/LAW-TPJ-2014",
    "programme": "programmes/KCI",
    "measure": "measures/M01",
    "evaluation": "evaluations/EV-ECO-FUKUI-final-2021",
    "source": "sources/aist.go.jp-060abd",
    "conflict": "conflicts/TPJ-ACT-DATE",
}
HOSTILE = [
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "..%2F..%2Fetc%2Fpasswd",
    "\x00",
    "%ED%A0%80",
    "%FF%FE",
    "a" * 4000,
    "KCI\r\nSet-Cookie: a=b",
    "{{ 7*7 }}",
    "K\u200bCI",
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_stands_in_the_frame_with_its_way_and_its_files(client, kind, lang):
    response = client.get(f"/{lang}/{PAGES[kind]}")
    page = response.content.decode()
    assert response.status_code == 200
    assert len(response.content) <= 200_000
    assert f'<html lang="{lang}">' in page
    assert page.count("<h1") == 1
    assert f'href="/{lang}/{PAGES[kind].partition("/")[0]}"' in page
    assert 'aria-current="page"' in page
    for ending in ("csv", "json", "md", "bib"):
        assert f'href="/{lang}/{PAGES[kind]}.{ending}"' in page


@pytest.mark.parametrize("kind", PAGES)
def test_the_json_of_a_page_has_every_number_with_its_origin(client, kind):
    response = client.get(f"/en/{PAGES[kind]}.json")
    found = json.loads(response.content)
    assert response["Content-Type"] == "application/json"
    assert found["kind"] == kind
    assert found["numbers"]
    for number in found["numbers"].values():
        assert ("source_ids" in number) != ("formula" in number)


def test_the_csv_is_the_longest_table_with_bare_values_and_n_of_n(client):
    response = client.get("/en/programmes/KCI.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode())))
    assert response["X-Rows"] == "29/29"
    assert response["Content-Disposition"] == 'attachment; filename="KCI.sites-1.en-29-of-29.csv"'
    assert len(rows) == 30
    assert "Source (place in it) [source]" in rows[0]


def test_a_table_is_chosen_by_name_and_numbers_come_with_their_locators(client):
    page = client.get("/en/plans/P5.csv?table=money-1").content.decode()
    rows = list(csv.DictReader(io.StringIO(page)))
    assert [row["Amount [value]"] for row in rows] == ["26100000000000", "26000000000000"]
    numbers = client.get("/en/plans/P5.csv?table=numbers").content.decode()
    by_id = {row["id"]: row for row in csv.DictReader(io.StringIO(numbers))}
    assert by_id["plan-P5.programmes"]["locators"].startswith("programmes: ")


def test_a_table_that_is_not_there_is_not_found(client):
    assert client.get("/en/plans/P5.csv?table=nothing").status_code == 404


def test_markdown_and_bibtex_name_the_page(client):
    assert "第5期科学技術基本計画" in client.get("/ja/plans/P5.md").content.decode()
    assert client.get("/en/plans/P5.bib").content.decode().startswith("@techreport{chiiki-plan-P5-")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_an_unknown_id_is_not_found_and_near_ones_are_named(client, lang):
    response = client.get(f"/{lang}/programmes/kci")
    page = response.content.decode()
    assert response.status_code == 404
    assert f'href="/{lang}/programmes/KCI"' in page
    assert f'href="/{lang}/programmes"' in page


@pytest.mark.parametrize("asked", HOSTILE)
@pytest.mark.parametrize("ending", ["", ".csv", ".json"])
def test_hostile_ids_are_not_found_and_never_come_back_as_markup(client, asked, ending):
    for word in ("programmes", "sources", "conflicts"):
        path = asked if "%" in asked else quote(asked, safe="")
        response = client.get(f"/ja/{word}/{path}{ending}")
        assert response.status_code == 404
        assert b"<script>alert" not in response.content
        assert "Set-Cookie" not in response.headers


def test_hostile_queries_change_nothing_but_the_addresses_of_the_files(client):
    page = client.get('/en/plans/P5?x="><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("kind", PAGES)
def test_other_verbs_are_refused(client, kind):
    assert client.post(f"/ja/{PAGES[kind]}").status_code == 405
    assert client.head(f"/ja/{PAGES[kind]}").status_code == 200


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_reads_no_table_of_the_database(client, django_assert_num_queries, kind):
    with django_assert_num_queries(0):
        client.get(f"/ja/{PAGES[kind]}.json")
