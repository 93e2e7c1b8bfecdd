"""Specialisation of regions: reference values, identities, refusals."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability.similarity import krugman_distance
from chiiki.capability.structure import (
    gini_of_quotients,
    herfindahl,
    krugman_index,
    shannon,
    specialisation_gini,
)
from chiiki.errors import InputError, MethodError, ShapeError
from shared_data import shared_rows

GOLDEN = Path(__file__).parents[1] / "golden" / "capability"
OF_R = json.loads((GOLDEN / "structure_r.json").read_text(encoding="utf-8"))
OF_PYTHON = json.loads((GOLDEN / "structure_py.json").read_text(encoding="utf-8"))
RTOL = 1e-9
"""Sums of at most some thousand positive terms; see SOURCE-structure.md."""

quick = settings(max_examples=25, deadline=None, derandomize=True)
tables = arrays(float, (4, 5), elements=st.floats(0.5, 1e4))


@pytest.fixture(scope="module")
def provinces():
    with (GOLDEN / "provinces.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return np.array([[float(cell) for cell in row[1:]] for row in rows])


def test_herfindahl_is_that_of_two_reference_implementations(provinces):
    found, stored = herfindahl(provinces), OF_R["provinces"]

    assert found.raw == pytest.approx(stored["herfindahl"], rel=RTOL)
    assert found.raw == pytest.approx(stored["econgeo_herfindahl"], rel=RTOL)
    assert found.normalised == pytest.approx(stored["herfindahl_normalised"], rel=RTOL)
    assert found.normalised == pytest.approx(OF_PYTHON["provinces"]["herfindahl_normalised"], rel=RTOL)
    assert found.equivalent_number == pytest.approx(stored["equivalent_number"], rel=RTOL)


def test_shannon_is_that_of_the_reference_implementation(provinces):
    assert shannon(provinces) == pytest.approx(OF_PYTHON["provinces"]["shannon"], rel=RTOL)
    # abs: the reference rounds to three digits and adds 1e-9 to every share
    assert shannon(provinces) == pytest.approx(OF_R["provinces"]["econgeo_entropy_rounded"], abs=6e-4)


def test_krugman_is_that_of_three_reference_implementations(provinces):
    against_country = krugman_index(provinces)

    assert against_country == pytest.approx(OF_R["provinces"]["krugman_spec"], rel=RTOL)
    assert against_country == pytest.approx(OF_R["provinces"]["econgeo_krugman"], rel=RTOL)
    assert against_country == pytest.approx(OF_PYTHON["provinces"]["krugman"], rel=RTOL)
    assert against_country / 2 == pytest.approx(OF_R["provinces"]["econgeo_spec_coeff"], rel=RTOL)
    assert krugman_index(provinces, against="others") == pytest.approx(OF_R["provinces"]["krugman_spec2"], rel=RTOL)


def test_the_gini_over_activities_is_that_of_the_reference_implementation(provinces):
    found = specialisation_gini(provinces, weighting="activities")

    assert found == pytest.approx(OF_R["provinces"]["gini_spec"], rel=RTOL)


@pytest.mark.shared
def test_german_states_are_those_of_the_reference_documentation():
    table = shared_rows("complexity_benchmarks/REAT/G.regions.industries.csv")
    stored = OF_R["industries"]["spec"]
    jobs = {(row["region_code"], row["ind_code"]): float(row["emp_all"]) for row in table}
    codes = list(dict.fromkeys(row["ind_code"] for row in table))
    amounts = np.array([[jobs[state, code] for code in codes] for state in stored["labels"]])

    assert krugman_index(amounts) / 2 == pytest.approx(stored["hoover"], rel=RTOL)
    assert specialisation_gini(amounts, weighting="activities") == pytest.approx(stored["gini"], rel=RTOL)
    assert krugman_index(amounts, against="others") == pytest.approx(stored["krugman"], rel=RTOL)


@quick
@given(tables)
def test_the_weighted_gini_is_the_double_sum_of_its_definition(x):
    mix, country = x / x.sum(axis=1, keepdims=True), x.sum(axis=0) / x.sum()
    quotients = mix / country
    gaps = np.abs(quotients[:, :, None] - quotients[:, None, :])
    brute = (country[:, None] * country[None, :] * gaps).sum(axis=(1, 2)) / 2

    assert specialisation_gini(x) == pytest.approx(brute, rel=1e-9, abs=1e-12)


@quick
@given(tables, st.permutations(range(4)), st.permutations(range(5)), st.floats(0.01, 100))
def test_order_and_unit_change_nothing(x, rows, columns, factor):
    other = x[rows][:, columns] * factor
    measures = [shannon, krugman_index, specialisation_gini, lambda y: herfindahl(y).normalised]

    for measure in measures:
        assert measure(other) == pytest.approx(measure(x)[rows], rel=1e-6, abs=1e-9)


@quick
@given(tables)
def test_the_bounds_hold(x):
    assert (shannon(x) <= math.log2(5) + 1e-12).all()
    assert (herfindahl(x).normalised >= -1e-12).all()
    assert ((krugman_index(x) >= 0) & (krugman_index(x) <= 2)).all()
    assert ((specialisation_gini(x) >= 0) & (specialisation_gini(x) < 1)).all()


@quick
@given(tables)
def test_splitting_an_activity_evenly_leaves_the_weighted_gini_alone(x):
    halved = np.concatenate([x[:, :1] / 2, x[:, :1] / 2, x[:, 1:]], axis=1)

    assert specialisation_gini(halved) == pytest.approx(specialisation_gini(x), rel=1e-6, abs=1e-9)
    assert krugman_index(halved) == pytest.approx(krugman_index(x), rel=1e-6, abs=1e-9)


def test_two_regions_are_as_far_from_the_other_as_krugmans_distance_says():
    jobs = np.array([[3.0, 1.0, 4.0], [1.0, 5.0, 9.0]])

    assert krugman_index(jobs, against="others")[0] == pytest.approx(krugman_distance(jobs).values[0, 1])


def test_a_reference_takes_the_place_of_the_sum_of_regions():
    jobs, country = np.array([[3.0, 1.0]]), np.array([50.0, 50.0])

    assert krugman_index(jobs, reference=country).tolist() == [0.5]
    assert specialisation_gini(jobs, reference=country).tolist() == [0.25]


def test_the_base_sets_the_unit():
    assert shannon(np.array([[1.0, 1.0]]), base=math.e)[0] == pytest.approx(math.log(2))


@pytest.mark.parametrize("base", [1.0, 0.5, np.nan, np.inf])
def test_a_base_that_is_not_above_one_is_refused(base):
    with pytest.raises(InputError, match="base must be a number above 1"):
        shannon(np.array([[1.0, 1.0]]), base=base)


def test_one_activity_has_no_herfindahl_and_one_region_no_others():
    with pytest.raises(MethodError, match="at least 2 activities, got 1"):
        herfindahl(np.array([[1.0], [2.0]]))
    with pytest.raises(MethodError, match="at least 2 regions, got 1"):
        krugman_index(np.array([[1.0, 2.0]]), against="others")


def test_the_others_have_no_reference():
    with pytest.raises(InputError, match="leave one of the two out"):
        krugman_index(np.ones((2, 2)), against="others", reference=np.ones(2))


@pytest.mark.parametrize("measure", [shannon, herfindahl, krugman_index, specialisation_gini])
def test_an_empty_region_is_refused(measure):
    with pytest.raises(InputError, match=r"every region needs an amount above 0; empty at \[1\]"):
        measure(np.array([[1.0, 2.0], [0.0, 0.0]]))


@pytest.mark.parametrize("measure", [krugman_index, specialisation_gini])
def test_what_compares_with_the_country_refuses_an_empty_activity(measure):
    with pytest.raises(InputError, match=r"every activity needs an amount above 0; empty at \[1\]"):
        measure(np.array([[1.0, 0.0], [2.0, 0.0]]))


def test_a_reference_of_another_length_is_refused():
    with pytest.raises(ShapeError, match="one value for each of 2 activities"):
        krugman_index(np.ones((2, 2)), reference=np.ones(3))


def test_equal_quotients_have_a_gini_of_exactly_zero():
    assert gini_of_quotients(np.full((2, 3), 0.7), weights=np.array([0.2, 0.3, 0.5])).tolist() == [0.0, 0.0]
