"""Moran's I and spatial weights: textbook cases, brute force, seeds, islands, refusals."""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability.spatial import local_moran, moran
from chiiki.capability.spatial_weights import SpatialWeights, contiguity_weights, nearest_weights
from chiiki.errors import InputError, MethodError, MissingExtraError, MissingValueError, ShapeError, UnknownNameError

pytest.importorskip("esda", reason="Moran's I needs the extra stats")

GOLDEN = Path(__file__).parents[1] / "golden" / "capability"
STORED = json.loads((GOLDEN / "structure_py.json").read_text(encoding="utf-8"))["moran"]
RTOL = 1e-9
"""One ratio of sums over some hundred products; see SOURCE-structure.md."""

ROW = contiguity_weights([("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")], regions=["a", "b", "c", "d", "e"])
quick = settings(max_examples=20, deadline=None, derandomize=True)


def _stored(name):
    case = STORED[name]
    near = tuple(tuple(sorted(row)) for row in case["neighbours"])
    labels = tuple(str(i) for i in range(len(near)))
    return np.array(case["values"]), SpatialWeights(regions=labels, neighbours=near, kind="contiguity")


@pytest.mark.parametrize(
    ("name", "printed", "p_norm"), [("stl", 0.244, 0.00027147862770937614), ("sids", 0.248, 0.0001158330781489969)]
)
def test_the_documented_cases_of_pysal_come_out(name, printed, p_norm):
    values, weights = _stored(name)

    found = moran(values, weights=weights, seed=1)

    assert round(found.value, 3) == printed
    assert STORED[name]["p_norm"] == pytest.approx(p_norm)
    assert found.value == pytest.approx(STORED[name]["I"], rel=RTOL)
    assert found.expected == pytest.approx(STORED[name]["expected"], rel=RTOL)
    assert found.standard_error == pytest.approx(STORED[name]["standard_error"], rel=RTOL)
    assert found.z_value == pytest.approx(STORED[name]["z"], rel=RTOL)
    # the observed order is more extreme than all 999 drawn
    assert found.p_value == 2 / 1000


@pytest.mark.parametrize("name", ["stl", "sids"])
def test_local_indices_are_those_of_pysal(name):
    values, weights = _stored(name)

    found = local_moran(values, weights=weights, seed=1)

    words = ("", "high-high", "low-high", "low-low", "high-low")
    assert found.values == pytest.approx(STORED[name]["local"], rel=RTOL, abs=1e-12)
    assert found.quadrants == tuple(words[q] for q in STORED[name]["quadrants"])
    assert found.values.sum() / (len(values) - 1) == pytest.approx(STORED[name]["I"], rel=RTOL)


@quick
@given(arrays(float, 5, elements=st.floats(-100, 100), unique=True))
def test_moran_is_the_double_sum_of_its_definition(y):
    z = y - y.mean()
    total = sum(
        z[i] * z[j] / len(ROW.neighbours[i]) for i, j in itertools.product(range(5), repeat=2) if j in ROW.neighbours[i]
    )

    assert moran(y, weights=ROW, seed=1, n_permutations=99).value == pytest.approx(total / (z @ z), rel=1e-6, abs=1e-9)


def test_the_p_value_is_near_that_of_all_orders():
    values = np.array([1.0, 2.0, 3.0, 5.0, 8.0])
    observed = moran(values, weights=ROW, seed=3, n_permutations=9999)
    each = [
        moran(np.array(order), weights=ROW, seed=1, n_permutations=99).value for order in itertools.permutations(values)
    ]
    above = np.mean([value >= observed.value - 1e-12 for value in each])

    # three standard errors of 9,999 draws, twice the tail
    assert observed.p_value == pytest.approx(2 * above, abs=6 * np.sqrt(above / 9999))


def test_a_seed_decides_the_p_value_and_nothing_else_does():
    values, weights = _stored("stl")
    values = np.random.default_rng(0).permutation(values)

    once, again = moran(values, weights=weights, seed=7), moran(values, weights=weights, seed=7)
    other = moran(values, weights=weights, seed=np.random.default_rng(8))

    assert once == again
    assert once.p_value != other.p_value
    assert once.p_value == pytest.approx(other.p_value, abs=0.1)


def test_values_without_a_pattern_are_rarely_significant():
    rng = np.random.default_rng(11)
    _, weights = _stored("stl")

    found = [moran(rng.normal(size=78), weights=weights, seed=rng, n_permutations=99).p_value for _ in range(60)]

    # 60 draws at 10 %: 6 expected, 14 are beyond three standard errors
    assert sum(p <= 0.1 for p in found) < 14


