"""The thirteen designs have the properties that the table states of them."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.errors import UnknownNameError
from chiiki.evaluation.simulation.designs import (
    DESIGNS,
    FURTHER,
    design_named,
    draw_assignments,
    draw_errors,
    effect_profile,
    mechanism_of,
)
from chiiki.evaluation.simulation.prefectures import PREFECTURES, distances, persons, regions

NAMES = ["D1", "D2", "D3", "D3s", "D4", "D4sm", "D4lg", "D4f", "D4f-sm", "D4f-lg", "D4o", "D4o-sm", "D5"]


def test_there_are_the_thirteen_designs_in_their_order():
    assert [design.name for design in DESIGNS] == NAMES
    assert {design.name: design.sizes for design in DESIGNS if len(design.sizes) == 3} == {
        "D1": (6, 6, 6),
        "D2": (8, 6, 4),
        "D3s": (2, 2, 1),
        "D4": (6, 6, 6),
        "D4sm": (6, 6, 6),
        "D4lg": (6, 6, 6),
        "D5": (6, 6, 6),
    }


@pytest.mark.parametrize("design", [*DESIGNS, *FURTHER], ids=lambda design: design.name)
def test_every_draw_treats_the_stated_number_in_each_cohort(design):
    who = draw_assignments(mechanism_of(design), 5, rng=np.random.default_rng(0))

    expected = [*design.sizes, 47 - design.n_treated]
    assert [np.bincount(row).tolist() for row in who] == [expected] * 5


@pytest.mark.parametrize(("name", "correlation"), [("D1", 0.0), ("D2", 0.5), ("D4", 0.7), ("D5", 0.5)])
def test_errors_have_the_stated_persistence_and_variance_one(name, correlation):
    errors = draw_errors(design_named(name), 400, rng=np.random.default_rng(0))

    lagged = (errors[..., 1:] * errors[..., :-1]).mean() / (errors**2).mean()
    # 400 x 47 x 11 pairs; the bound is some five standard errors where neighbours share errors
    assert lagged == pytest.approx(correlation, abs=0.03)
    assert (errors**2).mean() == pytest.approx(1.0, abs=0.05)


def test_errors_fall_with_size_where_the_design_says_so():
    errors = draw_errors(design_named("D4"), 400, rng=np.random.default_rng(0))
    slope = np.polyfit(np.log(persons()), np.log(errors.std(axis=(0, 2))), 1)[0]

    assert slope == pytest.approx(-0.25, abs=0.01)  # 4,800 values each, standard deviations to 1 %


def test_neighbours_share_errors_as_their_distance_says():
    errors = draw_errors(design_named("D5"), 2_000, rng=np.random.default_rng(0))[..., 0]
    found = np.corrcoef(errors.T)
    expected = 0.7 * np.exp(-distances() / 300.0) + 0.3 * np.eye(47)

    assert np.abs(found - expected).max() < 0.11  # 1,081 correlations of 2,000 pairs: five standard errors


def test_small_and_large_prefectures_are_likelier_where_the_design_says_so():
    rng, mean = np.random.default_rng(0), {}
    for name in ("D4", "D4sm", "D4lg"):
        treated = draw_assignments(mechanism_of(design_named(name)), 300, rng=rng) < 3
        mean[name] = float((persons() * treated).sum() / treated.sum())

    assert mean["D4sm"] < 0.8 * mean["D4"] < mean["D4"] < 0.8 * mean["D4lg"]


def test_treated_neighbours_lie_closer_than_any_others():
    near = mechanism_of(design_named("D5")).draw(np.random.default_rng(0), 20)
    km = distances()
    within = [km[np.ix_(row == start, row == start)].mean() for row in near for start in (4, 6, 8)]

    assert np.mean(within) < 0.5 * km.mean()


def test_effects_are_constant_or_grow_with_mean_one_over_treated_cells():
    for name in ("D1", "D2"):
        design = design_named(name)
        who = draw_assignments(mechanism_of(design), 400, rng=np.random.default_rng(0))
        found = effect_profile(design, who, rng=np.random.default_rng(1))
        treated = np.arange(design.n_periods) >= np.append(design.starts, design.n_periods)[who][..., None]
        means = (found * treated).sum(axis=(1, 2)) / treated.sum(axis=(1, 2))

        assert (found[~treated] == 0.0).all()
        assert means.mean() == pytest.approx(1.0, abs=0.03)  # own effects vary by half: .12 a replication, .006 of 400
    assert found[treated].std() > 0.4


def test_half_of_the_effect_comes_a_year_ahead_where_it_is_anticipated():
    design = design_named("A1")
    who = draw_assignments(mechanism_of(design), 1, rng=np.random.default_rng(0))
    found = effect_profile(design, who, rng=np.random.default_rng(0))[0]

    assert found[who[0] == 0][0].tolist() == [0, 0, 0, 0.5, 1, 1, 1, 1, 1, 1, 1, 1]
    assert found[who[0] == 3].max() == 0.0


def test_prefectures_are_the_47_of_the_census():
    assert len(PREFECTURES) == len({row[0] for row in PREFECTURES}) == 47
    assert persons().sum() == 126_146_099  # census of 2020, whole country
    assert np.bincount(regions()).tolist() == [1, 6, 7, 9, 7, 5, 4, 8]
    assert (distances() == distances().T).all()


def test_an_unknown_design_is_refused_with_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"no design 'D9'\. Choose one of D1, D2"):
        design_named("D9")
