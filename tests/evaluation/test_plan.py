"""Analysis plans: what they may say, their hash, and what was done otherwise."""

from __future__ import annotations

import pytest

from chiiki.errors import InputError
from chiiki.evaluation.plan import changed, parse_plan

LEAST = 'question = "Q"\ndata = { table = "t.csv" }\n[[outcomes]]\ncolumn = "y"\n'


def test_a_plan_needs_a_question_data_and_an_outcome_and_fills_in_the_rest():
    plan = parse_plan(LEAST)

    assert plan.data.unit == "unit"
    assert plan.window.first is None
    assert plan.estimation.second == ("cs",)
    assert plan.inference.draws == 999


def test_the_hash_changes_with_every_letter():
    assert parse_plan(LEAST).sha256 != parse_plan(LEAST + "# seen\n").sha256


def test_an_estimator_is_no_second_opinion_on_itself():
    plan = parse_plan(LEAST + '[estimation]\nestimator = "cs"\nsecond = ["cs", "sa"]\n')

    assert plan.estimation.second == ("sa",)


def test_deviations_are_listed_by_key_with_both_values():
    done = parse_plan(
        LEAST.replace('"y"', '"z"') + '[window]\nfrom = 1999\n[estimation]\ncovariates = ["x", "w"]\n', name="other"
    )

    assert changed(parse_plan(LEAST), done) == {
        "outcomes[1].column": ("y", "z"),
        "window.first": ("", "1999"),
        "estimation.covariates": ("", "x, w"),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("question = ", r"plan p is not TOML"),
        (LEAST.replace('question = "Q"', ""), r"key question: got nothing"),
        ('question = "Q"\ndata = { table = "t.csv" }\n', r"there is no \[\[outcomes\]\]"),
        (LEAST.replace('table = "t.csv"', ""), r"\[data\] needs a table or a programme"),
        (LEAST.replace('table = "t.csv"', 'table = "t.csv", programme = "KCI"'), r"and not both"),
        (LEAST + '[[outcomes]]\ncolumn = "y"\n', r"\[\[outcomes\]\] number 2, key column"),
        (LEAST + '[estimation]\nestimater = "cs"\n', r"has no key 'estimater'. Did you mean estimator"),
        (LEAST + '[estimation]\nestimator = "ols"\n', r"\[estimation\], key estimator: got 'ols'"),
        (LEAST + "[inference]\ndraws = 5\n", r"\[inference\], key draws: got 5"),
        (LEAST + "[inference]\nlevel = 95\n", r"key level: got 95"),
        (LEAST + '[inference]\nmechanism = "strata"\n', r"key by: got nothing; allowed is a column"),
        (LEAST + '[inference]\nby = "block"\n', r"key by: got 'block'; allowed is a column"),
        (LEAST + "[window]\nfrom = 2002\nto = 2002\n", r"key to: got 2002; allowed is a period after 2002"),
        (LEAST + '[sensitivity]\nhonest = "1"\n', r"key honest: got '1'"),
        (LEAST + "[sensitivity]\nhonest = [-1]\n", r"magnitudes from 0 to 100"),
        (LEAST + '[balance]\npersons = "n"\n', r"\[balance\], key level: got nothing"),
        (LEAST + '[estimation]\ncovariates = ["x", "x"]\n', r"none of them empty or twice"),
        ("question = 1" + LEAST[14:], r"key question: got 1"),
    ],
)
def test_what_a_plan_may_not_say_is_refused_with_key_value_and_remedy(text, message):
    with pytest.raises(InputError, match=message):
        parse_plan(text, name="p")
