"""Mechanisms: what every draw keeps, what can be drawn, what is refused."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from chiiki.errors import InputError, MethodError, ShapeError
from chiiki.evaluation.inference.mechanism import (
    block_mechanism,
    complete_mechanism,
    neighbour_mechanism,
    size_mechanism,
    strata_mechanism,
)
from imputed_panels import drawn_panel

PANEL = drawn_panel(0)  # cohorts of 3 and 2 among 11 units
N = PANEL.n_units
LINE = np.abs(np.arange(float(N))[:, None] - np.arange(N))


def _rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize(
    "mechanism",
    [
        complete_mechanism(PANEL),
        strata_mechanism(PANEL, strata=np.arange(N) % 2),
        block_mechanism(PANEL, blocks=np.arange(N) // 2),
        size_mechanism(PANEL, sizes=np.arange(1.0, N + 1)),
        neighbour_mechanism(PANEL, distances=LINE),
    ],
    ids=lambda mechanism: mechanism.kind,
)
def test_every_draw_keeps_the_number_of_units_in_each_cohort(mechanism):
    draws = mechanism.draw(_rng(), 200)

    assert draws.shape == (200, N)
    assert (np.sort(draws, axis=1) == np.sort(PANEL.first_index)).all()
    assert (draws == mechanism.draw(_rng(), 200)).all()
    assert len(np.unique(draws, axis=0)) > 1


def test_complete_assignments_are_all_alike_and_can_be_counted():
    found = complete_mechanism(PANEL)
    draws = found.draw(_rng(), 4000)

    assert found.n_assignments == 11 * 10 * 9 * 8 * 7 // (6 * 2)
    # five of eleven treated; binomial standard deviation .0079
    assert (draws < 7).mean(axis=0) == pytest.approx(np.full(N, 5 / 11), abs=0.04)


def test_every_assignment_stands_once():
    panel = drawn_panel(1, sizes=(1, 2), n_never=2)
    found = complete_mechanism(panel).every()

    assert len(found) == len(np.unique(found, axis=0)) == 5 * 6
    assert any((row == panel.first_index).all() for row in found)


def test_units_that_could_not_be_treated_never_are():
    eligible = np.arange(N) < 8
    for mechanism in (
        complete_mechanism(PANEL, eligible=eligible),
        size_mechanism(PANEL, sizes=np.ones(N), eligible=eligible),
        neighbour_mechanism(PANEL, distances=LINE, eligible=eligible),
    ):
        assert (mechanism.draw(_rng(), 100)[:, 8:] == PANEL.n_periods).all()


def test_areas_keep_their_quotas():
    strata = np.array([0] * 4 + [1] * 7)
    found = strata_mechanism(PANEL, strata=strata)
    treated = found.draw(_rng(), 100) < PANEL.n_periods

    assert (treated[:, :4].sum(axis=1) == 4).all()
    assert (treated[:, 4:].sum(axis=1) == 1).all()
    assert found.n_assignments == 4 * 7  # the one of the second cohort in each area


def test_blocks_move_as_one():
    panel = drawn_panel(2, sizes=(2, 2), n_never=5)  # blocks of two, one left over
    found = block_mechanism(panel, blocks=np.arange(9) // 2)
    draws = found.draw(_rng(), 100)

    assert (draws[:, 0:8:2] == draws[:, 1:8:2]).all()
    assert (draws[:, 8] == panel.n_periods).all()
    assert found.n_assignments == 4 * 3


def test_large_units_are_likelier():
    sizes = np.ones(N)
    sizes[0] = 8.0
    panel = drawn_panel(3, sizes=(1,), n_never=10)
    draws = size_mechanism(panel, sizes=sizes).draw(_rng(), 4000)

    # eight of eighteen; binomial standard deviation .0079
    assert (draws[:, 0] < panel.n_periods).mean() == pytest.approx(8 / 18, abs=0.04)


def test_groups_of_neighbours_are_drawn_side_by_side():
    panel = drawn_panel(4, sizes=(4,), n_never=8)
    draws = neighbour_mechanism(panel, distances=np.abs(np.arange(12.0)[:, None] - np.arange(12))).draw(_rng(), 200)
    spans = [np.ptp(np.flatnonzero(row < panel.n_periods)) for row in draws]

    assert set(spans) == {3}
    assert min(Counter(np.argmax(draws < panel.n_periods, axis=1).tolist()).values()) > 0


def test_a_group_may_mix_cohorts():
    groups = np.array([0, 0, 1, 0, 1, *[-1] * 6])
    found = neighbour_mechanism(PANEL, distances=LINE, groups=groups)

    assert [sorted(group) for group in found.groups] == [[2, 2, 4], [2, 4]]


def test_the_description_names_the_mechanism():
    assert complete_mechanism(PANEL).description.startswith("Any 5 of 11 units could have been treated")
    assert "each of 2 areas" in strata_mechanism(PANEL, strata=np.arange(N) % 2).description


def test_assignments_that_are_not_equally_likely_are_not_counted():
    found = size_mechanism(PANEL, sizes=np.ones(N))

    assert found.n_assignments is None
    with pytest.raises(MethodError, match="not equally likely"):
        found.every()


def test_a_treated_unit_that_was_not_eligible_is_refused():
    with pytest.raises(InputError, match="'u0' was treated but is not among the eligible"):
        complete_mechanism(PANEL, eligible=np.arange(N) > 0)


def test_wrong_shapes_and_sizes_are_refused():
    with pytest.raises(ShapeError, match="strata must have one value"):
        strata_mechanism(PANEL, strata=np.zeros(3, dtype=int))
    with pytest.raises(ShapeError, match="distances must be units by units"):
        neighbour_mechanism(PANEL, distances=LINE[:3])
    with pytest.raises(InputError, match=r"sizes must be above 0 .* 'u2'"):
        size_mechanism(PANEL, sizes=np.where(np.arange(N) == 2, 0.0, 1.0))


def test_areas_without_another_choice_are_refused():
    with pytest.raises(MethodError, match="no other choice was possible"):
        strata_mechanism(PANEL, strata=np.arange(N))


def test_units_not_known_to_be_treated_are_refused():
    panel = drawn_panel(0)
    panel.first_treated[7] = np.nan
    with pytest.raises(InputError, match="not known whether 'u7'"):
        complete_mechanism(panel)