def test_a_cluster_is_found_where_it_is():
    values = np.array([9.0, 9.0, 9.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 1.5])
    names = [str(i) for i in range(12)]
    ring = contiguity_weights([(names[i], names[(i + 1) % 12]) for i in range(12)], regions=names)

    found = local_moran(values, weights=ring, seed=2)

    assert found.quadrants[1] == "high-high"
    assert found.p_values[1] == found.p_values.min()
    assert found.n_permutations == 999


def test_islands_are_named_and_count_in_the_mean_only():
    weights = contiguity_weights([("a", "b"), ("b", "c"), ("c", "d")], regions=["a", "b", "c", "d", "okinawa"])

    found = moran(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), weights=weights, seed=1)
    local = local_moran(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), weights=weights, seed=1)

    # mean 3: z = -2, -1, 0, 1, 2; pairs a-b 2 * 1.5, c-d 0: (5 / 4) * 3 / 10
    assert found.value == pytest.approx(0.375)
    assert [caution.code for caution in found.cautions] == ["islands"]
    assert "okinawa" in found.cautions[0].message
    assert (local.values[4], local.p_values[4], local.quadrants[4]) == (0.0, 1.0, "island")


def test_neighbours_by_distance_on_the_globe():
    # Tokyo, Yokohama, Osaka, Naha: latitude, longitude
    places = np.array([[35.69, 139.69], [35.45, 139.64], [34.69, 135.52], [26.21, 127.68]])

    weights = nearest_weights(places, regions=["tokyo", "yokohama", "osaka", "naha"], n_neighbours=2)

    assert weights.neighbours == ((1, 2), (0, 2), (0, 1), (1, 2))
    assert (weights.islands, weights.kind) == ((), "nearest")


def test_degrees_count_less_near_the_pole():
    places = np.array([[80.0, 0.0], [80.0, 10.0], [77.0, 0.0]])

    assert nearest_weights(places, regions=["a", "b", "c"], n_neighbours=1).neighbours[0] == (1,)
    assert nearest_weights(places, regions=["a", "b", "c"], n_neighbours=1, unit="plane").neighbours[0] == (2,)


@pytest.mark.parametrize(
    ("pairs", "regions", "error", "message"),
    [
        ([("a", "x")], ["a", "b"], UnknownNameError, r"names 'x', which is not among the 2 regions"),
        ([("a", "a")], ["a", "b"], InputError, "its own neighbour"),
        ([], ["a", "a"], InputError, "'a' stand there more often"),
    ],
)
def test_pairs_that_make_no_sense_are_refused(pairs, regions, error, message):
    with pytest.raises(error, match=message):
        contiguity_weights(pairs, regions=regions)


@pytest.mark.parametrize(
    ("places", "n", "error", "message"),
    [
        ([[1.0, 2.0]], 1, ShapeError, "two columns and 2 rows"),
        ([[1.0, 2.0], [np.nan, 2.0]], 1, MissingValueError, r"missing at row 1 \(b\)"),
        ([[1.0, 2.0], [1.0, 3.0]], 2, InputError, "from 1 to 1, got 2"),
        ([[139.7, 35.7], [1.0, 3.0]], 1, InputError, "latitudes stand first and run from -90 to 90, got 139.7"),
    ],
)
def test_places_that_make_no_sense_are_refused(places, n, error, message):
    with pytest.raises(error, match=message):
        nearest_weights(np.array(places), regions=["a", "b"], n_neighbours=n)


@pytest.mark.parametrize("method", [moran, local_moran])
@pytest.mark.parametrize(
    ("values", "n", "error", "message"),
    [
        ([1.0, 2.0], 99, ShapeError, "one for each of 5 regions"),
        ([1.0, np.nan, 3.0, 4.0, 5.0], 99, MissingValueError, "missing or infinite for b"),
        ([1.0, 2.0, 3.0, 4.0, 5.0], 9, InputError, "n_permutations must be at least 99, got 9"),
        ([2.0, 2.0, 2.0, 2.0, 2.0], 99, MethodError, r"all 5 values are 2\.0"),
    ],
)
def test_what_has_no_moran_is_refused(method, values, n, error, message):
    with pytest.raises(error, match=message):
        method(np.array(values), weights=ROW, seed=1, n_permutations=n)


def test_regions_without_any_neighbours_have_no_moran():
    alone = contiguity_weights([], regions=["a", "b", "c", "d"])

    with pytest.raises(MethodError, match="at least 4 regions and two neighbours, got 4"):
        moran(np.array([1.0, 2.0, 3.0, 4.0]), weights=alone, seed=1)


def test_without_the_extra_the_message_says_how_to_add_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "esda.moran", None)

    with pytest.raises(MissingExtraError, match=r"chiiki\[stats\]"):
        moran(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), weights=ROW, seed=1)
