from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chiiki.brief import formats
from chiiki.provenance import Number, Phrase

AMOUNTS = st.integers(min_value=-(10**14), max_value=10**14)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        (formats.count(3064, "ja"), "3,064件"),
        (formats.count(3064, "en"), "3,064"),
        (formats.count(12, "ja", unit="universities"), "12大学"),
        (formats.persons(2_280_000, "ja", resolution=1000), "228.0万人"),
        (formats.persons(2_280_000, "ja", resolution=10_000), "228万人"),
        (formats.persons(2_280_000, "en", resolution=1000), "2.28 million"),
        (formats.persons(99_999, "ja"), "99,999人"),
        (formats.persons(228_000, "en"), "228,000"),
        (formats.thousands(2_280_000), "2,280"),
    ],
)
def test_counts_and_persons_follow_the_table_of_number_forms(given_text, expected):
    assert given_text == expected


@pytest.mark.parametrize(
    ("amount", "ja", "en"),
    [
        (0, "0円", "¥0"),
        (9_999, "9,999円", "¥9,999"),
        (2_871_000, "287.1万円", "¥2.87 million"),
        (35_000_000, "3,500万円", "¥35 million"),
        (500_000_000, "5億円", "¥500 million"),
        (5_670_000_000, "56.7億円", "¥5.67 billion"),
        (120_000_000_000, "1,200億円", "¥120 billion"),
        (26_100_000_000_000, "26.1兆円", "¥26.1 trillion"),
        (-5_670_000_000, "−56.7億円", "−¥5.67 billion"),
    ],
)
def test_yen_change_their_unit_at_the_steps_of_each_language(amount, ja, en):
    assert (formats.yen(amount, "ja"), formats.yen(amount, "en")) == (ja, en)


def test_yen_never_print_more_digits_than_the_source_gives():
    assert formats.yen(5_600_000_000, "ja", resolution=10**8) == "56億円"
    assert formats.yen(5_600_000_000, "en", resolution=10**8) == "¥5.6 billion"
    assert formats.yen(5_600_000_000, "ja", resolution=10**7) == "56.0億円"


@pytest.mark.parametrize(
    ("amounts", "lang", "scale"),
    [
        ([5_670_000_000, 120_000_000_000, None], "ja", formats.Scale(10**8, 1, "億円")),
        ([5_670_000_000, 120_000_000_000], "en", formats.Scale(10**9, 1, "¥ billion")),
        ([500_000_000, 1_200_000_000], "ja", formats.Scale(10**8, 0, "億円")),
        ([50_500_000, 1_200_000_000], "ja", formats.Scale(10**8, 2, "億円")),
        ([15_050_000_000, 120_010_000_000], "ja", formats.Scale(10**8, 0, "億円")),
        ([1_000, 9_000], "ja", formats.Scale(1, 0, "円")),
        ([1_000, 120_000_000_000], "en", formats.Scale(1, 0, "¥")),
        ([], "en", formats.Scale(1, 0, "¥")),
    ],
)
def test_a_column_of_amounts_has_one_unit_and_one_number_of_decimals(amounts, lang, scale):
    assert formats.yen_scale(amounts, lang) == scale


