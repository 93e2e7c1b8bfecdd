"""Entry model: the reference's numbers, never judged on what it learnt from, refusals that say why."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from chiiki.capability.advantage import rca
from chiiki.capability.entry import entry_model, fit_entry, judge_entry
from chiiki.capability.entry_panel import EntryPanel, OpenCells, entry_panel
from chiiki.errors import InputError, MethodError, MissingExtraError

pytest.importorskip("statsmodels", reason="the extra stats is not installed")

GOLDEN = Path(__file__).parents[1] / "golden" / "capability" / "entry.json"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "japan_manufactures"


@pytest.fixture(scope="module")
def stored():
    return json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def amounts(stored):
    return np.array(stored["amounts"], dtype=float)


@pytest.fixture(scope="module")
def model(amounts):
    return entry_model(amounts)


def test_coefficients_and_clustered_errors_are_those_of_the_reference(model, stored):
    found = model.fit.coefficients

    assert [part.name for part in found] == ["constant", "density", "pci", "region_size", "activity_size"]
    assert (model.fit.n_cells, model.fit.n_entries) == (stored["n_cells"], stored["n_entries"])
    # rtol: two optimisers (Newton, iterated least squares) of the same likelihood
    np.testing.assert_allclose([part.estimate for part in found], stored["coefficients"], rtol=1e-7)
    np.testing.assert_allclose([part.se for part in found], stored["se"], rtol=1e-7)
    np.testing.assert_allclose([part.p_value for part in found], stored["p_values"], rtol=1e-5)


def test_the_judgement_is_that_of_scikit_learn(model, stored):
    found = model.judgement

    # rtol: probabilities inherit the optimisers' difference
    assert found.auc == pytest.approx(stored["auc"], rel=1e-12)
    assert model.auc_of_density == pytest.approx(stored["auc_of_density"], rel=1e-12)
    assert found.brier == pytest.approx(stored["brier"], rel=1e-7)
    assert found.brier_of_base == pytest.approx(stored["brier_of_base"], rel=1e-12)
    bins = [[place.stated, place.observed] for place in found.calibration]
    np.testing.assert_allclose(bins, stored["calibration"], rtol=1e-7)


def test_the_last_periods_open_cells_have_a_probability_and_the_others_none(model, amounts, stored):
    is_open = ~rca(amounts[-1]).specialised

    assert np.isnan(model.probability).tolist() == (~is_open).tolist()
    np.testing.assert_allclose(model.probability[is_open], stored["probability"], rtol=1e-7)


def test_it_learns_from_all_outcomes_that_were_known_when_it_forecasts(amounts):
    assert (entry_model(amounts).fit.starts, entry_model(amounts).judged_starts) == ((0, 1, 2), (3,))
    assert entry_model(amounts, n_judged=2).fit.starts == (0, 1)
    assert entry_model(amounts, n_judged=2).judged_starts == (2, 3)
    assert entry_model(amounts, lag=2).fit.starts == (0,)
    assert entry_model(amounts, lag=2).judged_starts == (2,)
    assert entry_model(amounts[:3]).fit.starts == (0,)


@pytest.mark.parametrize(("fitted", "judged"), [([0, 1], [1]), ([0, 1], [0, 2]), ([1], [0])])
def test_a_model_is_not_judged_on_what_it_learnt_from_or_what_came_before(amounts, fitted, judged):
    panel = entry_panel(amounts)

    with pytest.raises(InputError, match=r"cannot judge the model: it has learnt from outcomes up to period 2"):
        judge_entry(panel, fit_entry(panel, starts=fitted), starts=judged)


def test_with_a_longer_lag_the_outcome_must_be_known_before_the_forecast(amounts):
    panel = entry_panel(amounts, lag=2)

    with pytest.raises(InputError, match=r"periods \[1\] cannot judge.*from period 2 on"):
        judge_entry(panel, fit_entry(panel, starts=[0]), starts=[1])


def test_the_order_of_regions_does_not_matter(amounts, model):
    order = np.random.default_rng(3).permutation(amounts.shape[1])

    after = entry_model(amounts[:, order])

    # atol: sums in another order, and an optimiser that stops at 1e-8
    np.testing.assert_allclose(after.probability, model.probability[order], atol=1e-7)


def test_without_density_there_is_no_density_to_compare_with(amounts):
    found = entry_model(amounts, predictors=["region_size", "activity_size"])

    assert found.auc_of_density is None
    assert [part.name for part in found.fit.coefficients] == ["constant", "region_size", "activity_size"]


def test_few_regions_carry_a_caution(amounts, model):
    assert model.cautions == ()
    few = entry_model(amounts[:, :20], predictors=["region_size"])
    assert [caution.code for caution in few.cautions] == ["few-units"]


@pytest.mark.parametrize(
    ("options", "n_periods", "message"),
    [
        ({}, 2, r"needs 3 periods or more.*got 2"),
        ({"lag": 2}, 4, r"needs 5 periods or more.*got 4"),
        ({"n_judged": 2}, 3, r"needs 4 periods or more.*got 3"),
    ],
)
def test_too_few_periods_are_refused(amounts, options, n_periods, message):
    with pytest.raises(MethodError, match=message):
        entry_model(amounts[:n_periods], **options)


def test_options_out_of_range_are_refused(amounts):
    with pytest.raises(InputError, match="lag and n_judged must be at least 1, got 0 and 1"):
        entry_model(amounts, lag=0)
    with pytest.raises(InputError, match=r"starts must be periods with a known outcome, from 0 to 3, got \[4\]"):
        fit_entry(entry_panel(amounts), starts=[4])
    with pytest.raises(InputError, match=r"got none"):
        fit_entry(entry_panel(amounts), starts=[])


def panel_of(predictors, entered):
    cells = OpenCells(np.arange(len(entered)), np.zeros(len(entered), dtype=int), predictors, entered)
    names = ("density", "pci")[: predictors.shape[1]]
    return EntryPanel(periods=(cells, cells), predictors=names, lag=1, shape=(len(entered), 1))


def test_without_any_entry_there_is_nothing_to_learn():
    panel = panel_of(np.arange(8.0)[:, np.newaxis], np.zeros(8, dtype=bool))

    with pytest.raises(MethodError, match="0 of 8 open cells were entered"):
        fit_entry(panel, starts=[0])


@pytest.mark.parametrize("predictor", [np.arange(40.0), np.repeat([0.0, 1.0], 20)], ids=["in full", "on one side only"])
def test_a_predictor_that_tells_entries_apart_without_error_is_refused(predictor):
    entered = predictor > 19 if predictor.max() > 1 else (predictor == 1) & (np.arange(40) % 2 == 0)

    with pytest.raises(MethodError, match="without error, so the coefficients have no finite estimate"):
        fit_entry(panel_of(predictor[:, np.newaxis], entered), starts=[0])


def test_predictors_that_say_the_same_are_refused():
    same = np.tile(np.random.default_rng(0).normal(size=(40, 1)), 2)

    with pytest.raises(MethodError, match="not independent of each other"):
        fit_entry(panel_of(same, np.arange(40) % 3 == 0), starts=[0])


def test_without_the_extra_the_message_says_what_to_install(amounts, monkeypatch):
    monkeypatch.setitem(sys.modules, "statsmodels.discrete.discrete_model", None)

    with pytest.raises(
        MissingExtraError, match=r"The entry model needs the extra stats: pip install 'chiiki\[stats\]'"
    ):
        entry_model(amounts)


def establishments(years):
    """Establishments by municipality and 2-digit industry; municipalities with 10 or more in every year."""
    cells = {}
    with gzip.open(SHARED / "municipality_sector2d_2001_2012.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if int(row["year"]) in years and row["id_sec2d"] != "0":
                cells[int(row["year"]), row["id_muni"], row["id_sec2d"]] = float(row["num_estb"])
    places, fields = (sorted({key[part] for key in cells}, key=int) for part in (1, 2))
    counts = np.array(
        [[[cells.get((year, place, field), 0.0) for field in fields] for place in places] for year in years]
    )
    return counts[:, counts.sum(axis=2).min(axis=0) >= 10]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the manufacturing census is not beside the checkout: {SHARED}")
def test_the_figures_of_the_explanation_on_japanese_municipalities_2002_to_2007():
    counts = establishments(range(2002, 2008))

    found = entry_model(counts)

    assert counts.shape == (6, 624, 24)
    assert (found.fit.n_cells, found.fit.n_entries) == (39_047, 1_813)
    assert (found.judgement.n, found.judgement.n_happened) == (9_701, 443)
    # abs: the figures as printed on the page
    assert found.judgement.auc == pytest.approx(0.605, abs=5e-4)
    assert found.auc_of_density == pytest.approx(0.597, abs=5e-4)
    assert found.judgement.brier == pytest.approx(0.0433, abs=5e-5)
    assert found.judgement.brier_of_base == pytest.approx(0.0436, abs=5e-5)
    estimates = {part.name: part.estimate for part in found.fit.coefficients}
    assert estimates["density"] == pytest.approx(0.345, abs=5e-4)
    assert estimates["pci"] == pytest.approx(-0.043, abs=5e-4)
