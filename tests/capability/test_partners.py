"""Partners: what one region has that the other's options need, and that the parts sum to it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.capability.advantage import rca
from chiiki.capability.density import density
from chiiki.capability.partners import partners
from chiiki.capability.relatedness import proximity
from chiiki.errors import InputError, MethodError, ShapeError

quick = settings(max_examples=25, deadline=None, derandomize=True)

HAVING = np.array([[1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [0, 0, 1, 1, 1], [1, 1, 1, 1, 1]], dtype=bool)
PCI = np.array([-1.0, -1.5, 0.5, 1.0, 1.0])


def seeded(seed, *, shape=(20, 12)):
    rng = np.random.default_rng(seed)
    presence = rca(rng.lognormal(size=shape)).specialised
    return presence, proximity(presence), rng.normal(size=shape[1])


@quick
@given(st.integers(0, 10_000))
def test_a_direction_is_the_rise_in_mean_density_when_the_other_regions_activities_are_added(seed):
    presence, near, pci = seeded(seed)
    found = partners(presence, near, complexity=pci)

    before = density(presence, near)
    for region, other in [(0, 1), (1, 0), (5, 2)]:
        joint = presence.copy()
        joint[region] |= presence[other]
        rise = (found.weights[region] * (density(joint, near) - before)[region]).sum()
        # abs: differences of sums of at most twelve shares
        assert found.directed[region, other] == pytest.approx(rise, abs=1e-12)


@quick
@given(st.integers(0, 10_000))
def test_contributions_sum_to_the_value_in_either_direction(seed):
    presence, near, pci = seeded(seed)
    found = partners(presence, near, complexity=pci)

    # abs: sums of at most twelve shares
    parts = [[found.contributions(r, other=s).sum() for s in range(20)] for r in range(20)]
    np.testing.assert_allclose(parts, found.directed, atol=1e-12)
    np.testing.assert_allclose(np.minimum(parts, np.transpose(parts)), found.values, atol=1e-12)
    named = found.reasons(2, other=3, n=12)
    assert sum(reason.contribution for reason in named.gains) == pytest.approx(found.directed[2, 3], abs=1e-12)
    assert sum(reason.contribution for reason in named.gives) == pytest.approx(found.directed[3, 2], abs=1e-12)


@quick
@given(st.integers(0, 10_000))
def test_values_are_symmetric_from_0_to_1_and_0_with_oneself(seed):
    found = partners(*seeded(seed)[:2])

    assert (found.values == found.values.T).all()
    assert (found.values >= 0).all()
    assert (found.values <= 1).all()
    assert np.diag(found.values).tolist() == [0.0] * 20


@quick
@given(st.integers(0, 10_000))
def test_relabelling_regions_and_activities_relabels_the_values(seed):
    presence, near, pci = seeded(seed)
    rng = np.random.default_rng(seed + 1)
    rows, columns = rng.permutation(20), rng.permutation(12)

    after = partners(presence[rows][:, columns], near[columns][:, columns], complexity=pci[columns])

    # atol: products of matrices in another order
    before = partners(presence, near, complexity=pci).values
    np.testing.assert_allclose(after.values, before[rows][:, rows], atol=1e-14)


def test_the_hand_worked_example_of_the_explanation():
    # region 1 has 1 and 2; φ(0,·) with 1, 2, 3, 4: 2/3, 1/3, 1/2, 1/2; φ(3,·) with 0, 1, 2, 4: 1/2, 1/3, 2/3, 1
    found = partners(HAVING, proximity(HAVING))

    assert density(HAVING, proximity(HAVING))[1, [0, 3, 4]] == pytest.approx([1 / 2, 2 / 5, 2 / 5])
    assert found.weights[1] == pytest.approx([5 / 13, 0, 0, 4 / 13, 4 / 13])
    # region 2 brings 3 and 4: to option 0 (1/2 + 1/2) / 2, to options 3 and 4 each 1 / (5/2)
    assert found.directed[1, 2] == pytest.approx(5 / 13 * 1 / 2 + 2 * 4 / 13 * 2 / 5)


def test_a_region_like_mine_or_with_nothing_new_gives_nothing_and_the_smaller_direction_counts():
    having = np.array([[1, 1, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=bool)

    found = partners(having, proximity(having))

    assert found.values[0, 1] == 0.0
    assert found.reasons(0, other=1).gains == ()
    assert found.values[0, 3] == min(found.directed[0, 3], found.directed[3, 0])


def test_the_mean_of_both_directions_is_on_request():
    found = partners(HAVING, proximity(HAVING), combine="mean")

    assert found.values[1, 2] == pytest.approx((found.directed[1, 2] + found.directed[2, 1]) / 2)


def test_complexity_shifts_the_weight_to_the_complex_options_and_only_its_order_counts():
    near = proximity(HAVING)
    plain, shifted = partners(HAVING, near), partners(HAVING, near, complexity=PCI)

    assert shifted.weights[1, 3] / shifted.weights[1, 0] > plain.weights[1, 3] / plain.weights[1, 0]
    assert shifted.weights.tolist() == partners(HAVING, near, complexity=PCI * 10 + 3).weights.tolist()


def test_the_best_partner_comes_first_and_the_reason_says_which_option_it_serves():
    found = partners(HAVING, proximity(HAVING), complexity=PCI)

    best = found.best(0, n=3).nearest
    assert [place.value for place in best] == sorted((place.value for place in best), reverse=True)
    reason = found.reasons(0, other=2, n=1).gains[0]
    parts = found.weights[0] * found.relatedness[:, reason.activity]
    assert parts[reason.serves] == parts.max()


def test_a_region_that_has_everything_needs_nothing():
    found = partners(HAVING, proximity(HAVING))

    assert found.directed[3].tolist() == [0.0] * 4
    assert found.weights[3].tolist() == [0.0] * 5


def test_what_cannot_be_compared_is_refused():
    near = proximity(HAVING)
    with pytest.raises(InputError, match=r"combine must be one of smaller, mean, got 'larger'"):
        partners(HAVING, near, combine="larger")
    with pytest.raises(ShapeError, match=r"complexity must have one value for each of 5"):
        partners(HAVING, near, complexity=PCI[:3])
    with pytest.raises(InputError, match=r"n must be at least 1, got 0"):
        partners(HAVING, near).reasons(0, other=1, n=0)
    with pytest.raises(InputError, match=r"no region at position 7"):
        partners(HAVING, near).contributions(0, other=7)
    one = np.ones((1, 3), dtype=bool)
    with pytest.raises(MethodError, match=r"at least one other region"):
        partners(one, proximity(one)).best(0, n=1)
