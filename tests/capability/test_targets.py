"""Targets: where a strategy's own activities stand, what carries them and what is missing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.capability.advantage import rca
from chiiki.capability.opportunity import opportunities
from chiiki.capability.relatedness import proximity
from chiiki.capability.targets import place_targets
from chiiki.errors import InputError

quick = settings(max_examples=25, deadline=None, derandomize=True)

HAVING = np.array([[1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [0, 0, 1, 1, 1], [1, 1, 1, 1, 1]], dtype=bool)


def found(presence=HAVING):
    return opportunities(presence, proximity(presence), size=np.arange(1.0, presence.shape[1] + 1))


def test_a_target_that_the_region_has_is_said_to_be_one_and_has_no_rank():
    (target,) = place_targets(found(), region=0, activities=[1])

    assert target.is_specialised
    assert (target.density_rank, target.percentile) == (None, None)


def test_an_open_target_is_ranked_among_the_options_of_the_region():
    near, far = place_targets(found(), region=0, activities=[2, 4])

    assert (near.density_rank, near.percentile) == (1, 1.0)
    assert (far.density_rank, far.percentile) == (2, pytest.approx(2 / 3))
    assert (near.activity, near.complexity, near.size) == (2, 0.25, 3.0)


def test_what_is_missing_is_named_largest_first_and_only_as_many_as_asked_for():
    (target,) = place_targets(found(), region=0, activities=[3], n_related=1)

    # φ of activity 3 with 0, 1, 2, 4: 1/2, 1/3, 2/3, 1; the sum is 5/2
    assert [(part.activity, part.share) for part in target.lacks] == [(4, pytest.approx(0.4))]
    assert [(part.activity, part.share) for part in target.builds_on] == [(0, pytest.approx(0.2))]


@quick
@given(st.integers(0, 10_000))
def test_what_carries_a_target_sums_to_its_density_and_what_it_lacks_to_the_rest(seed):
    presence = rca(np.random.default_rng(seed).lognormal(size=(20, 12))).specialised

    for target in place_targets(found(presence), region=3, activities=range(12), n_related=12):
        # abs: sums of at most twelve shares
        assert sum(part.share for part in target.builds_on) == pytest.approx(target.density, abs=1e-12)
        assert sum(part.share for part in target.lacks) == pytest.approx(1 - target.density, abs=1e-12)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"region": 9}, "no region at position 9; positions run from 0 to 3"),
        ({"activities": [0, -1]}, "no activity at position -1; positions run from 0 to 4"),
        ({"n_related": 0}, "n_related must be at least 1, got 0"),
    ],
)
def test_a_target_outside_the_table_is_refused(given, message):
    with pytest.raises(InputError, match=message):
        place_targets(found(), **({"region": 0, "activities": [0]} | given))
