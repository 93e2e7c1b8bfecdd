"""Published results and money: sums within one period, ratios across periods refused."""

from __future__ import annotations

import re

import pytest

from chiiki.errors import MixedPeriodsError
from chiiki.provenance import Number, NumberBook, Phrase
from chiiki.studies.outcomes import add_budget, add_outcome, add_ratio, add_sum, outcomes_of, period_text
from shipped_csv import rows

CHECKS = {
    "clusters-articles-domestic": 4897,
    "clusters-articles-international": 10597,
    "clusters-domestic-patents": 4161,
    "clusters-international-patents": 771,
    "clusters-practical-use": 3926,
    "clusters-sales": 93_700_000_000,
}


def _outcome(pack, outcome_id):
    return next(row for row in pack.outcomes if row.outcome_id == outcome_id)


@pytest.fixture
def book(jp_pack):
    book = NumberBook()
    for outcome_id in ("KCI-domestic-patents-2002-2011", "CITYAREA-domestic-patents-2002-2011"):
        add_outcome(book, jp_pack, _outcome(jp_pack, outcome_id))
    return book


KCI = "p-KCI.domestic_patents.FY2002-2011"
CITYAREA = "p-CITYAREA.domestic_patents.FY2002-2011"


def test_3064_and_1097_patents_are_4161(book):
    number = add_sum(book, "n.domestic_patents", inputs=(KCI, CITYAREA), definition="outcome_output")

    assert (book.scalar(KCI), book.scalar(CITYAREA), number.value) == (3064, 1097, 4161)
    assert number.formula == Phrase.signs(f"{KCI} + {CITYAREA}")


def test_the_twelve_statements_meet_the_declared_totals(jp_pack):
    expected = {row["check_id"]: float(row["expected"]) for row in rows("checks")}
    parts = {}
    for row in rows("check_parts"):
        parts.setdefault(row["check_id"], []).append(row["outcome_id"])

    for check, outcome_ids in parts.items():
        book = NumberBook()
        inputs = [add_outcome(book, jp_pack, _outcome(jp_pack, outcome)).id for outcome in outcome_ids]

        assert add_sum(book, "n.sum", inputs=inputs, definition="outcome_output").value == expected[check]
    assert sum(map(len, parts.values())) == 12
    assert expected == CHECKS


def test_a_ratio_over_mixed_periods_is_refused_with_the_year_that_differs(jp_pack, book):
    money = next(row for row in jp_pack.budgets if row.budget_id == "MEXT-CLUSTERS-2002-2012-investment-total")
    budget = add_budget(book, jp_pack, money)
    message = "one number covers FY2002-2011, the other FY2002-2012, so 2012 is in one of them only"

    with pytest.raises(MixedPeriodsError, match=re.escape(message)):
        add_ratio(book, "n.ratio", numerator=KCI, denominator=budget.id, definition="rank")
    assert "n.ratio" not in book


def test_a_ratio_within_one_period_is_their_quotient(book):
    number = add_ratio(book, "n.ratio", numerator=CITYAREA, denominator=KCI, definition="rank")

    assert (number.value, number.unit, number.period) == (1097 / 3064, "ratio", "FY2002-2011")


def test_a_sum_over_mixed_periods_is_refused(book):
    book.add(Number("x", 1, "patents", "FY2002-2012", "rank", source_ids=("s",), locators=("p",)))

    with pytest.raises(MixedPeriodsError, match=r"sum n\.sum is refused"):
        add_sum(book, "n.sum", inputs=(KCI, "x"), definition="rank")


@pytest.mark.parametrize("value", [None, 0, (1.0, 2.0)])
def test_a_ratio_or_sum_with_a_missing_part_is_missing(book, value):
    missing = "" if value is not None else "unknown"
    book.add(Number("x", value, "patents", "FY2002-2011", "rank", missing, source_ids=("s",), locators=("p",)))
    ratio = add_ratio(book, "n.ratio", numerator=KCI, denominator="x", definition="rank")
    total = add_sum(book, "n.sum", inputs=(KCI, "x"), definition="rank")

    assert (ratio.value, ratio.missing) == (None, "unknown")
    assert (total.value, total.missing) == ((3064, "") if value == 0 else (None, "unknown"))


def test_a_result_belongs_to_who_states_it(jp_pack):
    book = NumberBook()
    added = {row.outcome_id: add_outcome(book, jp_pack, row).id for row in jp_pack.outcomes}

    assert added["KCI-domestic-patents-2002-2011"] == KCI
    assert len(set(added.values())) == len(added)
    by_kind = {
        kind: {added[row.outcome_id].split(".")[0][:2] for row in jp_pack.outcomes if row.subject_kind == kind}
        for kind in ("programme", "designation")
    }
    assert by_kind == {"programme": {"p-"}, "designation": {"p-"}}


def test_a_result_without_value_keeps_its_reason(small_pack):
    row = next(row for row in small_pack.outcomes if row.value is None)
    number = add_outcome(NumberBook(), small_pack, row)

    assert (number.id, number.value, number.missing) == (
        "p-ART-SEL.art-ko-1.patents_domestic.FY2002-2006",
        None,
        "not_published",
    )


def test_money_without_amount_keeps_its_reason(small_pack):
    known, unknown = (add_budget(NumberBook(), small_pack, row) for row in small_pack.budgets)

    assert (known.value, known.missing) == (500_000_000, "")
    assert (unknown.value, unknown.missing) == (None, "not_published")


def test_results_of_a_subject_come_in_the_order_of_the_pack(small_pack):
    assert [row.outcome_id for row in outcomes_of(small_pack, "ART-SEL")] == ["art-out-1"]
    assert outcomes_of(small_pack, "nobody") == ()


@pytest.mark.parametrize(
    ("from_fy", "to_fy", "calendar", "text"),
    [
        (2002, 2011, "fiscal", "FY2002-2011"),
        (2014, 2014, "fiscal", "FY2014"),
        (None, 2014, "fiscal", "FY2014"),
        (2014, None, "fiscal", "FY2014"),
        (2022, 2022, "calendar", "2022"),
        (None, None, "fiscal", "undated"),
    ],
)
def test_a_period_is_written_one_way(from_fy, to_fy, calendar, text):
    assert period_text(from_fy, to_fy, calendar=calendar) == text
