"""Theil, variance of logs and Gini over many vectors at once: definitions, identities, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability import inequality
from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError
from chiiki.evaluation.balance.indices import INDICES, check_amounts, gini, theil, theil_split, variance_of_logs

quick = settings(max_examples=40, deadline=None, derandomize=True)
amounts = arrays(float, 6, elements=st.floats(0.5, 100))
heads = arrays(float, 6, elements=st.floats(1, 1000))
CLOSE = {"rel": 1e-12, "abs": 1e-14}
"""Sums of six products in another order; 0 is met to rounding."""

SQUARED = {"rel": 1e-9, "abs": 1e-13}
"""Theil and the variance of nearly equal amounts are differences of the size of the square root of rounding."""


def _by_definition(index, y, s):
    m = s @ y
    if index == "theil":
        return sum(si * yi / m * np.log(yi / m) for si, yi in zip(s, y, strict=True))
    if index == "variance_of_logs":
        return sum(si * (np.log(yi) - s @ np.log(y)) ** 2 for si, yi in zip(s, y, strict=True))
    pairs = (si * sj * abs(yi - yj) for si, yi in zip(s, y, strict=True) for sj, yj in zip(s, y, strict=True))
    return sum(pairs) / (2 * m)


@pytest.mark.parametrize("index", INDICES)
@given(y=amounts, n=heads)
@quick
def test_an_index_is_its_definition_summed_region_by_region(index, y, n):
    assert float(INDICES[index](y, persons=n)) == pytest.approx(_by_definition(index, y, n / n.sum()), **SQUARED)


@pytest.mark.parametrize("index", INDICES)
@pytest.mark.parametrize("weighted", [True, False])
@given(y=amounts, n=heads)
@quick
def test_an_index_is_that_of_the_capability_methods(index, weighted, y, n):
    persons = n if weighted else None

    assert float(INDICES[index](y, persons=persons)) == pytest.approx(
        getattr(inequality, index)(y, persons=persons).value, **CLOSE
    )


@pytest.mark.parametrize("index", INDICES)
@given(y=amounts, n=heads, factor=st.floats(0.01, 100))
@quick
def test_the_unit_of_amounts_and_a_replication_of_the_population_change_nothing(index, y, n, factor):
    plain = float(INDICES[index](y, persons=n))

    assert float(INDICES[index](factor * y, persons=n)) == pytest.approx(plain, **SQUARED)
    assert float(INDICES[index](y, persons=3 * n)) == pytest.approx(plain, **CLOSE)
    assert float(INDICES[index](np.tile(y, 2), persons=np.tile(n, 2))) == pytest.approx(plain, **CLOSE)


@pytest.mark.parametrize("index", INDICES)
@given(level=st.floats(0.01, 1e6), n=heads)
@quick
def test_equal_amounts_are_not_unequal(index, level, n):
    assert float(INDICES[index](np.full(6, level), persons=n)) == pytest.approx(0.0, abs=1e-15)


@pytest.mark.parametrize("index", INDICES)
def test_many_vectors_at_once_are_the_same_as_one_by_one(index):
    generator = np.random.default_rng(3)
    cells, persons = generator.uniform(1, 9, (4, 3, 7)), generator.uniform(1, 9, 7)

    found = INDICES[index](cells, persons=persons)

    assert found.shape == (4, 3)
    single = [[float(INDICES[index](row, persons=persons)) for row in rows] for rows in cells]
    assert found == pytest.approx(np.array(single), **CLOSE)


@given(y=amounts, n=heads)
@quick
def test_theil_is_within_plus_between_and_its_parts_are_those_of_the_capability_methods(y, n):
    groups = ["a", "a", "b", "c", "b", "a"]

    found = theil_split(y, persons=n, groups=groups)
    other = inequality.theil_by_group(y, persons=n, groups=groups)

    assert found.within + found.between == pytest.approx(found.total, **SQUARED)
    assert (found.within, found.between) == pytest.approx((other.within, other.between), **SQUARED)


def test_a_group_without_income_adds_nothing_to_theil():
    found = theil_split(np.array([0.0, 0.0, 2.0, 2.0]), persons=None, groups=["a", "a", "b", "b"])

    assert (found.within, found.between) == pytest.approx((0.0, np.log(2.0)), **CLOSE)


def test_a_region_without_income_has_theil_and_gini_but_no_logarithm():
    cells = np.array([0.0, 2.0])

    assert (float(theil(cells, persons=None)), float(gini(cells, persons=None))) == pytest.approx((np.log(2), 0.5))
    with pytest.raises(InputError, match=r"must be above 0, for logarithms, got 0.0 at position 0"):
        variance_of_logs(cells, persons=None)


@pytest.mark.parametrize(
    ("cells", "persons", "error", "words"),
    [
        ([1.0], None, MethodError, "at least 2 of them, got 1"),
        ([1.0, np.nan], None, MissingValueError, "missing at position 1"),
        ([1.0, -2.0], None, InputError, "must be 0 or more, got -2.0 at position 1"),
        ([1.0, np.inf], None, InputError, "got inf at position 1"),
        ([0.0, 0.0], None, MethodError, "all amounts per head are 0"),
        ([1.0, 2.0], [1.0], ShapeError, "each of 2 regions"),
        ([1.0, 2.0], [1.0, 0.0], InputError, "above 0, got 0.0 at position 1"),
        ([1.0, 2.0], [np.nan, 1.0], MissingValueError, "persons is missing at position 0"),
    ],
)
def test_what_has_no_index_is_refused_with_its_place(cells, persons, error, words):
    with pytest.raises(error, match=words):
        theil(np.array(cells), persons=None if persons is None else np.array(persons))


def test_amounts_can_be_checked_alone_and_groups_must_fit():
    check_amounts(np.array([[0.0, 1.0], [2.0, 0.0]]))
    with pytest.raises(ShapeError, match="each of 2 regions, got 1"):
        theil_split(np.array([1.0, 2.0]), persons=None, groups=["a"])
