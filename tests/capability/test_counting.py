"""Counting: what a document adds to a table, in whole and in parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.capability.counting import Counts, check_sum, count, count_windows, keep_large
from chiiki.capability.events import encode_events, encode_labels, within
from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError

FRACTIONAL = ["row", "author", "region", "field"]

quick = settings(max_examples=30, deadline=None, derandomize=True)

rows = st.lists(
    st.tuples(
        st.integers(0, 4), st.integers(0, 2), st.integers(0, 3), st.integers(0, 3), st.sampled_from([0.5, 1.0, 3.0])
    ),
    min_size=1,
    max_size=30,
)


def events_of(rows, *, weighted=True):
    documents, authors, regions, fields, weights = (list(column) for column in zip(*rows, strict=True))
    return encode_events(
        documents=documents,
        authors=authors,
        regions=regions,
        fields=fields,
        weights=np.array(weights) if weighted else None,
    )


PAPER = encode_events(
    documents=["p", "p", "p", "q"],
    authors=["ito", "ito", "mori", "mori"],
    regions=["20", "13", "13", "13"],
    fields=["x", "x", "y", "x"],
)


@pytest.mark.parametrize(
    ("counting", "expected"),
    [
        ("whole", [[1, 0], [2, 1]]),
        ("row", [[1 / 3, 0], [1 / 3 + 1, 1 / 3]]),
        ("author", [[1 / 4, 0], [1 / 4 + 1, 1 / 2]]),
        ("region", [[1 / 2, 0], [1 / 4 + 1, 1 / 4]]),
        ("field", [[1 / 4, 0], [1 / 4 + 1, 1 / 2]]),
    ],
)
def test_two_papers_are_counted_as_by_hand(counting, expected):
    result = count(PAPER, counting=counting)

    assert result.values == pytest.approx(np.array(expected, dtype=float))
    assert result.regions == ("20", "13")
    assert result.fields == ("x", "y")
    assert result.n_documents == 2
    assert result.counting == counting


@quick
@given(rows, st.sampled_from(FRACTIONAL), st.booleans())
def test_the_parts_of_documents_sum_to_their_number(rows, counting, weighted):
    result = count(events_of(rows, weighted=weighted), counting=counting)

    # rel: sums of some quotients
    assert result.values.sum() == pytest.approx(len({row[0] for row in rows}), rel=1e-12)


@quick
@given(rows, st.sampled_from(["whole", "weighted", *FRACTIONAL]))
def test_a_row_split_in_two_halves_changes_nothing(rows, counting):
    *before, (document, author, region, field, weight) = rows
    half = (document, author, region, field, weight / 2)

    whole, split = count(events_of(rows), counting=counting), count(events_of([*before, half, half]), counting=counting)

    # rtol: a sum in another order
    np.testing.assert_allclose(split.values, whole.values, rtol=1e-12)
    assert split.n_repeated == whole.n_repeated + 1


@quick
@given(rows, st.randoms(use_true_random=False), st.sampled_from(["whole", *FRACTIONAL]))
def test_the_order_of_rows_only_orders_the_labels(rows, random, counting):
    shuffled = random.sample(rows, len(rows))

    before, after = count(events_of(rows), counting=counting), count(events_of(shuffled), counting=counting)
    moved = after.values[[after.regions.index(name) for name in before.regions]]
    moved = moved[:, [after.fields.index(name) for name in before.fields]]

    # rtol: a sum in another order
    np.testing.assert_allclose(moved, before.values, rtol=1e-12)


def test_weights_are_added_as_given():
    events = encode_events(documents=[1, 1], regions=["a", "a"], fields=["x", "x"], weights=np.array([2.0, 0.5]))

    result = count(events, counting="weighted")

    assert result.values.tolist() == [[2.5]]
    assert result.n_repeated == 1


def test_a_row_that_repeats_another_counts_once_without_weights():
    events = encode_events(documents=[1, 1, 1], regions=["a", "a", "b"], fields=["x", "x", "x"])

    assert count(events).values.tolist() == [[0.5], [0.5]]
    assert count(events).n_repeated == 1


def test_an_unknown_region_takes_its_part_and_is_in_no_cell():
    events = encode_events(documents=[1, 1, 2], regions=["a", None, "a"], fields=["x", "x", "y"])

    result = count(events, unknown="apart")

    assert result.values.tolist() == [[0.5, 1.0]]
    assert result.unknown == 0.5
    assert result.cautions[0].code == "unknown-apart"
    assert "1 rows name no known region or field; they hold 0.5" in result.cautions[0].message


@pytest.mark.parametrize(("regions", "fields", "what"), [([""], ["x"], "region"), (["a"], [float("nan")], "field")])
def test_an_unknown_label_is_refused_unless_it_is_asked_for(regions, fields, what):
    with pytest.raises(
        MissingValueError, match=rf"the {what} is unknown in rows \[0\]; drop them, or count them apart"
    ):
        count(encode_events(documents=[1], regions=regions, fields=fields))


def test_counting_by_author_needs_authors():
    with pytest.raises(InputError, match="counting by author needs the authors"):
        count(encode_events(documents=[1], regions=["a"], fields=["x"]), counting="author")


def test_weighted_counting_needs_weights():
    with pytest.raises(InputError, match="weighted counting needs a weight"):
        count(PAPER, counting="weighted")


def test_a_document_without_weight_has_no_parts():
    events = encode_events(documents=["p", "q"], regions=["a", "a"], fields=["x", "x"], weights=np.array([1.0, 0.0]))

    with pytest.raises(InputError, match=r"weights of documents number \[1\] sum to 0"):
        count(events)


def test_parts_that_do_not_add_up_are_refused():
    check_sum(np.array([0.1] * 10), expected=1)

    with pytest.raises(MethodError, match="the parts of 2 documents sum to 1; rows were lost"):
        check_sum(np.array([1.0]), expected=2)


def test_windows_move_over_the_periods_and_keep_their_shape():
    events = encode_events(
        documents=[1, 2, 3, 4], regions=["a", "a", "b", "b"], fields=["x"] * 4, times=np.array([2010, 2011, 2012, 2013])
    )

    windows = count_windows(events, width=2, step=2)

    assert [(window.first, window.last) for window in windows] == [(2010, 2011), (2012, 2013)]
    assert [window.counts.values.tolist() for window in windows] == [[[2.0], [0.0]], [[0.0], [2.0]]]


def test_a_window_without_a_document_is_not_a_table_of_zeros():
    events = encode_events(documents=[1, 2], regions=["a", "a"], fields=["x", "x"], times=np.array([2010, 2013]))

    with pytest.raises(InputError, match="no document in 2011-2011, 2012-2012; zero and not covered"):
        count_windows(events, width=1)
    with pytest.raises(InputError, match="there is no row to count"):
        count(within(events, first=2011, last=2012))


@pytest.mark.parametrize("changed", [{"width": 0}, {"width": 3}, {"width": 1, "step": 0}])
def test_a_window_that_does_not_fit_is_refused(changed):
    events = encode_events(documents=[1, 2], regions=["a", "a"], fields=["x", "x"], times=np.array([2010, 2011]))

    with pytest.raises(InputError, match=r"width must be from 1 to 2 \(2010-2011\), step at least 1"):
        count_windows(events, **changed)


def test_events_without_times_have_no_windows():
    with pytest.raises(InputError, match="the events have no times"):
        count_windows(PAPER, width=1)
    with pytest.raises(InputError, match="the events have no times"):
        within(PAPER, first=1, last=2)


def test_a_span_keeps_authors_and_weights_of_its_rows():
    events = encode_events(
        documents=[1, 2],
        authors=["ito", "mori"],
        regions=["a", "b"],
        fields=["x", "x"],
        weights=np.array([1.0, 2.0]),
        times=np.array([2010, 2011]),
    )

    kept = within(events, first=2011, last=2011)

    assert (kept.authors.tolist(), kept.weights.tolist(), kept.times.tolist()) == ([1], [2.0], [2011])
    with pytest.raises(InputError, match="must not end before it starts, got 3 to 2"):
        within(events, first=3, last=2)


def test_small_regions_and_fields_are_dropped_until_all_rules_hold():
    table = Counts(
        np.array([[5.0, 5.0, 0.0], [6.0, 0.0, 0.0], [0.0, 1.0, 9.0]]), ("a", "b", "c"), ("x", "y", "z"), "whole", 9
    )

    left = keep_large(table, field_regions=2, region_total=5)

    # z is in one region only; without it c has 1; without c, y is in one region only; then a and b have x
    assert left.regions == ("a", "b")
    assert left.fields == ("x",)
    assert left.values.tolist() == [[5.0], [6.0]]
    assert left.cautions[0].message == "Below the minimum and dropped: regions c; fields y, z."


def test_a_table_that_is_large_enough_stays_as_it_is():
    table = Counts(np.array([[5.0]]), ("a",), ("x",), "whole", 5)

    assert keep_large(table, region_total=5, field_total=5).cautions == ()


def test_many_dropped_labels_are_named_up_to_five():
    table = Counts(np.diag([9.0] + [1.0] * 7), tuple("abcdefgh"), tuple("stuvwxyz"), "whole", 16)

    message = keep_large(table, field_total=2).cautions[0].message

    assert (
        message == "Below the minimum and dropped: regions b, c, d, e, f and 2 more; fields t, u, v, w, x and 2 more."
    )


def test_nothing_left_is_an_error():
    with pytest.raises(MethodError, match="no region and no field reaches the minimum"):
        keep_large(Counts(np.ones((2, 2)), ("a", "b"), ("x", "y"), "whole", 4), field_total=9)


def test_labels_keep_their_order_and_leading_zeros():
    positions, names = encode_labels(["01", "1", None, "01"])

    assert positions.tolist() == [0, 1, -1, 0]
    assert names == ("01", "1")


def test_labels_that_read_alike_are_refused():
    with pytest.raises(InputError, match=r"labels \['1'\] stand as text and as numbers"):
        encode_labels(["1", 1])


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"regions": ["a"]}, ShapeError, "regions has 1 rows, documents 2"),
        ({"weights": np.ones(3)}, ShapeError, "weights has 3 rows, documents 2"),
        ({"documents": [1, None]}, MissingValueError, r"documents is missing in rows \[1\]"),
        ({"authors": ["", "b"]}, MissingValueError, r"authors is missing in rows \[0\]"),
        ({"weights": np.array([1.0, np.nan])}, MissingValueError, "weights has 1 missing cells"),
        ({"weights": np.array([1.0, -1.0])}, InputError, "weights must be finite and >= 0"),
        ({"times": np.array([2010, 2011])}, InputError, r"a document has one period, but rows \[1\]"),
    ],
)
def test_columns_that_cannot_be_events_are_refused(changed, error, message):
    columns = {"documents": [1, 1], "regions": ["a", "b"], "fields": ["x", "x"]}

    with pytest.raises(error, match=message):
        encode_events(**{**columns, **changed})


def test_no_row_is_nothing_to_count():
    with pytest.raises(ShapeError, match="documents has no row"):
        encode_events(documents=[], regions=[], fields=[])
