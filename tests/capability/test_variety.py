"""Variety and coherence: identity of the parts, hand-made figures, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability.density import density
from chiiki.capability.relatedness import proximity
from chiiki.capability.structure import shannon
from chiiki.capability.variety import coherence, inner_density, variety
from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError
from shared_data import shared_rows

quick = settings(max_examples=25, deadline=None, derandomize=True)
tables = arrays(float, (3, 6), elements=st.one_of(st.just(0.0), st.floats(0.5, 1e4))).filter(
    lambda x: bool(x.any(axis=1).all())
)
parents_of_six = st.lists(st.sampled_from("abc"), min_size=6, max_size=6)


@quick
@given(tables, parents_of_six)
def test_variety_is_the_unrelated_and_the_related_part(x, parents):
    found = variety(x, parents=parents)

    assert found.unrelated + found.related == pytest.approx(found.total, rel=1e-9, abs=1e-12)
    assert found.total.tolist() == shannon(x).tolist()
    assert (found.related >= -1e-12).all()


@quick
@given(tables)
def test_one_parent_leaves_nothing_unrelated_and_six_leave_nothing_related(x):
    together, apart = variety(x, parents=["a"] * 6), variety(x, parents=list("abcdef"))

    assert together.unrelated.tolist() == [0.0, 0.0, 0.0]
    assert together.related == pytest.approx(together.total, abs=1e-12)
    assert apart.related.tolist() == [0.0, 0.0, 0.0]
    assert apart.unrelated.tolist() == apart.total.tolist()


@quick
@given(tables, st.permutations(range(3)), st.permutations(range(6)), st.floats(0.01, 100))
def test_order_and_unit_change_nothing(x, rows, columns, factor):
    parents = list("aabbbc")
    other = variety(x[rows][:, columns] * factor, parents=[parents[c] for c in columns])

    assert other.related == pytest.approx(variety(x, parents=parents).related[rows], rel=1e-6, abs=1e-9)


def test_the_worked_example_of_the_page_is_right():
    found = variety(np.array([[2.0, 2.0, 4.0, 0.0]]), parents=["food", "food", "metal", "metal"], base=2.0)

    assert (found.total[0], found.unrelated[0], found.related[0]) == (1.5, 1.0, 0.5)
    assert (found.base, found.parents) == (2.0, ("food", "metal"))


@pytest.mark.shared
def test_entropy_adds_up_on_a_real_table():
    rows = shared_rows("complexity_benchmarks/REAT/G.regions.industries.csv")
    codes = list(dict.fromkeys(row["ind_code"] for row in rows))
    states = list(dict.fromkeys(row["region_code"] for row in rows))
    x = np.zeros((len(states), len(codes)))
    for row in rows:
        x[states.index(row["region_code"]), codes.index(row["ind_code"])] = float(row["emp_all"])

    found = variety(x, parents=["production" if code <= "WZ08-F" else "services" for code in codes])

    assert found.unrelated + found.related == pytest.approx(found.total, rel=1e-12)
    assert (found.unrelated < 1).all()


def test_coherence_is_the_mean_relatedness_to_the_other_activities():
    amounts = np.array([[2.0, 1.0, 1.0]])
    near = np.array([[1.0, 0.6, 0.2], [0.6, 1.0, 0.4], [0.2, 0.4, 1.0]])
    # around a: (.6 + .2) / 2; around b: (.6 * 2 + .4) / 3; around c: (.2 * 2 + .4) / 3
    expected = 0.5 * 0.4 + 0.25 * (1.6 / 3) + 0.25 * (0.8 / 3)

    assert coherence(amounts, relatedness=near)[0] == pytest.approx(expected)


@quick
@given(arrays(float, (3, 6), elements=st.floats(0.5, 1e3)), st.floats(0.0, 1.0))
def test_activities_that_are_all_equally_related_have_that_coherence(x, level):
    assert coherence(x, relatedness=np.full((6, 6), level)) == pytest.approx(np.full(3, level), abs=1e-9)


def test_the_density_within_a_region_is_the_mean_over_its_activities():
    has = np.array([[True, True, False], [True, False, True], [False, True, True]])
    around = density(has, proximity(has))

    assert inner_density(has, density=around)[0] == pytest.approx(around[0, :2].mean())


@pytest.mark.parametrize(
    ("parents", "base", "error", "message"),
    [
        (["a"], 2.0, ShapeError, "one group for each of 2 activities, got 1"),
        (["a", "b"], 1.0, InputError, "base must be a number above 1"),
    ],
)
def test_parents_and_bases_that_do_not_fit_are_refused(parents, base, error, message):
    with pytest.raises(error, match=message):
        variety(np.ones((1, 2)), parents=parents, base=base)


@pytest.mark.parametrize(
    ("amounts", "relatedness", "error", "message"),
    [
        ([[1.0, 1.0]], np.ones((3, 3)), ShapeError, "2 by 2 activities"),
        ([[1.0, 1.0]], np.full((2, 2), np.nan), MissingValueError, "relatedness has 4 missing"),
        ([[1.0, 1.0], [0.0, 3.0]], np.ones((2, 2)), MethodError, r"regions \[1\] have one"),
        ([[0.0, 0.0]], np.ones((2, 2)), InputError, "every region needs an amount"),
    ],
)
def test_what_has_no_coherence_is_refused(amounts, relatedness, error, message):
    with pytest.raises(error, match=message):
        coherence(np.array(amounts), relatedness=relatedness)


def test_a_region_without_activities_has_no_density_within():
    with pytest.raises(MethodError, match=r"regions \[0\] have no activity"):
        inner_density(np.zeros((1, 2), dtype=bool), density=np.ones((1, 2)))
    with pytest.raises(ShapeError, match="two tables of one shape"):
        inner_density(np.ones((1, 2), dtype=bool), density=np.ones((2, 1)))
