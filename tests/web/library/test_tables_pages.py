"""The tables of the pack and the cards of their rows: whole, filtered, sorted, and every cell explained."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from urllib.parse import quote

import pytest

from chiiki.facts.pack import load_pack
from chiiki.facts.schema import Field
from chiiki.facts.select import as_text
from chiiki.web.library.queries.tables import fact_key, find_fact, find_rows, read_cells
from chiiki.web.library.views.table_cells import described_html
from small_pack import seal, small_tables, write_descriptor, write_pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(settings):
    from chiiki.web.library.facts import pack  # noqa: PLC0415 -- after the settings

    return pack()


def test_every_table_is_listed_with_its_rows(client, pack):
    text = client.get("/ja/tables").content.decode()
    for name, table in pack.schema.tables.items():
        assert f'href="/ja/tables/{name}"' in text
        assert table.title_ja in text


def test_tables_and_columns_are_described_in_the_language_of_the_page(client, pack):
    for name, table in pack.schema.tables.items():
        written = {lang: unescape(client.get(f"/{lang}/tables/{name}").content.decode()) for lang in ("ja", "en")}
        for one in (table, *table.fields):
            assert one.description_ja in written["ja"], (name, one.name)
            assert one.description not in written["ja"], (name, one.name)
            assert one.description in written["en"], (name, one.name)
        assert " lang=" not in written["ja"].split("<main")[1].split("</main>")[0].split('<dl class="fields">')[1]


def test_a_unit_is_worded_beside_a_number(client, pack):
    row = next(row for row in pack.events if row.n_participants)
    ja, en = (client.get(f"/{lang}/facts/events/{row.event_id}").content.decode() for lang in ("ja", "en"))
    assert f"<dd>{row.n_participants:,}人 <small>参加者の数。" in ja
    assert f"<dd>{row.n_participants:,} persons <small>Number of participants." in en


def test_english_of_a_pack_without_japanese_is_marked_as_english():
    field = Field("nickname", "string", description="How it is <called>")
    assert described_html(field, lang="ja") == '<span lang="en">How it is &lt;called&gt;</span>'
    assert described_html(field, lang="en") == "How it is &lt;called&gt;"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_table_is_shown_and_taken_along_whole(client, pack, lang):
    for name in pack.schema.tables:
        read = read_cells(pack, name)
        text = client.get(f"/{lang}/tables/{name}").content.decode()
        assert text.split("<tbody>")[1].count("<tr>") == min(read.n_rows, 100)
        as_csv, as_json = client.get(f"/{lang}/tables/{name}.csv"), client.get(f"/{lang}/tables/{name}.json")
        rows = list(csv.reader(io.StringIO(as_csv.content.decode())))
        assert tuple(rows[0]) == pack.schema.tables[name].columns
        assert len(rows) - 1 == json.loads(as_json.content)["n_rows"] == read.n_rows
        assert as_csv["X-Rows"] == f"{read.n_rows}/{read.n_rows}"


def test_a_filter_keeps_the_rows_whose_cell_reads_so(client, pack):
    rows = find_rows(pack, "indicators", where={"region_id": "04", "indicator_id": "population"})
    expected = [row for row in pack.indicators if row.region_id == "04" and row.indicator_id == "population"]
    assert len(rows.numbers) == len(expected) > 0
    answer = client.get("/ja/tables/indicators.csv?region_id=04&indicator_id=population")
    assert answer["X-Rows"] == f"{len(expected)}/{len(pack.indicators)}"


def test_an_empty_cell_is_asked_for_by_quotes(client, pack):
    answer = client.get("/ja/tables/programmes.json", {"end_fy": '""'})
    expected = [row.programme_id for row in pack.programmes if row.end_fy is None]
    assert [row["programme_id"] for row in json.loads(answer.content)["rows"]] == expected


def test_empty_cells_stand_last_in_both_orders(pack):
    for sort in ("end_fy", "-end_fy"):
        rows = find_rows(pack, "programmes", where={}, sort=sort)
        ends = [rows.columns["end_fy"][number] for number in rows.numbers]
        known = [end for end in ends if end is not None]
        assert ends[len(known) :] == [None] * (len(ends) - len(known))
        assert known == sorted(known, reverse=sort.startswith("-"))


@pytest.mark.parametrize(
    "path", ["/ja/tables/nothing", "/ja/tables/nothing.csv", "/ja/facts/nothing/x", "/ja/facts/plans/nothing"]
)
def test_what_there_is_not_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["nocolumn=1", "sort=nocolumn", "sort=-", "page=0", "page=x", "%27%20OR%201=1", "plan_id=P1&<script>=1"]
)
def test_a_filter_that_would_be_passed_over_is_refused(client, query):
    response = client.get(f"/ja/tables/plans?{query}")
    assert response.status_code == 400
    assert "<script>=" not in response.content.decode()


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "' OR 1=1 --", "a\x00b", "x" * 50_000, "=1+1", "\u202e"]
)
def test_a_hostile_value_finds_nothing(client, value):
    response = client.get("/ja/tables/plans", {"plan_id": value})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert client.get("/ja/tables/plans.csv", {"plan_id": value})["X-Rows"] == "0/7"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_first_row_of_every_table_opens(client, pack, lang):
    for name, table in pack.schema.tables.items():
        cells = {column: values[0] for column, values in read_cells(pack, name).columns.items()}
        key = fact_key(table, cells)
        path = f"/{lang}/facts/{name}/{quote(key, safe='')}"
        text = client.get(path).content.decode()
        assert "data-card-body" in text, path
        for column in set(table.columns) - {"source_id", "locator", "caution_ids"}:
            assert f"<code>{column}</code>" in text
        if as_text(cells.get("source_id")):
            assert f'href="/{lang}/sources/{quote(as_text(cells["source_id"]), safe="")}"' in text
        assert json.loads(client.get(f"{path}.json").content)["key"] == key


def test_keys_of_rows_are_different(pack):
    for name in pack.schema.tables:
        read = read_cells(pack, name)
        fact = find_fact(pack, name, "no such key")
        assert fact is None
        keys = {
            fact_key(pack.schema.tables[name], {column: values[number] for column, values in read.columns.items()})
            for number in range(read.n_rows)
        }
        assert len(keys) == read.n_rows


def test_a_card_shows_sources_that_disagree_and_the_reason(client, pack):
    row = next(one for one in pack.disagreements if one.is_preferred and one.table == "programmes")
    text = client.get(f"/ja/facts/{row.table}/{row.row_id}").content.decode()
    assert row.reason_ja in text.replace("&#x27;", "'")
    assert f'href="/ja/conflicts/{row.disagreement_id}"' in text


def test_a_card_shows_further_sources(client, pack):
    row = pack.citations[0]
    text = client.get(f"/en/facts/{row.table}/{row.row_id}").content.decode()
    assert f'href="/en/sources/{row.source_id}"' in text


def test_every_number_of_a_table_opens(client):
    text = client.get("/ja/tables/indicators").content.decode()
    numbers = re.findall(r'<td class="r">(.*?)</td>', text)
    assert numbers
    assert all("data-card" in cell and 'href="/ja/facts/indicators/' in cell for cell in numbers)


@pytest.mark.parametrize("key", ["%00", "%ED%A0%80", "..%2F..%2Fetc%2Fpasswd", "<script>", "x" * 3000, "|||", "a/b/c"])
def test_a_hostile_key_is_not_found(client, key):
    response = client.get(f"/ja/facts/indicators/{key}")
    assert response.status_code == 404
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_list_of_tables_can_be_taken_along(client, lang):
    page = client.get(f"/{lang}/tables").content.decode()
    as_csv, as_json = client.get(f"/{lang}/tables.csv"), client.get(f"/{lang}/tables.json").json()
    n_shown = page.split("<tbody>")[1].count("<tr>")
    assert as_csv["X-Rows"] == f"{n_shown}/{n_shown}"
    assert [row["name"] for row in as_json["rows"]] == re.findall(r"<code>(\w+)</code>", page)
    assert f'href="/{lang}/tables.csv"' in page


def test_the_cells_of_a_table_are_those_of_its_typed_rows_and_of_its_file(pack):
    for name in pack.schema.tables:
        read, of_file = read_cells(pack, name), pack.read(name)
        assert read.n_rows == of_file.n_rows, name
        assert list(read.columns) == list(of_file.columns), name
        for column, cells in of_file.columns.items():
            assert list(read.columns[column]) == list(cells), (name, column)
        for column, cells in read.columns.items():
            assert all(cell is getattr(row, column) for cell, row in zip(cells, getattr(pack, name), strict=True))


def test_a_column_that_no_record_of_ours_has_is_shown_too(tmp_path):
    folder = write_pack(tmp_path / "wider", small_tables())
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (plans,) = [one for one in package["resources"] if one["name"] == "plans"]
    plans["schema"]["fields"].append({"name": "nickname", "type": "string", "description": "How it is called"})
    write_descriptor(folder, package)
    header, *rows = (folder / plans["path"]).read_text(encoding="utf-8").splitlines()
    (folder / plans["path"]).write_text("\n".join([f"{header},nickname", *(f"{row},x" for row in rows), ""]), "utf-8")
    seal(folder)
    assert set(read_cells(load_pack(folder), "plans").columns["nickname"]) == {"x"}
