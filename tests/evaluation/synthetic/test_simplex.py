"""Least squares over the simplex: optimality, brute force, invariances, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.errors import MethodError, MissingValueError, ShapeError
from chiiki.evaluation.synthetic.simplex import simplex_least_squares

SLACK = 1e-10
"""Gradients are sums of some forty products of numbers near 1."""

quick = settings(max_examples=40, deadline=None, derandomize=True)
cells = st.floats(-10, 10).map(lambda x: round(x, 3))


def problem(seed, *, n_rows, n_columns, n=1):
    generator = np.random.default_rng(seed)
    return generator.normal(size=(n_rows, n_columns)), generator.normal(size=(n, n_rows)) * 2.0


def check_optimal(design, target, weights, *, ridge=0.0, allowed=None):
    """The conditions of Karush, Kuhn and Tucker, which a convex problem's optimum alone fulfils."""
    gradient = design.T @ (design @ weights - target) + ridge * weights
    may = np.ones(len(weights), dtype=bool) if allowed is None else allowed
    assert weights.min() >= 0.0
    assert weights.sum() == pytest.approx(1.0, abs=1e-12)
    assert not weights[~may].any()
    multiplier = weights @ gradient
    assert gradient[may].min() >= multiplier - SLACK  # no other column would lower the loss
    assert gradient[weights > 0] == pytest.approx(multiplier, abs=SLACK)


@pytest.mark.parametrize(("n_rows", "n_columns"), [(3, 2), (12, 46), (19, 38), (40, 10), (1, 5), (5, 1)])
@pytest.mark.parametrize("ridge", [0.0, 0.5])
def test_many_problems_side_by_side_are_each_at_their_optimum(n_rows, n_columns, ridge):
    design, targets = problem(7, n_rows=n_rows, n_columns=n_columns, n=30)
    allowed = np.random.default_rng(1).random((30, n_columns)) > 0.2
    allowed[:, 0] = True

    found = simplex_least_squares(design, targets, ridge=ridge, allowed=allowed)

    for row, target in enumerate(targets):
        check_optimal(design, target, found.weights[row], ridge=ridge, allowed=allowed[row])
    assert np.abs(found.gap).max() < 1e-10


def test_three_donors_agree_with_all_mixtures_of_a_fine_grid():
    design, targets = problem(3, n_rows=6, n_columns=3, n=5)
    steps = np.arange(201) / 200
    grid = np.array([(a, b, 1.0 - a - b) for a in steps for b in steps if a + b <= 1.0 + 1e-12])

    found = simplex_least_squares(design, targets).weights

    for target, weights in zip(targets, found, strict=True):
        losses = np.sum((design @ grid.T - target[:, None]) ** 2, axis=0)
        assert np.sum((design @ weights - target) ** 2) <= losses.min() + 1e-12
        assert np.abs(weights - grid[np.argmin(losses)]).max() < 0.02  # a few grid steps of 0.005: the loss is flat


@quick
@given(arrays(float, (4, 5), elements=cells), arrays(float, 4, elements=cells))
def test_degenerate_columns_end_at_an_optimum_too(design, target):
    found = simplex_least_squares(design, target[None])

    size = max(float(np.sum(design**2, axis=0).max()), float(target @ target), 1.0)
    assert found.weights[0].sum() == pytest.approx(1.0, abs=1e-9)
    assert found.weights.min() >= 0
    assert found.gap[0] <= 1e-9 * size


@quick
@given(st.integers(0, 10_000), st.permutations(range(6)), st.floats(0.01, 100), st.floats(-50, 50))
def test_order_unit_and_common_level_change_nothing(seed, order, factor, level):
    design, targets = problem(seed, n_rows=9, n_columns=6)
    base = simplex_least_squares(design, targets).weights[0]

    moved = simplex_least_squares(design[:, order] * factor + level, targets * factor + level).weights[0]

    assert moved == pytest.approx(base[list(order)], abs=1e-7)  # a level of 50 costs four digits


def test_one_design_for_each_problem_is_the_same_as_alone():
    designs = np.stack([problem(seed, n_rows=8, n_columns=12)[0] for seed in range(6)])
    targets = problem(9, n_rows=8, n_columns=1, n=6)[1]

    together = simplex_least_squares(designs, targets).weights

    alone = [simplex_least_squares(a, b[None]).weights[0] for a, b in zip(designs, targets, strict=True)]
    assert together == pytest.approx(np.stack(alone), abs=1e-12)


@pytest.mark.parametrize("guess", [0.1, 0.5, 1.0])
def test_a_guess_of_the_support_changes_nothing(guess):
    design, targets = problem(5, n_rows=10, n_columns=20, n=8)
    start = np.random.default_rng(2).random((8, 20)) < guess

    found = simplex_least_squares(design, targets, start=start).weights

    assert found == pytest.approx(simplex_least_squares(design, targets).weights, abs=1e-10)


def test_columns_that_coincide_are_no_obstacle():
    column = np.array([1.0, 2.0, 3.0])

    found = simplex_least_squares(np.stack([column, column, column], axis=1), np.array([[0.0, 0.0, 0.0]]))

    assert found.weights.sum() == pytest.approx(1.0)


def test_what_cannot_be_solved_is_refused():
    with pytest.raises(ShapeError, match=r"problems by 3 rows, as the design \(3, 2\); got \(1, 2\)"):
        simplex_least_squares(np.ones((3, 2)), np.ones((1, 2)))
    with pytest.raises(MissingValueError, match="missing or infinite"):
        simplex_least_squares(np.array([[1.0, np.nan]]), np.ones((1, 1)))
    with pytest.raises(MethodError, match="problem 1 has no column"):
        simplex_least_squares(np.ones((1, 2)), np.ones((2, 1)), allowed=np.array([[True, True], [False, False]]))
