from __future__ import annotations

import numpy as np
import pytest

from chiiki.capability.kernels import (
    Links,
    by_rows,
    compiled,
    links,
    loops,
    products,
    shared_counts,
    sums_over_presence,
)


@pytest.fixture
def plain_loops(monkeypatch):
    """Run the compiled ways with loops in plain Python, whatever the size."""
    wrapping = np.errstate(over="ignore")  # the machine's own arithmetic wraps around
    monkeypatch.setattr(compiled, "_loaded", {name: wrapping(one.function) for name, one in compiled.LOOPS.items()})
    monkeypatch.setattr(products, "COMPILED_FROM", 0)


def presence(n_rows, n_columns, *, filled=0.3, seed=0):
    table = np.random.default_rng(seed).random((n_rows, n_columns)) < filled
    table[:, 0] = table[0] = True
    return table


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (47, 300), (301, 501)])  # tiny, one piece, pieces, threads
def test_counts_are_the_product_of_the_table_with_itself(shape):
    table = presence(*shape)
    assert np.array_equal(shared_counts(table), table.T.astype(float) @ table)


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (47, 300), (301, 501)])
def test_sums_over_presence_are_a_product(shape):
    table, values = presence(*shape), np.random.default_rng(1).random((shape[1], shape[1]))
    np.testing.assert_allclose(sums_over_presence(table, values), table.astype(float) @ values, rtol=1e-13)


def test_a_small_product_is_cut_into_pieces_of_any_rest():
    left, right = np.random.default_rng(2).random((31, 211)), np.random.default_rng(3).random((211, 97))
    np.testing.assert_allclose(products.product(left, right), left @ right, rtol=1e-13)  # sums in another order


@pytest.mark.usefixtures("plain_loops")
def test_counts_by_bits_are_the_same():
    table = presence(70, 19)  # two words, and rows that do not fill a group
    assert np.array_equal(shared_counts(table), table.T.astype(float) @ table)


@pytest.mark.usefixtures("plain_loops")
@pytest.mark.parametrize("filled", [0.05, 0.9])  # from lists, and by a product where a table is full
def test_sums_by_lists_are_the_same(filled):
    table, values = presence(20, 67, filled=filled), np.random.default_rng(4).random((67, 70))
    np.testing.assert_allclose(sums_over_presence(table, values), table.astype(float) @ values, rtol=1e-13)


def test_links_multiply_from_both_sides():
    table = presence(13, 29)
    listed, of_columns, of_rows = Links(table), np.arange(29.0), np.arange(13.0)
    np.testing.assert_allclose(listed @ of_columns, table @ of_columns)
    np.testing.assert_allclose(of_rows @ listed, of_rows @ table)
    assert listed.shape == table.shape


def test_only_large_tables_are_listed():
    assert isinstance(links(presence(47, 300)), np.ndarray)
    assert isinstance(links(presence(520, 520)), Links)


def test_elementwise_work_reaches_every_row_once():
    for n_rows in (3, 700):
        table = np.zeros((n_rows, 600))
        by_rows(lambda rows, table=table: np.add(table[rows], 1, out=table[rows]), table.shape)
        assert (table == 1).all()


def test_loops_are_registered_under_their_names():
    assert all(one.function.__name__ == name for name, one in compiled.LOOPS.items())
    assert set(loops.__all__) <= set(compiled.LOOPS)
