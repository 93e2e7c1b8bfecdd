"""Opportunity: three coordinates kept apart, ranks within the region, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.capability.advantage import rca
from chiiki.capability.complexity import complexity
from chiiki.capability.density import density
from chiiki.capability.opportunity import opportunities
from chiiki.capability.relatedness import proximity
from chiiki.errors import InputError, MissingValueError, ShapeError

quick = settings(max_examples=25, deadline=None, derandomize=True)

HAVING = np.array([[1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [0, 0, 1, 1, 1], [1, 1, 1, 1, 1]], dtype=bool)
SIZE = np.array([10.0, 40.0, 30.0, 20.0, 20.0])
PCI = np.array([-1.0, -1.5, 0.5, 1.0, 1.0])


def small():
    return opportunities(HAVING, proximity(HAVING), size=SIZE, complexity=PCI)


def test_the_coordinates_are_the_density_the_complexity_and_the_size_as_given():
    found = small()

    assert found.density.tolist() == density(HAVING, proximity(HAVING)).tolist()
    assert found.complexity.tolist() == PCI.tolist()
    assert found.size.tolist() == SIZE.tolist()
    assert (found.complexity_measure, found.cautions) == ("given", ())


def test_the_hand_worked_example_of_the_explanation():
    # φ of activity 2 with 0, 1, 3, 4: 1/3, 2/3, 2/3, 2/3; region 0 has 0 and 1: (1/3 + 2/3) / (7/3)
    option = small().options(0).activities[0]

    assert option.activity == 2
    assert option.density == pytest.approx(3 / 7, abs=1e-15)


def test_options_are_what_the_region_lacks_nearest_first_and_ties_share_a_rank():
    found = small().options(0)

    assert [place.activity for place in found.activities] == [2, 3, 4]
    assert [place.density_rank for place in found.activities] == [1, 2, 2]
    assert [place.complexity_rank for place in found.activities] == [3, 1, 1]
    assert [place.size_rank for place in found.activities] == [1, 2, 2]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("density", [2, 3, 4]), ("complexity", [3, 4, 2]), ("size", [2, 3, 4]), ("mean-rank", [2, 3, 4])],
)
def test_options_are_ordered_by_what_is_asked_for(order, expected):
    assert [place.activity for place in small().options(0, order=order).activities] == expected


def test_quadrants_are_cut_at_the_medians_of_the_options_and_the_cut_itself_belongs_above():
    found = small().options(0)

    assert found.density_cut == pytest.approx(np.median([place.density for place in found.activities]))
    assert found.complexity_cut == 1.0
    assert [place.quadrant for place in found.activities] == ["near-simple", "near-complex", "near-complex"]


def test_a_stated_cut_takes_the_place_of_the_median():
    found = small().options(0, density_cut=0.4, complexity_cut=0.0)

    assert (found.density_cut, found.complexity_cut) == (0.4, 0.0)
    assert [place.quadrant for place in found.activities] == ["near-complex", "far-complex", "far-complex"]
    simple = small().options(0, density_cut=0.4, complexity_cut=9.0)
    assert [place.quadrant for place in simple.activities] == ["near-simple", "far-simple", "far-simple"]


def test_a_region_that_has_everything_has_no_options():
    found = small().options(3)

    assert (found.activities, found.density_cut, found.complexity_cut) == ((), 0.0, 0.0)


def test_without_complexity_rarity_stands_in_and_a_caution_says_so():
    found = opportunities(HAVING, proximity(HAVING), size=SIZE)

    assert found.complexity.tolist() == [0.5, 0.25, 0.25, 0.5, 0.5]
    assert found.complexity_measure == "rarity"
    assert [caution.code for caution in found.cautions] == ["no-complexity"]


@quick
@given(st.integers(0, 10_000))
def test_relabelling_regions_relabels_the_options(seed):
    rng = np.random.default_rng(seed)
    presence = rca(rng.lognormal(size=(20, 12))).specialised
    order = rng.permutation(20)
    near = proximity(presence)

    before = opportunities(presence, near, size=np.arange(12.0), complexity=np.arange(12.0))
    after = opportunities(presence[order], near, size=np.arange(12.0), complexity=np.arange(12.0))

    # atol: a product of matrices may sum in another order
    np.testing.assert_allclose(after.density, before.density[order], atol=1e-14)
    assert [place.activity for place in after.options(0).activities] == [
        place.activity for place in before.options(int(order[0])).activities
    ]


def test_a_table_goes_through_from_amounts_to_options_and_the_input_stays_as_it_was():
    amounts = np.random.default_rng(4).lognormal(sigma=1.5, size=(12, 9))
    presence = rca(amounts).specialised
    near = proximity(presence)
    kept = presence.copy(), near.copy()

    found = opportunities(presence, near, size=amounts.sum(axis=0), complexity=complexity(presence).pci)
    n_options = [len(found.options(region).activities) for region in range(12)]

    assert n_options == (9 - presence.sum(axis=1)).tolist()
    assert (kept[0] == presence).all()
    assert (kept[1] == near).all()


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"size": SIZE[:4]}, ShapeError, r"size must have one value for each of 5 activities, got shape \(4,\)"),
        ({"size": -SIZE}, InputError, "size must be finite and >= 0"),
        ({"complexity": PCI[:2]}, ShapeError, "complexity must have one value for each of 5"),
        (
            {"complexity": np.array([0, np.nan, 0, 0, np.inf])},
            MissingValueError,
            r"complexity must be finite, not so at activities \[1, 4\].*largest component",
        ),
    ],
)
def test_what_cannot_be_placed_is_refused(given, error, message):
    with pytest.raises(error, match=message):
        opportunities(HAVING, proximity(HAVING), **({"size": SIZE} | given))


def test_an_unknown_region_or_order_is_refused():
    with pytest.raises(InputError, match=r"no region at position 4; positions run from 0 to 3"):
        small().options(4)
    with pytest.raises(InputError, match=r"order must be one of density, complexity, size, mean-rank, got 'value'"):
        small().options(0, order="value")
