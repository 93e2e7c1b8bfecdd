"""Options, complexity and partners: computed again by brute force from the CSV files."""

from __future__ import annotations

import math
from statistics import mean, median, stdev

import pytest

from chiiki.facts.pack import load_pack
from chiiki.provenance import NumberBook
from chiiki.studies.capability import add_capability, add_complexity_ranks, capability_table
from chiiki.studies.industry import FEWEST_PERSONS, add_jobs, jobs_by_group, jobs_by_section
from chiiki.studies.region import study_region
from shipped_csv import rows
from small_pack import small_tables, write_pack

TOLERANCE = 1e-12  # sums of some hundred shares


@pytest.fixture(scope="module")
def nagano(jp_pack):
    return study_region("20", pack=jp_pack)


@pytest.fixture(scope="module")
def plain_table():
    """Persons, specialisations and industries that count, without any method of chiiki."""
    persons: dict[str, dict[str, int]] = {}
    for row in rows("employment_groups"):
        persons.setdefault(row["region_id"], {})[row["industry_code"]] = int(row["persons"])
    nation = {code: n for code, n in persons.pop("00").items() if n}
    sections = {row["industry_code"]: row["section"] for row in rows("industries")}
    totals = {region: sum(row.get(code, 0) for code in nation) for region, row in persons.items()}
    codes = [code for code in sorted(nation) if code[-1] != "0" and sections[code] not in "BCST"]
    codes = [code for code in codes if _hoover(code, persons, totals) >= 0.25]
    whole = sum(nation.values())
    has = {
        region: {code for code in codes if row.get(code, 0) / totals[region] >= nation[code] / whole}
        for region, row in persons.items()
    }
    return persons, [code for code in codes if any(code in held for held in has.values())], has


def _hoover(code, persons, totals):
    n, whole = sum(row.get(code, 0) for row in persons.values()), sum(totals.values())
    return sum(abs(row.get(code, 0) / n - totals[region] / whole) for region, row in persons.items()) / 2


def _related(has, code, codes):
    """Return the proximity of `code` to every other industry."""
    regions = {other: {region for region, held in has.items() if other in held} for other in codes}
    own = regions[code]
    return {other: len(own & regions[other]) / max(len(own), len(regions[other])) for other in codes if other != code}


def _pack(folder, change):
    tables = small_tables()
    change(tables)
    return load_pack(write_pack(folder / "p", tables))


def test_industries_that_a_region_cannot_choose_are_left_out(jp_pack, plain_table):
    table = capability_table(jp_pack)

    assert list(table.codes) == plain_table[1]
    assert {"608", "762", "833"}.isdisjoint(table.codes)  # camera shops, restaurants, dentists
    assert {"165", "281", "391"} <= set(table.codes)  # medicines, electronic parts, software


def test_options_are_the_industries_without_specialisation(nagano, plain_table):
    _, codes, has = plain_table
    book, found = nagano.book, nagano.capability
    assert {dot.code for dot in found.dots} == set(codes) - has["20"]
    assert book.scalar("r20.open.2014") == len(codes) - len(has["20"])

    densities = [dot.density for dot in found.dots]
    near = [dot for dot in found.dots if dot.density >= median(densities) - TOLERANCE]
    assert book.scalar("r20.near.2014") == len(near)
    assert book.scalar("r20.near_complex.2014") == sum(dot.place <= (len(codes) + 1) / 2 for dot in near)


def test_density_is_the_share_of_relatedness_that_the_region_holds(nagano, plain_table):
    _, codes, has = plain_table
    for option in nagano.capability.named:
        related = _related(has, option.code, codes)
        held = sum(value for code, value in related.items() if code in has["20"])

        assert nagano.book.scalar(option.density) == pytest.approx(held / sum(related.values()), rel=TOLERANCE)


def test_named_are_near_options_of_size_and_complex_ones_come_first(nagano):
    named, found = nagano.capability.named, nagano.capability
    drawn = {dot.code: dot for dot in found.dots}

    assert [dot.code for dot in found.dots[: len(named)]] == [option.code for option in named]
    assert 0 < len(named) <= 6
    assert [option.is_complex for option in named] == sorted((option.is_complex for option in named), reverse=True)
    for option in named:
        assert nagano.book.scalar(option.persons) >= FEWEST_PERSONS
        assert nagano.book.scalar(option.quotient) < 1
        assert drawn[option.code].density >= found.density_cut
        assert nagano.book.scalar(option.place) == drawn[option.code].place


def test_an_industry_is_as_complex_as_the_regions_that_have_it(nagano, plain_table, jp_pack):
    _, _, has = plain_table
    table = capability_table(jp_pack)
    eci = dict(zip(table.jobs.region_ids, table.order.eci, strict=True))
    raw = {code: mean(eci[region] for region in has if code in has[region]) for code in table.codes}
    middle, spread = mean(raw.values()), stdev(raw.values())

    for option in nagano.capability.named:
        pci = nagano.book[option.place].inputs[0]
        # the eigenvector is exact to about 1e-10
        assert nagano.book.scalar(pci) == pytest.approx((raw[option.code] - middle) / spread, abs=1e-8)


