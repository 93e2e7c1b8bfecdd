from __future__ import annotations

import numpy as np
import pytest

from chiiki.capability.kernels import components, lanczos, second_vectors, spectra
from chiiki.errors import MethodError


def random_table(n_rows, n_columns, *, seed):
    table = np.random.default_rng(seed).random((n_rows, n_columns)) < 0.4
    table[:, 0] = table[0] = True  # one piece
    return table


def by_dense(table):
    of_rows, of_columns = np.sqrt(table.sum(axis=1)), np.sqrt(table.sum(axis=0))
    scaled = table / of_rows[:, np.newaxis] / of_columns
    values, vectors = np.linalg.eigh(scaled @ scaled.T)
    return values[-2], vectors[:, -2] / of_rows


def distance(one, other):
    one, other = one / np.linalg.norm(one), other / np.linalg.norm(other)
    return min(np.abs(one - other).max(), np.abs(one + other).max())


@pytest.mark.parametrize(("n_rows", "n_columns"), [(3, 4), (10, 12), (47, 300), (60, 40), (300, 1000)])
def test_the_second_vector_is_that_of_the_whole_spectrum(n_rows, n_columns):
    table = random_table(n_rows, n_columns, seed=n_rows)
    found, (value, vector) = second_vectors(table), by_dense(table)
    assert found.eigenvalue == pytest.approx(value, abs=1e-12)
    assert distance(found.rows, vector) < 1e-10  # the goal of all methods; the gap to the third is above 1e-3
    means = np.array([found.rows[table[:, column]].mean() for column in range(n_columns)])
    np.testing.assert_allclose(found.columns, means if n_rows <= n_columns else found.columns, atol=1e-12)


def test_a_double_second_eigenvalue_is_refused():
    table = np.ones((4, 5), dtype=bool)
    table[:, 1:] = np.eye(4, dtype=bool)  # every region has the first field and one of its own
    with pytest.raises(MethodError, match="second eigenvalue of the table is not single"):
        second_vectors(table)


def test_equal_rows_are_refused():
    with pytest.raises(MethodError, match="not single"):
        second_vectors(np.ones((3, 4), dtype=bool))


def test_without_convergence_the_whole_spectrum_is_computed(monkeypatch):
    monkeypatch.setattr(lanczos, "MOST_STEPS", 2)
    table = random_table(10, 12, seed=1)
    assert distance(second_vectors(table).rows, by_dense(table)[1]) < 1e-10


def test_two_rows_have_no_third_eigenvalue(monkeypatch):
    table = np.array([[True, True, False], [True, True, True]])
    assert second_vectors(table).eigenvalue == pytest.approx(by_dense(table)[0], abs=1e-14)
    monkeypatch.setattr(spectra, "leading", lambda *_, **__: None)
    assert second_vectors(table).eigenvalue == pytest.approx(by_dense(table)[0], abs=1e-14)


def test_pieces_are_numbered_in_the_order_of_rows():
    table = np.zeros((5, 6), dtype=bool)
    table[[0, 3], [5, 5]] = table[[3, 3], [1, 4]] = table[1, 0] = table[2, 2] = table[4, 3] = table[4, 2] = True
    rows, columns = components(table)
    assert rows.tolist() == [0, 1, 2, 0, 2]
    assert columns.tolist() == [1, 0, 2, 2, 0, 0]
