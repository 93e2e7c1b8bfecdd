"""Hoover's and Atkinson's indices and the mean log deviation against references and identities."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability.inequality import coefficient_of_variation, gini, mean_log_deviation
from chiiki.capability.levelling import atkinson, hoover
from chiiki.errors import InputError
from shared_data import shared_rows

GOLDEN = Path(__file__).parents[1] / "golden" / "capability"
STORED = json.loads((GOLDEN / "structure_py.json").read_text(encoding="utf-8"))
RTOL = 1e-9
"""Sums of at most some thousand positive terms; see SOURCE-structure.md."""

quick = settings(max_examples=25, deadline=None, derandomize=True)
incomes = arrays(float, 6, elements=st.floats(0.01, 1e4))
persons_of_six = arrays(float, 6, elements=st.integers(1, 50))


def _mexico(column):
    with (GOLDEN / "mexico.csv").open(encoding="utf-8", newline="") as file:
        return np.array([float(row[column]) for row in csv.DictReader(file)])


@pytest.mark.parametrize("aversion", [0.5, 1.0, 2.0])
def test_atkinson_is_that_of_the_reference_implementation(aversion):
    weighted = STORED["weighted"]
    per_head, persons = np.array(weighted["per_head"]), np.array(weighted["persons"])

    unweighted = atkinson(_mexico("pcgdp2000"), persons=None, aversion=aversion)

    assert unweighted.value == pytest.approx(STORED["mexico"]["atkinson"][str(aversion)], rel=RTOL)
    assert atkinson(per_head, persons=persons, aversion=aversion).value == pytest.approx(
        weighted["atkinson"][str(aversion)], rel=RTOL
    )


def test_hoover_and_the_mean_log_deviation_are_those_of_the_reference_implementation():
    weighted = STORED["weighted"]
    per_head, persons = np.array(weighted["per_head"]), np.array(weighted["persons"])

    assert hoover(_mexico("pcgdp2000"), persons=None).value == pytest.approx(STORED["mexico"]["hoover"], rel=RTOL)
    assert hoover(per_head, persons=persons).value == pytest.approx(weighted["hoover"], rel=RTOL)
    assert mean_log_deviation(per_head, persons=persons).value == pytest.approx(
        weighted["mean_log_deviation"], rel=RTOL
    )


@pytest.mark.shared
def test_german_counties_are_those_of_the_reference_implementation():
    rows = shared_rows("complexity_benchmarks/REAT/G.counties.gdp.csv")
    per_head, persons, product = (np.array([float(r[f"{c}2014"]) for r in rows]) for c in ("gdppc", "pop", "gdp"))
    stored = json.loads((GOLDEN / "structure_r.json").read_text(encoding="utf-8"))["counties"]
    found = {
        "atkinson_half": atkinson(per_head, persons=None, aversion=0.5),
        "atkinson_one": atkinson(per_head, persons=None, aversion=1.0),
        "atkinson_two": atkinson(per_head, persons=None, aversion=2.0),
        "gini": gini(per_head, persons=None),
        "gini_weighted": gini(per_head, persons=persons),
        "theil": mean_log_deviation(per_head, persons=None),
        "cv": coefficient_of_variation(per_head, persons=None),
        "hoover_weighted": hoover(product / persons, persons=persons),
        "williamson": coefficient_of_variation(per_head, persons=persons),
    }

    assert {name: result.value for name, result in found.items()} == pytest.approx(
        {name: stored[name] for name in found}, rel=RTOL
    )


@quick
@given(incomes, persons_of_six)
def test_atkinson_at_one_is_the_mean_log_deviation_in_another_scale(y, n):
    expected = 1.0 - np.exp(-mean_log_deviation(y, persons=n).value)

    assert atkinson(y, persons=n).value == pytest.approx(expected, rel=1e-9, abs=1e-12)


@quick
@given(incomes, persons_of_six)
def test_more_aversion_finds_more_inequality(y, n):
    found = [atkinson(y, persons=n, aversion=e).value for e in (0.5, 1.0, 2.0, 200.0)]

    # abs: equal incomes are equal to within rounding
    assert all(low <= high + 1e-12 for low, high in itertools.pairwise(found))
    assert found[-1] < 1


@quick
@given(incomes, persons_of_six)
def test_hoover_is_at_most_the_gini(y, n):
    assert hoover(y, persons=n).value <= gini(y, persons=n).value + 1e-12


@pytest.mark.parametrize("aversion", [0.0, -1.0, np.nan, np.inf])
def test_an_aversion_that_is_not_above_zero_is_refused(aversion):
    with pytest.raises(InputError, match="aversion must be a number above 0"):
        atkinson(np.array([1.0, 2.0]), persons=None, aversion=aversion)


def test_a_small_aversion_allows_a_region_without_income():
    # (1/2 * 2**0.5)**2 = 1/2
    assert atkinson(np.array([0.0, 2.0]), persons=None, aversion=0.5).value == pytest.approx(0.5)
