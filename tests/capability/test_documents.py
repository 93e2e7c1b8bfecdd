"""Pairs of fields in documents: against the table's own product, in every order and block."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.capability import documents as module
from chiiki.capability.documents import document_pairs
from chiiki.capability.kernels import compiled, document_loops
from chiiki.errors import InputError, MethodError, ShapeError

GOLDEN = Path(__file__).parents[1] / "golden" / "capability"

rows = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), min_size=1, max_size=40)


def by_hand(rows):
    """Each pair of fields with the documents that name both, and their parts."""
    fields = {}
    for document, field in rows:
        fields.setdefault(document, set()).add(field)
    shared, parts = {}, {}
    for named in fields.values():
        for pair in combinations(sorted(named), 2):
            shared[pair] = shared.get(pair, 0) + 1
            parts[pair] = parts.get(pair, 0) + 2 / len(named) / (len(named) - 1)
    return shared, parts


def as_dict(pairs):
    return dict(zip(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True), pairs.values.tolist(), strict=True))


@pytest.mark.parametrize("file", ["significance_py.json", "significance_r.json"])
def test_pairs_are_those_of_scipy_and_econgeo(file):
    events = json.loads((GOLDEN / "significance_py.json").read_text(encoding="utf-8"))["documents"]
    stored = json.loads((GOLDEN / file).read_text(encoding="utf-8"))
    shared = stored["shared"] if "shared" in stored else stored["documents"]["shared"]

    result = document_pairs(np.array(events["documents"]), np.array(events["fields"]))

    assert result.matrix().tolist() == shared
    assert result.n_documents == 300


@settings(max_examples=60, deadline=None, derandomize=True)
@given(rows)
def test_pairs_are_those_counted_one_by_one(rows):
    documents, fields = np.array(rows).T
    shared, parts = by_hand(rows)

    whole = document_pairs(documents, fields)
    fractional = document_pairs(documents, fields, counting="fractional")

    assert as_dict(whole) == shared
    assert as_dict(fractional) == pytest.approx(parts)
    assert list(as_dict(whole)) == sorted(shared)
    assert whole.n_repeated == len(rows) - len(set(rows))
    assert whole.n_documents == len(set(documents.tolist()))


@settings(max_examples=20, deadline=None, derandomize=True)
@given(rows)
def test_the_pairs_of_one_document_sum_to_one(rows):
    documents, fields = np.array(rows).T
    with_pairs = sum(len(set(fields[documents == one].tolist())) > 1 for one in set(documents.tolist()))

    assert document_pairs(documents, fields, counting="fractional").values.sum() == pytest.approx(with_pairs)


@pytest.mark.parametrize("counting", ["whole", "fractional"])
def test_blocks_do_not_change_the_result(monkeypatch, counting):
    rng = np.random.default_rng(1)
    documents, fields = np.repeat(np.arange(60), 4), rng.integers(0, 12, 240)
    whole = document_pairs(documents, fields, counting=counting)
    monkeypatch.setattr(module, "BLOCK", 20)
    monkeypatch.setattr(module, "CACHED", 8)

    blocks = document_pairs(documents, fields, counting=counting)

    assert blocks.first.tolist() == whole.first.tolist()
    # rel: parts are added in another order
    assert blocks.values == pytest.approx(whole.values, rel=1e-12)


def test_documents_of_one_field_have_no_pairs():
    result = document_pairs(np.array([0, 1]), np.array([2, 2]), n_fields=4)

    assert result.values.size == 0
    assert result.documents_by_field.tolist() == [0, 0, 2, 0]
    assert result.matrix().tolist() == np.diag([0.0, 0.0, 2.0, 0.0]).tolist()


def test_more_fields_than_fit_small_numbers_are_counted_too():
    result = document_pairs(np.array([0, 0]), np.array([5, 49_999]))

    assert as_dict(result) == {(5, 49_999): 1.0}
    with pytest.raises(
        MethodError, match=r"a square table of 50000 fields is too large \(at most 20000\); use the pairs"
    ):
        result.matrix()


def test_the_result_says_what_counted_it_and_the_input_stays():
    documents, fields = np.array([1, 0, 1]), np.array([2, 1, 0])

    result = document_pairs(documents, fields)

    assert result.engine == "numpy"
    assert result.counting == "whole"
    assert (documents.tolist(), fields.tolist()) == ([1, 0, 1], [2, 1, 0])


@pytest.mark.parametrize("counting", ["whole", "fractional"])
def test_loaded_loops_count_the_same_and_the_result_says_so(monkeypatch, counting):
    rng = np.random.default_rng(2)
    documents, fields = np.repeat(np.arange(40), 3), rng.integers(0, 9, 120)
    expected = document_pairs(documents, fields, counting=counting)
    loops = {"write_pairs": document_loops.write_pairs, "count_runs": document_loops.count_runs}
    monkeypatch.setattr(compiled, "_loaded", loops)  # as plain Python: compiled they are tested with the others

    result = document_pairs(documents, fields, counting=counting)

    assert result.engine == "numba"
    assert as_dict(result) == as_dict(expected)


def test_loaded_loops_leave_numbers_that_they_were_not_made_for(monkeypatch):
    loops = {"write_pairs": document_loops.write_pairs, "count_runs": document_loops.count_runs}
    monkeypatch.setattr(compiled, "_loaded", loops)

    assert document_pairs(np.array([0, 0]), np.array([5, 49_999])).engine == "numpy"


def test_no_code_has_no_run():
    n_kept = np.ones(1, dtype=np.int64)

    document_loops.count_runs(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32), np.empty(0), n_kept)

    assert n_kept.tolist() == [0]


@pytest.mark.parametrize(
    ("documents", "fields", "error", "message"),
    [
        ([0, 1], [1], ShapeError, r"two columns of one length with at least one row, got \(2,\) and \(1,\)"),
        ([], [], ShapeError, "at least one row"),
        ([0.5], [1], InputError, "documents must be whole numbers, positions of labels, got float64"),
        ([0], [-1], InputError, r"fields must be >= 0; negative in rows \[0\]"),
        ([0], [9], InputError, "fields must be below n_fields = 5, got 9"),
        ([2**62], [4], InputError, "documents must be numbered, for instance from 0"),
    ],
)
def test_columns_that_are_no_documents_are_refused(documents, fields, error, message):
    with pytest.raises(error, match=message):
        document_pairs(np.array(documents), np.array(fields), n_fields=5)
