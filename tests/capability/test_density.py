"""Density: the definition, its variants, its bounds, what it refuses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis.extra.numpy import arrays

from chiiki.capability.density import density, weighted_density
from chiiki.capability.relatedness import proximity
from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError

quick = settings(max_examples=40, deadline=None, derandomize=True)

HAVING = np.array([[True, False, True], [False, True, False]])
NEAR = np.array([[1.0, 0.5, 0.25], [0.5, 1.0, 0.5], [0.25, 0.5, 1.0]])


def test_density_is_the_share_of_relatedness_without_the_activity_itself():
    # rtol: one quotient
    np.testing.assert_allclose(density(HAVING, NEAR), [[0.25 / 0.75, 1.0, 0.25 / 0.75], [0.5 / 0.75, 0.0, 0.5 / 0.75]])


def test_the_activity_itself_counts_where_asked():
    # rtol: one quotient
    np.testing.assert_allclose(density(HAVING, NEAR, own_field=True)[0], [1.25 / 1.75, 1.0 / 2.0, 1.25 / 1.75])


def test_all_can_be_called_100():
    # rtol: one product
    np.testing.assert_allclose(density(HAVING, NEAR, out_of=100.0), 100 * density(HAVING, NEAR), rtol=1e-12)


def test_weights_take_the_place_of_presence():
    ratios = np.array([[2.0, 0.5, 1.0]])

    # rtol: one quotient
    np.testing.assert_allclose(
        weighted_density(ratios, NEAR), [[(0.5 * 0.5 + 0.25) / 0.75, (1 + 0.5) / 1, (0.5 + 0.25) / 0.75]]
    )
    assert weighted_density(ratios, NEAR, own_field=True)[0, 1] == (1 + 0.5 + 0.5) / 2
    assert weighted_density(HAVING.astype(float), NEAR).tolist() == density(HAVING, NEAR).tolist()


@quick
@given(arrays(bool, (5, 6)))
def test_density_lies_between_0_and_1_and_is_1_for_who_has_everything(presence):
    presence[0] = True
    assume(presence.any(axis=0).all() and presence.any(axis=1).all())
    near = proximity(presence)
    found = density(presence, near)

    assert found.min() >= 0
    assert found.max() <= 1
    # atol: the same sum above and below
    np.testing.assert_allclose(found[0], 1.0, atol=1e-12)


def test_the_inputs_are_not_changed():
    near = NEAR.copy()

    density(HAVING, near)

    assert near.tolist() == NEAR.tolist()


def test_an_activity_that_is_related_to_nothing_is_refused():
    with pytest.raises(MethodError, match=r"activities at \[0, 1, 2\] are related to no other one"):
        density(HAVING, np.eye(3))


def test_proximity_of_other_activities_is_refused():
    with pytest.raises(ShapeError, match=r"must be 3 by 3 activities like presence, got shape \(2, 2\)"):
        density(HAVING, np.eye(2))


def test_weights_that_cannot_be_used_are_refused():
    with pytest.raises(MissingValueError, match="weights has 1 missing"):
        weighted_density(np.array([[np.nan, 1.0, 1.0]]), NEAR)
    with pytest.raises(ShapeError, match="3 by 3"):
        weighted_density(np.ones((1, 3)), np.eye(2))


@pytest.mark.parametrize(
    ("presence", "what"),
    [
        (np.ones((2, 2)), "True or False in each cell, got float64"),
        (np.zeros((1, 2), dtype=bool), r"every activity needs a region that has it; none at \[0, 1\]"),
        (np.array([[True, True], [False, False]]), r"every region needs an activity that it has; none at \[1\]"),
    ],
)
def test_what_is_no_table_of_presence_is_refused(presence, what):
    with pytest.raises(InputError, match=what):
        density(presence, np.ones((2, 2)))


def test_presence_of_one_dimension_is_refused():
    with pytest.raises(ShapeError, match=r"got shape \(2,\)"):
        density(np.array([True, False]), np.ones((2, 2)))
