"""Subjects of a brief: programmes, the nation, and names that are near to both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chiiki.codes import find_programme, find_subject
from chiiki.errors import UnknownNameError


def _subject(pack, query):
    return find_subject(query, regions=pack.regions, programmes=pack.programmes, aliases=pack.region_aliases)


@pytest.mark.parametrize("query", ["ART-SEL", "art-sel", "ＡＲＴ－ＳＥＬ", "（架空）選定事業", "Art. Selection"])
def test_a_programme_is_found_by_id_and_by_name(small_pack, query):
    assert find_programme(query, small_pack.programmes).programme_id == "ART-SEL"


def test_a_mistyped_programme_gets_the_nearest(small_pack):
    with pytest.raises(UnknownNameError, match=r"no programme is called 'ART-SEK'. Did you mean ART-SEL"):
        find_programme("ART-SEK", small_pack.programmes)


def test_a_programme_that_resembles_nothing_gets_the_command_that_lists_all(small_pack):
    with pytest.raises(UnknownNameError, match="chiiki facts show programmes"):
        find_programme("§", small_pack.programmes)


def test_a_name_of_two_programmes_is_refused_and_their_ids_are_given(small_pack):
    first = small_pack.programmes[0]
    twins = [replace(first, programme_id="X1"), replace(first, programme_id="X2")]

    with pytest.raises(UnknownNameError, match=r"several programmes: X1, X2. Give the id"):
        find_programme(first.name_ja, twins)


@pytest.mark.parametrize("query", ["national", "Nation", "全国", "Artificia", "架空国", "00"])
def test_the_nation_is_found_by_its_words_names_and_id(small_pack, query):
    assert _subject(small_pack, query).region_id == "00"


def test_a_subject_may_be_a_region_or_a_programme(small_pack):
    assert _subject(small_pack, "甲県").region_id == "01"
    assert _subject(small_pack, "ART-ONE").programme_id == "ART-ONE"


def test_a_subject_that_is_neither_gets_names_of_both_kinds(small_pack):
    with pytest.raises(UnknownNameError, match=r"no region or programme is called 'ART-SEK'.*ART-SEL"):
        _subject(small_pack, "ART-SEK")


def test_a_city_as_subject_gets_its_prefecture(small_pack):
    with pytest.raises(UnknownNameError, match="chiiki brief 01"):
        _subject(small_pack, "甲乙市")