def test_a_scaled_cell_has_the_decimals_of_its_column():
    assert formats.scaled(5_670_000_000, formats.Scale(10**8, 1, "億円")) == "56.7"


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        (formats.fiscal_year(2014, "ja"), "2014年度"),
        (formats.fiscal_year(2014, "en"), "FY2014"),
        (formats.fiscal_years(2002, 2011, lang="ja"), "2002〜2011年度"),
        (formats.fiscal_years(2002, 2011, lang="en"), "FY2002–2011"),
        (formats.fiscal_years(2002, 2002, lang="ja"), "2002年度"),
        (formats.fiscal_years(2002, None, lang="ja"), "2002年度〜"),
        (formats.fiscal_years(2002, None, lang="en"), "FY2002–"),
        (formats.year(2022, "ja"), "2022年"),
        (formats.year(2022, "en"), "2022"),
        (formats.date("2014-11-28", "ja"), "2014年11月28日"),
        (formats.date("2014-11-28", "en"), "28 November 2014"),
        (formats.date("2014-11", "ja"), "2014年11月"),
        (formats.date("2014-11", "en"), "November 2014"),
        (formats.date("2014", "en"), "2014"),
        (formats.era_year(2014, "ja"), "2014（平成26）年"),
        (formats.era_year(2019, "ja"), "2019（令和元）年"),
        (formats.era_year(1900, "ja"), "1900年"),
        (formats.era_year(2014, "en"), "2014"),
        (formats.period("FY2014", "ja"), "2014年度"),
        (formats.period("FY2002-2011", "ja"), "2002〜2011年度"),
        (formats.period("FY2002-", "en"), "FY2002–"),
        (formats.period("2000-2022", "ja"), "2000〜2022年"),
        (formats.period("2000-2022", "en"), "2000–2022"),
        (formats.period("2014-11-28", "ja"), "2014年11月28日"),
        (formats.period("as of 2026", "en"), "as of 2026"),
    ],
)
def test_time_is_written_as_offices_write_it(given_text, expected):
    assert given_text == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        (formats.percent(0.168), "16.8%"),
        (formats.percent(0.0381, resolution=0.01), "4%"),
        (formats.percentage_points(3.2, "ja"), "3.2ポイント"),
        (formats.percentage_points(3.2, "en"), "3.2 percentage points"),
        (formats.location_quotient(2.1, "ja"), "特化係数2.1"),
        (formats.location_quotient(2.1, "en"), "location quotient 2.1"),
        (formats.change(-0.038), "−3.8"),
        (formats.change(0.012), "+1.2"),
        (formats.change(0.0001), "0.0"),
        (formats.change_in_words(-0.038, "ja"), "3.8%減"),
        (formats.change_in_words(-0.038, "en"), "down 3.8%"),
        (formats.change_in_words(0.038, "ja"), "3.8%増"),
        (formats.change_in_words(0.038, "en"), "up 3.8%"),
        (formats.change_in_words(0.004, "ja", resolution=0.01), "ほぼ同じ"),
        (formats.change_in_words(0.0004, "en"), "about the same"),
        (formats.estimate(4.2, (1.1, 7.3), lang="ja"), "4.2（95%区間1.1〜7.3）"),
        (formats.estimate(4.2, (1.1, 7.3), lang="en"), "4.2 (95% interval 1.1 to 7.3)"),
        (formats.rank(12, of=47, lang="ja", ties=True), "47都道府県中12位（同順位あり）"),
        (formats.rank(12, of=47, lang="en", ties=True), "12th of 47 (ties)"),
        (formats.rank(3, of=47, lang="ja"), "47都道府県中3位"),
        ([formats.rank(n, of=47, lang="en")[:4] for n in (1, 2, 3, 11, 21)], ["1st ", "2nd ", "3rd ", "11th", "21st"]),
    ],
)
def test_ratios_changes_estimates_and_ranks_follow_the_table(given_text, expected):
    assert given_text == expected


@pytest.mark.parametrize(
    ("code", "ja", "en"),
    [
        ("unknown", ("…", "不明"), ("…", "unknown")),
        ("suppressed", ("x", "秘匿"), ("x", "suppressed")),
        ("not_applicable", ("–", "該当なし"), ("–", "not applicable")),
        ("not_published", ("未公表", "未公表"), ("not published", "not published")),
    ],
)
def test_a_missing_value_has_a_sign_and_a_word(code, ja, en):
    assert (formats.missing_sign(code, "ja"), formats.missing_word(code, "ja")) == ja
    assert (formats.missing_sign(code, "en"), formats.missing_word(code, "en")) == en


