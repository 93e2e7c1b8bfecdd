"""Lists: the same rows on screen, in CSV and in JSON; filters, order, pages by address; hostile input is harmless."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chiiki.web.library.catalogue.draft import Draft, Pair
from chiiki.web.library.domain.index import write_drafts
from chiiki.web.library.enums import FACETS, LISTS, Kind
from chiiki.web.library.models import Record
from chiiki.web.library.queries.records import SORTS
from chiiki.web.ui.exports import csv_answer, json_answer, neutral

pytestmark = pytest.mark.usefixtures("index")
EVERY_LIST = list(LISTS.items())


def _text(client, path, **query):
    response = client.get(path, query)
    assert response.status_code == 200, path
    return response.content.decode()


def _csv_rows(response):
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def _n_on_screen(client, path):
    """Count the rows of all pages."""
    n, number = 0, 1
    while True:
        text = _text(client, path, page=str(number))
        n += text.count('<th scope="row">')
        if 'rel="next"' not in text:
            return n
        number += 1


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(("kind", "word"), EVERY_LIST)
def test_screen_csv_and_json_have_the_same_rows(client, kind, word, lang):
    n_rows = Record.objects.filter(kind=kind).count()
    as_csv, as_json = client.get(f"/{lang}/{word}.csv"), client.get(f"/{lang}/{word}.json")
    rows, content = _csv_rows(as_csv), json.loads(as_json.content)
    assert n_rows > 0
    assert _n_on_screen(client, f"/{lang}/{word}") == n_rows == len(rows) == len(content["rows"])
    assert content["n_rows"] == content["n_rows_of_table"] == n_rows
    assert as_csv["X-Rows"] == as_json["X-Rows"] == f"{n_rows}/{n_rows}"
    assert f"{word}-{n_rows}-of-{n_rows}.csv" in as_csv["Content-Disposition"]
    assert [row["id"] for row in rows] == [row["id"] for row in content["rows"]]


@pytest.mark.parametrize(
    "query", [{"prefecture": "04"}, {"programme": "KCI", "sort": "-start"}, {"q": "仙台"}, {"from": "2020"}]
)
def test_filters_hold_alike_on_screen_and_in_the_files(client, query, index):
    text = _text(client, "/ja/designations", **query)
    rows = _csv_rows(client.get("/ja/designations.csv", query))
    shown = re.findall(r'data-card title="[^"]*" href="/ja/facts/designations/([^"]+)"', text)
    assert 0 < len(rows) < len(index.designations)
    assert list(dict.fromkeys(shown)) == [row["id"] for row in rows][:100]
    assert client.get("/ja/designations.csv", query)["X-Rows"] == f"{len(rows)}/{len(index.designations)}"


def test_a_filter_gives_what_the_pack_says(client, index):
    rows = _csv_rows(client.get("/ja/designations.csv", {"prefecture": "04"}))
    assert {row["id"] for row in rows} == {
        one.designation_id for one in index.designation_prefectures if one.region_id == "04"
    }


@pytest.mark.parametrize("sort", [sign + name for name in SORTS for sign in ("", "-")])
def test_every_order_keeps_every_row(client, sort):
    rows = _csv_rows(client.get("/en/sites.csv", {"sort": sort}))
    assert len({row["id"] for row in rows}) == Record.objects.filter(kind=Kind.SITE).count()


def test_a_start_that_is_not_known_stands_last_in_both_orders(client):
    for sort in ("start", "-start"):
        starts = [row["start_fy"] for row in _csv_rows(client.get("/ja/programmes.csv", {"sort": sort}))]
        known = [int(start) for start in starts if start]
        assert starts[len(known) :] == [""] * (len(starts) - len(known))
        assert known == sorted(known, reverse=sort.startswith("-"))


@pytest.mark.parametrize(("kind", "word"), EVERY_LIST)
def test_each_row_links_to_its_page_and_its_source(client, kind, word):
    text = _text(client, f"/ja/{word}")
    rows = text.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]
    for row in rows:
        assert re.search(r'<th scope="row"><a href="/ja/\w+/[^"]+"', row)
        assert 'href="/ja/sources/' in row


def test_a_filter_in_force_is_a_chip_that_takes_it_away(client):
    text = _text(client, "/ja/designations", prefecture="04", programme="KCI")
    assert '<a href="?programme=KCI">' in text
    assert '<a href="?prefecture=04">' in text


def test_counts_beside_the_choices_are_what_choosing_gives(client):
    text = _text(client, "/ja/programmes")
    options = re.findall(
        r'<option value="(\w+)">[^<]*（(\d+)）</option>', text.split('name="ministry"')[1].split("</select>")[0]
    )
    assert len(options) > 5
    for value, n in options[:5]:
        rows = _csv_rows(client.get("/ja/programmes.csv", {"ministry": value}))
        assert len(rows) == int(n)


def test_a_list_without_rows_says_so(client):
    text = _text(client, "/ja/programmes", ministry="nobody")
    assert 'class="empty"' in text
    assert 'href="/ja/programmes"' in text


@pytest.mark.parametrize("path", ["/ja/programmes", "/ja/programmes.csv", "/ja/programmes.json"])
def test_one_three_and_a_thousand_rows_take_the_same_number_of_questions(client, path):
    numbers = []
    for n in (1, 3, 1000):
        write_drafts([Draft(Kind.PROGRAMME, f"T{one}", Pair(f"制度{one}", "P"), "seed-001") for one in range(n)])
        with CaptureQueriesContext(connection) as context:
            response = client.get(path, {"sort": "name", "type": "", "q": "", "x": str(n)})
        assert response.status_code == 200
        numbers.append(len(context.captured_queries))
    assert len(set(numbers)) == 1


def test_names_of_the_facts_are_escaped(client):
    name = "<script>alert(1)</script>\"'&"
    write_drafts([Draft(Kind.PROGRAMME, 'x"><b>', Pair(name, name), "seed-001", locator=name, owner=Pair(name, name))])
    for path in ("/ja/programmes", "/ja/search?q=alert"):
        text = _text(client, path)
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


HOSTILE = [
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%",
    "\\",
    "a,b",
    "=1+1",
    "{{ x }}",
    "../..",
    "😀" * 30,
    "%00",
    "\u202e",
]


@pytest.mark.parametrize("ending", ["", ".csv", ".json"])
@pytest.mark.parametrize("name", [*FACETS, "q", "from", "to", "sort", "page", "bom", "unknown"])
def test_hostile_parts_of_a_query_are_refused_or_harmless(client, name, ending):
    for value in [*HOSTILE, "x" * 100_000, "a\x00b", "\ufffd"]:
        response = client.get(f"/ja/designations{ending}", {name: value})
        assert response.status_code in {200, 400}, value[:40]
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "٣", "9" * 40])
def test_a_page_that_is_no_number_is_refused(client, number):
    assert client.get("/ja/sites", {"page": number}).status_code == 400


def test_a_page_beyond_the_last_is_not_found(client):
    assert client.get("/ja/sites", {"page": "999"}).status_code == 404


def test_cells_that_a_spreadsheet_would_run_are_neutral_and_numbers_untouched():
    assert [neutral(text) for text in ("=1", "+1", "-1", "@a", "\ta", "\ra", "a=1", "−1", "")] == [
        "'=1",
        "'+1",
        "'-1",
        "'@a",
        "'\ta",
        "'\ra",
        "a=1",
        "−1",
        "",
    ]
    assert [neutral(value) for value in (-1, -1.5, None, False, ("a", "b"))] == ["-1", "-1.5", "", "false", "a;b"]


@pytest.mark.parametrize("n", [0, 1, 1000, 1_000_001])
def test_no_row_of_an_export_is_cut(n):
    answer = csv_answer("x", ["a"], ((number,) for number in range(n)), n_total=n)
    assert answer.content.count(b"\r\n") == n + 1
    assert answer["X-Rows"] == f"{n}/{n}"


def test_an_export_says_of_how_many_and_begins_with_a_mark_on_request():
    answer = csv_answer("t/../x", ["名"], [("津",)], n_total=9, has_bom=True)
    assert answer.content == b"\xef\xbb\xbf" + "名\r\n津\r\n".encode()
    assert answer["Content-Disposition"] == 'attachment; filename="t-..-x-1-of-9.csv"'


def test_a_lone_surrogate_does_not_break_an_export():
    assert json.loads(json_answer("x", [{"a": "\ud800"}], n_total=1).content)["rows"] == [{"a": "?"}]
