"""Who supports which stage: the cells counted again from the CSV files."""

from __future__ import annotations

import pytest

from chiiki.provenance import NumberBook
from chiiki.studies.holdings import holdings_by_region
from chiiki.studies.support import STAGES, add_support
from shipped_csv import rows


@pytest.fixture(scope="module")
def miyagi(jp_pack):
    book = NumberBook()
    designations = [holding.designation for holding in holdings_by_region(jp_pack)["04"]]
    return book, add_support(book, jp_pack, subject="r04", designations=designations, period="FY1983-2026")


def _here():
    here = {row["designation_id"] for row in rows("designation_prefectures") if row["region_id"] == "04"}
    return [
        row["programme_id"]
        for row in rows("designations")
        if row["designation_id"] in here and row["is_designation"] == "true"
    ]


def test_every_cell_is_that_of_the_tables(miyagi):
    book, matrix = miyagi
    authorities = {(row["programme_id"], row["authority"]) for row in rows("programme_authorities")}
    stages = {(row["programme_id"], row["stage"]) for row in rows("programme_stages")}
    here = _here()

    assert {key: book.scalar(number) for key, number in matrix.cells.items()} == {
        (authority, stage): sum((p, authority) in authorities and (p, stage) in stages for p in here)
        for authority in matrix.authorities
        for stage in STAGES
    }
    assert set(matrix.authorities) == {authority for p, authority in authorities if p in here}


def test_the_totals_count_each_selection_once(miyagi):
    book, matrix = miyagi
    stages = {(row["programme_id"], row["stage"]) for row in rows("programme_stages")}
    here = _here()

    assert {stage: book.scalar(number) for stage, number in matrix.totals.items()} == {
        stage: sum((p, stage) in stages for p in here) for stage in STAGES
    }
    assert book.scalar(matrix.unclassified) == sum(all((p, stage) not in stages for stage in STAGES) for p in here)


def test_ministries_come_with_most_selections_first(miyagi):
    _, matrix = miyagi
    authorities = {(row["programme_id"], row["authority"]) for row in rows("programme_authorities")}
    here = _here()
    counts = [sum((p, authority) in authorities for p in here) for authority in matrix.authorities]

    assert counts == sorted(counts, reverse=True)


def test_no_selections_make_a_matrix_of_zeros_without_ministries(jp_pack):
    book = NumberBook()
    matrix = add_support(book, jp_pack, subject="r04", designations=[], period="FY2002")

    assert (matrix.authorities, dict(matrix.cells)) == ((), {})
    assert [book.scalar(number) for number in matrix.totals.values()] == [0, 0, 0, 0]
