"""242 queries as people type them, with what a person who knows the facts expects: recall at least 0.95."""

from __future__ import annotations

import csv
import io
import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from chiiki.web.access.actors import PUBLIC
from web_finding import find_records

QUERIES = list(csv.DictReader(Path(__file__).with_name("search_queries.csv").read_text(encoding="utf-8").splitlines()))
FEWEST = 999
"""Parameters that SQLite takes by default where it is old; what Django gives it at once."""

RECALL = 0.95
"""Mark of the product: rows 13 of what users notice."""

FIRST = 0.95
"""Share of the queries whose first expected thing stands among the first ten."""


def _found(row):
    found = find_records(actor=PUBLIC, words=row["query"], lang=row["lang"])
    return [str(record) for record in found.records]


def test_there_are_two_hundred_different_queries():
    assert len({row["query"] for row in QUERIES}) == len(QUERIES) >= 200
    assert all(row["expected"] and row["why"] for row in QUERIES)


def test_what_is_expected_stands_on_the_first_page(index):
    wanted = [(row["query"], one, one in _found(row)) for row in QUERIES for one in row["expected"].split(";")]
    missed = [(query, one) for query, one, is_found in wanted if not is_found]
    assert 1 - len(missed) / len(wanted) >= RECALL, missed


def test_what_is_expected_first_stands_among_the_first_ten(index):
    late = [row["query"] for row in QUERIES if row["expected"].split(";")[0] not in _found(row)[:10]]
    assert 1 - len(late) / len(QUERIES) >= FIRST, late


@pytest.mark.parametrize("query", ["県", "津", "の", "地域", "市"])
def test_words_of_one_and_two_signs_are_found(index, query):
    assert find_records(actor=PUBLIC, words=query).n_total > 0


def test_several_words_must_all_be_there(index):
    both = {str(one) for one in find_records(actor=PUBLIC, words="仙台 クラスター", per_page=1000).records}
    one = {str(one) for one in find_records(actor=PUBLIC, words="仙台", per_page=1000).records}
    other = {str(one) for one in find_records(actor=PUBLIC, words="クラスター", per_page=1000).records}
    assert both == one & other


def test_three_signs_must_stand_together(index):
    found = find_records(actor=PUBLIC, words="東京都", per_page=1000).records
    assert found
    for record in found:
        assert "東京都" in record.text.folded


def test_the_exact_name_comes_first(index):
    for words, expected in (
        ("KCI", "programme:KCI"),
        ("宮城県", "region:04"),
        ("知的クラスター創成事業", "programme:KCI"),
    ):
        assert str(find_records(actor=PUBLIC, words=words).records[0]) == expected


def test_the_same_question_gives_the_same_order(index):
    first, again = (find_records(actor=PUBLIC, words="地域", per_page=2000).records for _ in range(2))
    assert first == again


def test_more_than_is_ranked_is_said(index, monkeypatch):
    monkeypatch.setattr("chiiki.web.library.queries.search.MOST", 50)
    found = find_records(actor=PUBLIC, words="地域")
    assert not found.is_complete
    assert found.n_total == 50


@pytest.mark.parametrize("path", ["/ja/search", "/ja/designations"])
@pytest.mark.parametrize("sort", ["", "-name"])
def test_a_file_holds_all_that_was_found_where_a_page_ranks_a_part(index, client, monkeypatch, path, sort):
    query = {"q": "地域", "sort": sort}
    whole = client.get(f"{path}.csv", query).content
    monkeypatch.setattr("chiiki.web.library.queries.search.MOST", 50)
    page = client.get(path, query).content.decode()
    as_csv, as_json = client.get(f"{path}.csv", query), client.get(f"{path}.json", query)
    n_rows = len(list(csv.reader(io.StringIO(as_csv.content.decode())))) - 1

    assert n_rows > 50
    assert as_csv.content == whole
    assert as_csv["X-Rows"].startswith(f"{n_rows}/")
    assert as_json["X-Rows"] == as_csv["X-Rows"]
    assert as_json.json()["n_rows"] == len(as_json.json()["rows"]) == n_rows
    assert f"-{n_rows}-of-" in as_csv["Content-Disposition"]
    assert "50件以上" in page
    assert "検索結果をすべてCSVで" in page
    assert "全50行" not in page


@pytest.fixture
def _few_parameters():
    """Let the database take fewer parameters than there are hits, where it has such a limit."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite counts them")
    connection.ensure_connection()
    before = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, FEWEST)
    yield
    connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)


@pytest.mark.usefixtures("_few_parameters")
@pytest.mark.parametrize("sort", ["", "-name"])
def test_a_file_holds_more_than_the_database_takes_parameters(index, client, sort):
    # of no other test: a statement that is known already is not counted again
    answer = client.get("/ja/search.csv", {"q": "の", "sort": sort})
    rows = list(csv.reader(io.StringIO(answer.content.decode())))[1:]
    assert len(rows) > FEWEST
    assert len({(row[0], row[1]) for row in rows}) == len(rows)
