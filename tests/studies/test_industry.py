"""Quotients and distances: computed again by hand and by brute force from the CSV files."""

from __future__ import annotations

import pytest

from chiiki.facts.pack import SHIPPED, load_pack
from chiiki.provenance import NumberBook
from chiiki.studies.industry import (
    add_interval,
    add_jobs,
    add_likeness,
    add_quotient,
    jobs_by_group,
    jobs_by_section,
    section_names,
)
from shipped_csv import rows
from small_pack import small_tables, write_pack


@pytest.fixture(scope="module")
def persons():
    return {
        (row["region_id"], row["section"]): int(row["persons"]) for row in rows("employment") if row["year"] == "2021"
    }


def _pack(folder, change):
    tables = small_tables()
    change(tables)
    return load_pack(write_pack(folder / "p", tables))


def test_a_quotient_is_share_here_over_share_in_the_nation(jp_pack, persons):
    jobs, book = jobs_by_section(jp_pack, 2021), NumberBook()
    for region in ("04", "00"):
        add_jobs(book, jobs, region_id=region)
    number = add_quotient(book, jobs, region_id="04", code="D")
    own = persons["04", "D"] / sum(n for (region, _), n in persons.items() if region == "04")
    nation = sum(n for (_, code), n in persons.items() if code == "D") / sum(persons.values())

    assert number.value == pytest.approx(own / nation, rel=1e-12)
    above, below, nation_above, nation_below = (book.scalar(name) for name in number.inputs)
    assert number.value == pytest.approx((above / below) / (nation_above / nation_below), rel=1e-12)
    assert book["r04.jobs.2021.D"].value == persons["04", "D"]


def test_a_3_digit_quotient_is_against_the_row_of_the_nation(jp_pack):
    table = {(row["region_id"], row["industry_code"]): int(row["persons"]) for row in rows("employment_groups")}
    nation = {code: n for (region, code), n in table.items() if region == "00" and n}
    own = {code: n for (region, code), n in table.items() if region == "04" and code in nation}
    code = max(own, key=own.get)
    jobs, book = jobs_by_group(jp_pack), NumberBook()
    for region in ("04", "00"):
        add_jobs(book, jobs, region_id=region, codes=[code])

    number = add_quotient(book, jobs, region_id="04", code=code)

    by_hand = (own[code] / sum(own.values())) / (nation[code] / sum(nation.values()))
    assert number.value == pytest.approx(by_hand, rel=1e-12)
    assert number.inputs[1] == "r04.jobs.2014.all3"


def test_a_prefecture_that_the_3_digit_table_lacks_has_no_row(jp_pack):
    covered = {row["region_id"] for row in rows("employment_groups")}

    assert jobs_by_group(jp_pack).row("47") is None
    assert "47" not in covered
    assert set(jobs_by_group(jp_pack).region_ids) == covered - {"00"}


def test_the_nearest_are_those_with_the_least_sum_of_differences(jp_pack, persons):
    codes = sorted({code for _, code in persons})

    def shares(region):
        total = sum(persons[region, code] for code in codes)
        return [persons[region, code] / total for code in codes]

    own = shares("04")
    distances = {
        f"{k:02}": sum(abs(a - b) for a, b in zip(own, shares(f"{k:02}"), strict=True)) for k in range(1, 48) if k != 4
    }
    book = NumberBook()
    add_jobs(book, jobs_by_section(jp_pack, 2021), region_id="04")

    found = add_likeness(book, jp_pack, region_id="04", year=2021, n=5)

    assert [like.region_id for like in found] == sorted(distances, key=distances.get)[:5]
    for like in found:
        assert book.scalar(like.number_id) == pytest.approx(distances[like.region_id], rel=1e-12)
        assert not like.is_tied


def test_what_two_regions_share_weighs_more_than_in_the_nation_in_both(jp_pack):
    jobs, book = jobs_by_section(jp_pack, 2021), NumberBook()
    add_jobs(book, jobs, region_id="04")
    for like in add_likeness(book, jp_pack, region_id="04", year=2021):
        for code in like.shared:
            column = jobs.codes.index(code)

            assert jobs.quotients[jobs.row("04"), column] > 1
            assert jobs.quotients[jobs.row(like.region_id), column] > 1


