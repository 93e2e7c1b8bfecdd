"""Relatedness: the measures by hand and by other implementations, what leaves them unchanged, what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability.relatedness import continuous_proximity, cooccurrence, proximity, relatedness
from chiiki.errors import InputError, MethodError, ShapeError

quick = settings(max_examples=40, deadline=None, derandomize=True)

HAVING = np.array([[1, 1, 0, 1], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=bool)
MEASURES = ("association", "conditional", "correlation", "cosine", "jaccard", "probability")

presences = arrays(bool, (5, 6))


def usable(presence):
    """Give every region an activity and every activity a region that has it and one that has not."""
    presence = presence.copy()
    presence[np.arange(6) % 5, np.arange(6)] = True
    presence[(np.arange(6) + 2) % 5, np.arange(6)] = False
    return presence


def test_co_occurrence_counts_regions_and_keeps_ubiquity_on_the_diagonal():
    assert cooccurrence(HAVING).tolist() == [[2, 2, 0, 1], [2, 3, 1, 1], [0, 1, 2, 1], [1, 1, 1, 2]]


def test_proximity_is_the_smaller_conditional_probability():
    assert proximity(HAVING)[0].tolist() == [1.0, 2 / 3, 0.0, 1 / 2]
    assert proximity(HAVING, over="min")[0].tolist() == [1.0, 2 / 2, 0.0, 1 / 2]
    assert proximity(HAVING, over="sqrt")[0].tolist() == [1.0, 2 / np.sqrt(6), 0.0, 1 / 2]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("association", 2 * 12 / (3 * 4)),  # links 3, 4, 2, 3
        ("probability", 2 / (6 * (3 / 12 * 4 / 9 + 4 / 12 * 3 / 8))),
        ("conditional", 2 / 2),
        ("cosine", 2 / np.sqrt(2 * 3)),
        ("jaccard", 2 / (2 + 3 - 2)),
    ],
)
def test_measures_by_hand(measure, expected):
    # rtol: one quotient
    assert relatedness(cooccurrence(HAVING), measure=measure)[0, 1] == pytest.approx(expected, rel=1e-12)


def test_conditional_probability_is_of_the_column_given_the_row():
    found = relatedness(cooccurrence(HAVING), measure="conditional")

    assert (found[0, 1], found[1, 0]) == (1.0, 2 / 3)


def test_totals_can_count_links_or_occurrences():
    shared = cooccurrence(HAVING)

    assert relatedness(shared, measure="cosine", totals="links")[0, 1] == 2 / np.sqrt(3 * 4)
    assert relatedness(shared, totals="occurrences", n_events=4)[0, 1] == 2 * 4 / (2 * 3)


@quick
@given(presences)
def test_measures_equal_those_of_numpy(presence):
    presence = usable(presence)
    found = relatedness(cooccurrence(presence), measure="correlation", n_events=5)
    columns = presence.T.astype(float)
    pearson = np.corrcoef(columns)
    np.fill_diagonal(pearson, 0.0)

    # atol: differences of small whole numbers
    np.testing.assert_allclose(found, pearson, atol=1e-12)
    either = (columns[:, None] + columns).clip(max=1).sum(axis=-1)
    np.testing.assert_allclose(
        relatedness(cooccurrence(presence), measure="jaccard"),
        np.where(np.eye(6), 0, cooccurrence(presence) / either),
        atol=1e-12,
    )


@quick
@given(presences, st.permutations(range(5)), st.permutations(range(6)), st.sampled_from(MEASURES))
def test_the_order_of_regions_is_nothing_and_that_of_activities_goes_along(presence, rows, columns, measure):
    presence = usable(presence)
    options = {"measure": measure, "n_events": 5}
    before = relatedness(cooccurrence(presence), **options)
    after = relatedness(cooccurrence(presence[rows][:, columns]), **options)

    # atol: sums in another order
    np.testing.assert_allclose(after, before[columns][:, columns], atol=1e-12)


@quick
@given(presences)
def test_proximity_is_symmetric_between_0_and_1_with_1_on_the_diagonal(presence):
    near = proximity(usable(presence))

    assert (near == near.T).all()
    assert near.diagonal().tolist() == [1.0] * 6
    assert near.min() >= 0
    assert near.max() <= 1


def test_an_activity_without_links_is_related_to_nothing():
    apart = np.array([[2.0, 0.0, 0.0], [0.0, 3.0, 1.0], [0.0, 1.0, 2.0]])

    for measure in ("association", "probability", "cosine"):
        assert relatedness(apart, measure=measure, totals="links")[0].tolist() == [0.0, 0.0, 0.0]
    assert relatedness(np.diag([1.0, 2.0])).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_the_input_is_not_changed():
    shared = cooccurrence(HAVING)
    before = shared.copy()

    relatedness(shared)

    assert shared.tolist() == before.tolist()


def test_continuous_proximity_puts_correlation_on_0_to_1():
    ratios = np.array([[1.0, 2.0, 1.0], [2.0, 1.0, 2.0], [3.0, 0.0, 3.0]])

    # atol: a correlation of whole numbers
    np.testing.assert_allclose(continuous_proximity(ratios), [[1, 0, 1], [0, 1, 0], [1, 0, 1]], atol=1e-12)


def test_what_has_no_correlation_is_refused():
    with pytest.raises(MethodError, match=r"activities at \[1\] are in every region or in none"):
        relatedness(cooccurrence(np.array([[True, True], [False, True]])), measure="correlation", n_events=2)
    with pytest.raises(MethodError, match=r"activities at \[0\] have the same ratio in all regions"):
        continuous_proximity(np.array([[1.0, 2.0], [1.0, 3.0]]))


def test_what_needs_the_number_of_regions_says_so():
    with pytest.raises(InputError, match="by correlation from occurrences needs n_events"):
        relatedness(cooccurrence(HAVING), measure="correlation")


@pytest.mark.parametrize(
    ("counts", "error", "what"),
    [
        (np.ones((2, 3)), ShapeError, r"activities by activities, got shape \(2, 3\)"),
        (np.array([[np.nan]]), InputError, "must be finite"),
        (np.array([[-1.0]]), InputError, "must be finite and >= 0"),
    ],
)
def test_a_table_that_counts_nothing_is_refused(counts, error, what):
    with pytest.raises(error, match=what):
        relatedness(counts)
