from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chiiki.brief.charts import integer_classes, level_of, nice_ticks
from chiiki.brief.charts.plot import spread, value_range
from chiiki.brief.charts.words import Tick
from chiiki.errors import InputError

counts = st.lists(st.integers(0, 3000), min_size=1, max_size=47)


@given(counts, st.integers(1, 5))
def test_classes_cover_every_value_without_gap_or_overlap(values, n_classes):
    limits = integer_classes(values, n_classes=n_classes)
    assert limits[0][0] == min(values)
    assert limits[-1][1] == max(values)
    assert all(low <= high for low, high in limits)
    assert all(before[1] + 1 == after[0] for before, after in itertools.pairwise(limits))
    assert 1 <= len(limits) <= n_classes
    assert {level_of(value, limits) for value in values} == set(range(1, len(limits) + 1))


def test_a_class_for_zero_is_the_first():
    assert integer_classes([0, 0, 0, 1, 2, 9])[0] == (0, 0)


def test_fractions_belong_to_the_class_of_their_whole_part():
    limits = integer_classes([0.4, 1.9, 2.5])
    assert [level_of(value, limits) for value in (0.99, 1.0, 2.9)] == [1, 2, 3]


@pytest.mark.parametrize(("values", "n_classes"), [([], 5), ([1], 0), ([1], 6)])
def test_no_values_or_too_many_classes_are_refused(values, n_classes):
    with pytest.raises(InputError, match="at least one value"):
        integer_classes(values, n_classes=n_classes)


def test_a_value_outside_all_classes_is_refused():
    with pytest.raises(InputError, match="lies in none of the classes"):
        level_of(12, ((0, 3), (4, 9)))


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_ticks_bound_the_values_in_even_steps(low, reach):
    ticks = nice_ticks(low, low + reach)
    steps = [after - before for before, after in itertools.pairwise(ticks)]
    tolerance = 1e-6 * max(abs(low) + reach, 1)
    assert ticks[0] <= low + tolerance
    assert ticks[-1] >= low + reach - tolerance
    assert max(steps) - min(steps) <= tolerance
    assert 2 <= len(ticks) <= 6


@pytest.mark.parametrize(
    ("low", "high", "from_zero", "ticks"),
    [
        (0, 130, False, (0, 50, 100, 150)),
        (230, 401, False, (200, 300, 400, 500)),
        (230, 401, True, (0, 200, 400, 600)),
        (2.1, 3.4, False, (2, 2.5, 3, 3.5)),
        (5, 5, False, (4, 6)),
        (0, 0, True, (0, 0.5)),
        (-3, 8, False, (-5, 0, 5, 10)),
    ],
)
def test_ticks_are_round(low, high, from_zero, ticks):
    assert nice_ticks(low, high, from_zero=from_zero) == ticks


@pytest.mark.parametrize(("low", "high"), [(2, 1), (0, float("inf")), (float("nan"), 1)])
def test_ticks_of_nothing_are_refused(low, high):
    with pytest.raises(InputError, match="finite numbers"):
        nice_ticks(low, high)


def test_an_axis_of_one_tick_is_refused():
    with pytest.raises(InputError, match="two different ticks"):
        value_range((Tick(1, "1"), Tick(1, "1")))


@given(st.lists(st.floats(0, 200), max_size=12))
def test_labels_moved_apart_keep_their_gap_order_and_bounds(places):
    moved = spread(places, gap=13, low=0, high=200)
    ordered = sorted(moved)
    assert all(after - before >= 13 - 1e-9 for before, after in itertools.pairwise(ordered))
    assert sorted(range(len(places)), key=lambda k: (places[k], moved[k])) == sorted(
        range(len(places)), key=moved.__getitem__
    )
    assert all(-1e-9 <= place <= 200 + 1e-9 for place in moved)
