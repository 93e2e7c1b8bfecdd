"""Fitness: updates by hand, the fixed point, convergence of order, what is refused."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.capability.fitness import fitness
from chiiki.errors import InputError, MethodError

quick = settings(max_examples=20, deadline=None, derandomize=True)

STAIRS = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], dtype=bool)


def drawn(seed):
    presence = np.random.default_rng(seed).random((10, 14)) < 0.5
    presence[0], presence[:, 0] = True, True
    return presence


def test_an_update_takes_the_fitness_before_or_the_new_one():
    # rtol: quotients of small whole numbers
    np.testing.assert_allclose(fitness(STAIRS, n_updates=1).fitness, [1.5, 1.0, 0.5], rtol=1e-12)
    np.testing.assert_allclose(fitness(STAIRS, n_updates=1).quality, np.array([2, 3, 6]) / 11 * 3, rtol=1e-12)
    new = 1 / np.array([1 / 1.5 + 1 + 2, 1 / 1.5 + 1, 1 / 1.5])
    np.testing.assert_allclose(fitness(STAIRS, n_updates=1, order="new").quality, new / new.mean(), rtol=1e-12)


@quick
@given(st.integers(0, 10_000))
def test_where_values_settle_they_are_a_fixed_point_whatever_the_order(seed):
    presence = drawn(seed)
    found, other = fitness(presence), fitness(presence, order="new")
    if found.cautions:
        assert found.n_updates >= 1000
        return
    renewed = presence @ found.quality
    quality = 1 / (presence.T @ (1 / found.fitness))

    # rtol: values that no longer move but for rounding
    np.testing.assert_allclose(found.fitness, renewed / renewed.mean(), rtol=1e-10)
    np.testing.assert_allclose(found.quality, quality / quality.mean(), rtol=1e-10)
    np.testing.assert_allclose(other.fitness, found.fitness, rtol=1e-9)


@quick
@given(st.integers(0, 10_000), st.permutations(range(10)))
def test_relabelling_relabels(seed, rows):
    presence = drawn(seed)

    # rtol: sums in another order, 20 times
    np.testing.assert_allclose(
        fitness(presence[rows], n_updates=20).fitness, fitness(presence, n_updates=20).fitness[rows], rtol=1e-9
    )


def test_values_that_fall_for_ever_keep_their_order_and_say_so():
    found = fitness(STAIRS)

    assert found.fitness.argsort().tolist() == [2, 1, 0]
    assert found.quality.argsort().tolist() == [0, 1, 2]
    assert [caution.code for caution in found.cautions] == ["rank-only"]
    assert found.log_fitness.argsort().tolist() == [2, 1, 0]
    assert np.isfinite(found.log_quality).all()


def test_values_on_their_way_to_settle_are_waited_for(monkeypatch):
    presence = drawn(3)
    settled = fitness(presence)
    monkeypatch.setattr(sys.modules[fitness.__module__], "AT_LEAST", 10)

    assert settled.cautions == ()
    assert fitness(presence).n_updates == settled.n_updates > 20


def test_equal_regions_have_equal_fitness():
    found = fitness(np.array([[1, 1, 0], [1, 1, 0], [1, 1, 1]], dtype=bool))

    assert found.fitness[0] == pytest.approx(found.fitness[1])


def test_an_order_that_has_not_converged_is_refused():
    with pytest.raises(MethodError, match=r"still changed in update \d+ of 3.*n_updates"):
        fitness(STAIRS, max_updates=3)


@pytest.mark.parametrize("options", [{"n_updates": 0}, {"max_updates": 0}])
def test_no_update_is_refused(options):
    with pytest.raises(InputError, match="at least one update"):
        fitness(STAIRS, **options)
