"""Periods: reading and writing them, and refusing what mixes them."""

from __future__ import annotations

import pytest

from chiiki.errors import InputError, MixedPeriodsError
from chiiki.periods import Period, require_same_period


@pytest.mark.parametrize("text", ["FY2014", "FY2002-2011", "2022", "2011-2022", "2014-11", "2014-11-28"])
def test_a_period_reads_back_as_it_was_written(text):
    assert str(Period.parse(text)) == text


def test_a_fiscal_and_a_calendar_year_are_told_apart():
    assert Period.parse("FY2014") != Period.parse("2014")
    assert not Period.parse("FY2014").overlaps(Period.parse("2014"))
    assert Period.parse("2014") not in Period.parse("FY2002-2020")


def test_both_ends_belong_to_a_span():
    assert Period.parse("FY2002-2011").n_years == 10
    assert Period.parse("FY2011") in Period.parse("FY2002-2011")
    assert Period.parse("FY2002-2011").overlaps(Period.parse("FY2011-2014"))
    assert not Period.parse("FY2002-2011").overlaps(Period.parse("FY2012-2014"))


@pytest.mark.parametrize("text", ["", "14", "FY14", "2014/11", "平成26年度", "２０１４", "FY2014-15", "2014-13"])
def test_what_is_no_period_is_refused_with_the_forms_that_are(text):
    with pytest.raises(InputError, match=r"is no period. Write FY2014"):
        Period.parse(text)


def test_a_span_that_ends_before_it_begins_is_refused():
    with pytest.raises(InputError, match="ends before it begins"):
        Period.parse("FY2011-2002")


def test_a_ratio_over_mixed_periods_is_refused_and_the_message_says_why():
    investment, results = Period.parse("FY2002-2012"), Period.parse("FY2002-2011")

    with pytest.raises(MixedPeriodsError) as refused:
        require_same_period(investment, results, what="sales per yen invested")

    assert str(refused.value) == (
        "sales per yen invested is refused: one number covers FY2002-2012, the other FY2002-2011, "
        "so 2012 is in one of them only. Use numbers of one period."
    )


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ("FY2014", "2014", "fiscal years"),
        ("FY2002", "FY2010", "no year in common"),
        ("FY2002-2012", "FY2002", "2003, 2004, 2005, 2006, 2007, … are"),
        ("2014-11-28", "2014", "part of the year only"),
    ],
)
def test_the_reason_fits_the_difference(a, b, reason):
    with pytest.raises(MixedPeriodsError, match=reason):
        require_same_period(Period.parse(a), Period.parse(b), what="a ratio")


def test_equal_periods_give_the_period_they_share():
    period = Period.parse("FY2002-2011")

    assert require_same_period(period, Period.parse("FY2002-2011"), what="a ratio") == period
