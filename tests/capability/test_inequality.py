"""Inequality: reference values, identities that hold for any incomes, and refusals."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability.inequality import (
    coefficient_of_variation,
    gini,
    mean_log_deviation,
    theil,
    theil_by_group,
    variance_of_logs,
)
from chiiki.capability.levelling import atkinson, hoover
from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError

GOLDEN = Path(__file__).parents[1] / "golden" / "capability"
STORED = json.loads((GOLDEN / "inequality.json").read_text(encoding="utf-8"))

RTOL = 1e-9
"""All indices are sums of at most some thousand positive terms; see SOURCE.md."""

ATOL = 1e-12
"""Rounding of an index that is 0 by its identity."""

STORED_INDICES = [theil, gini, coefficient_of_variation, variance_of_logs]
INDICES = [*STORED_INDICES, mean_log_deviation, hoover, atkinson]
every_index = pytest.mark.parametrize("index", INDICES, ids=lambda index: index.__name__)
every_stored_index = pytest.mark.parametrize("index", STORED_INDICES, ids=lambda index: index.__name__)

quick = settings(max_examples=40, deadline=None, derandomize=True)
"""Few examples, the same ones each time, and no stopwatch: a busy machine is not a wrong number."""

incomes = arrays(float, 6, elements=st.floats(0.01, 1e4))
persons_of_six = arrays(float, 6, elements=st.integers(1, 50))


def mexico():
    with (GOLDEN / "mexico.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@every_stored_index
@pytest.mark.parametrize("year", sorted(STORED["mexico"]))
def test_unweighted_indices_are_those_of_the_reference_implementation(index, year):
    per_head = np.array([float(state[year]) for state in mexico()])

    result = index(per_head, persons=None)

    assert result.value == pytest.approx(STORED["mexico"][year][index.__name__], rel=RTOL)
    assert (result.index, result.weighting, result.n_regions) == (index.__name__, "regions", 32)


@every_stored_index
def test_weighted_indices_are_those_of_the_reference_over_all_persons(index):
    stored = STORED["weighted"]

    result = index(np.array(stored["per_head"]), persons=np.array(stored["persons"]))

    assert result.value == pytest.approx(stored[index.__name__], rel=RTOL)
    assert (result.index, result.weighting, result.n_regions) == (index.__name__, "persons", 12)


def test_the_weighted_theil_is_that_of_a_second_implementation():
    stored = STORED["weighted"]

    result = theil(np.array(stored["per_head"]), persons=np.array(stored["persons"]))

    assert result.value == pytest.approx(stored["ineqpy_theil"], rel=RTOL)


@pytest.mark.parametrize("year", sorted(STORED["mexico"]))
def test_unweighted_parts_are_those_of_the_reference_implementation(year):
    states = mexico()
    per_head = np.array([float(state[year]) for state in states])

    parts = theil_by_group(per_head, persons=None, groups=[state["region"] for state in states])

    assert parts.within == pytest.approx(STORED["mexico"][year]["within"], rel=RTOL)
    assert parts.between == pytest.approx(STORED["mexico"][year]["between"], rel=RTOL)


def test_weighted_parts_are_those_of_the_reference_over_all_persons():
    stored = STORED["weighted"]

    parts = theil_by_group(np.array(stored["per_head"]), persons=np.array(stored["persons"]), groups=stored["groups"])

    assert parts.within == pytest.approx(stored["within"], rel=RTOL)
    assert parts.between == pytest.approx(stored["between"], rel=RTOL)
    assert parts.groups == ("north", "middle", "south")
    assert (parts.weighting, parts.n_regions) == ("persons", 12)


@quick
@given(incomes, persons_of_six)
def test_gini_is_the_double_sum_of_its_definition(y, n):
    s = n / n.sum()
    brute = (np.outer(s, s) * np.abs(y[:, None] - y[None, :])).sum() / (2 * (s @ y))

    assert gini(y, persons=n).value == pytest.approx(brute, rel=RTOL, abs=ATOL)


@quick
@given(incomes, persons_of_six)
def test_theil_is_the_sum_over_shares_of_income_and_persons(y, n):
    income, people = y * n / (y * n).sum(), n / n.sum()

    assert theil(y, persons=n).value == pytest.approx((income * np.log(income / people)).sum(), rel=RTOL, abs=ATOL)


@every_index
@quick
@given(y=incomes, n=persons_of_six, factor=st.floats(0.01, 100))
def test_the_unit_of_income_does_not_matter(index, y, n, factor):
    assert index(y * factor, persons=n).value == pytest.approx(index(y, persons=n).value, rel=1e-6, abs=ATOL)


@every_index
@quick
@given(y=incomes, n=persons_of_six, factor=st.floats(0.01, 100))
def test_multiplying_the_persons_of_all_regions_changes_nothing(index, y, n, factor):
    assert index(y, persons=n * factor).value == pytest.approx(index(y, persons=n).value, rel=1e-6, abs=ATOL)


@every_index
@quick
@given(y=incomes)
def test_replicating_every_region_changes_nothing(index, y):
    twice = index(np.tile(y, 2), persons=None)

    assert twice.value == pytest.approx(index(y, persons=None).value, rel=1e-6, abs=ATOL)


@every_index
@quick
@given(y=incomes, n=persons_of_six)
def test_a_region_of_n_persons_counts_as_n_regions_of_one(index, y, n):
    each = index(np.repeat(y, n.astype(int)), persons=None)

    assert index(y, persons=n).value == pytest.approx(each.value, rel=1e-6, abs=ATOL)


@every_index
@quick
@given(y=incomes, n=persons_of_six, order=st.permutations(range(6)))
def test_the_order_of_regions_does_not_matter(index, y, n, order):
    assert index(y[order], persons=n[order]).value == pytest.approx(index(y, persons=n).value, rel=1e-6, abs=ATOL)


@every_index
@quick
@given(income=st.floats(0.01, 1e4), n=persons_of_six)
def test_equal_incomes_have_no_inequality(index, income, n):
    # abs: the mean of equal numbers can miss them by one rounding
    assert index(np.full(6, income), persons=n).value == pytest.approx(0.0, abs=ATOL)


@quick
@given(incomes, persons_of_six, arrays(int, 6, elements=st.integers(0, 2)))
def test_theil_is_the_inequality_within_groups_and_between_them(y, n, group):
    parts = theil_by_group(y, persons=n, groups=[str(g) for g in group])

    assert parts.within + parts.between == pytest.approx(parts.total, rel=1e-9, abs=ATOL)
    assert parts.total == theil(y, persons=n).value
    assert sum(parts.income_shares) == pytest.approx(1.0)
    assert parts.within == pytest.approx(np.dot(parts.income_shares, parts.theil_of_groups), abs=ATOL)


def test_groups_of_one_region_each_leave_nothing_within():
    parts = theil_by_group(np.array([1.0, 3.0]), persons=None, groups=["west", "east"])

    assert parts.within == 0.0
    assert parts.between == pytest.approx(parts.total)
    assert parts.groups == ("west", "east")
    assert parts.income_shares == (0.25, 0.75)
    assert parts.weighting == "regions"


def test_a_group_without_income_adds_nothing_within():
    parts = theil_by_group(np.array([0.0, 0.0, 1.0]), persons=None, groups=["a", "a", "b"])

    assert parts.theil_of_groups == (0.0, 0.0)
    assert parts.between == pytest.approx(np.log(3))
    assert parts.total == pytest.approx(np.log(3))


@pytest.mark.parametrize(("index", "value"), [(theil, np.log(2)), (gini, 0.5), (coefficient_of_variation, 1.0)])
def test_a_region_without_income_is_allowed_where_no_logarithm_of_it_is_needed(index, value):
    assert index(np.array([0.0, 1.0]), persons=None).value == pytest.approx(value)


@pytest.mark.parametrize("index", [variance_of_logs, mean_log_deviation, atkinson])
def test_an_income_of_zero_has_no_logarithm(index):
    with pytest.raises(InputError, match="must be > 0 for logarithms, got 0"):
        index(np.array([0.0, 1.0]), persons=None)


@every_index
def test_the_input_is_not_changed(index):
    per_head, persons = np.array([3.0, 1.0]), np.array([2.0, 4.0])

    index(per_head, persons=persons)

    assert per_head.tolist() == [3.0, 1.0]
    assert persons.tolist() == [2.0, 4.0]


@every_index
@pytest.mark.parametrize(
    ("per_head", "persons", "error", "message"),
    [
        ([[1.0], [2.0]], None, ShapeError, "two lists of one length"),
        ([1.0, 2.0], [1.0], ShapeError, r"one length, got \(2,\) and \(1,\)"),
        ([1.0, np.nan], None, MissingValueError, "per_head has 1 missing"),
        ([1.0, 2.0], [np.nan, 1.0], MissingValueError, "persons has 1 missing"),
        ([1.0, -2.0], None, InputError, "per_head must be finite and >= 0, got -2.0"),
        ([1.0, 2.0], [1.0, 0.0], InputError, r"persons above 0; empty at \[1\]"),
        ([1.0], None, MethodError, "at least 2 regions"),
        ([0.0, 0.0], None, MethodError, "an amount above 0"),
    ],
)
def test_what_has_no_inequality_is_refused(index, per_head, persons, error, message):
    with pytest.raises(error, match=message):
        index(np.array(per_head), persons=None if persons is None else np.array(persons))


def test_groups_of_another_length_are_refused():
    with pytest.raises(ShapeError, match="one group for each of 2 regions, got 1"):
        theil_by_group(np.array([1.0, 2.0]), persons=None, groups=["a"])
