"""Advantage: the ratio itself, what leaves it unchanged, what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability.advantage import rca, rpca
from chiiki.errors import InputError, MissingValueError, ShapeError

GOLDEN = Path(__file__).parents[1] / "golden" / "capability"

quick = settings(max_examples=40, deadline=None, derandomize=True)
"""Few examples, the same ones each time, and no stopwatch: a busy machine is not a wrong number."""

amounts = arrays(float, (3, 4), elements=st.floats(1, 1e6))


def provinces():
    with (GOLDEN / "provinces.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return np.array([[float(cell) for cell in row[1:]] for row in rows])


def test_a_region_with_the_national_mix_has_ratio_one_everywhere():
    jobs = np.array([[2.0, 4.0], [3.0, 6.0]])

    result = rca(jobs)

    assert result.rca.tolist() == [[1.0, 1.0], [1.0, 1.0]]
    assert result.specialised.all()
    assert result.n_near_cut == 4
    assert not result.has_reference


def test_ratios_are_those_of_the_reference_implementation():
    stored = json.loads((GOLDEN / "provinces.json").read_text(encoding="utf-8"))["rca"]

    # rtol: quotients of sums of positive numbers
    np.testing.assert_allclose(rca(provinces()).rca, stored, rtol=1e-9)


def test_regions_are_compared_with_the_country_where_it_is_given():
    jobs = np.array([[30.0, 10.0]])

    result = rca(jobs, reference=np.array([50.0, 50.0]))

    assert result.rca.tolist() == [[1.5, 0.5]]
    assert result.specialised.tolist() == [[True, False]]
    assert result.has_reference


def test_an_activity_of_the_country_that_no_region_at_hand_has_is_zero():
    assert rca(np.array([[5.0, 0.0]]), reference=np.array([50.0, 50.0])).rca.tolist() == [[2.0, 0.0]]


def test_a_ratio_that_misses_the_cut_by_rounding_alone_counts_as_specialised():
    third = np.array([[0.1 + 0.2, 0.3], [0.3, 0.3]])

    result = rca(third)

    assert result.specialised.all()
    assert result.n_near_cut == 4


def test_the_input_is_not_changed():
    jobs, country = np.array([[30.0, 10.0]]), np.array([50.0, 50.0])

    rca(jobs, reference=country)

    assert jobs.tolist() == [[30.0, 10.0]]
    assert country.tolist() == [50.0, 50.0]


@quick
@given(amounts, st.floats(0.01, 100))
def test_the_unit_of_the_amounts_does_not_matter(x, factor):
    before, after = rca(x), rca(x * factor)

    # rtol: sums and quotients of positive numbers, no cancellation
    np.testing.assert_allclose(after.rca, before.rca, rtol=1e-9)


@quick
@given(amounts, st.permutations(range(3)), st.permutations(range(4)))
def test_relabelling_regions_and_activities_relabels_the_ratios(x, regions, activities):
    # rtol: only the order of sums changes
    np.testing.assert_allclose(rca(x[regions][:, activities]).rca, rca(x).rca[regions][:, activities], rtol=1e-9)


@quick
@given(amounts)
def test_the_country_given_or_summed_is_the_same(x):
    assert rca(x, reference=x.sum(axis=0)).rca.tolist() == rca(x).rca.tolist()


@quick
@given(amounts)
def test_ratios_weighted_by_national_shares_average_to_one(x):
    national = x.sum(axis=0) / x.sum()

    # rtol: a sum of four products
    np.testing.assert_allclose(rca(x).rca @ national, 1.0, rtol=1e-9)


@pytest.mark.parametrize(
    ("jobs", "what"),
    [([[0.0, 0.0], [1.0, 1.0]], r"every region .* \[0\]"), ([[1.0, 0.0], [1.0, 0.0]], r"every activity .* \[1\]")],
)
def test_an_empty_region_or_activity_is_refused_by_position(jobs, what):
    with pytest.raises(InputError, match=what):
        rca(np.array(jobs))


def test_a_missing_cell_is_refused_and_the_message_says_what_to_do():
    with pytest.raises(MissingValueError, match=r"amounts has 1 missing cells.*fill with 0"):
        rca(np.array([[1.0, np.nan], [1.0, 1.0]]))


def test_a_missing_cell_of_the_country_is_refused():
    with pytest.raises(MissingValueError, match="reference has 1 missing cells"):
        rca(np.ones((1, 2)), reference=np.array([np.nan, 1.0]))


def test_a_country_of_another_length_is_refused():
    with pytest.raises(ShapeError, match=r"one value for each of 2 activities, got shape \(3,\)"):
        rca(np.ones((1, 2)), reference=np.ones(3))


def test_a_country_without_what_a_region_has_is_refused():
    with pytest.raises(InputError, match=r"reference is 0 at activities \[1\].*same year and coding"):
        rca(np.ones((1, 2)), reference=np.array([5.0, 0.0]))


def test_an_activity_that_neither_the_country_nor_a_region_has_is_refused():
    with pytest.raises(InputError, match=r"every activity needs an amount above 0; empty at \[1\]"):
        rca(np.array([[1.0, 0.0]]), reference=np.array([5.0, 0.0]))


def test_the_symmetric_ratio_is_0_at_the_cut_and_runs_from_minus_1():
    result = rca(np.array([[30.0, 10.0, 0.0], [10.0, 30.0, 40.0]]))

    assert result.symmetric[0].tolist() == [(2.25 - 1) / (2.25 + 1), (0.75 - 1) / (0.75 + 1), -1.0]
    assert rca(np.array([[1.0, 2.0]])).symmetric.tolist() == [[0.0, 0.0]]


def test_amounts_per_head_are_compared_with_the_amount_per_head_of_all():
    result = rpca(np.array([[30.0, 10.0], [10.0, 30.0]]), population=np.array([100.0, 300.0]))

    assert result.per_head
    assert not rca(np.ones((1, 2))).per_head
    # rtol: one quotient
    np.testing.assert_allclose(result.rca, [[3.0, 1.0], [1 / 3, 1.0]], rtol=1e-12)


def test_a_region_without_any_amount_has_ratio_0_per_head():
    assert rpca(np.array([[0.0, 0.0], [1.0, 2.0]]), population=np.array([5.0, 5.0])).rca.tolist() == [[0, 0], [2, 2]]


@quick
@given(amounts)
def test_where_every_region_has_as_much_per_head_both_ratios_agree(x):
    # rtol: sums and quotients of positive numbers
    np.testing.assert_allclose(rpca(x, population=x.sum(axis=1)).rca, rca(x).rca, rtol=1e-9)


@pytest.mark.parametrize(
    ("population", "error", "what"),
    [
        (np.ones(3), ShapeError, r"one value for each of 1 regions, got shape \(3,\)"),
        (np.zeros(1), InputError, r"every region needs an amount above 0; empty at \[0\]"),
        (np.array([np.nan]), MissingValueError, "population has 1 missing"),
    ],
)
def test_a_population_that_cannot_be_used_is_refused(population, error, what):
    with pytest.raises(error, match=what):
        rpca(np.ones((1, 2)), population=population)


def test_an_activity_that_no_region_has_is_refused_per_head_too():
    with pytest.raises(InputError, match=r"every activity needs an amount above 0; empty at \[1\]"):
        rpca(np.array([[1.0, 0.0]]), population=np.array([5.0]))
