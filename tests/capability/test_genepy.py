"""GENEPY: by its formula, what leaves it unchanged, what it refuses."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from chiiki.capability.advantage import rca
from chiiki.capability.genepy import genepy
from chiiki.errors import MethodError
from seeded_tables import latent

STAIRS = np.array([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]], dtype=bool)
PRESENCE = rca(latent(15, 25, seed=8) + 1e-3).specialised


def by_loops(presence, side):
    n_regions, n_fields = presence.shape
    diversity = presence.sum(axis=1)
    weighted = [sum(presence[r, a] / diversity[r] for r in range(n_regions)) for a in range(n_fields)]
    weights = np.array(
        [[presence[r, a] / diversity[r] / weighted[a] for a in range(n_fields)] for r in range(n_regions)]
    )
    sides = weights if side == "regions" else weights.T
    near = np.array([[0.0 if i == j else float(a @ b) for j, b in enumerate(sides)] for i, a in enumerate(sides)])
    values, vectors = np.linalg.eig(near)
    first, second = np.argsort(values.real)[::-1][:2]
    share = sum(values[i].real * vectors[:, i].real ** 2 for i in (first, second))
    return share**2 + 2 * sum(values[i].real ** 2 * vectors[:, i].real ** 2 for i in (first, second))


@pytest.mark.parametrize("presence", [STAIRS, PRESENCE])
def test_genepy_is_its_formula(presence):
    found = genepy(presence)

    # atol: two solvers
    np.testing.assert_allclose(found.regions, by_loops(presence, "regions"), atol=1e-10)
    np.testing.assert_allclose(found.activities, by_loops(presence, "fields"), atol=1e-10)
    assert found.fields is found.activities


def test_relabelling_relabels():
    order = np.random.default_rng(1).permutation(15)

    # atol: eigenvectors of matrices in another order
    np.testing.assert_allclose(genepy(PRESENCE[order]).regions, genepy(PRESENCE).regions[order], atol=1e-10)


def test_leading_can_be_by_size():
    by_size = genepy(STAIRS, leading="size").of_regions

    assert by_size.eigenvalues[1] < 0 < by_size.eigenvalues[0]
    assert genepy(PRESENCE, leading="size").of_regions.vectors.shape == (15, 2)


def test_large_tables_are_solved_step_by_step(monkeypatch):
    whole, module = genepy(PRESENCE), sys.modules[genepy.__module__]
    monkeypatch.setattr(module, "FEW", 3)
    stepped = genepy(PRESENCE)

    # atol: two solvers
    np.testing.assert_allclose(stepped.regions, whole.regions, atol=1e-11)
    np.testing.assert_allclose(stepped.activities, whole.activities, atol=1e-11)
    np.testing.assert_allclose(stepped.of_regions.eigenvalues, whole.of_regions.eigenvalues, atol=1e-11)
    monkeypatch.setattr(module, "leading_outside", lambda *_, **__: None)
    assert genepy(PRESENCE).regions.tolist() == whole.regions.tolist()


def test_small_tables_and_equal_directions_are_refused():
    with pytest.raises(MethodError, match="at least three regions and three activities, got 2 by 3"):
        genepy(np.ones((2, 3), dtype=bool))
    with pytest.raises(MethodError, match="no distinguished second direction"):
        genepy(np.ones((4, 4), dtype=bool))
