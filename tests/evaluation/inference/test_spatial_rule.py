"""The spatial rule: both tests, its size, what it shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import InputError, ShapeError
from chiiki.evaluation.exposure import distances_km
from chiiki.evaluation.imputation import untreated_residuals
from chiiki.evaluation.inference.mechanism import neighbour_mechanism
from chiiki.evaluation.inference.spatial_rule import check_space, nearest_adjacency
from chiiki.evaluation.panel import Panel

SIDE = 7
PLACES = np.array([(row, column) for row in range(SIDE) for column in range(SIDE)], dtype=float)
STEPS = np.abs(PLACES[:, None] - PLACES).sum(axis=2)
TOUCHING = STEPS == 1


def _panel(seed, *, is_clustered, is_alike):
    """Six of 49 cells of a grid are treated, side by side or apart; shocks spread or not."""
    rng = np.random.default_rng(seed)
    spread = np.linalg.cholesky(np.exp(-STEPS / 3.0)) if is_alike else np.eye(SIDE**2)
    first = np.full(SIDE**2, np.inf)
    first[[0, 1, 2, 7, 8, 9] if is_clustered else [0, 4, 17, 27, 36, 46]] = 2005.0
    outcomes = spread @ rng.normal(size=(SIDE**2, 10))
    return Panel(tuple(map(str, range(SIDE**2))), np.arange(2000, 2010), outcomes, first)


def test_treated_units_side_by_side_and_shocks_that_spread_make_the_rule():
    panel = _panel(0, is_clustered=True, is_alike=True)
    found = check_space(panel, adjacency=TOUCHING)

    assert found.is_dependent
    assert found.joins == 7
    assert found.expected_joins == pytest.approx(84 * 6 * 5 / (49 * 48))
    assert [caution.code for caution in found.cautions] == ["spatially-dependent"]
    assert "no interval keeps its level without a mechanism" in found.cautions[0].message
    assert found.mechanism_interval is None


@pytest.mark.parametrize(("is_clustered", "is_alike"), [(True, False), (False, True), (False, False)])
def test_one_of_them_is_not_enough(is_clustered, is_alike):
    found = check_space(_panel(1, is_clustered=is_clustered, is_alike=is_alike), adjacency=TOUCHING)

    assert not found.is_dependent
    assert found.cautions == ()
    assert (found.joins_p_value <= 0.05) == is_clustered
    assert (found.moran_p_value <= 0.05) == is_alike


def test_the_interval_over_the_mechanism_and_the_regional_one_are_shown_beside():
    panel = _panel(0, is_clustered=True, is_alike=True)
    mechanism = neighbour_mechanism(panel, distances=STEPS)
    found = check_space(panel, adjacency=TOUCHING, mechanism=mechanism, regional=lambda _: (-1.0, 1.0))

    assert found.mechanism_interval is not None
    assert found.regional_interval == (-1.0, 1.0)
    assert "lower bound of doubt" in found.cautions[0].message


def test_morans_i_equals_its_double_sum():
    panel = _panel(2, is_clustered=False, is_alike=True)
    residuals = untreated_residuals(panel)
    pairs = sum(residuals[i] @ residuals[j] for i in range(SIDE**2) for j in range(SIDE**2) if TOUCHING[i, j])

    # the same sum in another order
    assert check_space(panel, adjacency=TOUCHING, draws=99).moran == pytest.approx(
        SIDE**2 * pairs / (TOUCHING.sum() * (residuals**2).sum()), rel=1e-12
    )


def test_effects_are_no_spread():
    panel = _panel(3, is_clustered=True, is_alike=False)
    strong = replace(panel, outcomes=panel.outcomes + 100.0 * panel.treated)

    assert check_space(strong, adjacency=TOUCHING).moran == pytest.approx(check_space(panel, adjacency=TOUCHING).moran)


def test_neighbours_by_distance_are_symmetric():
    tokyo_osaka_naha = np.array([[35.69, 139.69], [34.69, 135.52], [26.21, 127.68]])
    away = distances_km(*tokyo_osaka_naha.T)

    assert away[0, 1] == pytest.approx(396, abs=5)  # kilometres between the two offices
    assert nearest_adjacency(tokyo_osaka_naha, nearest=1).tolist() == [
        [False, True, False],
        [True, False, True],
        [False, True, False],
    ]


def test_what_is_no_neighbourhood_is_refused():
    panel = _panel(0, is_clustered=True, is_alike=True)
    with pytest.raises(ShapeError, match="units by units"):
        check_space(panel, adjacency=TOUCHING[:5])
    with pytest.raises(InputError, match="symmetric"):
        check_space(panel, adjacency=np.triu(TOUCHING))
    with pytest.raises(InputError, match="no neighbours"):
        check_space(panel, adjacency=np.zeros_like(TOUCHING))
    with pytest.raises(ShapeError, match="latitude and longitude"):
        nearest_adjacency(np.zeros(3))
    with pytest.raises(InputError, match="nearest must be"):
        nearest_adjacency(np.zeros((3, 2)), nearest=3)


@pytest.mark.slow
@pytest.mark.parametrize("is_clustered", [True, False])
def test_morans_test_keeps_its_size_where_shocks_do_not_spread(is_clustered):
    n = 400
    found = [
        check_space(
            _panel(seed, is_clustered=is_clustered, is_alike=False), adjacency=TOUCHING, draws=199, seed=seed
        ).moran_p_value
        for seed in range(n)
    ]

    # three Monte Carlo standard errors of 5 % among 400
    assert np.mean(np.array(found) <= 0.05) == pytest.approx(0.05, abs=3 * np.sqrt(0.05 * 0.95 / n))
