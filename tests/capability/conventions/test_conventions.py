"""Conventions: each equals its package, says what it chose, and refuses what its package has not."""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from chiiki.capability.advantage import rca
from chiiki.capability.conventions import CONVENTIONS, analyse, with_method
from chiiki.errors import InputError, MethodError, UnknownNameError
from seeded_tables import PUBLIC, kept, latent, public_table, tables
from written_formulas import atlas_by_loops

GOLDEN = Path(__file__).parents[2] / "golden" / "capability"
PACKAGES = ("ecomplexity", "economic-complexity", "econcomplex", "economiccomplexity", "EconGeo")
REFLECTED = 1e-6
"""Twenty reflections leave about ten digits of difference between regions; packages agree to six."""

EXACT = 1e-9
"""Sums of products, and eigenvectors by another solver."""


def stored(file):
    return json.loads((GOLDEN / file).read_text(encoding="utf-8"))


def quantity(analysis, name):
    sides = {"reflected_regions": ("reflections", 0), "reflected_fields": ("reflections", 1)}
    sides |= {"fitness": ("fitness", 0), "quality": ("fitness", 1)}
    if name in sides:
        attribute, side = sides[name]
        return getattr(analysis, attribute)[side]
    return np.asarray(getattr(analysis, name.split()[0]), dtype=float)


def compare(table, convention, expected):
    plain = analyse(table, convention=convention)
    for name, values in expected.items():
        wanted = np.array(values, dtype=float)
        by_measure = analyse(table, convention=convention, measure=name.split()[1]) if " " in name else plain
        found = quantity(by_measure, name)
        reflected = name.startswith("reflected") or (
            convention == "economic-complexity" and name in ("eci", "pci", "cog")
        )
        np.testing.assert_allclose(
            found.ravel()[kept(found)],
            wanted,
            rtol=0,
            atol=(REFLECTED if reflected else EXACT) * max(1.0, np.nanmax(np.abs(wanted), initial=0.0)),
            err_msg=f"{convention} {name}",
        )


@pytest.mark.parametrize("convention", PACKAGES)
@pytest.mark.parametrize("table", ["latent", "empties", "ties"])
def test_a_convention_equals_its_package_on_seeded_tables(convention, table):
    compare(tables()[table], convention, stored("conventions.json")[table][convention])


@pytest.mark.shared
@pytest.mark.parametrize("convention", PACKAGES)
@pytest.mark.parametrize("table", ["provinces", "exports"])
def test_a_convention_equals_its_package_on_public_tables(convention, table):
    compare(public(table), convention, stored("conventions-shared.json")[table][convention])


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("convention", PACKAGES)
def test_a_convention_equals_its_package_on_world_trade(convention):
    compare(public("world"), convention, stored("conventions-shared.json")["world"][convention])


def public(name):
    table = public_table(name)
    if table is None:
        pytest.skip(f"needs shared/data/complexity_benchmarks/{PUBLIC[name][0]} beside the checkout")
    return table


@pytest.mark.parametrize("seed", [0, 2, 3])
def test_the_atlas_equals_its_written_formula(seed):
    table = latent(9, 14, seed=seed)
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    found = analyse(table, convention="atlas")

    for name, expected in atlas_by_loops(table).items():
        # atol: sums of a few products, and an eigenvector of a well separated value
        np.testing.assert_allclose(quantity(found, name), expected, rtol=0, atol=1e-9, err_msg=name)


def test_an_empty_region_is_blank_missing_or_everywhere_as_the_package_has_it():
    table = tables()["empties"]
    ratios = {name: analyse(table, convention=name).rca[4, 0] for name in PACKAGES}

    assert np.isnan([ratios["ecomplexity"], ratios["economic-complexity"], ratios["economiccomplexity"]]).all()
    assert (ratios["econcomplex"], ratios["EconGeo"]) == (0.0, 0.0)
    assert analyse(table, convention="economiccomplexity").presence[4].all()
    assert np.isnan(analyse(table, convention="economic-complexity").eci).all()
    assert np.isfinite(analyse(table, convention="ecomplexity").eci).sum() == 13
    with pytest.raises(InputError, match=r"every activity .* \[6\]"):
        _ = analyse(table).rca


def test_own_names_call_the_methods_that_stand_behind_them():
    table = latent(9, 14, seed=5)
    found = analyse(table)

    assert found.rca.tolist() == rca(table).rca.tolist()
    assert found.presence.tolist() == rca(table).specialised.tolist()
    assert found.diversity.tolist() == found.presence.sum(axis=1).tolist()
    assert found.ubiquity.tolist() == found.presence.sum(axis=0).tolist()
    assert found.genepy.regions.shape == (9,)
    assert found.reflections[0].shape == (9,)
    assert found.fitness[1].shape == (14,)
    assert [caution.code for caution in found.cautions_of("fitness")] == ["rank-only"]
    assert found.cautions_of("reflections") == found.cautions_of("outlook") == found.cautions_of("rca") == ()
    assert found.relatedness.diagonal().tolist() == [0.0] * 14
    assert found.coi.shape == (9,)
    assert found.cog.shape == (9, 14)


