"""Tables of amounts and effects: what is read, and what is refused with its row."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.errors import InputError, MissingValueError, UnknownNameError
from chiiki.evaluation.tables.balance import BalanceColumns, read_balance, read_effect_draws

ROWS = {
    "pref": ["B", "A", "A", "B", "A"],
    "year": [1, 1, 3, 3, 2],
    "income": [4.0, 1.0, 2.0, 5.0, np.nan],
    "pop": [20, 10, 11, 22, 0],
    "e": [0.0, 0.0, 0.5, 0.1, np.nan],
    "start": ["", "2", "2", "", "2"],
}
COLUMNS = BalanceColumns("pref", "year", "income", ["e"], persons="pop")


def _with(**cells):
    return {**ROWS, **cells}


def test_start_and_end_are_read_in_one_order_and_other_periods_are_not_looked_at():
    found = read_balance(ROWS, COLUMNS, start=1, end=3)

    assert found.units == ("B", "A")
    assert (found.start.per_head.tolist(), found.end.per_head.tolist()) == ([4, 1], [5, 2])
    assert (found.start.persons.tolist(), found.end.persons.tolist()) == ([20, 10], [22, 11])
    assert found.effects["e"].tolist() == [0.1, 0.5]
    assert (found.has_effect_at_start, found.groups) == (False, None)


def test_units_of_a_cohort_get_the_mean_of_their_effects():
    rows = {"u": ["A", "B", "C"] * 2, "t": [1, 1, 1, 2, 2, 2], "y": [1.0, 2, 3] * 2, "e": [0, 0, 0, 0.2, 0.4, 0.0]}
    columns = BalanceColumns("u", "t", "y", ["e"], cohort="g", group="g")

    found = read_balance({**rows, "g": ["x", "x", "", "x", "x", ""]}, columns, start=1, end=2)

    assert found.effects["e"] == pytest.approx([0.3, 0.3, 0.0])
    assert found.groups == ("x", "x", "")


@pytest.mark.parametrize(
    ("rows", "error", "words"),
    [
        (_with(e=[0, 0, None, 0.1, 0]), MissingValueError, r"row 2 .*column 'e' is empty. Write 0 for none"),
        (_with(e=[0, None, 0, 0.1, 0]), MissingValueError, r"row 1 .*column 'e' is empty"),
        (_with(e=[0, 0, np.inf, 0.1, 0]), InputError, r"row 2 .*column 'e': inf is not finite"),
        (_with(income=[4, -1, 2, 5, 0]), InputError, r"row 1 .*'income': -1 is below 0"),
        (_with(income=[4, None, 2, 5, 0]), MissingValueError, r"row 1 .*'income' is empty"),
        (_with(pop=[20, 10, 0, 22, 0]), InputError, r"row 2 .*'pop': 0 is not above 0"),
        (_with(pref=["B", "A", "A", "C", "A"]), MissingValueError, r"no row of 3 for 1 of the units: B\."),
        (_with(pref=["B", "A", "A", "A", "A"]), InputError, r"row 3 .*stands in 3 before \(row 2 "),
        (_with(year=[1, 1, 4, 4, 2]), UnknownNameError, "has no row of 3; periods run from 1 to 4"),
        (_with(income=["4", "x", "2", "5", "6"]), InputError, "no number"),
    ],
)
def test_cells_that_say_nothing_are_refused_with_their_row(rows, error, words):
    with pytest.raises(error, match=words):
        read_balance(rows, COLUMNS, start=1, end=3)


@pytest.mark.parametrize(
    ("columns", "span", "error", "words"),
    [
        (COLUMNS, (3, 1), InputError, "start must be before the end, got 3 and 1"),
        (BalanceColumns("pref", "year", "income", []), (1, 3), InputError, "at least one column of effects"),
        (BalanceColumns("pref", "year", "income", ["e", "e"]), (1, 3), InputError, "'e' is named more than once"),
        (BalanceColumns("pref", "year", "income", ["f"]), (1, 3), UnknownNameError, "no column 'f'"),
    ],
)
def test_questions_that_cannot_be_asked_are_refused(columns, span, error, words):
    with pytest.raises(error, match=words):
        read_balance(ROWS, columns, start=span[0], end=span[1])


DRAWS = {"draw": [1, 1, 2, 2], "pref": ["A", "B", "B", "A"], "e": [0.1, 0.2, 0.3, 0.4], "f": [1.0, 2, 3, 4]}


def test_draws_are_read_in_the_order_of_the_units():
    found = read_effect_draws(DRAWS, unit="pref", units=["B", "A"], effects=["e", "f"])

    assert found.tolist() == [[[0.2, 0.1], [2, 1]], [[0.3, 0.4], [3, 4]]]


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"pref": ["A", "B", "B", "B"]}, InputError, "draw 2 lists pref 'B' 2 times|draw 2 lists pref 'A' 0 times"),
        ({"pref": ["A", "B", "B", "X"]}, InputError, "'X' is not among the 2 units"),
        ({"e": [0.1, None, 0.3, 0.4]}, MissingValueError, "row 1 .*'e' is empty"),
    ],
)
def test_draws_that_do_not_list_every_unit_once_are_refused(change, error, words):
    with pytest.raises(error, match=words):
        read_effect_draws({**DRAWS, **change}, unit="pref", units=["A", "B"], effects=["e"])
