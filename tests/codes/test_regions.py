"""Regions: what is understood, and what a refusal says to ask for instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chiiki.codes import find_region
from chiiki.errors import UnknownNameError


@pytest.mark.parametrize(
    "query",
    ["01", "1", "０１", "JP-01", "jp01", "甲県", "甲", "Ko", "KO", "ko prefecture", "Kō", " Ko ", "こうけん", "Ｋｏ"],
)
def test_a_region_is_found_by_code_and_by_name_in_either_language(small_pack, query):
    assert find_region(query, small_pack.regions).region_id == "01"


def test_a_city_gets_the_prefecture_to_ask_for(small_pack):
    for query in ("甲乙市", "Kootsu", "Kootsu City", "01101"):
        with pytest.raises(UnknownNameError, match=rf"{query} is in Ko \(甲県, 01\): chiiki brief 01"):
            find_region(query, small_pack.regions)


def test_a_former_name_gets_the_present_one(small_pack):
    with pytest.raises(UnknownNameError, match=r"旧丙国 is a former name of Hei \(丙府, 03\): chiiki brief 03"):
        find_region("旧丙国", small_pack.regions, aliases=small_pack.region_aliases)


def test_a_wide_area_gets_the_command_that_lists_its_members(small_pack):
    with pytest.raises(UnknownNameError, match=r"wide area.*show region_members --where region_id=W-ART"):
        find_region("架空圏", small_pack.regions)


def test_the_nation_is_not_a_region_but_has_its_own_brief(small_pack):
    with pytest.raises(UnknownNameError, match="whole nation: chiiki brief national"):
        find_region("Artificia", small_pack.regions)


def test_a_typo_gets_the_nearest_names(jp_pack):
    with pytest.raises(UnknownNameError, match=r"no region is called 'Miyagy'. Did you mean Miyagi"):
        find_region("Miyagy", jp_pack.regions)


@pytest.mark.parametrize("query", ["", "99", "xyzxyz", "  "])
def test_what_resembles_nothing_gets_the_command_that_lists_all(small_pack, query):
    with pytest.raises(UnknownNameError, match="chiiki facts show regions"):
        find_region(query, small_pack.regions)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("東京", "13"),
        ("京都", "26"),
        ("Hyōgo", "28"),
        ("Gunma-ken", "10"),
        ("4", "04"),
        ("北海道", "01"),
        ("大阪府", "27"),
    ],
)
def test_the_shipped_regions_are_found(jp_pack, query, code):
    assert find_region(query, jp_pack.regions, aliases=jp_pack.region_aliases).region_id == code


def test_sendai_is_sent_to_miyagi(jp_pack):
    with pytest.raises(UnknownNameError, match=r"仙台市 is in Miyagi \(宮城県, 04\): chiiki brief 04"):
        find_region("仙台市", jp_pack.regions, aliases=jp_pack.region_aliases)


def test_a_city_known_only_as_another_name_gets_its_prefecture(jp_pack):
    with pytest.raises(UnknownNameError, match=r"浦和市 is in Saitama \(埼玉県, 11\): chiiki brief 11"):
        find_region("浦和市", jp_pack.regions, aliases=jp_pack.region_aliases)


def test_a_former_city_gets_the_present_one_and_its_prefecture(small_pack):
    alias = replace(small_pack.region_aliases[0], region_id="01101", alias="旧市")

    with pytest.raises(UnknownNameError, match=r"旧市 is a former name of 甲乙市, in Ko \(甲県, 01\)"):
        find_region("旧市", small_pack.regions, aliases=[alias])


def test_an_alias_of_a_region_without_prefecture_falls_back_to_suggestions(small_pack):
    alias = replace(small_pack.region_aliases[0], region_id="W-ART", alias="圏")

    with pytest.raises(UnknownNameError, match="no region is called"):
        find_region("圏", small_pack.regions, aliases=[alias])
