"""Shift-share: textbook figures, exact sums, refusals."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability.shift_share import shift_share
from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError
from shared_data import shared_rows

GOLDEN = Path(__file__).parents[1] / "golden" / "capability"
STORED = json.loads((GOLDEN / "structure_r.json").read_text(encoding="utf-8"))["shift_share"]
NATION = (np.array([400.0, 150, 150, 400]), np.array([440.0, 210, 135, 480]))
REGIONS = {
    "A": ([90.0, 20, 10, 60], [100.0, 40, 10, 55]),
    "B": ([60.0, 30, 30, 40], [85.0, 55, 40, 35]),
    "C": ([250.0, 100, 110, 300], [255.0, 115, 85, 390]),
}
"""The example of Farhauer and Kroell (2013)."""

quick = settings(max_examples=25, deadline=None, derandomize=True)
tables = arrays(float, (3, 4), elements=st.floats(0.5, 1e4))


def _check_against(stored, first, second, reference):
    dunn = shift_share(first, second, reference=reference).by_region()
    esteban = shift_share(first, second, reference=reference, form="esteban-marquillas").by_region()
    scale = np.abs(stored["dunn"]).max()

    # abs: sums of millions of jobs that cancel, so relative to the largest part
    close = {"rel": 1e-9, "abs": 1e-10 * scale}
    change, national, mix, regional, _ = stored["dunn"]
    assert dunn.change[0] == pytest.approx(change, **close)
    assert dunn.national[0] == pytest.approx(national, **close)
    assert dunn.industry_mix[0] == pytest.approx(mix, **close)
    assert dunn.regional[0] == pytest.approx(regional, **close)
    assert esteban.regional[0] == pytest.approx(stored["esteban"][3], **close)
    assert esteban.allocation[0] == pytest.approx(stored["esteban"][4], **close)


@pytest.mark.parametrize("name", sorted(REGIONS))
def test_the_textbook_example_is_that_of_the_reference_implementation(name):
    first, second = (np.array([row]) for row in REGIONS[name])

    _check_against(STORED[name], first, second, NATION)


def test_region_a_of_the_textbook_by_hand():
    first, second = (np.array([row]) for row in REGIONS["A"])

    found = shift_share(first, second, reference=NATION).by_region()

    # 180 * 15 % = 27; mix 180 * (.1, .4, -.1, .2 weighted) - 27 = 1; the rest -3
    assert found.change.tolist() == [25.0]
    assert found.national[0] == pytest.approx(27.0)
    assert found.industry_mix[0] == pytest.approx(1.0)
    assert found.regional[0] == pytest.approx(-3.0)
    assert found.has_reference


@pytest.mark.shared
def test_freiburg_is_that_of_the_reference_documentation():
    rows = shared_rows("complexity_benchmarks/REAT/Freiburg.csv")
    place, country = (
        [np.array([float(row[f"e_{name}{year}"]) for row in rows]) for year in (2008, 2014)]
        for name in ("Freiburg", "Germany")
    )

    _check_against(STORED["freiburg"], place[0][np.newaxis], place[1][np.newaxis], (country[0], country[1]))


@quick
@given(tables, tables, st.sampled_from(["dunn", "esteban-marquillas"]))
def test_the_parts_of_every_cell_sum_to_its_change(x, y, form):
    found = shift_share(x, y, form=form)
    parts = found.national + found.industry_mix + found.regional
    parts = parts if found.allocation is None else parts + found.allocation

    # abs: 1e4 jobs carry rounding of 1e-12
    assert parts == pytest.approx(y - x, rel=1e-9, abs=1e-7)


@quick
@given(tables, tables)
def test_over_the_whole_country_mix_and_regional_parts_cancel(x, y):
    found = shift_share(x, y)

    assert found.industry_mix.sum() == pytest.approx(0.0, abs=1e-6)
    assert found.regional.sum(axis=0) == pytest.approx(np.zeros(4), abs=1e-6)
    assert found.national.sum() == pytest.approx((y - x).sum(), abs=1e-6)


@quick
@given(tables, tables)
def test_esteban_marquillas_divides_the_regional_part_of_dunn(x, y):
    dunn, other = shift_share(x, y), shift_share(x, y, form="esteban-marquillas")

    assert other.regional + other.allocation == pytest.approx(dunn.regional, rel=1e-9, abs=1e-7)
    assert other.industry_mix.tolist() == dunn.industry_mix.tolist()


@quick
@given(tables, tables, st.permutations(range(3)), st.permutations(range(4)))
def test_the_order_of_regions_and_activities_does_not_matter(x, y, rows, columns):
    found, other = shift_share(x, y), shift_share(x[rows][:, columns], y[rows][:, columns])

    assert other.regional == pytest.approx(found.regional[rows][:, columns], rel=1e-9, abs=1e-7)


def test_a_region_with_the_mix_of_the_country_has_no_allocation():
    first = np.array([[10.0, 20.0], [20.0, 40.0]])
    second = np.array([[15.0, 20.0], [20.0, 50.0]])

    found = shift_share(first, second, form="esteban-marquillas")

    assert found.allocation == pytest.approx(np.zeros((2, 2)), abs=1e-12)


def test_a_cell_that_stays_at_zero_takes_no_part():
    found = shift_share(
        np.array([[0.0, 5.0], [4.0, 5.0]]), np.array([[0.0, 6.0], [6.0, 5.0]]), form="esteban-marquillas"
    )

    assert (found.national[0, 0], found.industry_mix[0, 0], found.regional[0, 0], found.allocation[0, 0]) == (
        0,
        0,
        0,
        0,
    )


def test_an_activity_that_begins_in_a_region_is_wholly_its_own():
    found = shift_share(np.array([[0.0, 5.0], [4.0, 5.0]]), np.array([[2.0, 5.0], [4.0, 5.0]]))

    assert found.regional[0, 0] == 2.0
    assert (found.national[0, 0], found.industry_mix[0, 0]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("first", "second", "error", "message"),
    [
        ([1.0, 2.0], [1.0, 2.0], ShapeError, "first must be regions by activities"),
        ([[1.0, 2.0]], [[1.0, 2.0, 3.0]], ShapeError, r"same regions and activities, got shapes \(1, 2\) and \(1, 3\)"),
        ([[1.0, np.nan]], [[1.0, 2.0]], MissingValueError, "first has 1 missing"),
        ([[1.0, 2.0]], [[-1.0, 2.0]], InputError, "second must be finite and >= 0"),
        ([[1.0, 0.0]], [[1.0, 2.0]], InputError, r"activities \[1\] begin from 0 in the whole country.*vintages"),
        ([[1.0, 0.0]], [[1.0, 0.0]], InputError, r"every activity needs an amount above 0; empty at \[1\]"),
    ],
)
def test_what_has_no_shift_share_is_refused(first, second, error, message):
    with pytest.raises(error, match=message):
        shift_share(np.array(first), np.array(second))


def test_a_reference_of_another_length_is_refused():
    with pytest.raises(ShapeError, match="the second reference must have one value for each of 2 activities"):
        shift_share(np.ones((1, 2)), np.ones((1, 2)), reference=(np.ones(2), np.ones(3)))


def test_growth_from_nothing_has_no_homothetic_part():
    with pytest.raises(MethodError, match=r"activities \[0\] begin from 0 in regions \[0\]"):
        shift_share(np.array([[0.0, 5.0], [4.0, 5.0]]), np.array([[2.0, 5.0], [4.0, 5.0]]), form="esteban-marquillas")
