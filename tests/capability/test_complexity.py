"""Complexity: the second eigenvector, its sign and scale, pieces, what it refuses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chiiki.capability.advantage import rca
from chiiki.capability.complexity import complexity
from chiiki.capability.kernels import components
from chiiki.capability.reflections import reflections
from chiiki.errors import InputError, MethodError
from seeded_tables import latent

quick = settings(max_examples=30, deadline=None, derandomize=True)

STAIRS = np.array([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]], dtype=bool)
BLOCKS = np.kron(np.eye(2, dtype=bool), STAIRS)


def drawn(seed):
    """Draw a connected table: the first from this seed on."""
    presence = rca(latent(12, 20, seed=seed) + 1e-3).specialised
    return drawn(seed + 1) if components(presence)[0].max() else presence


def walk(presence):
    table = presence.astype(float)
    return (table / table.sum(axis=1, keepdims=True)) @ (table / table.sum(axis=0)).T


def by_numpy(presence):
    values, vectors = np.linalg.eig(walk(presence))
    return vectors[:, np.argsort(values.real)[-2]].real, np.sort(values.real)[-2]


@pytest.mark.parametrize("seed", range(6))
def test_eci_is_the_second_eigenvector_of_the_random_walk(seed):
    presence = drawn(seed)
    vector, value = by_numpy(presence)
    found = complexity(presence)

    # tolerances: two solvers on a well separated eigenvalue
    assert abs(np.corrcoef(found.eci, vector)[0, 1]) == pytest.approx(1, abs=1e-12)
    assert found.eigenvalue == pytest.approx(value, abs=1e-12)


def test_pci_is_the_mean_eci_of_an_activitys_regions_on_a_scale_of_its_own():
    presence = drawn(3)
    found = complexity(presence)
    mean = (presence.T @ found.eci) / found.ubiquity

    # atol: standardised means
    np.testing.assert_allclose(found.pci, (mean - mean.mean()) / mean.std(ddof=1), atol=1e-9)


def test_both_have_mean_0_and_the_deviation_asked_for():
    presence = drawn(3)
    sample, population = complexity(presence), complexity(presence, deviation="population")

    # atol: sums of a few values around 1
    for side in ("eci", "pci"):
        assert getattr(sample, side).mean() == pytest.approx(0, abs=1e-12)
        assert getattr(sample, side).std(ddof=1) == pytest.approx(1, abs=1e-12)
        assert getattr(population, side).std() == pytest.approx(1, abs=1e-12)


def test_on_the_scale_of_eci_a_region_is_the_mean_of_its_activities():
    presence = drawn(4)
    found = complexity(presence, pci_scale="eci")

    # atol: means of a few values around 1
    np.testing.assert_allclose(presence @ found.pci / found.diversity, found.eci, atol=1e-9)
    np.testing.assert_allclose(found.eci, complexity(presence).eci, atol=1e-9)


@quick
@given(st.integers(0, 10_000))
def test_eci_rises_with_diversity_and_pci_follows_it(seed):
    presence = drawn(seed)
    found = complexity(presence)
    agreement = np.corrcoef(found.eci, found.diversity)[0, 1]

    assert agreement >= 0
    assert (agreement < 0.1) == bool(found.cautions)
    assert np.corrcoef(found.pci, presence.T @ found.eci / found.ubiquity)[0, 1] == pytest.approx(1)


@quick
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_relabelling_relabels(seed, random):
    presence = drawn(seed)
    assume(not complexity(presence).cautions)
    rows, columns = (random.sample(range(n), n) for n in presence.shape)
    before, after = complexity(presence), complexity(presence[rows][:, columns])

    # atol: eigenvectors of matrices in another order
    np.testing.assert_allclose(after.eci, before.eci[rows], atol=1e-7)
    np.testing.assert_allclose(after.pci, before.pci[columns], atol=1e-7)


def test_reflections_end_in_the_order_of_the_eigenvector():
    presence = rca(latent(47, 300)).specialised
    correlations = [
        abs(np.corrcoef(complexity(presence).eci, reflections(presence, n_steps=n).eci)[0, 1]) for n in (10, 20, 40)
    ]

    assert correlations == sorted(correlations)
    assert correlations[-1] > 0.9  # the third eigenvalue is .26 beside .31, so it takes many steps


def test_stairs_are_ordered_by_height():
    found = complexity(STAIRS)

    assert found.eci.argsort().tolist() == [3, 2, 1, 0]
    assert found.pci.argsort().tolist() == [0, 1, 2, 3]
    assert found.diversity.tolist() == [4, 3, 2, 1]
    assert found.ubiquity.tolist() == [4, 3, 2, 1]
    assert found.cautions == ()


def test_a_sign_that_diversity_does_not_settle_is_said():
    ring = np.array([[1, 1, 0, 0, 0], [1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 0, 1, 1]], dtype=bool)

    assert [caution.code for caution in complexity(ring).cautions] == ["weak-sign"]


def test_a_table_in_pieces_is_refused():
    with pytest.raises(MethodError, match="falls into 2 pieces that share no activity"):
        complexity(BLOCKS)


def test_the_largest_piece_has_values_and_the_rest_has_none():
    table = np.zeros((7, 7), dtype=bool)
    table[3:, 3:], table[:3, :3] = STAIRS, STAIRS[1:, :3]
    found = complexity(table, component="largest")

    assert np.isnan(found.eci).tolist() == [True] * 3 + [False] * 4
    # atol: one solver
    np.testing.assert_allclose(found.eci[3:], complexity(STAIRS).eci, atol=1e-12)
    assert found.diversity.tolist() == [3, 2, 1, 4, 3, 2, 1]
    assert [caution.code for caution in found.cautions] == ["component"]
    assert "4 of 7 regions" in found.cautions[0].message


def test_each_piece_has_values_by_itself_unless_it_is_too_small():
    table = np.zeros((9, 9), dtype=bool)
    table[:8, :8], table[8, 8] = BLOCKS, True
    found = complexity(table, component="each")

    # atol: one solver
    np.testing.assert_allclose(found.eci[:8], np.tile(complexity(STAIRS).eci, 2), atol=1e-12)
    assert np.isnan(found.eci[8])
    assert "3 pieces" in found.cautions[0].message
    assert "2 of them have values" in found.cautions[0].message


def test_pieces_that_are_all_too_small_are_refused():
    with pytest.raises(MethodError, match="none of the 3 pieces"):
        complexity(np.eye(3, dtype=bool), component="each")
    with pytest.raises(MethodError, match="at least three regions and three activities, got 1 by 1"):
        complexity(np.eye(3, dtype=bool), component="largest")


def test_two_regions_and_an_eigenvalue_that_is_not_single_are_refused():
    with pytest.raises(MethodError, match="at least three regions and three activities, got 2 by 3"):
        complexity(np.array([[True, True, False], [False, True, True]]))
    with pytest.raises(MethodError, match="not single"):
        complexity(np.roll(np.eye(5, dtype=bool), 1, axis=1) | np.eye(5, dtype=bool))


def test_presence_is_checked_at_the_door():
    with pytest.raises(InputError, match="True or False"):
        complexity(STAIRS.astype(float))
