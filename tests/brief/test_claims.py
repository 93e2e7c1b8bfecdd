"""Claims: the first rule whose guard holds is said, and the claim keeps the guard."""

from __future__ import annotations

import pytest

from chiiki.brief.claims import Condition, Rule, choose_claim
from chiiki.brief.document import NumberRef
from chiiki.errors import ProvenanceError
from chiiki.provenance import Number, NumberBook

NEUTRAL = Rule("region.income.neutral", ("Income per head",))


def _book(gap):
    book = NumberBook()
    missing = "" if gap is not None else "unknown"
    book.add(Number("r04.gap", gap, "ratio", "FY2022", "income_gap", missing, source_ids=("s",), locators=("page",)))
    return book


def _rules():
    below = (NumberRef("r04.gap", "16.8%"), " below Japan")
    return [Rule("region.income.below", below, (Condition("r04.gap", "<", -0.005),)), NEUTRAL]


def test_the_first_rule_whose_conditions_hold_is_said():
    claim = choose_claim("income", _rules(), numbers=_book(-0.168))

    assert claim.rule == "region.income.below"
    assert claim.guard == "r04.gap < -0.005"
    assert claim.inputs == ("r04.gap",)


@pytest.mark.parametrize("gap", [0.0, 0.2, None])
def test_else_the_neutral_form_is_said(gap):
    assert choose_claim("income", _rules(), numbers=_book(gap)).rule == "region.income.neutral"


def test_rules_without_a_neutral_form_are_refused():
    with pytest.raises(ProvenanceError, match="end its rules with a neutral form"):
        choose_claim("income", _rules()[:1], numbers=_book(0.1))


def test_a_condition_can_ask_whether_a_number_is_missing():
    assert Condition("r04.gap", "is", "missing").holds(_book(None))
    assert Condition("r04.gap", "is", "known").holds(_book(1.0))


def test_two_numbers_can_be_compared():
    assert Condition("r04.gap", "==", "r04.gap").holds(_book(1.0))


@pytest.mark.parametrize(
    ("operator", "right", "holds"),
    [(">", 1.0, True), (">", 1.2, False), (">=", 1.1, True), ("<", 1.5, True), ("<", 1.3, False), ("==", 1.2, False)],
)
def test_an_interval_is_above_or_below_a_value_as_a_whole(operator, right, holds):
    assert Condition("r04.gap", operator, right).holds(_book((1.1, 1.4))) is holds
