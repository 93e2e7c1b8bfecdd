"""Sigma and beta convergence: reference values, identities, refusals."""

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

from chiiki.capability.convergence import beta_convergence, sigma_convergence
from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError
from shared_data import shared_rows

GOLDEN = Path(__file__).parents[1] / "golden" / "capability"
OF_R = json.loads((GOLDEN / "structure_r.json").read_text(encoding="utf-8"))["counties"]
OF_PYTHON = json.loads((GOLDEN / "structure_py.json").read_text(encoding="utf-8"))["mexico"]
RTOL = 1e-9
"""The line is solved from centred logarithms; see SOURCE-structure.md."""

quick = settings(max_examples=25, deadline=None, derandomize=True)
incomes = arrays(float, 6, elements=st.floats(0.5, 100), unique=True)


@pytest.fixture(scope="module")
def mexico():
    with (GOLDEN / "mexico.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {year: np.array([float(row[f"pcgdp{year}"]) for row in rows]) for year in (1940, 2000)}


@pytest.mark.parametrize("errors", ["classical", "HC1", "HC3"])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_line_and_its_errors_are_those_of_the_reference_implementation(mexico, errors, weighted):
    stored = OF_PYTHON["weighted_beta" if weighted else "beta"][errors]
    persons = np.arange(1.0, 33.0) if weighted else None

    found = beta_convergence(mexico[1940], mexico[2000], years=60, persons=persons, errors=errors)

    assert found.slope == pytest.approx(stored["slope"], rel=RTOL)
    assert found.intercept == pytest.approx(stored["intercept"], rel=RTOL)
    assert found.standard_error == pytest.approx(stored["standard_error"], rel=RTOL)
    assert found.r_squared == pytest.approx(stored["r_squared"], rel=RTOL)
    assert (found.errors, found.weighting) == (errors, "persons" if weighted else "regions")
    assert (found.n_regions, found.cautions) == (32, ())


def _counties(year):
    return np.array([float(r[f"gdppc{year}"]) for r in shared_rows("complexity_benchmarks/REAT/G.counties.gdp.csv")])


@pytest.mark.shared
@pytest.mark.parametrize(("name", "last"), [("beta_one_year", 2011), ("beta_four_years", 2014)])
def test_german_counties_are_those_of_the_reference_documentation(name, last):
    stored = OF_R[name]

    found = beta_convergence(_counties(2010), _counties(last), years=stored["years"])

    assert found.slope == pytest.approx(stored["slope"], rel=RTOL)
    assert found.intercept == pytest.approx(stored["intercept"], rel=RTOL)
    assert found.standard_error == pytest.approx(stored["standard_error"], rel=RTOL)
    assert found.t_value == pytest.approx(stored["t_value"], rel=RTOL)
    if stored["years"] == 1:  # over more years REAT takes a yearly slope for one of the whole span
        assert found.speed == pytest.approx(stored["speed"], rel=RTOL)
        assert found.half_life == pytest.approx(stored["half_life"], rel=RTOL)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("measure", "name"), [("standard_deviation_of_logs", "sigma_sd"), ("coefficient_of_variation", "sigma_cv")]
)
def test_the_dispersion_of_german_counties_is_that_of_the_reference_implementation(measure, name):
    found = sigma_convergence(np.stack([_counties(2010), _counties(2014)]), persons=None, measure=measure)

    assert found.values == pytest.approx(OF_R[name], rel=RTOL)
    assert found.change == pytest.approx(OF_R[name][1] - OF_R[name][0], abs=1e-12)


@quick
@given(incomes, st.floats(-0.9, 0.5), st.floats(1, 30))
def test_a_common_share_of_every_gap_closed_is_found_again(y, beta, years):
    final = 3.0 * y ** (1.0 + beta)

    found = beta_convergence(y, final, years=years)

    assert found.slope * years == pytest.approx(beta, abs=1e-8)
    assert found.speed == pytest.approx(-math.log(1.0 + beta) / years, abs=1e-6)


@quick
@given(incomes, incomes, st.floats(0.01, 100), st.permutations(range(6)))
def test_prices_and_the_order_of_regions_change_nothing(y, z, factor, order):
    found, other = beta_convergence(y, z, years=5), beta_convergence(y[order], z[order] * factor, years=5)

    assert other.slope == pytest.approx(found.slope, rel=1e-6, abs=1e-9)
    assert other.standard_error == pytest.approx(found.standard_error, rel=1e-6, abs=1e-9)


