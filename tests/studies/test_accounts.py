"""Chained accounts: hand-computed joins, refusals, and the published prefectural accounts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.capability.inequality import theil
from chiiki.errors import InputError, MethodError, MissingValueError
from chiiki.studies.accounts import Vintage, chain, chain_indicator

SHARED = Path(__file__).parents[3] / "shared" / "data" / "japan_prefectural_accounts"

quick = settings(max_examples=40, deadline=None, derandomize=True)
"""Few examples, the same ones each time, and no stopwatch: a busy machine is not a wrong number."""

NEW = Vintage("2012-2014", {2012: 110.0, 2013: 130.0, 2014: 150.0})
MIDDLE = Vintage("2011-2013", {2011: 90.0, 2012: 100.0, 2013: 120.0})
OLD = Vintage("2009-2011", {2009: 40.0, 2010: 50.0, 2011: 45.0})


@dataclass(frozen=True)
class Row:
    region_id: str
    year: int
    vintage: str
    value: float | None
    indicator_id: str = "product"
    unit: str = "JPY"


def rows(vintage: Vintage, *, region: str = "01", times: float = 1.0) -> list[Row]:
    return [Row(region, year, vintage.name, value * times) for year, value in vintage.values.items()]


def test_the_newest_vintage_stands_as_published():
    series = chain([NEW])

    assert [(point.year, point.value) for point in series.values] == [(2012, 110.0), (2013, 130.0), (2014, 150.0)]
    assert not any(point.is_chained for point in series.values)
    assert {point.link_factor for point in series.values} == {1.0}
    assert (series.joins, series.superseded, series.cautions) == ((), (), ())


def test_older_vintages_are_linked_backwards_at_the_first_year_in_common():
    series = chain([NEW, MIDDLE, OLD])

    # 2011: 90 * 110/100 = 99; before: times 110/100 * 90/45 = 2.2
    assert [point.year for point in series.values] == [2009, 2010, 2011, 2012, 2013, 2014]
    assert [point.value for point in series.values] == pytest.approx([88.0, 110.0, 99.0, 110.0, 130.0, 150.0])
    assert [point.link_factor for point in series.values] == pytest.approx([2.2, 2.2, 1.1, 1, 1, 1])
    assert [point.is_chained for point in series.values] == [True, True, True, False, False, False]
    assert [point.vintage for point in series.values] == [OLD.name] * 2 + [MIDDLE.name] + [NEW.name] * 3
    assert [point.published for point in series.values] == [40.0, 50.0, 90.0, 110.0, 130.0, 150.0]
    assert series.cautions == ("chained_vintages",)


def test_a_join_keeps_its_parts_and_how_far_another_year_would_lead():
    first, second = chain([NEW, MIDDLE, OLD]).joins

    assert (first.year, first.newer, first.older, first.n_overlap) == (2011, MIDDLE.name, OLD.name, 1)
    assert (first.newer_value, first.older_value, first.ratio) == (90.0, 45.0, 2.0)
    assert (second.year, second.newer, second.older, second.n_overlap) == (2012, NEW.name, MIDDLE.name, 2)
    assert second.ratio == pytest.approx(1.1)
    assert (second.lowest_ratio, second.highest_ratio) == pytest.approx((13 / 12, 1.1))


def test_the_growth_into_the_join_year_is_the_one_that_the_older_vintage_published():
    values = {point.year: point.value for point in chain([NEW, MIDDLE]).values}

    assert values[2012] / values[2011] == pytest.approx(100 / 90)


def test_of_two_vintages_that_begin_alike_the_newer_wins_whole():
    newer = Vintage("2012-2015", {2012: 1.0, 2013: 2.0, 2014: 3.0, 2015: 4.0})

    series = chain([newer, NEW, MIDDLE])

    assert series.superseded == (NEW.name,)
    assert {point.vintage for point in series.values} == {newer.name, MIDDLE.name}
    assert [join.newer for join in series.joins] == [newer.name]


def test_a_year_that_a_vintage_lacks_stays_a_gap():
    holed = Vintage("2012-2014", {2012: 110.0, 2014: 150.0})

    series = chain([holed, MIDDLE])

    assert [point.year for point in series.values] == [2011, 2012, 2014]


@quick
@given(
    st.lists(st.floats(1, 1e6), min_size=6, max_size=6),
    st.lists(st.floats(1, 1e6), min_size=6, max_size=6),
    st.floats(0.01, 100),
)
def test_the_level_of_an_older_vintage_does_not_matter(new, old, factor):
    head = Vintage("2005-2010", dict(zip(range(2005, 2011), new, strict=True)))
    tail = dict(zip(range(2001, 2007), old, strict=True))
    before = chain([head, Vintage("old", tail)])
    after = chain([head, Vintage("old", {year: value * factor for year, value in tail.items()})])

    # rel: two products and a quotient
    assert [point.value for point in after.values] == pytest.approx([point.value for point in before.values], rel=1e-9)


def test_vintages_without_a_year_in_common_are_refused():
    with pytest.raises(MethodError, match=r"2009-2011 has no year in common with 2012-2014.*never set end to end"):
        chain([NEW, OLD])


@pytest.mark.parametrize(
    ("vintages", "message"),
    [
        ([], r"at least one vintage, each with a name of its own; got \[\]"),
        ([NEW, NEW], r"a name of its own; got \['2012-2014', '2012-2014'\]"),
        ([NEW, Vintage("2001-2003", {})], "vintage 2001-2003 has no value"),
        ([MIDDLE, NEW], "2012-2014 reaches beyond 2013, where 2011-2013 ends. Give the newest first"),
        ([Vintage("a", {2012: 0.0})], "2012 of vintage a must be finite and above 0 .* got 0.0"),
        ([Vintage("a", {2012: math.inf})], "must be finite and above 0 .* got inf"),
    ],
)
def test_what_cannot_be_linked_is_refused(vintages, message):
    with pytest.raises(InputError, match=message):
        chain(vintages)


def test_a_value_that_is_not_a_number_is_refused():
    with pytest.raises(MissingValueError, match=r"2012 of vintage a is missing\. Leave the year out"):
        chain([Vintage("a", {2012: math.nan})])


def test_each_region_is_linked_by_its_own_ratio():
    records = [*rows(MIDDLE), *rows(NEW), *rows(MIDDLE, region="00"), *rows(NEW, region="00", times=2)]

    linked = chain_indicator(records, indicator_id="product")

    assert list(linked) == ["00", "01"]
    assert linked["01"] == chain([NEW, MIDDLE])
    assert linked["00"].values[0].value == pytest.approx(198.0)


def test_the_order_of_rows_does_not_matter():
    records = [*rows(OLD), *rows(NEW), *rows(MIDDLE)]

    forwards = chain_indicator(records, indicator_id="product")
    backwards = chain_indicator(reversed(records), indicator_id="product")

    assert forwards == backwards == {"01": chain([NEW, MIDDLE, OLD])}


def test_other_indicators_and_rows_without_a_value_are_passed_over():
    others = [Row("01", 2012, "2012-2014", 5.0, indicator_id="income"), Row("01", 2015, "2012-2015", None)]

    assert chain_indicator([*rows(NEW), *others], indicator_id="product") == {"01": chain([NEW])}


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([], "no value of indicator 'product'. Check the id"),
        ([*rows(NEW), Row("02", 2012, "2012-2014", 1.0, unit="index")], "region 02, 2012.* has unit index, .* JPY"),
        ([*rows(NEW), *rows(NEW)], "region 01, 2012, vintage '2012-2014' stands twice"),
        ([Row("01", 2012, "", 1.0)], "vintage '' must be named by its first and last year"),
        ([Row("01", 2012, "2012-x", 1.0)], "vintage '2012-x' must be named"),
        ([*rows(NEW), Row("01", 2014, "2010-2014", 1.0)], "2010-2014 and 2012-2014 both end in 2014"),
        ([Row("01", 2012, "2012-2014", -1.0)], "indicator 'product', region 01: the value of 2012 .* got -1.0"),
    ],
)
def test_rows_that_do_not_say_what_to_link_are_refused(records, message):
    with pytest.raises(InputError, match=message):
        chain_indicator(records, indicator_id="product")


def test_a_region_whose_vintages_do_not_overlap_is_named():
    with pytest.raises(MethodError, match=r"indicator 'product', region 01: vintage 2009-2011 has no year in common"):
        chain_indicator([*rows(NEW), *rows(OLD)], indicator_id="product")


def published(file: str, *, years: range, code: float = 1) -> dict[int, float]:
    """Values of one prefecture, in million yen, from the first sheet of a published workbook."""
    sheet = openpyxl.load_workbook(SHARED / file, data_only=True).worksheets[0]
    row = next(row for row in sheet.iter_rows(values_only=True) if str(row[0]).strip() in {f"{code:02d}", str(code)})
    numbers = [cell for cell in row[1:] if isinstance(cell, int | float)]
    return dict(zip(years, map(float, numbers[: len(years)]), strict=True))


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the published accounts are not beside the checkout: {SHARED}")
def test_the_published_accounts_of_hokkaido_are_linked_at_2011():
    head = Vintage("2011-2020", published("total_gdp_1.xlsx", years=range(2011, 2021)))
    older = Vintage("2006-2018", published("total_gdp_2.xlsx", years=range(2006, 2019)))
    assert (head.values[2011], older.values[2011]) == (18_492_301, 18_071_493)

    series = chain([head, older])

    assert (series.joins[0].year, series.joins[0].n_overlap) == (2011, 8)
    assert series.joins[0].ratio == pytest.approx(18_492_301 / 18_071_493)
    by_year = {point.year: point for point in series.values}
    assert by_year[2011].value == 18_492_301
    assert by_year[2010].value == pytest.approx(older.values[2010] * 18_492_301 / 18_071_493)
    assert list(by_year) == list(range(2006, 2021))


def test_the_shipped_accounts_are_one_series_from_1996_to_2022_in_every_region(jp_pack):
    linked = chain_indicator(jp_pack.indicators, indicator_id="gross_prefectural_product_nominal")

    assert len(linked) == 48
    for series in linked.values():
        assert [point.year for point in series.values] == list(range(1996, 2023))
        assert [join.year for join in series.joins] == [2001, 2006, 2011]
        assert series.superseded == ("2011-2020",)
        assert {point.vintage for point in series.values if not point.is_chained} == {"2011-2022"}


def test_chained_prefectures_sum_to_the_chained_nation_only_nearly(jp_pack):
    linked = chain_indicator(jp_pack.indicators, indicator_id="gross_prefectural_product_nominal")
    gaps = [
        sum(linked[f"{code:02d}"].values[year].value for code in range(1, 48)) / linked["00"].values[year].value - 1
        for year in range(27)
    ]

    # The explanation page says at most 0.2 %: linking is a ratio, and ratios do not add.
    assert max(map(abs, gaps[:15])) < 0.002
    # Published millions of yen, 47 of them rounded.
    assert max(map(abs, gaps[15:])) < 1e-6


@pytest.mark.parametrize(("vintage", "value"), [("1996-2009", 0.019), ("2001-2014", 0.027), ("2006-2018", 0.040)])
def test_inequality_of_one_year_depends_on_the_vintage_as_the_explanation_says(jp_pack, vintage, value):
    rows = [row for row in jp_pack.indicators if row.year == 2006 and row.region_id != "00" and row.value is not None]
    income = {
        row.region_id: row.value
        for row in rows
        if (row.indicator_id, row.vintage) == ("prefectural_income_per_head", vintage)
    }
    persons = {row.region_id: row.value for row in rows if row.indicator_id == "population"}
    assert len(income) == 47

    result = theil(np.array(list(income.values())), persons=np.array([persons[region] for region in income]))

    assert round(result.value, 3) == value
