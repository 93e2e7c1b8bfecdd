"""People and income: changes, gaps and chained years computed again from the published values."""

from __future__ import annotations

import pytest

from chiiki.facts.pack import load_pack
from chiiki.provenance import NumberBook
from chiiki.studies.statistics import add_gap
from chiiki.studies.wealth import (
    INCOME,
    add_income,
    add_income_series,
    add_population,
    add_population_series,
    income_series,
    latest_income_year,
    latest_population_year,
    population_series,
)
from shipped_csv import rows
from small_pack import small_tables, write_pack


@pytest.fixture(scope="module")
def incomes():
    """Income per head by region, vintage, year, as the table states it."""
    return {
        (row["region_id"], row["vintage"], int(row["year"])): float(row["value"])
        for row in rows("indicators")
        if row["indicator_id"] == INCOME
    }


def _population(region, year):
    return next(
        float(row["value"])
        for row in rows("indicators")
        if (row["region_id"], row["indicator_id"], row["year"], row["source_id"])
        == (region, "population", str(year), "mic-ssds")
    )


def test_the_change_of_population_is_latest_over_2000(jp_pack):
    book = NumberBook()
    add_population_series(book, jp_pack, region_id="04")
    latest = latest_population_year(jp_pack)

    assert book["r04.population.change"].value == pytest.approx(
        _population("04", latest) / _population("04", 2000) - 1, rel=1e-12
    )
    assert book["r04.population.change"].period == f"2000-{latest}"


def test_population_comes_from_the_source_with_most_regions_and_years(jp_pack):
    series = population_series(jp_pack)

    assert {row.source_id for found in series.values() for row in found} == {"mic-ssds"}
    assert len(series) == 48


def test_the_income_gap_is_region_over_nation_of_one_year(jp_pack, incomes):
    book = NumberBook()
    add_income(book, jp_pack)
    gap = add_gap(book, "r04.gap", value_id="r04.income", reference_id="n.income", definition="income_gap")
    latest = latest_income_year(jp_pack)

    assert gap.value == pytest.approx(
        incomes["04", "2011-2022", latest] / incomes["00", "2011-2022", latest] - 1, rel=1e-12
    )
    assert gap.period == f"FY{latest}"


def test_a_chained_year_is_the_published_one_times_the_ratios_at_the_joins(jp_pack, incomes):
    book = NumberBook()
    add_income_series(book, jp_pack, region_id="04")
    by_hand = (
        incomes["04", "1996-2009", 1998]
        * (incomes["04", "2001-2014", 2001] / incomes["04", "1996-2009", 2001])
        * (incomes["04", "2006-2018", 2006] / incomes["04", "2001-2014", 2006])
        * (incomes["04", "2011-2022", 2011] / incomes["04", "2006-2018", 2011])
    )

    assert book["r04.income.FY1998"].value == pytest.approx(by_hand, rel=1e-12)
    assert book["r04.income.FY1998"].definition == "income_chained"
    assert book["r04.income.FY1998"].cautions == ("chained_vintages",)


def test_the_formula_of_a_chained_year_gives_its_value(jp_pack):
    book = NumberBook()
    for year, number_id, is_chained in add_income_series(book, jp_pack, region_id="13"):
        number = book[number_id]
        if not is_chained:
            assert number.source_ids, year
            continue
        value = 1.0
        parts = number.formula.en.replace("(", "").replace(")", "").split(" * ")
        for part in parts:
            above, _, below = part.partition(" / ")
            value *= book.scalar(above) / (book.scalar(below) if below else 1)
        assert number.value == pytest.approx(value, rel=1e-12)
        assert all(name in number.inputs for part in parts for name in part.split(" / "))


def test_years_from_2011_stand_as_published(jp_pack, incomes):
    book = NumberBook()
    series = add_income_series(book, jp_pack, region_id="04")

    assert {year: book.scalar(number) for year, number, is_chained in series if not is_chained} == {
        year: incomes["04", "2011-2022", year] for year in range(2011, 2023)
    }
    assert [year for year, _, is_chained in series if is_chained] == list(range(1996, 2011))


def _pack(folder, keep):
    tables = small_tables()
    tables["indicators"] = [row for row in tables["indicators"] if keep(row)]
    return load_pack(write_pack(folder / "p", tables))


def test_a_region_without_the_latest_year_has_a_missing_value_and_keeps_its_series(tmp_path):
    pack = _pack(tmp_path, lambda row: row["region_id"] != "01" or row["year"] not in {"2000", "2022"})
    book = NumberBook()
    add_population(book, pack)
    add_income(book, pack)
    population = add_population_series(book, pack, region_id="01")
    income = add_income_series(book, pack, region_id="01")

    assert [book[f"r01.{name}"].missing for name in ("population", "income", "population.2000")] == ["not_found"] * 3
    assert (book["r01.population"].period, book["r01.income"].period) == ("2022", "FY2022")
    assert (population[-1], income[-1]) == ((2021, "r01.population.2021"), (2021, "r01.income.FY2021", False))
    assert book["r01.population.change"].missing == "unknown"


def test_a_pack_without_indicators_has_missing_values_for_all(tmp_path):
    pack = _pack(tmp_path, lambda _row: False)
    book = NumberBook()
    add_population(book, pack)
    add_income(book, pack)

    assert {number.id for number in book} == {
        f"{subject}.{name}" for subject in ("n", "r01", "r02", "r03", "r04") for name in ("population", "income")
    }
    assert {number.period for number in book} == {"undated"}
    assert (latest_population_year(pack), latest_income_year(pack)) == (None, None)
    assert income_series(pack) == {}
    assert add_population_series(book, pack, region_id="01") == ()
    assert add_income_series(book, pack, region_id="01") == ()
