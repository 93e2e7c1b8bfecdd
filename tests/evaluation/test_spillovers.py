"""Exposure and spillovers: by hand, known truth, brute force, refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_leave_out import effects_by_imputation

from chiiki.errors import InputError, MethodError, ShapeError, UnknownNameError
from chiiki.evaluation.exposure import adjacency_of, distances_km, exposure, first_exposed, rings
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.spillovers import neighbours_dropped, own_level

quick = settings(max_examples=20, deadline=None, derandomize=True)

LINE = [("A", "B"), ("B", "C"), ("C", "D"), ("D", "E"), ("E", "F"), ("G", "H"), ("H", "I"), ("I", "J")]
UNITS = tuple("ABCDEFGHIJ")


def line(*, direct=3.0, spill=-1.0, noise=0.0, seed=1):
    """Ten units in two rows; B and E are treated, so A, C, D, F are exposed; G to J are far."""
    rng = np.random.default_rng(seed)
    periods = np.arange(2000, 2010)
    first = np.array([np.inf, 2004.0, np.inf, np.inf, 2006.0, *[np.inf] * 5])
    exposed = np.array([2004.0, np.inf, 2004.0, 2006.0, np.inf, 2006.0, *[np.inf] * 4])
    trend = rng.standard_normal((10, 1)) + rng.standard_normal(10)
    outcomes = trend + direct * (periods >= first[:, None]) + spill * (periods >= exposed[:, None])
    return Panel(UNITS, periods, outcomes + noise * rng.standard_normal((10, 10)), first)


def test_a_tenth_of_the_way_round_the_earth_is_a_tenth_of_its_girth():
    found = distances_km(np.array([0.0, 36.0, 36.0]), np.array([0.0, 0.0, 180.0]))

    tenth = 2 * np.pi * 6371.0088 / 10
    assert found[0, 1] == pytest.approx(tenth)
    assert found[1, 2] == pytest.approx(3 * tenth)
    assert (np.diag(found) == 0).all()


def test_tokyo_and_osaka_are_four_hundred_kilometres_apart():
    found = distances_km(np.array([35.689521, 34.686316]), np.array([139.691704, 135.519711]))

    assert found[0, 1] == pytest.approx(396, abs=2)  # 395.9 km on the ellipsoid


@quick
@given(st.integers(0, 10_000))
def test_distances_are_symmetric_and_obey_the_triangle(seed):
    rng = np.random.default_rng(seed)
    found = distances_km(rng.uniform(-90, 90, 4), rng.uniform(-180, 180, 4))

    assert found == pytest.approx(found.T)
    assert (found[:, :, None] <= found[:, None, :] + found.T[None] + 1e-6).all()


@pytest.mark.parametrize(("kind", "expected"), [("share", [1.0, 0.0, 0.5]), ("number", [1.0, 0.0, 1.0])])
def test_exposure_counts_treated_neighbours(kind, expected):
    panel = line()
    found = exposure(panel, adjacency_of(LINE, UNITS), kind=kind)

    assert found[:3, 4].tolist() == expected
    assert not found[:, :4].any()


def test_exposure_decays_with_distance_and_follows_flows():
    panel = line()
    distances = np.abs(np.arange(10)[:, None] - np.arange(10)) * 50.0
    flows = np.zeros((10, 10))
    flows[0, 1], flows[0, 6], flows[0, 0] = 30.0, 10.0, 500.0

    assert exposure(panel, distances, kind="decay", scale_km=50.0)[0, 9] == pytest.approx(np.exp(-1) + np.exp(-4))
    assert exposure(panel, flows)[0, 9] == 0.75  # the diagonal does not count
    assert exposure(panel, flows)[5, 9] == 0.0


def test_a_unit_is_exposed_from_its_first_treated_neighbour_on():
    found = first_exposed(line(), adjacency_of(LINE, UNITS))

    assert found.tolist() == [2004.0, np.inf, 2004.0, 2006.0, np.inf, 2006.0, *[np.inf] * 4]


def test_rings_have_closed_outer_edges():
    distances = np.array([[0.0, 50.0, 50.1], [50.0, 0.0, 200.0], [50.1, 200.0, 0.0]])

    assert rings(distances, [50, 100]).tolist() == [[0, 1, 2], [1, 0, 0], [2, 0, 0]]


def test_pairs_with_units_outside_the_panel_are_left_out():
    found = adjacency_of([*LINE, ("A", "Z")], UNITS)

    assert found.sum() == 2 * len(LINE)
    with pytest.raises(UnknownNameError, match=r"such as \('A', 'B'\), units such as 'Aomori'"):
        adjacency_of(LINE, ["Aomori", "Iwate"])


def test_without_noise_both_effects_are_found_again():
    found = own_level(line(), adjacency_of(LINE, UNITS))

    assert found.direct.estimate == pytest.approx(3.0)
    assert [one.estimate for one in found.spillovers] == pytest.approx([-1.0])
    assert found.ignoring.estimate > 3.2  # neighbours that lost make the treated look better
    assert found.difference.estimate == pytest.approx(3.0 - found.ignoring.estimate)
    assert (found.direct.n_units, found.direct.n_cells) == (2, 10)
    assert (found.spillovers[0].n_units, found.spillovers[0].n_cells) == (4, 20)


def test_dropping_the_neighbours_finds_the_effect_too():
    found = neighbours_dropped(line(), adjacency_of(LINE, UNITS), estimate=effects_by_imputation)

    assert found.left_out == ("A", "C", "D", "F")
    assert found.without_neighbours.estimate == pytest.approx(3.0)
    assert found.difference == pytest.approx(3.0 - found.with_neighbours.estimate)
    assert found.n_never_left == 4


def test_where_nothing_spills_over_nothing_changes():
    found = own_level(line(spill=0.0), adjacency_of(LINE, UNITS))

    assert found.spillovers[0].estimate == pytest.approx(0.0, abs=1e-12)
    assert found.difference.estimate == pytest.approx(0.0, abs=1e-12)


def test_rings_have_an_effect_each_and_the_nearer_counts():
    distances = np.abs(np.arange(10)[:, None] - np.arange(10)) * 10.0
    distances[:6, 6:] = distances[6:, :6] = 999.0
    panel = line()
    second = np.array([0, 0, 0, 1.0, 0, 0, 0, 0, 0, 0])[:, None] * ((panel.periods >= 2004) & (panel.periods < 2006))

    found = own_level(replace(panel, outcomes=panel.outcomes + 0.25 * second), rings(distances, [10.0, 20.0]))

    # D lies two steps from B: in the second ring from 2004, in the first from 2006 on, when E begins.
    # C, too, is two steps from E, but one from B since 2004.
    assert [one.estimate for one in found.spillovers] == pytest.approx([-1.0, 0.25])
    assert [one.n_cells for one in found.spillovers] == [20, 2]


def test_the_direct_effect_is_that_of_an_imputation_from_unexposed_cells():
    panel = line(noise=0.5)
    blank = panel.outcomes.copy()
    reached = first_exposed(panel, adjacency_of(LINE, UNITS))
    blank[(panel.periods >= reached[:, None]) & ~panel.treated] = np.nan

    found = own_level(panel, adjacency_of(LINE, UNITS))

    assert found.direct.estimate == pytest.approx(impute(replace(panel, outcomes=blank)).values[0])


def test_standard_errors_are_those_of_leaving_each_unit_out():
    rng = np.random.default_rng(4)
    n, periods = 30, np.arange(8)
    first = np.array([*[4.0] * 8, *[np.inf] * 22])
    ring = np.zeros((n, n), dtype=int)
    for row in range(8):
        ring[row, 8 + row] = ring[8 + row, row] = 1
    panel = Panel(tuple(f"u{row}" for row in range(n)), periods, rng.standard_normal((n, 8)), first)

    found = own_level(panel, ring)

    exposed = np.minimum(first, first_exposed(panel, ring > 0))
    cells = panel.treated
    leaving = []
    for row in range(n):
        rest = np.delete(np.arange(n), row)
        effects = impute(replace(panel, first_treated=exposed).subset(rest)).effects
        leaving.append(effects[cells[rest]].mean())
    spread = np.sqrt((n - 1) / n * ((leaving - np.mean(leaving)) ** 2).sum())
    assert found.direct.standard_error == pytest.approx(spread)
    assert found.spillovers[0].standard_error > 0


def test_few_units_have_no_standard_error():
    found = own_level(line(noise=0.5), adjacency_of(LINE, UNITS))

    assert (found.direct.standard_error, found.spillovers[0].standard_error) == (None, None)


def test_units_without_neighbours_are_named():
    found = own_level(line(), adjacency_of(LINE[:5], UNITS))

    assert [one.code for one in found.cautions] == ["islands"]
    assert "4 units have no neighbour and count as never exposed: G, H, I, J." in found.cautions[0].message


def test_units_that_no_estimator_can_use_are_left_out_of_the_matrix_too():
    panel = line()
    first = panel.first_treated.copy()
    first[8] = np.nan

    found = own_level(replace(panel, first_treated=first), adjacency_of(LINE, UNITS))

    assert found.direct.estimate == pytest.approx(3.0)
    assert [(one.reason, one.units) for one in found.exclusions] == [("not-known", ("I",))]


def test_where_no_never_treated_unit_is_free_of_treated_neighbours_none_is_dropped():
    panel = line().subset(np.arange(6))

    with pytest.raises(MethodError, match="every one of 4 never treated units borders a treated one"):
        neighbours_dropped(panel, adjacency_of(LINE, panel.units), estimate=effects_by_imputation)


def test_where_nobody_is_exposed_there_is_no_spillover():
    nobody = np.zeros((10, 10), dtype=bool)

    found = neighbours_dropped(line(), nobody, estimate=effects_by_imputation)

    assert (found.left_out, found.difference) == ((), 0.0)
    with pytest.raises(MethodError, match="no untreated unit has a treated neighbour"):
        own_level(line(), nobody)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: distances_km(np.zeros(2), np.zeros(3)), ShapeError, "a latitude and a longitude for each unit"),
        (lambda: distances_km(np.array([91.0]), np.zeros(1)), InputError, "within 90"),
        (lambda: distances_km(np.array([np.nan]), np.zeros(1)), InputError, "none may be missing"),
        (lambda: rings(np.zeros((2, 2)), []), InputError, r"must rise and begin above 0, got \[\]"),
        (lambda: rings(np.zeros((2, 2)), [50, 20]), InputError, "must rise"),
        (lambda: rings(np.zeros((2, 3)), [50]), ShapeError, "units by units"),
        (lambda: exposure(line(), -np.ones((10, 10))), InputError, "at least 0"),
        (lambda: exposure(line(), np.full((10, 10), np.nan)), InputError, "must be numbers"),
        (lambda: exposure(line(), np.ones((10, 10)), kind="decay", scale_km=0), InputError, "above 0 km"),
        (lambda: exposure(line(), np.ones((3, 3))), ShapeError, r"\(10, 10\), got \(3, 3\)"),
        (lambda: first_exposed(line(), np.ones((3, 3), dtype=bool)), ShapeError, "units by units"),
        (lambda: own_level(line(), np.ones((3, 3), dtype=bool)), ShapeError, r"got \(3, 3\)"),
    ],
)
def test_matrices_that_say_nothing_are_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
