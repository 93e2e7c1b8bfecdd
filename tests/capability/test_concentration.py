"""Concentration of activities: reference values, identities, refusals."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability.concentration import (
    concentration_gini,
    concentration_hoover,
    concentration_theil,
    ellison_glaeser,
    plant_herfindahl,
)
from chiiki.capability.inequality import gini, theil
from chiiki.capability.levelling import hoover
from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError
from shared_data import shared_rows

GOLDEN = Path(__file__).parents[1] / "golden" / "capability"
OF_R = json.loads((GOLDEN / "structure_r.json").read_text(encoding="utf-8"))
OF_PYTHON = json.loads((GOLDEN / "structure_py.json").read_text(encoding="utf-8"))
RTOL = 1e-9
"""Sums of at most some thousand positive terms; see SOURCE-structure.md."""

quick = settings(max_examples=25, deadline=None, derandomize=True)
tables = arrays(float, (5, 3), elements=st.floats(0.5, 1e4))
persons_of_five = arrays(float, 5, elements=st.integers(1, 50))
MEASURES = [concentration_gini, concentration_hoover, concentration_theil]
every_measure = pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.__name__)


@pytest.fixture(scope="module")
def provinces():
    with (GOLDEN / "provinces.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return np.array([[float(cell) for cell in row[1:]] for row in rows])


def test_the_locational_gini_is_twice_the_area_that_two_packages_give(provinces):
    found = concentration_gini(provinces)

    assert found / 2 == pytest.approx(OF_R["provinces"]["econgeo_locational_gini"], rel=RTOL)
    assert found / 2 == pytest.approx(OF_PYTHON["provinces"]["locational_gini"], rel=RTOL)
    assert found == pytest.approx(OF_PYTHON["provinces"]["hoover_gini"], rel=RTOL)
    # abs: the reference rounds to three digits
    assert found == pytest.approx(OF_R["provinces"]["econgeo_hoover_gini_rounded"], abs=6e-4)


def test_the_gini_over_regions_is_that_of_the_reference_implementation(provinces):
    assert concentration_gini(provinces, weighting="regions") == pytest.approx(OF_R["provinces"]["gini_conc"], rel=RTOL)


def test_hoover_is_that_of_three_reference_implementations(provinces):
    found = concentration_hoover(provinces)

    assert found == pytest.approx(OF_R["provinces"]["hoover"], rel=RTOL)
    assert found * 100 == pytest.approx(OF_PYTHON["provinces"]["hoover_index"], rel=RTOL)
    # abs: the reference rounds percentages to two digits
    assert found * 100 == pytest.approx(OF_R["provinces"]["econgeo_hoover_index_rounded"], abs=6e-3)


@pytest.mark.shared
def test_german_industries_are_those_of_the_reference_documentation():
    table = shared_rows("complexity_benchmarks/REAT/G.regions.industries.csv")
    stored = OF_R["industries"]["conc"]
    jobs = {(row["region_code"], row["ind_code"]): float(row["emp_all"]) for row in table}
    states = list(dict.fromkeys(row["region_code"] for row in table))
    amounts = np.array([[jobs[state, code] for code in stored["labels"]] for state in states])

    assert concentration_hoover(amounts) == pytest.approx(stored["hoover"], rel=RTOL)
    assert concentration_gini(amounts, weighting="regions") == pytest.approx(stored["gini"], rel=RTOL)


def test_agglomeration_is_the_textbook_figure():
    sizes = np.array([200.0, 650, 12000, 100, 50, 16000, 13000, 1500, 1500, 25000])
    places = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1, 2])
    jobs = np.bincount(places, weights=sizes)[:, np.newaxis]
    plants = plant_herfindahl(sizes, activities=np.zeros(10, dtype=int), n_activities=1)

    found = ellison_glaeser(jobs, plant_herfindahl=plants, persons=np.array([500000.0, 400000, 100000]))

    gamma, raw, herfindahl = OF_R["plants"]["one_industry"]
    assert gamma == pytest.approx(0.05990628, abs=5e-9)  # as printed by Farhauer and Kroell (2014)
    assert found.gamma[0] == pytest.approx(gamma, rel=RTOL)
    assert found.raw[0] == pytest.approx(raw, rel=RTOL)
    assert found.plant_herfindahl[0] == pytest.approx(herfindahl, rel=RTOL)


@pytest.mark.shared
def test_agglomeration_of_42_plants_is_that_of_the_reference_implementation():
    rows = shared_rows("complexity_benchmarks/REAT/FK2014_EGC.csv")
    names, regions = OF_R["plants"]["labels"], list(dict.fromkeys(row["region"] for row in rows))
    sizes = np.array([float(row["emp_firm"]) for row in rows])
    activities = np.array([names.index(row["industry"]) for row in rows])
    jobs = np.zeros((len(regions), len(names)))
    np.add.at(jobs, ([regions.index(row["region"]) for row in rows], activities), sizes)

    found = ellison_glaeser(
        jobs, plant_herfindahl=plant_herfindahl(sizes, activities=activities, n_activities=len(names))
    )

    assert found.gamma == pytest.approx(OF_R["plants"]["gamma"], rel=RTOL)
    assert found.raw == pytest.approx(OF_R["plants"]["raw"], rel=RTOL)


@quick
@given(tables, persons_of_five)
def test_against_persons_the_measures_are_those_of_inequality_between_regions(x, n):
    first = x[:, 0] / n

    assert concentration_theil(x, persons=n)[0] == pytest.approx(theil(first, persons=n).value, rel=1e-9, abs=1e-12)
    assert concentration_gini(x, persons=n)[0] == pytest.approx(gini(first, persons=n).value, rel=1e-9, abs=1e-12)
    assert concentration_hoover(x, persons=n)[0] == pytest.approx(hoover(first, persons=n).value, rel=1e-9, abs=1e-12)


@every_measure
@quick
@given(x=tables, rows=st.permutations(range(5)), columns=st.permutations(range(3)), factor=st.floats(0.01, 100))
def test_order_and_unit_change_nothing(measure, x, rows, columns, factor):
    other = measure(x[rows][:, columns] * factor)

    assert other == pytest.approx(measure(x)[columns], rel=1e-6, abs=1e-9)


def test_plants_thrown_at_random_have_no_agglomeration_on_average():
    rng = np.random.default_rng(5)
    chances = np.array([0.5, 0.3, 0.2])
    sizes = rng.lognormal(0.0, 1.0, 20)
    plants = plant_herfindahl(sizes, activities=np.zeros(20, dtype=int), n_activities=1)
    places = rng.choice(3, size=(4000, 20), p=chances)
    jobs = np.stack([(sizes * (places == place)).sum(axis=1) for place in range(3)])

    found = ellison_glaeser(jobs, plant_herfindahl=np.repeat(plants, 4000), persons=chances)

    # four standard errors of 4,000 draws
    assert abs(found.gamma.mean()) < 4 * found.gamma.std() / np.sqrt(4000)


@every_measure
@pytest.mark.parametrize(
    ("amounts", "persons", "error", "message"),
    [
        ([1.0, 2.0], None, ShapeError, "regions by activities"),
        ([[1.0, np.nan]], None, MissingValueError, "1 missing"),
        ([[1.0, 0.0], [1.0, 0.0]], None, InputError, r"every activity needs an amount above 0; empty at \[1\]"),
        ([[1.0, 1.0], [0.0, 0.0]], None, InputError, r"every region needs an amount above 0; empty at \[1\]"),
        ([[1.0], [1.0]], [1.0], ShapeError, r"persons must have one value for each of 2 regions, got shape \(1,\)"),
        ([[1.0], [1.0]], [1.0, np.nan], MissingValueError, "persons has 1 missing"),
        ([[1.0], [1.0]], [1.0, 0.0], InputError, r"empty at \[1\]"),
    ],
)
def test_what_has_no_concentration_is_refused(measure, amounts, persons, error, message):
    with pytest.raises(error, match=message):
        measure(np.array(amounts), persons=None if persons is None else np.array(persons))


@pytest.mark.parametrize(
    ("plants", "error", "message"),
    [
        ([0.5], ShapeError, "one value for each of 2 activities"),
        ([0.5, np.nan], MissingValueError, "plant_herfindahl has 1 missing"),
        ([0.0, 0.5], InputError, r"above 0 and at most 1; it is not at activities \[0\]"),
        ([0.5, 1.5], InputError, r"not at activities \[1\]"),
        ([0.5, 1.0], MethodError, r"activities \[1\] have a single plant each"),
    ],
)
def test_plants_that_cannot_be_used_are_refused(plants, error, message):
    with pytest.raises(error, match=message):
        ellison_glaeser(np.ones((2, 2)), plant_herfindahl=np.array(plants))


def test_one_region_has_no_agglomeration():
    with pytest.raises(MethodError, match="at least 2 regions"):
        ellison_glaeser(np.ones((1, 1)), plant_herfindahl=np.array([0.5]))


def test_sizes_and_activities_of_different_length_are_refused():
    with pytest.raises(ShapeError, match="two lists of one length"):
        plant_herfindahl(np.ones(3), activities=np.zeros(2, dtype=int), n_activities=1)


def test_an_activity_without_a_plant_is_refused():
    with pytest.raises(InputError, match=r"every activity needs an amount above 0; empty at \[1\]"):
        plant_herfindahl(np.ones(2), activities=np.zeros(2, dtype=int), n_activities=2)
