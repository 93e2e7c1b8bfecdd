"""Null model: the sums it keeps, bicm's probabilities, and which pairs are more than chance."""

from __future__ import annotations

import json
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability import null_model
from chiiki.capability.null_model import configuration_model, validated_projection
from chiiki.errors import InputError, MethodError, MissingExtraError

MODEL = json.loads(
    (Path(__file__).parents[1] / "golden" / "capability" / "significance_py.json").read_text(encoding="utf-8")
)["model"]
PRESENCE = np.array(MODEL["presence"], dtype=bool)

tables = arrays(bool, (6, 7), elements=st.booleans())


def test_probabilities_are_those_of_bicm():
    model = configuration_model(PRESENCE)

    # atol: both stop where sums are met to some 1e-13
    np.testing.assert_allclose(model.probabilities, MODEL["probabilities"], atol=1e-8)
    assert model.largest_error < 1e-8


@settings(max_examples=25, deadline=None, derandomize=True)
@given(tables)
def test_expected_sums_are_the_observed_ones(presence):
    assume(presence.any(axis=0).all())
    assume(presence.any(axis=1).all())

    model = configuration_model(presence)

    # atol: asked of the solver
    np.testing.assert_allclose(model.probabilities.sum(axis=1), presence.sum(axis=1), atol=1e-8)
    np.testing.assert_allclose(model.probabilities.sum(axis=0), presence.sum(axis=0), atol=1e-8)
    assert model.probabilities.min() >= 0
    assert model.probabilities.max() <= 1 + 1e-12


def test_regions_of_one_diversity_have_the_same_probabilities():
    probabilities = configuration_model(PRESENCE).probabilities
    first, second = np.flatnonzero(PRESENCE.sum(axis=1) == np.bincount(PRESENCE.sum(axis=1)).argmax())[:2]

    assert probabilities[first].tolist() == probabilities[second].tolist()


def test_a_nested_table_is_certain_cell_by_cell():
    nested = np.tri(5, dtype=bool)

    model = configuration_model(nested)

    assert model.probabilities.tolist() == nested.astype(float).tolist()
    assert model.n_steps == 0


def test_relabelling_relabels_the_probabilities():
    order = np.random.default_rng(1).permutation(len(PRESENCE))

    moved = configuration_model(PRESENCE[order]).probabilities

    # rtol: only the order of sums changes
    np.testing.assert_allclose(moved, configuration_model(PRESENCE).probabilities[order], rtol=1e-9)


def test_a_table_that_the_solver_cannot_finish_is_refused(monkeypatch):
    monkeypatch.setattr(null_model, "MOST_STEPS", 1)

    with pytest.raises(MethodError, match=r"still miss the observed ones by .* after 1 steps"):
        configuration_model(PRESENCE)


@pytest.mark.parametrize("tail", ["exact", "poisson"])
def test_probabilities_of_pairs_are_those_of_bicm(tail):
    # atol: bicm adds up the exact sum by Fourier transform, to some 1e-15
    np.testing.assert_allclose(validated_projection(PRESENCE, tail=tail).p_values, MODEL[tail], atol=1e-10)


def test_validated_pairs_are_those_of_bicm():
    result = validated_projection(PRESENCE)

    assert np.argwhere(np.triu(result.validated)).tolist() == MODEL["validated"]
    assert (result.validated == result.validated.T).all()
    assert (result.adjusted >= result.p_values - 1e-15).all()
    assert result.level == 0.05
    assert result.tail == "exact"


def test_the_normal_approximation_is_near_where_pairs_meet_often():
    presence = np.random.default_rng(3).random((400, 5)) < 0.5
    presence = presence[presence.any(axis=1)]

    near, exact = validated_projection(presence, tail="normal"), validated_projection(presence)

    # atol: skewness of a sum of 400 trials
    np.testing.assert_allclose(near.p_values, exact.p_values, atol=0.002)


def test_an_exact_tail_is_the_sum_over_all_ways_to_meet():
    presence = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 0]], dtype=bool)
    p = configuration_model(presence).probabilities
    shares = p[:, 0] * p[:, 1]
    ways = [way for way in product([0, 1], repeat=4) if sum(way) >= 2]
    expected = sum(np.prod(np.where(way, shares, 1 - shares)) for way in ways)

    # rel: sums of eleven products
    assert validated_projection(presence).p_values[0, 1] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("tail", ["exact", "normal"])
def test_pairs_that_are_certain_are_no_surprise(tail):
    certain = np.tri(4, dtype=bool)

    assert validated_projection(certain, tail=tail).p_values.tolist() == np.ones((4, 4)).tolist()


def test_blocks_do_not_change_the_result(monkeypatch):
    whole = validated_projection(PRESENCE).p_values
    monkeypatch.setattr(null_model, "BLOCK", 100)

    assert validated_projection(PRESENCE).p_values.tolist() == whole.tolist()


@pytest.mark.parametrize("changed", [{"level": 0.0}, {"level": 1.0}, {"tail": "binomial"}])
def test_a_level_or_tail_that_is_none_is_refused(changed):
    with pytest.raises(InputError, match="level must be above 0 and below 1, tail one of exact, poisson, normal"):
        validated_projection(PRESENCE, **changed)


def test_an_empty_region_is_refused():
    with pytest.raises(InputError, match="every region needs an activity"):
        configuration_model(np.array([[True, True], [False, False]]))


def test_an_approximation_without_scipy_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy", None)

    with pytest.raises(MissingExtraError, match=r"need the extra stats.*or take tail='exact'"):
        validated_projection(PRESENCE, tail="normal")