def test_regions_that_are_equal_tie_and_share_no_specialisation(small_pack):
    book = NumberBook()
    add_jobs(book, jobs_by_section(small_pack, 2021), region_id="01")
    found = add_likeness(book, small_pack, region_id="01", year=2021)

    assert [(like.region_id, like.is_tied, like.shared) for like in found] == [
        ("02", True, ()),
        ("03", True, ()),
        ("04", True, ()),
    ]


def test_a_region_that_lacks_an_industry_is_left_out_and_not_taken_as_zero(tmp_path):
    def change(tables):
        tables["employment"] = [
            row
            for row in tables["employment"]
            if (row["region_id"], row["section"], row["year"]) != ("01", "E", "2021")
        ]

    pack = _pack(tmp_path, change)

    assert jobs_by_section(pack, 2021).region_ids == ("02", "03", "04")
    assert jobs_by_section(pack, 2014).region_ids == ("01", "02", "03", "04")
    assert add_likeness(NumberBook(), pack, region_id="01", year=2021) == ()


def test_a_pack_without_employment_covers_no_region(tmp_path):
    pack = _pack(tmp_path, lambda tables: tables.update(employment=[], employment_groups=[]))

    assert jobs_by_section(pack, 2021).region_ids == ()
    assert jobs_by_group(pack).region_ids == ()


def test_one_region_alone_is_like_nobody(tmp_path):
    def change(tables):
        tables["employment"] = [row for row in tables["employment"] if row["region_id"] in {"00", "01"}]

    pack = _pack(tmp_path, change)

    assert add_likeness(NumberBook(), pack, region_id="01", year=2021) == ()


def test_every_section_has_its_names(jp_pack):
    assert section_names(jp_pack)["E"] == next(
        (row["name_ja"], row["name_en"])
        for row in rows("industries")
        if (row["level"], row["section"]) == ("section", "E")
    )


def _intervals(pack, region="20", year=2021):
    jobs, book = jobs_by_section(pack, year), NumberBook()
    for place in (region, "00"):
        add_jobs(book, jobs, region_id=place)
    found = {}
    for code in jobs.codes:
        quotient = add_quotient(book, jobs, region_id=region, code=code)
        found[code] = (quotient, add_interval(book, pack, quotient=quotient, region_id=region, code=code))
    return found, book


def test_a_quotient_of_large_industries_has_an_interval_of_the_establishments_behind_it(jp_pack):
    found, book = _intervals(jp_pack)
    units = {
        row["section"]: int(row["establishments"])
        for row in rows("employment")
        if (row["region_id"], row["year"]) == ("20", "2021")
    }

    for code, (quotient, interval) in found.items():
        low, high = interval.value
        assert low < quotient.value < high
        assert interval.id == f"r20.lq.2021.{code}.interval"
        assert [book[name].value for name in interval.inputs] == [quotient.value, units[code]]


def test_an_industry_of_few_establishments_has_the_wider_interval(jp_pack):
    found, book = _intervals(jp_pack)

    def width(code):
        quotient, interval = found[code]
        return (interval.value[1] - interval.value[0]) / quotient.value

    few, many = (
        choose(found, key=lambda code: book.scalar(f"r20.establishments.2021.{code}")) for choose in (min, max)
    )
    assert width(few) > 5 * width(many)
    # one establishment more or less of n moves a share by 1/n: the interval is about ± 2/sqrt(n)
    n = book.scalar(f"r20.establishments.2021.{few}")
    assert width(few) == pytest.approx(4 / n**0.5, rel=0.15)


def test_the_same_pack_gives_the_same_interval(jp_pack):
    again = load_pack(SHIPPED)
    assert {code: pair[1] for code, pair in _intervals(jp_pack)[0].items()} == {
        code: pair[1] for code, pair in _intervals(again)[0].items()
    }


def test_without_establishments_there_is_no_interval(tmp_path):
    def change(tables):
        for row in tables["employment"]:
            row["establishments"] = "0"

    pack = _pack(tmp_path, change)

    assert {interval for _, interval in _intervals(pack, region="01")[0].values()} == {None}