@quick
@given(incomes, arrays(float, 6, elements=st.integers(1, 9)))
def test_a_region_of_n_persons_pulls_the_line_like_n_regions(y, n):
    z = y[::-1] * 1.5
    each = n.astype(int)

    weighted = beta_convergence(y, z, years=5, persons=n)

    assert weighted.slope == pytest.approx(
        beta_convergence(np.repeat(y, each), np.repeat(z, each), years=5).slope, rel=1e-6, abs=1e-9
    )


def test_gaps_that_widen_have_no_half_life():
    start = np.array([1.0, 2.0, 4.0])

    found = beta_convergence(start, start**1.5, years=10)

    assert found.speed < 0
    assert found.half_life is None


def test_gaps_that_turned_over_have_no_speed():
    start = np.array([1.0, 2.0, 4.0])

    found = beta_convergence(start, start**-0.5, years=10)

    assert found.slope == pytest.approx(-0.15)
    assert (found.speed, found.half_life) == (None, None)


def test_a_few_regions_come_with_a_caution():
    found = beta_convergence(np.array([1.0, 2.0, 4.0]), np.array([2.0, 3.0, 5.0]), years=1)

    assert [caution.code for caution in found.cautions] == ["few-units"]


def test_a_perfect_line_has_an_infinite_t_and_a_flat_one_no_explained_share():
    found = beta_convergence(np.array([1.0, 1.0, 4.0, 4.0]), np.array([1.0, 1.0, 2.0, 2.0]), years=1)
    flat = beta_convergence(np.array([1.0, 2.0, 4.0]), np.array([1.0, 2.0, 4.0]), years=1)

    assert abs(found.t_value) > 1e6
    assert (flat.r_squared, flat.t_value) == (0.0, math.inf)


def test_hc3_refuses_a_slope_that_one_region_decides():
    with pytest.raises(MethodError, match=r"position 2 alone decides the slope.*HC1"):
        beta_convergence(np.array([1.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0]), years=1, errors="HC3")


@pytest.mark.parametrize(
    ("initial", "final", "years", "error", "message"),
    [
        ([1.0, 2.0, 3.0], [1.0, 2.0], 1, ShapeError, r"must list the same regions, got \(3,\) and \(2,\)"),
        ([1.0, np.nan, 3.0], [1.0, 2.0, 3.0], 1, MissingValueError, "1 missing"),
        ([1.0, 2.0, 3.0], [1.0, -2.0, 3.0], 1, InputError, "finite and >= 0"),
        ([0.0, 2.0, 3.0], [1.0, 2.0, 3.0], 1, InputError, "must be > 0 for logarithms"),
        ([1.0, 2.0, 3.0], [1.0, 0.0, 3.0], 1, InputError, "must be > 0 for logarithms"),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], 0, InputError, "years must be a number above 0, got 0"),
        ([1.0, 2.0], [1.0, 2.0], 1, MethodError, "at least 3 of them, got 2"),
        ([2.0, 2.0, 2.0], [1.0, 2.0, 3.0], 1, MethodError, "all 3 regions begin with 2.0"),
    ],
)
def test_what_has_no_line_is_refused(initial, final, years, error, message):
    with pytest.raises(error, match=message):
        beta_convergence(np.array(initial), np.array(final), years=years)


def test_dispersion_may_be_weighted_by_the_persons_of_each_period():
    y, n = np.array([[1.0, 4.0], [1.0, 4.0]]), np.array([[1.0, 1.0], [3.0, 1.0]])

    found = sigma_convergence(y, persons=n)

    assert found.values / math.log(4) == pytest.approx([0.5, math.sqrt(3) / 4])
    assert (found.weighting, found.n_regions) == ("persons", 2)


def test_dispersion_needs_two_periods_of_the_same_regions():
    with pytest.raises(MethodError, match="at least 2 periods, got 1"):
        sigma_convergence(np.ones((1, 3)), persons=None)
    with pytest.raises(ShapeError, match="periods by regions"):
        sigma_convergence(np.ones(3), persons=None)
    with pytest.raises(ShapeError, match="of one shape"):
        sigma_convergence(np.ones((2, 3)), persons=np.ones((2, 2)))
