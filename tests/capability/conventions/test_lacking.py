"""Regions and fields that are specialised nowhere, which rounding can bring about, and other edges of the packages."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.capability.conventions import CONVENTIONS, analyse, package, solved, vectors
from chiiki.capability.conventions.iterations import careful_fitness, stopped_reflections
from chiiki.capability.conventions.solved import solve, trimmed
from chiiki.errors import MethodError
from seeded_tables import latent

TABLE = latent(12, 20, seed=4) + 1e-3
STAIRS = np.array([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]], dtype=bool)
LACKING = np.pad(STAIRS, ((0, 1), (0, 1)))


@pytest.fixture
def high_cut(monkeypatch):
    """Ask for a ratio of 2, so that some fields have no region at all."""
    for module in (package, solved):
        monkeypatch.setattr(module, "SPECIALISED_FROM", 2.0)
    table = TABLE.copy()
    table[:, 5] = 0.1 * table.sum(axis=1)
    return table


def test_ecomplexity_blanks_everything(high_cut):
    found = analyse(high_cut, convention="ecomplexity")

    for values in (found.eci, found.pci, found.density, found.coi, found.cog, found.proximity[5]):
        assert np.isnan(values).all()
    assert np.isfinite(found.proximity[0, 2])


def test_economic_complexity_carries_missing_values_to_all(high_cut):
    found = analyse(high_cut, convention="economic-complexity")

    assert np.isnan(found.eci).all()
    assert np.isnan(found.cog).all()
    assert np.isnan(found.density[:, 5]).all()
    assert np.isfinite(found.density[:, 0]).all()
    assert found.proximity[5, 0] == 0.0


def test_econcomplex_takes_them_out_and_leaves_them_blank(high_cut):
    found = analyse(high_cut, convention="econcomplex")

    assert np.isnan(found.pci[5])
    assert np.isfinite(found.eci).any()
    assert found.density[:, 5].tolist() == [0.0] * 12
    assert np.isnan(found.coi).all()
    assert np.isnan(found.fitness[1][5])


def test_the_r_package_stops_at_density_and_drops_in_complexity(high_cut):
    found = analyse(high_cut, convention="economiccomplexity")

    assert np.isnan(found.pci[5])
    assert np.isnan(found.proximity[5]).all()
    with pytest.raises(MethodError, match=r"leaves out the activities at \[1, 5, 18\]"):
        _ = found.density


def test_econgeo_leaves_them_without_density(high_cut):
    found = analyse(high_cut, convention="EconGeo")

    assert np.isnan(found.density[:, 5]).all()
    assert np.isnan(found.pci[5])


def test_taking_out_goes_on_until_nothing_lacks(monkeypatch):
    monkeypatch.setattr(solved, "SPECIALISED_FROM", 1.5)
    rows, columns = trimmed(TABLE, rule=CONVENTIONS["econcomplex"])
    left = solved.ratios(TABLE[np.ix_(rows, columns)], rule=CONVENTIONS["econcomplex"]) >= 1.5

    assert left.any(axis=0).all()
    assert left.any(axis=1).all()


def test_nothing_may_be_left():
    with pytest.raises(MethodError, match="two regions and two activities that are left"):
        _ = analyse(np.array([[1.0, 2.0]]), convention="econcomplex").eci


def test_a_blank_result_of_ecomplexity_has_no_scale():
    found = solve(LACKING, rule=CONVENTIONS["ecomplexity"])

    assert np.isnan(found.eci).all()
    assert np.isnan(found.gain_unit)


def test_equal_diversity_leaves_ecomplexity_without_a_sign():
    pairs = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=bool)

    assert np.isnan(solve(pairs, rule=CONVENTIONS["ecomplexity"]).eci).all()
    assert np.isfinite(solve(pairs, rule=CONVENTIONS["econcomplex"]).eci).all()


def test_large_tables_take_the_second_eigenvector_and_blas(monkeypatch):
    plain = {name: analyse(TABLE, convention=name).eci for name in ("economiccomplexity", "EconGeo")}
    monkeypatch.setattr(vectors, "UP_TO", 5)
    monkeypatch.setattr(vectors, "TERMS", 5)

    # atol: another solver; EconGeo's rounding hides the order of addition here
    np.testing.assert_allclose(
        analyse(TABLE, convention="economiccomplexity").eci, plain["economiccomplexity"], atol=1e-9
    )
    np.testing.assert_allclose(analyse(TABLE, convention="EconGeo").eci, plain["EconGeo"], atol=1e-2)


def test_an_eigenvalue_that_is_not_single_is_refused():
    ring = np.roll(np.eye(5, dtype=bool), 1, axis=1) | np.eye(5, dtype=bool)

    for name in ("ecomplexity", "econcomplex", "economiccomplexity", "EconGeo"):
        with pytest.raises(MethodError, match=r"not single|cancel to a sum of 0"):
            solve(ring, rule=CONVENTIONS[name])


def test_steps_stop_when_nothing_changes():
    everywhere = np.ones((3, 3))

    assert stopped_reflections(everywhere, n_steps=20)[0].tolist() == [3.0, 3.0, 3.0]
    assert careful_fitness(everywhere, n_updates=20)[0].tolist() == [1.0, 1.0, 1.0]
    assert careful_fitness(np.zeros((2, 2)), n_updates=1)[0].tolist() == [0.0, 0.0]
