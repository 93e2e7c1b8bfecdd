"""Ranks, ties, medians and gaps, missing values among them."""

from __future__ import annotations

import pytest

from chiiki.errors import ProvenanceError
from chiiki.provenance import Number, NumberBook
from chiiki.studies.statistics import (
    add_gap,
    add_indicator,
    add_median,
    add_not_found,
    add_rank,
    count_better,
    indicator_series,
    subject_of,
)
from chiiki.studies.wealth import add_population
from shipped_csv import rows


def _book(values, *, periods=None):
    book = NumberBook()
    for region, value in values.items():
        missing = "" if value is not None else "unknown"
        period = (periods or {}).get(region, "2022")
        book.add(Number(f"r{region}.x", value, "persons", period, "x", missing, source_ids=("s",), locators=("p",)))
    return book


def test_equal_values_share_the_better_place():
    book = _book({"01": 5, "02": 7, "03": 5, "04": 1})
    regions = ["01", "02", "03", "04"]

    assert [add_rank(book, name="x", region=region, regions=regions).value for region in regions] == [2, 1, 2, 4]
    assert count_better(book, name="x", region="01", regions=regions) == (1, True)
    assert count_better(book, name="x", region="02", regions=regions) == (0, False)


def test_a_region_without_value_has_no_place_and_takes_none():
    book = _book({"01": 5, "02": None, "03": 3})
    regions = ["01", "02", "03"]
    rank = add_rank(book, name="x", region="02", regions=regions)

    assert (rank.value, rank.missing) == (None, "unknown")
    assert add_rank(book, name="x", region="03", regions=regions).value == 2
    with pytest.raises(ProvenanceError, match="not a single value"):
        count_better(book, name="x", region="02", regions=regions)


def test_the_median_is_of_the_known_values():
    book = _book({"01": 5, "02": None, "03": 4})
    number = add_median(book, name="x", regions=["01", "02", "03", "47"])

    assert number.value == 4.5
    assert number.inputs == ("r01.x", "r03.x")


def test_a_median_of_nothing_known_is_missing():
    number = add_median(_book({"01": None, "02": None}), name="x", regions=["01", "02"])

    assert (number.value, number.missing) == (None, "unknown")


@pytest.mark.parametrize(("value", "reference"), [(None, 4), (5, None), (5, 0)])
def test_a_gap_without_both_values_is_missing(value, reference):
    book = _book({"01": value, "02": reference})
    gap = add_gap(book, "g", value_id="r01.x", reference_id="r02.x", definition="gap")

    assert (gap.value, gap.missing) == (None, "unknown")


def test_a_gap_of_two_periods_names_both():
    book = _book({"01": 6, "02": 4}, periods={"02": "2000"})
    gap = add_gap(book, "g", value_id="r01.x", reference_id="r02.x", definition="change")

    assert (gap.value, gap.period) == (0.5, "2000-2022")


def test_what_is_not_found_says_so_and_stands_on_the_pack():
    number = add_not_found(NumberBook(), "r01.x", unit="persons", period="2022", definition="x")

    assert (number.value, number.missing, number.source_ids) == (None, "not_found", ("chiiki-facts",))


def test_the_nation_is_n_and_a_region_its_code():
    assert (subject_of("00"), subject_of("04")) == ("n", "r04")


def test_an_unknown_series_is_empty(jp_pack):
    assert indicator_series(jp_pack, "population", source_id="nobody") == {}


def test_a_stated_value_keeps_its_rounding_and_place(jp_pack):
    row = next(row for row in jp_pack.indicators if row.indicator_id == "population" and row.rounded_to == 10000)
    exact = next(row for row in jp_pack.indicators if row.rounded_to in {None, 1})
    number = add_indicator(NumberBook(), row, name="population", qualifier=str(row.year))

    assert (number.cautions, number.resolution, number.locators) == (("rounded",), 10000, (row.locator,))
    assert add_indicator(NumberBook(), exact, name="x").cautions == ()


def test_the_rank_of_miyagi_in_population_is_that_of_the_table(jp_pack):
    book = NumberBook()
    add_population(book, jp_pack)
    own = book["r04.population"]
    values = {
        row["region_id"]: float(row["value"])
        for row in rows("indicators")
        if (row["indicator_id"], row["year"], row["source_id"]) == ("population", own.period, own.source_ids[0])
    }
    regions = [f"{k:02}" for k in range(1, 48)]

    rank = add_rank(book, name="population", region="04", regions=regions)

    assert rank.value == 1 + sum(values[region] > values["04"] for region in regions)
