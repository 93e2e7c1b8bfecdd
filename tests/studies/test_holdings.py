"""Which selections reached which prefecture: counted again from the CSV files."""

from __future__ import annotations

from collections import Counter
from statistics import median

import pytest

from chiiki.facts.pack import load_pack
from chiiki.facts.records import Evaluation
from chiiki.provenance import NumberBook
from chiiki.studies.holdings import (
    PACK_SOURCE,
    add_designation_counts,
    add_designation_rates,
    all_holdings,
    best_known_grade,
    count_of_rows,
    designation_period,
    holdings_by_region,
    prefectures,
)
from chiiki.studies.phrases import place
from chiiki.studies.wealth import add_population
from shipped_csv import rows
from small_pack import small_tables, write_pack


@pytest.fixture(scope="module")
def book(jp_pack):
    book = NumberBook()
    add_designation_counts(book, jp_pack)
    return book


def _counted():
    selected = {row["designation_id"] for row in rows("designations") if row["is_designation"] == "true"}
    links = {(row["designation_id"], row["region_id"]) for row in rows("designation_prefectures")}
    return Counter(region for designation, region in links if designation in selected)


def test_the_count_of_every_prefecture_is_that_of_the_tables(book):
    counted = _counted()

    assert {f"r{k:02}": book[f"r{k:02}.designations"].value for k in range(1, 48)} == {
        f"r{k:02}": counted[f"{k:02}"] for k in range(1, 48)
    }


def test_the_graded_ones_are_those_with_a_letter(book):
    graded = {row["designation_id"] for row in rows("evaluations") if row["grade"]}
    selected = {row["designation_id"] for row in rows("designations") if row["is_designation"] == "true"}
    here = {row["designation_id"] for row in rows("designation_prefectures") if row["region_id"] == "04"}

    assert book["r04.graded"].value == len(graded & selected & here)


def test_the_median_is_over_all_47(book):
    counted = _counted()

    assert book["n.designations.median"].value == median(counted[f"{k:02}"] for k in range(1, 48))
    assert len(book["n.designations.median"].inputs) == 47


def test_facilities_and_guidelines_are_no_selections(jp_pack):
    assert len(all_holdings(jp_pack)) == sum(row["is_designation"] == "true" for row in rows("designations"))
    assert all(holding.designation.is_designation for holding in all_holdings(jp_pack).values())


def test_holdings_come_earliest_first_and_undated_last(jp_pack):
    for holdings in holdings_by_region(jp_pack).values():
        years = [holding.designation.start_fy or 9999 for holding in holdings]

        assert years == sorted(years)


def test_every_place_of_a_count_is_named(book):
    number = book["r04.designations"]
    listed = [name for locator in number.locators for name in locator.removeprefix("designations: ").split(", ")]

    assert len(listed) == len(set(listed)) == number.value


def test_a_count_of_no_rows_stands_on_the_pack_itself():
    number = count_of_rows("r04.x", [], period="FY2002", definition="designations")

    no_row = place("no_row", table="designations")
    assert (number.value, number.source_ids, number.locators) == (0, (PACK_SOURCE,), (no_row,))


def test_the_rate_is_selections_per_million_persons(jp_pack, book):
    add_population(book, jp_pack)
    add_designation_rates(book, regions=["04"])
    population = next(
        float(row["value"])
        for row in rows("indicators")
        if (row["region_id"], row["indicator_id"], row["year"], row["source_id"])
        == ("04", "population", book["r04.population"].period, book["r04.population"].source_ids[0])
    )

    assert book["r04.designations.per_million"].value == pytest.approx(_counted()["04"] / population * 1e6, rel=1e-12)


def test_no_rate_without_a_population(tmp_path):
    pack = load_pack(write_pack(tmp_path / "p", small_tables() | {"indicators": []}))
    book = NumberBook()
    add_designation_counts(book, pack)
    add_population(book, pack)
    add_designation_rates(book, regions=["01"])

    assert "r01.designations.per_million" not in book


def test_prefectures_come_in_the_order_of_their_codes(jp_pack):
    assert [region.region_id for region in prefectures(jp_pack)] == [f"{k:02}" for k in range(1, 48)]


def test_the_period_is_that_of_the_dated_selections(jp_pack, tmp_path):
    years = [
        int(row["start_fy"]) for row in rows("designations") if row["is_designation"] == "true" and row["start_fy"]
    ]
    tables = small_tables()
    tables["designations"] = [row | {"start_fy": "2002"} for row in tables["designations"]]
    undated = small_tables()
    undated["designations"] = [
        row | {"start_fy": "", "end_fy": "", "missing": "unknown"} for row in undated["designations"]
    ]

    assert designation_period(jp_pack) == f"FY{min(years)}-{max(years)}"
    assert designation_period(load_pack(write_pack(tmp_path / "one", tables))) == "FY2002"
    assert designation_period(load_pack(write_pack(tmp_path / "none", undated))) == "undated"


def _evaluation(kind, fy, grade):
    return Evaluation(
        evaluation_id=f"{kind}{fy}",
        designation_id="d",
        programme_id="P",
        fy=fy,
        kind=kind,
        grade=grade,
        scale="S,A,B",
        remark_ja="",
        remark_en="",
        missing="" if grade else "grade_not_found",
        source_id="s",
        locator="p",
        caution_ids=(),
    )


def test_the_final_grade_speaks_before_the_interim_and_the_later_before_the_earlier():
    early, late, final = (
        _evaluation("interim", 2004, "S"),
        _evaluation("interim", 2005, "A"),
        _evaluation("final", 2007, "B"),
    )

    assert best_known_grade([early, late, final]) is final
    assert best_known_grade([early, late]) is late
    assert best_known_grade([early, _evaluation("final", 2007, "")]) is early
    assert best_known_grade([_evaluation("final", 2007, "")]) is None