@pytest.mark.parametrize(
    ("value", "unit", "ja", "en"),
    [
        (13, "count", "13件", "13"),
        (13, "firms", "13社", "13 firms"),
        (2_280_000, "persons", "228.0万人", "2.28 million"),
        (5_670_000_000, "JPY", "56.7億円", "¥5.67 billion"),
        (0.168, "ratio", "16.8%", "16.8%"),
        (3.2, "percent_point", "3.2ポイント", "3.2 percentage points"),
        (2014, "year", "2014年", "2014"),
        (2.137, "index", "2.14", "2.14"),
        ((1.1, 7.3), "index", "1.10〜7.30", "1.10 to 7.30"),
        ((0.011, 0.073), "ratio", "1.1〜7.3%", "1.1 to 7.3%"),
        (None, "JPY", "未公表", "not published"),
    ],
)
def test_every_number_has_a_text_with_its_unit(value, unit, ja, en):
    number = Number(
        id="r04.x",
        value=value,
        unit=unit,
        period="FY2014",
        definition="x",
        missing="not_published" if value is None else "",
        formula=Phrase.signs("0"),
    )
    assert (formats.number_text(number, "ja"), formats.number_text(number, "en")) == (ja, en)


def test_a_rank_is_a_place_and_not_a_count():
    number = Number(id="r04.x", value=12, unit="count", period="2022", definition="rank", formula=Phrase.signs("0"))
    assert (formats.number_text(number, "ja"), formats.number_text(number, "en")) == ("12位", "12th")


def test_units_are_named_for_column_heads():
    assert (formats.unit_name("JPY", "ja"), formats.unit_name("JPY", "en")) == ("円", "yen")
    assert (formats.unit_name("count", "ja"), formats.unit_name("count", "en")) == ("件", "")


@given(AMOUNTS)
def test_no_japanese_form_contains_a_typed_space(amount):
    texts = [formats.yen(amount, "ja"), formats.persons(amount, "ja"), formats.count(amount, "ja")]
    assert not any(re.search(r"\s", text) for text in texts)


@given(AMOUNTS)
def test_minus_is_never_a_hyphen(amount):
    texts = [formats.yen(amount, lang) + formats.persons(amount, lang) for lang in ("ja", "en")]
    assert all("-" not in text for text in texts)


@given(st.integers(min_value=0, max_value=10**14), st.sampled_from([10**4, 10**6, 10**8]))
def test_the_printed_amount_is_within_half_a_unit_of_the_true_one(amount, resolution):
    rounded = round(amount / resolution) * resolution
    text = formats.yen(rounded, "ja", resolution=resolution)
    digits, unit = re.fullmatch(r"([\d,.]+)(\D+)", text).groups()
    size = {"兆円": 10**12, "億円": 10**8, "万円": 10**4, "円": 1}[unit]
    places = len(digits.partition(".")[2])
    shown = float(digits.replace(",", "")) * size
    assert abs(shown - rounded) <= 0.5 * size / 10**places + 1e-6 * size
    assert size / 10**places >= min(resolution, size)


@given(st.integers(min_value=-(10**9), max_value=10**9), st.integers(min_value=0, max_value=3))
def test_a_decimal_reads_back_as_its_value(value, places):
    number = value / 10**places
    text = formats.decimal(number, places).replace(",", "").replace("−", "-")
    assert float(text) == pytest.approx(number, abs=1e-9)


def test_a_number_without_a_year_says_so_in_both_languages():
    assert [formats.period("undated", lang) for lang in ("ja", "en")] == ["年度の記載なし", "no year stated"]


@pytest.mark.parametrize(("value", "text"), [(0.0339276, "0.0339"), (0.00245, "0.00245"), (0.06, "0.06"), (0, "0.00")])
def test_a_small_index_keeps_three_digits(value, text):
    number = Number(
        id="n.x", value=value, unit="index", period="2022", definition="x", source_ids=("s",), locators=("p",)
    )

    assert formats.number_text(number, "en") == text


def test_a_page_as_a_whole_is_worded_and_any_other_place_is_quoted():
    assert [formats.place_in_source("page", lang) for lang in ("ja", "en")] == ["本文", "text of the page"]
    assert formats.place_in_source("", "ja") == "本文"
    assert formats.place_in_source("section 4.2", "ja") == "section 4.2"
