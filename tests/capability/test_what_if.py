"""What if: enough is exactly enough, everything is computed again, and the input stays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.capability.advantage import rca
from chiiki.capability.complexity import complexity
from chiiki.capability.density import density
from chiiki.capability.outlook import outlook
from chiiki.capability.relatedness import proximity
from chiiki.capability.what_if import what_if
from chiiki.errors import InputError, MethodError, ShapeError

quick = settings(max_examples=25, deadline=None, derandomize=True)

JOBS = np.array([[5.0, 1.0, 4.0], [4.0, 4.0, 2.0], [1.0, 5.0, 4.0]])


def table(seed, *, n_regions=20, n_activities=12):
    return np.random.default_rng(seed).lognormal(size=(n_regions, n_activities))


def test_the_hand_worked_example_of_the_explanation():
    change = what_if(JOBS, region=0, activities=[1])

    # (x_a x_r - x_ra X) / (what others have in everything else) = (10 · 10 - 1 · 30) / 11
    assert change.added == (pytest.approx(70 / 11),)
    share, country_share = change.after.amounts[1] / change.after.amounts.sum(), (10 + 70 / 11) / (30 + 70 / 11)
    assert share == pytest.approx(country_share)


@quick
@given(st.integers(0, 10_000), st.integers(1, 3), st.booleans())
def test_enough_gives_a_ratio_of_one_and_counts_as_specialised(seed, n, is_stated):
    amounts = table(seed)
    reference = amounts.sum(axis=0) * 1.5 if is_stated else None
    lacking = np.flatnonzero(~rca(amounts, reference=reference).specialised[0])[:n].tolist()

    change = what_if(amounts, region=0, activities=lacking, reference=reference)

    # rtol: one quotient of sums of some hundred positive terms
    np.testing.assert_allclose(change.after.rca[lacking], 1.0, rtol=1e-12)
    assert change.after.presence[lacking].all()
    assert min(change.added) > 0


def test_after_is_what_a_table_with_the_added_amount_gives():
    amounts = table(5)
    grown = amounts.copy()
    grown[3, [1, 2]] += [4.0, 7.0]

    after = what_if(amounts, region=3, activities=[1, 2], added=[4.0, 7.0]).after

    advantage = rca(grown)
    presence, near = advantage.specialised, proximity(advantage.specialised)
    found = complexity(presence)
    coi = outlook(presence, near, pci=found.pci).coi
    assert after.amounts.tolist() == grown[3].tolist()
    assert after.rca.tolist() == advantage.rca[3].tolist()
    assert after.presence.tolist() == presence[3].tolist()
    assert after.density.tolist() == density(presence, near)[3].tolist()
    assert after.pci.tolist() == found.pci.tolist()
    assert (after.eci, after.coi) == (found.eci[3], coi[3])
    assert after.eci_rank == sorted(found.eci, reverse=True).index(after.eci) + 1
    assert after.coi_rank == sorted(coi, reverse=True).index(after.coi) + 1


def test_other_regions_that_cross_the_cut_are_listed():
    amounts = table(5)
    grown = amounts.copy()
    grown[3, 1] += 20.0

    change = what_if(amounts, region=3, activities=[1], added=[20.0])

    before, after = rca(amounts).specialised, rca(grown).specialised
    expected = [(r, a, bool(after[r, a])) for r, a in np.argwhere(before != after).tolist() if r != 3]
    assert expected
    assert [(c.region, c.activity, c.is_specialised) for c in change.crossings] == expected


def test_a_removed_activity_is_gone_and_a_restored_one_brings_everything_back():
    amounts = table(7)
    reduced = amounts.copy()
    reduced[2, 4] = 0.0

    gone = what_if(amounts, region=2, removed=[4])
    back = what_if(reduced, region=2, activities=[4], added=[amounts[2, 4]])

    assert (gone.activities, gone.added, gone.removed) == ((), (), (4,))
    assert gone.after.rca[4] == 0.0
    assert not gone.after.presence[4]
    assert back.before.density.tolist() == gone.after.density.tolist()
    assert back.after.eci == gone.before.eci


def test_the_country_changes_with_the_region():
    amounts, nation = table(7), table(7).sum(axis=0) * 2

    change = what_if(amounts, region=2, activities=[1], added=[5.0], removed=[4], reference=nation)

    moved, moved_nation = amounts.copy(), nation.copy()
    moved[2, 1] += 5.0
    moved[2, 4] = 0.0
    moved_nation += (moved - amounts)[2]
    # rtol: the country's total is a sum in another order
    np.testing.assert_allclose(change.after.rca, rca(moved, reference=moved_nation).rca[2], rtol=1e-12)


def test_the_input_stays_as_it_was():
    amounts, nation = table(3), table(3).sum(axis=0) * 2
    kept = amounts.copy(), nation.copy()

    what_if(amounts, region=0, activities=[1], added=[1.0], removed=[2], reference=nation)

    assert (amounts == kept[0]).all()
    assert (nation == kept[1]).all()


def test_a_table_without_complexity_says_why_and_still_gives_density():
    amounts = np.array([[5.0, 5.0, 5.0, 0.0, 0.0], [5.0, 6.0, 4.0, 0.0, 0.0], [0.0, 0.0, 0.0, 9.0, 9.0]])

    change = what_if(amounts, region=0, activities=[0], added=[1.0])

    assert (change.after.eci, change.after.eci_rank, change.after.pci) == (None, None, None)
    assert (change.after.coi, change.after.coi_rank) == (None, None)
    assert change.after.density.shape == (5,)
    assert [caution.code for caution in change.cautions] == ["no-complexity"]
    assert "pieces" in change.cautions[0].message


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"region": 3, "activities": [0]}, InputError, "no region at position 3"),
        ({"activities": [5]}, InputError, "no activity at position 5; positions run from 0 to 2"),
        ({}, InputError, "nothing is changed: name activities to add, or to remove"),
        ({"activities": [1, 1]}, InputError, r"activities \[1\] are named more than once"),
        ({"activities": [1], "removed": [1]}, InputError, r"activities \[1\] are named more than once"),
        ({"activities": [1], "added": [1.0, 2.0]}, ShapeError, "one amount for each of 1 activities, got 2"),
        ({"activities": [1], "added": [-1.0]}, InputError, "added must be finite and >= 0"),
        ({"activities": [1], "added": [0.0]}, InputError, "added must be > 0 for each activity"),
        ({"activities": [0]}, MethodError, r"specialised in activities \[0\] already.*Name the amount"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(given, error, message):
    with pytest.raises(error, match=message):
        what_if(JOBS, **({"region": 0} | given))


def test_removing_the_last_of_an_activity_is_refused():
    amounts = np.array([[5.0, 5.0, 5.0], [5.0, 6.0, 0.0]])

    with pytest.raises(InputError, match=r"nobody would be left in activities \[2\]"):
        what_if(amounts, region=0, removed=[2])


def test_no_amount_is_enough_where_the_others_do_nothing_else():
    amounts = np.array([[5.0, 1.0], [0.0, 6.0]])

    with pytest.raises(MethodError, match="the other regions have nothing but what is added"):
        what_if(amounts, region=0, activities=[1])
