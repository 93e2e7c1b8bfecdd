"""Whether other mixtures fit as well: unique, alike donors, and targets within the donors."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.evaluation.synthetic.simplex import simplex_least_squares
from chiiki.evaluation.synthetic.solutions import most_even_mixture


def solved(design, target):
    return simplex_least_squares(design, target[None]).weights[0]


def test_a_target_outside_the_donors_has_one_mixture():
    generator = np.random.default_rng(0)
    design, target = generator.normal(size=(6, 10)), np.full(6, 5.0)
    weights = solved(design, target)

    found = most_even_mixture(design, target, weights)

    assert found.is_unique
    assert found.weights is weights


@pytest.mark.parametrize(("n_rows", "n_columns"), [(1, 3), (3, 20), (5, 30)])
def test_a_target_within_more_donors_than_periods_has_many_and_the_most_even_is_shown(n_rows, n_columns):
    generator = np.random.default_rng(n_columns)
    design = generator.normal(size=(n_rows, n_columns))
    target = design @ generator.dirichlet(np.ones(n_columns))
    order = generator.permutation(n_columns)

    found = most_even_mixture(design, target, solved(design, target))
    moved = most_even_mixture(design[:, order], target, solved(design[:, order], target))

    assert not found.is_unique
    assert design @ found.weights == pytest.approx(target, abs=1e-10)
    assert found.weights.min() >= 0
    for shares in (solved(design, target), generator.dirichlet(np.ones(n_columns))):
        others = most_even_mixture(design, target, shares if np.allclose(design @ shares, target) else found.weights)
        assert found.weights @ found.weights <= others.weights @ others.weights + 1e-12
    assert moved.weights == pytest.approx(found.weights[order], abs=1e-9)


def test_two_donors_that_are_alike_share_their_weight():
    design = np.array([[0.0, 4.0, 4.0], [0.0, 1.0, 1.0]])

    found = most_even_mixture(design, np.array([2.0, 0.0]), solved(design, np.array([2.0, 0.0])))

    assert not found.is_unique
    assert found.weights[1] == pytest.approx(found.weights[2], abs=1e-12)


def test_a_donor_on_the_edge_of_the_optimum_that_cannot_take_part_leaves_it_unique():
    design = np.array([[1.0, 3.0]])  # the target is the first donor; the second would need a partner below

    assert most_even_mixture(design, np.array([1.0]), np.array([1.0, 0.0])).is_unique


def test_a_target_that_is_a_donor_and_a_mixture_of_others_has_many():
    design = np.array([[1.0, 0.0, 2.0], [1.0, 0.0, 2.0]])

    found = most_even_mixture(design, np.array([1.0, 1.0]), np.array([1.0, 0.0, 0.0]))

    assert not found.is_unique
    assert found.weights == pytest.approx([1 / 3, 1 / 3, 1 / 3], abs=1e-9)
