"""Reflections: steps by hand, standard scores, when rounding takes over, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.capability.advantage import rca
from chiiki.capability.reflections import reflect, reflections
from chiiki.errors import InputError, MethodError
from seeded_tables import latent

STAIRS = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], dtype=bool)


def test_each_step_is_the_mean_of_the_other_side_before():
    rows, columns = reflect(STAIRS.astype(float), n_steps=2)

    assert rows[0].tolist() == [3, 2, 1]
    assert rows[1].tolist() == [2, 2.5, 3]
    assert columns[1].tolist() == [2, 2.5, 3]
    assert rows[2].tolist() == [2.5, 2.25, 2]


def test_regions_and_activities_are_standardised_at_their_steps():
    found = reflections(STAIRS, n_steps=2)

    assert found.eci.tolist() == [1.0, 0.0, -1.0]
    assert found.n_steps == 2
    assert found.diversity.tolist() == [3, 2, 1]
    assert found.ubiquity.tolist() == [3, 2, 1]
    assert found.cautions == ()
    values = np.array([2.25, 2.375, 2.5])  # means of 2.5, 2.25, 2 over 3, 2, 1 regions
    # atol: a few quotients
    np.testing.assert_allclose(found.pci, (values - values.mean()) / values.std(ddof=1), atol=1e-12)


def test_differences_that_only_rounding_makes_are_said():
    weak = rca(np.random.default_rng(2).lognormal(size=(47, 200))).specialised

    assert [caution.code for caution in reflections(weak, n_steps=30).cautions] == ["cancellation"]
    assert reflections(rca(latent(47, 200, seed=2) + 1e-3).specialised).cautions == ()


@pytest.mark.parametrize("n_steps", [0, 3])
def test_odd_steps_and_no_step_are_refused(n_steps):
    with pytest.raises(InputError, match=f"must be even and at least 2, got {n_steps}"):
        reflections(STAIRS, n_steps=n_steps)


def test_regions_that_are_all_alike_have_no_order():
    with pytest.raises(MethodError, match="all regions have the same value"):
        reflections(np.ones((3, 4), dtype=bool))
    with pytest.raises(MethodError, match="all regions have the same value"):
        reflections(np.ones((1, 4), dtype=bool))