def test_presence_can_go_by_amounts_per_head():
    table, persons = latent(9, 14, seed=5), np.arange(100.0, 1000.0, 100.0)
    by_share, by_head = (analyse(table, population=persons, presence_test=test) for test in ("rca", "rpca"))
    either = analyse(table, population=persons, presence_test="either")

    assert either.presence.tolist() == (by_share.presence | by_head.presence).tolist()
    for package in ("ecomplexity", "econcomplex"):
        found = analyse(table, convention=package, population=persons, presence_test="rpca")
        # rtol: one quotient in another order
        np.testing.assert_allclose(found.rpca, by_head.rpca, rtol=1e-12)
        assert found.presence.tolist() == by_head.presence.tolist()


def test_two_tests_of_presence_are_refused_where_the_package_adds_them():
    with pytest.raises(InputError, match="adds its two tests"):
        analyse(np.ones((3, 3)), convention="ecomplexity", population=np.ones(3), presence_test="either")


def test_amounts_per_head_without_a_population_are_refused():
    with pytest.raises(InputError, match="need the population"):
        _ = analyse(latent(4, 5, seed=1), presence_test="rpca").presence


@pytest.mark.parametrize("convention", PACKAGES)
def test_a_table_in_pieces_is_refused_where_the_package_returns_a_mixture(convention):
    blocks = np.zeros((7, 7))
    blocks[:4, :4] = [[9, 4, 2, 1], [5, 6, 1, 0], [2, 3, 1, 0], [4, 0, 0, 0]]
    blocks[4:, 4:] = [[5, 2, 1], [3, 4, 0], [2, 0, 0]]

    if convention == "economic-complexity":
        assert np.isfinite(analyse(blocks, convention=convention).eci).all()
        return
    with pytest.raises(MethodError, match="pieces"):
        _ = analyse(blocks, convention=convention).eci


def test_an_unsorted_eigenvector_is_repeated_with_a_caution():
    cautioned = 0
    for seed in range(60):  # in about one of ten such tables the second listed is not the second largest
        table = np.random.default_rng(seed).lognormal(size=(8, 12))
        try:
            cautioned += bool(analyse(table, convention="economiccomplexity").cautions_of("complexity"))
        except MethodError:
            continue

    assert cautioned > 0


def test_a_method_that_the_package_has_not_is_refused_with_those_that_have_it():
    found = analyse(latent(4, 5, seed=1), convention="ecomplexity")

    with pytest.raises(InputError, match=r"ecomplexity 0.5.3, Python has no fitness.*chiiki, econcomplex, economic"):
        _ = found.fitness
    with pytest.raises(InputError, match="has no outlook"):
        _ = analyse(latent(4, 5, seed=1), convention="economic-complexity").coi


def test_unknown_names_are_refused_with_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"no convention is called 'oec'; there are chiiki, atlas, ecomplexity"):
        analyse(np.ones((3, 3)), convention="oec")
    with pytest.raises(UnknownNameError, match=r"no measure of relatedness is called 'overlap'"):
        _ = analyse(latent(4, 5, seed=1), measure="overlap").relatedness
    with pytest.raises(InputError, match=r"EconGeo 2.1, R has no relatedness by correlation"):
        _ = analyse(latent(4, 5, seed=1), convention="EconGeo", measure="correlation").relatedness


def test_pieces_are_a_choice_of_the_own_convention_only():
    with pytest.raises(InputError, match="component='largest' is a choice of chiiki and atlas"):
        analyse(np.ones((3, 3)), convention="EconGeo", component="largest")


def test_names_of_econgeo_are_understood():
    table = latent(6, 7, seed=3)
    names = [
        analyse(table, convention="EconGeo", measure=name).relatedness.tolist() for name in ("prob", "probability")
    ]

    assert names[0] == names[1]
    assert analyse(table, convention="EconGeo", measure="Jaccard").relatedness.max() <= 1


@pytest.mark.parametrize("name", list(CONVENTIONS))
def test_every_convention_says_what_it_chose(name):
    settings = analyse(np.ones((3, 3)), convention=name).settings

    assert settings["convention"].startswith(name)
    assert {"specialised from", "empty regions and fields", "density"} <= settings.keys()
    assert "ECI" in settings


def test_conventions_of_a_method_come_in_the_order_of_all():
    assert with_method("rpca") == ("chiiki", "ecomplexity", "econcomplex")


def test_the_table_that_ships_has_every_method_of_every_package():
    text = files("chiiki.capability").joinpath("differences.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    found = {(row["method"], row["peer"]) for row in rows}
    wanted = {
        (method, name)
        for name, convention in CONVENTIONS.items()
        if name != "chiiki"
        for method in convention.methods - {"rpca"}
    }

    assert wanted <= found
    assert {"latent 47 x 300, seed 20260101"} <= {row["input"] for row in rows}
    for row in rows:
        within = row["largest_difference"] and row["tolerance"]
        assert (within and float(row["largest_difference"]) <= float(row["tolerance"])) or row["reason"], row
