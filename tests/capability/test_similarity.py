"""Similarity: two measures, who is nearest and why, and what happens when regions tie."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability.similarity import cosine_similarity, krugman_distance, shared_specialisations
from chiiki.errors import InputError, MethodError

GOLDEN = Path(__file__).parents[1] / "golden" / "capability"

quick = settings(max_examples=40, deadline=None, derandomize=True)
"""Few examples, the same ones each time, and no stopwatch: a busy machine is not a wrong number."""

amounts = arrays(float, (4, 3), elements=st.floats(1, 1e6))
both = pytest.mark.parametrize("measure", [cosine_similarity, krugman_distance])


def provinces():
    with (GOLDEN / "provinces.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return np.array([[float(cell) for cell in row[1:]] for row in rows])


@pytest.mark.parametrize(("measure", "name"), [(cosine_similarity, "cosine"), (krugman_distance, "krugman")])
def test_values_are_those_of_the_reference_implementation(measure, name):
    stored = np.array(json.loads((GOLDEN / "provinces.json").read_text(encoding="utf-8"))[name])

    result = measure(provinces())

    assert result.measure == name
    # atol: shares are at most 1, so sums of 22 of them differ by a few 1e-16
    np.testing.assert_allclose(result.values[: len(stored)], stored, rtol=1e-9, atol=1e-14)


def test_the_same_mix_and_nothing_in_common_are_the_ends_of_the_scales():
    jobs = np.array([[1.0, 1.0, 0.0], [2.0, 2.0, 0.0], [0.0, 0.0, 9.0]])

    assert cosine_similarity(jobs).values.round(12).tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert krugman_distance(jobs).values.tolist() == [[0, 0, 2], [0, 0, 2], [2, 2, 0]]


@quick
@given(amounts)
def test_both_measures_are_symmetric_and_stay_on_their_scale(x):
    cosine, krugman = cosine_similarity(x).values, krugman_distance(x).values

    # atol: sums of three shares in another order
    np.testing.assert_allclose(cosine, cosine.T, atol=1e-14)
    np.testing.assert_allclose(krugman, krugman.T, atol=1e-14)
    assert (cosine >= 0).all()
    assert (cosine <= 1).all()
    assert (krugman >= 0).all()
    assert (krugman <= 2 + 1e-12).all()
    assert np.diag(cosine).tolist() == [1.0] * 4
    assert np.diag(krugman).tolist() == [0.0] * 4


@both
@quick
@given(x=amounts, sizes=arrays(float, (4, 1), elements=st.floats(0.01, 100)))
def test_the_size_of_a_region_does_not_matter(measure, x, sizes):
    # atol: shares are recomputed from other sums
    np.testing.assert_allclose(measure(x * sizes).values, measure(x).values, atol=1e-12)


@both
@quick
@given(x=amounts, order=st.permutations(range(4)))
def test_relabelling_regions_relabels_the_values(measure, x, order):
    # atol: products of matrices may sum in another order
    np.testing.assert_allclose(measure(x[order]).values, measure(x).values[order][:, order], atol=1e-14)


@both
@quick
@given(x=amounts)
def test_contributions_of_activities_sum_to_the_measure(measure, x):
    result = measure(x)

    # atol: a sum of three parts of at most 1
    assert result.contributions(0, other=1).sum() == pytest.approx(result.values[0, 1], abs=1e-12)


@both
def test_the_nearest_region_comes_first_and_a_region_is_not_its_own_neighbour(measure):
    jobs = np.array([[8.0, 2.0], [2.0, 8.0], [7.0, 3.0], [5.0, 5.0]])

    found = measure(jobs).most_similar(0, n=2)

    assert [place.region for place in found.nearest] == [2, 3]
    assert [place.rank for place in found.nearest] == [1, 2]
    assert [place.is_tied for place in found.nearest] == [False, False]
    assert found.left_out_by_tie == ()


@both
def test_regions_that_tie_keep_the_order_of_the_input_and_those_cut_off_are_named(measure):
    jobs = np.array([[5.0, 5.0], [6.0, 2.0], [2.0, 6.0], [9.0, 3.0], [1.0, 9.0]])

    found = measure(jobs).most_similar(0, n=2)

    assert [place.region for place in found.nearest] == [1, 2]
    assert [place.rank for place in found.nearest] == [1, 1]
    assert all(place.is_tied for place in found.nearest)
    assert found.left_out_by_tie == (3,)


@both
def test_asking_for_more_regions_than_there_are_gives_all_others(measure):
    found = measure(np.array([[1.0, 2.0], [2.0, 1.0]])).most_similar(1, n=9)

    assert [place.region for place in found.nearest] == [0]


@pytest.mark.parametrize("region", [-1, 2])
def test_a_region_that_is_not_there_is_refused(region):
    jobs = np.ones((2, 2))
    message = f"no region at position {region}; positions run from 0 to 1"

    with pytest.raises(InputError, match=message):
        cosine_similarity(jobs).most_similar(region, n=1)
    with pytest.raises(InputError, match=message):
        krugman_distance(jobs).contributions(0, other=region)
    with pytest.raises(InputError, match=message):
        shared_specialisations(jobs, region=0, other=region)


def test_asking_for_no_neighbour_is_refused():
    with pytest.raises(InputError, match="n must be at least 1, got 0"):
        krugman_distance(np.ones((2, 2))).most_similar(0, n=0)


def test_one_region_alone_resembles_nobody():
    with pytest.raises(MethodError, match="at least one other region"):
        krugman_distance(np.ones((1, 2))).most_similar(0, n=1)


def test_shared_specialisations_are_ordered_by_what_both_have_above_the_country():
    jobs = np.array([[40.0, 30.0, 20.0, 10.0], [50.0, 30.0, 10.0, 10.0]])
    country = np.array([300.0, 100.0, 300.0, 300.0])

    found = shared_specialisations(jobs, region=0, other=1, reference=country)

    assert [(place.activity, place.share, place.other_share) for place in found] == [(1, 0.3, 0.3), (0, 0.4, 0.5)]
    # abs: differences of shares below 1
    assert [place.shared_excess for place in found] == pytest.approx([0.2, 0.1], abs=1e-12)
    assert [place.rca for place in found] == pytest.approx([3.0, 4 / 3])
    assert [place.other_rca for place in found] == pytest.approx([3.0, 5 / 3])


def test_shared_specialisations_that_tie_keep_the_order_of_the_input():
    jobs = np.array([[4.0, 4.0, 2.0], [4.0, 4.0, 2.0]])

    found = shared_specialisations(jobs, region=0, other=1, reference=np.array([3.0, 3.0, 4.0]))

    assert [place.activity for place in found] == [0, 1]


def test_regions_with_opposite_specialisations_share_none():
    assert shared_specialisations(np.array([[3.0, 1.0], [1.0, 3.0]]), region=0, other=1) == ()
