"""A region's study: one id means one value in every brief."""

from __future__ import annotations

import pytest

from chiiki.errors import UnknownNameError
from chiiki.studies.region import FEWEST_PERSONS, N_TOP, SECTION_YEARS, SMALLEST_SHARE, study_region


@pytest.fixture(scope="module")
def miyagi(jp_pack):
    return study_region("04", pack=jp_pack)


def test_an_unknown_region_is_refused_with_the_range_of_codes(jp_pack):
    with pytest.raises(UnknownNameError, match="no prefecture with code '48'; codes run from 01 to 47"):
        study_region("48", pack=jp_pack)


def test_a_number_of_another_region_is_what_its_own_brief_says(miyagi, jp_pack):
    tokyo = study_region("13", pack=jp_pack)
    shared = [number for number in miyagi.book if number.id in tokyo.book]

    assert len(shared) > 100
    assert all(tokyo.book[number.id] == number for number in shared)


def test_industries_come_by_falling_quotient(miyagi):
    for top in (*miyagi.sections, miyagi.groups):
        values = [miyagi.book.scalar(number) for _, number in top.ranked]

        assert values == sorted(values, reverse=True)
    assert tuple(top.jobs.year for top in miyagi.sections) == SECTION_YEARS


def test_small_industries_lead_no_heading(miyagi):
    for top in miyagi.sections:
        total = miyagi.book.scalar(f"r04.jobs.{top.jobs.year}.total")
        shares = {code: miyagi.book.scalar(f"r04.jobs.{top.jobs.year}.{code}") / total for code, _ in top.ranked}

        assert [code for code, _ in top.leading] == [code for code, _ in top.ranked if shares[code] >= SMALLEST_SHARE]


def test_3_digit_industries_are_ten_of_size_and_no_head_offices(miyagi):
    codes = [code for code, _ in miyagi.groups.ranked]

    assert len(codes) == N_TOP
    assert all(miyagi.book.scalar(f"r04.jobs.2014.{code}") >= FEWEST_PERSONS for code in codes)
    assert not any(code.endswith("0") for code in codes)


def test_results_of_wider_areas_are_kept_apart(jp_pack):
    links = [(link.designation_id, link.region_id) for link in jp_pack.designation_prefectures]
    for region in ("01", "04", "20"):
        study = study_region(region, pack=jp_pack)

        for row, _ in study.own_outcomes:
            assert [place for designation, place in links if designation == row.subject_id] == [region]


def test_a_region_that_a_table_does_not_cover_has_none_of_it(small_pack):
    study = study_region("04", pack=small_pack)

    assert study.groups is None
    assert study.holdings == ()
    assert study.coverage == ()
    assert study.disagreements == ()