def test_the_strengths_named_are_the_most_complex_specialisations_of_size(nagano, plain_table):
    persons, _, has = plain_table
    table = nagano.capability.table
    places = dict(zip(table.codes, table.places, strict=True))
    held = sorted(places[code] for code in has["20"] if persons["20"][code] >= FEWEST_PERSONS)

    assert [nagano.book.scalar(place) for _, place in nagano.capability.strengths] == held[:3]


def test_every_covered_region_has_its_complexity_and_this_one_its_rank(nagano, plain_table):
    values = {name: nagano.book.scalar(name) for name in nagano.complexity}

    assert set(values) == {f"r{region}.eci.2014" for region in plain_table[0]}
    assert mean(values.values()) == pytest.approx(0, abs=1e-9)
    assert stdev(values.values()) == pytest.approx(1, rel=1e-9)
    assert max(values, key=values.get) == "r13.eci.2014"
    assert nagano.book.scalar("r20.eci.2014.rank") == 1 + sum(
        value > values["r20.eci.2014"] for value in values.values()
    )


def test_numbers_over_a_table_name_it_and_its_totals(nagano):
    for name in ("r20.open.2014", "r20.density.2014.165", "r20.eci.2014"):
        number = nagano.book[name]

        assert "employment_groups 2014, 42 prefectures x 215 industries" in number.formula.en
        assert number.inputs[-1] == "n.jobs.2014.all3"


def test_a_region_that_the_3_digit_table_lacks_is_mapped_by_large_industries(jp_pack):
    study = study_region("47", pack=jp_pack)

    assert study.complexity == ()
    assert study.capability.table.jobs.year == 2021
    assert set(study.capability.table.codes) == set("ADEFGHIJKLMNOPQR")
    assert all(option.density.startswith("r47.density.2021.") for option in study.capability.named)


def _even(tables):
    """Leave the small pack as it is: every region has the same mix."""


@pytest.mark.parametrize("change", [_even, lambda tables: tables.update(employment=[], employment_groups=[])])
@pytest.mark.parametrize("region", ["01", "04"])
def test_without_an_order_of_specialisations_there_is_no_map(tmp_path, change, region):
    pack, book = _pack(tmp_path, change), NumberBook()

    assert capability_table(pack) is None
    assert add_capability(book, pack, region_id=region, year=2021) is None
    assert add_complexity_ranks(book, pack, region_id=region) == ()


def _mixes(mixes):
    """Make a change that gives each region its large industries, and the nation their sum."""

    def change(tables):
        tables["employment_groups"] = []
        for row in tables["employment"]:
            if row["year"] == "2021" and row["region_id"] != "00":
                section, mix = row["section"], mixes[row["region_id"]]
                persons = 100 if section not in mix else 20_000 if section in "BC" else 900
                row.update(persons=str(persons), establishments=str(persons // 10))

    return change


def test_a_region_that_has_every_industry_that_counts_has_no_option(tmp_path):
    every = "ADEFGHIJKLMNOPQR"
    change = _mixes({"01": "BC" + every[:4], "02": "BC" + every[3:9], "03": "BC" + every[8:], "04": every})
    pack, book = _pack(tmp_path, change), NumberBook()

    assert add_capability(book, pack, region_id="04", year=2021) is None
    assert add_capability(book, pack, region_id="99", year=2021) is None


def _path(tables):
    """Three regions with two industries each, each industry in common with the next region only."""
    held = {"01": ("091", "092"), "02": ("092", "093"), "03": ("093", "094")}
    codes = ("091", "092", "093", "094")
    first = next(row for row in tables["industries"] if row["industry_code"] == "091")
    others = [row for row in tables["industries"] if row["industry_code"] not in codes]
    tables["industries"] = [*others, *(first | {"industry_code": code} for code in codes)]
    template = tables["employment_groups"][0]
    cells = [(region, code, 1000) for region, pair in held.items() for code in pair]
    cells += [("00", code, 2000 if code in {"092", "093"} else 1000) for code in codes]
    tables["employment_groups"] = [
        template | {"region_id": region, "industry_code": code, "persons": str(n)} for region, code, n in cells
    ]


def test_where_either_end_could_be_the_complex_one_no_rank_is_given(tmp_path):
    pack, book = _pack(tmp_path, _path), NumberBook()
    for place in ("01", "00"):
        add_jobs(book, jobs_by_group(pack), region_id=place)
        add_jobs(book, jobs_by_section(pack, 2021), region_id=place)

    assert [caution.code for caution in capability_table(pack).order.cautions] == ["weak-sign"]
    assert add_complexity_ranks(book, pack, region_id="01") == ()
    found = add_capability(book, pack, region_id="01", year=2021)
    assert {dot.code for dot in found.dots} == {"093", "094"}
    assert not any(math.isnan(dot.density) for dot in found.dots)
