"""Opportunity, similar and partners of tables: same numbers as the methods, in labels, and why something is empty."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

from chiiki.capability import tables
from chiiki.capability.advantage import rca
from chiiki.capability.complexity import complexity
from chiiki.capability.entry import entry_model
from chiiki.capability.opportunity import opportunities
from chiiki.capability.partners import partners
from chiiki.capability.relatedness import proximity
from chiiki.capability.similarity import cosine_similarity, krugman_distance, shared_specialisations
from chiiki.capability.tables.charts import specification
from chiiki.capability.what_if import what_if
from chiiki.errors import InputError, MethodError, UnknownNameError

GOLDEN = Path(__file__).parents[2] / "golden" / "capability" / "entry.json"
PANEL = np.array(json.loads(GOLDEN.read_text(encoding="utf-8"))["amounts"], dtype=float)
LAST = PANEL[-1]
N_REGIONS, N_FIELDS = LAST.shape
REGIONS = [f"{r + 1:02d}" for r in range(N_REGIONS)]
FIELDS = [f"f{a}" for a in range(N_FIELDS)]
NAMED = {"region": "pref", "field": "trade", "value": "jobs"}
PIECES = np.array([[5.0, 5, 5, 0, 0], [5, 6, 4, 0, 0], [6, 4, 5, 0, 0], [0, 0, 0, 9, 8], [0, 0, 0, 8, 9]])


def _rows(x, *, year=None):
    regions, fields = REGIONS[: x.shape[0]], FIELDS[: x.shape[1]]
    rows = {
        "pref": np.repeat(regions, len(fields)).tolist(),
        "trade": fields * len(regions),
        "jobs": x.ravel().tolist(),
    }
    return rows if year is None else {**rows, "year": [year] * x.size}


def _years(years, panel=PANEL):
    parts = [_rows(x, year=year) for year, x in zip(years, panel, strict=True)]
    return {name: [cell for part in parts for cell in part[name]] for name in parts[0]}


def test_the_map_has_one_row_for_each_open_pair_with_the_numbers_of_the_methods():
    answer = tables.opportunity(_rows(LAST), **NAMED)

    presence = rca(LAST).specialised
    pci = complexity(presence).pci
    found = opportunities(presence, proximity(presence), complexity=pci, size=LAST.sum(axis=0))
    is_open = ~presence
    made = answer.arrays()
    assert list(answer.columns) == ["pref", "trade", "density", "complexity", "size", "entry_probability"]
    assert made["pref"].tolist() == [REGIONS[r] for r in np.nonzero(is_open)[0]]
    assert made["trade"].tolist() == [FIELDS[a] for a in np.nonzero(is_open)[1]]
    assert made["density"].tolist() == found.density[is_open].tolist()
    assert made["complexity"].tolist() == np.broadcast_to(pci, LAST.shape)[is_open].tolist()
    assert made["size"].tolist() == np.broadcast_to(LAST.sum(axis=0), LAST.shape)[is_open].tolist()


def test_a_single_cut_has_no_chance_of_entry_and_the_summary_says_why():
    answer = tables.opportunity(_rows(LAST), **NAMED)

    assert np.isnan(answer.arrays()["entry_probability"]).all()
    assert "needs 3 periods or more (column of the periods: time); the table was read as one period" in answer.summary()
    two = tables.opportunity(_years([2009, 2014], PANEL[:2]), time="year", **NAMED)
    assert "the table has 2" in two.summary()


def test_the_last_of_three_or_more_periods_has_the_chance_of_entry_and_the_judgement_is_printed():
    answer = tables.opportunity(_years(range(2001, 2006)), time="year", **NAMED)

    model = entry_model(PANEL)
    made = answer.arrays()
    is_last = made["year"] == 2005
    assert next(iter(answer.columns)) == "year"
    assert np.isnan(made["entry_probability"][~is_last]).all()
    expected = model.probability[~np.isnan(model.probability)]
    # atol: the optimiser's own; the cells come in the same order
    np.testing.assert_allclose(made["entry_probability"][is_last], expected, atol=1e-12)
    assert answer.result.model.judgement == model.judgement
    text = answer.summary()
    assert "judged on 2004 to 2005" in text
    assert f"AUC {model.judgement.auc:.3f} (density alone {model.auc_of_density:.3f})" in text
    assert f"Brier {model.judgement.brier:.4f}, of the base rate {model.judgement.brier_of_base:.4f}" in text
    assert "calibration: 0." in text
    assert "the 40 regions and 25 fields that all periods have" in text


def test_years_are_put_into_their_order_and_other_labels_keep_that_of_the_table():
    backwards = tables.opportunity(_years(range(2005, 2000, -1), PANEL[::-1]), time="year", latest=True, **NAMED)
    words = tables.opportunity(_years(["a", "e", "b", "d", "c"]), time="year", latest=True, **NAMED)

    forwards = tables.opportunity(_years(range(2001, 2006)), time="year", latest=True, **NAMED)
    assert set(backwards.arrays()["year"]) == {2005}
    assert backwards.arrays()["entry_probability"].tolist() == forwards.arrays()["entry_probability"].tolist()
    assert set(words.arrays()["year"]) == {"c"}
    assert words.arrays()["entry_probability"].tolist() == forwards.arrays()["entry_probability"].tolist()


def test_unequal_spans_carry_a_caution():
    answer = tables.opportunity(_years([2001, 2004, 2009, 2014, 2016]), time="year", latest=True, **NAMED)

    assert [c.message for c in answer.cautions if c.code == "uneven-periods"] == [
        "The periods are 2 to 5 apart: entries over unequal spans were taken as alike."
    ]


def test_a_region_that_not_all_periods_have_has_no_chance_of_entry_but_stands_on_the_map():
    table = pd.DataFrame(_years(range(2001, 2006)))
    table = table[(table.pref != "07") | (table.year != 2003)]

    made = tables.opportunity(table, time="year", latest=True, **NAMED)

    frame = made.frame()
    assert frame[frame.pref == "07"].entry_probability.isna().all()
    assert (frame.pref == "07").any()
    assert frame[frame.pref != "07"].entry_probability.notna().all()
    assert "the 39 regions and 25 fields" in made.summary()


def test_periods_that_carry_no_model_say_why_in_the_period_s_own_label():
    same = PANEL / PANEL.sum(axis=2, keepdims=True)

    answer = tables.opportunity(_years(range(2001, 2006), same), time="year", latest=True, **NAMED)

    assert np.isnan(answer.arrays()["entry_probability"]).all()
    [caution] = [c for c in answer.cautions if c.code == "no-entry-model"]
    assert caution.message.startswith("There is no entry_probability. Period 2001: region_size does not vary")
    assert answer.result.model is None


def test_without_the_extra_the_map_stands_and_the_caution_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "statsmodels.discrete.discrete_model", None)

    answer = tables.opportunity(_years(range(2001, 2006)), time="year", latest=True, **NAMED)

    assert answer.n_rows
    assert any("pip install 'chiiki[stats]'" in caution.message for caution in answer.cautions)


def test_a_table_in_pieces_is_refused_with_the_way_out_and_rarity_is_said():
    rows = _rows(PIECES)
    with pytest.raises(MethodError, match=r"pieces.*Or let rarity stand for complexity: complexity=rarity"):
        tables.opportunity(rows, **NAMED)

    answer = tables.opportunity(rows, complexity="rarity", **NAMED)

    assert "no-complexity" in [caution.code for caution in answer.cautions]
    assert answer.settings["complexity"] == "rarity"


def test_with_the_country_stated_its_total_is_the_size():
    country = {"pref": ["JP"] * N_FIELDS, "trade": FIELDS, "jobs": (LAST.sum(axis=0) * 1.1).tolist()}
    rows = {name: cells + country[name] for name, cells in _rows(LAST).items()}

    answer = tables.opportunity(rows, reference="JP", only="02", **NAMED)

    made = answer.arrays()
    # rtol: one product
    expected = dict(zip(FIELDS, LAST.sum(axis=0) * 1.1, strict=True))
    np.testing.assert_allclose(made["size"], [expected[trade] for trade in made["trade"]], rtol=1e-12)
    assert answer.settings["size"] == "of the field in JP"
    assert set(made["pref"]) == {"02"}


def test_ranks_and_quadrant_are_those_of_the_region_s_own_options():
    answer = tables.opportunity(_rows(LAST), only="03", ranks=True, **NAMED)

    presence = rca(LAST).specialised
    found = opportunities(presence, proximity(presence), complexity=complexity(presence).pci, size=LAST.sum(axis=0))
    expected = {FIELDS[place.activity]: place for place in found.options(2).activities}
    made = answer.arrays()
    assert set(made["trade"]) == set(expected)
    for i, trade in enumerate(made["trade"]):
        place = expected[trade]
        assert (made["density_rank"][i], made["complexity_rank"][i], made["size_rank"][i], made["quadrant"][i]) == (
            place.density_rank,
            place.complexity_rank,
            place.size_rank,
            place.quadrant,
        )


def test_a_region_with_everything_is_said_to_have_no_options():
    table = np.array([[5.0, 5, 5, 5], [9, 1, 9, 1], [1, 9, 1, 9], [9, 9, 1, 1], [1, 1, 9, 9]])

    answer = tables.opportunity(_rows(table), only="01", complexity="rarity", ranks=True, **NAMED)

    assert answer.n_rows == 0
    assert "01 is specialised in every field" in answer.summary()


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame])
def test_the_same_kind_of_frame_comes_back(kind):
    for method in (tables.opportunity, tables.similar, tables.partners):
        assert isinstance(method(kind(_rows(LAST)), **NAMED).frame(), kind)


def test_an_array_comes_in_with_its_labels():
    answer = tables.partners(LAST, regions=REGIONS, fields=FIELDS, only="02", nearest=1)

    assert answer.arrays()["region"].tolist() == ["02"]


def test_targets_are_placed_with_what_carries_them_and_what_they_lack():
    answer = tables.opportunity(_rows(LAST), targets="f1; f2", only="02", **NAMED)
    everyone = tables.opportunity(_rows(LAST), targets=["f1"], **NAMED)

    made = answer.arrays()
    assert made["trade"].tolist() == ["f1", "f2"]
    assert made["specialised"].tolist() == rca(LAST).specialised[1, [1, 2]].tolist() == [False, True]
    assert made["density_rank"].tolist()[0] == 4
    assert answer.columns["percentile"][1] is None
    assert made["lacks"][0].startswith("f6 (0.055); f20 (0.048)")
    assert "1 of 2 targets are specialisations already" in answer.summary()
    assert everyone.n_rows == N_REGIONS
    with pytest.raises(UnknownNameError, match="there is no field 'f99'"):
        tables.opportunity(_rows(LAST), targets="f1;f99", **NAMED)


def test_a_change_shows_before_and_after_and_says_what_moves():
    answer = tables.opportunity(_rows(LAST), only="02", add="f1", remove=["f2"], **NAMED)

    change = what_if(LAST, region=1, activities=[1], removed=[2])
    made = answer.arrays()
    assert made["trade"].tolist() == FIELDS
    assert made["rca_after"].tolist() == change.after.rca.tolist()
    assert made["density_before"].tolist() == change.before.density.tolist()
    text = answer.summary()
    assert f"02: +{change.added[0]:g} f1, without f2" in text
    assert f"ECI {change.before.eci:.4f} (rank {change.before.eci_rank}) to {change.after.eci:.4f}" in text
    assert f"before: specialised in {change.before.presence.sum()} fields, mean density of its options" in text


def test_amounts_are_read_and_crossings_are_named():
    answer = tables.opportunity(_rows(LAST), only="02", add="f1;f3", amount="1e4; 2e5", **NAMED)

    assert answer.result.added == (1e4, 2e5)
    assert "other pairs cross the cut, the first:" in answer.summary()
    single = tables.opportunity(_rows(LAST), only="02", add=["f1"], amount=5.0, **NAMED)
    assert single.result.added == (5.0,)


def test_a_change_in_a_table_without_complexity_leaves_it_out():
    answer = tables.opportunity(_rows(PIECES), only="01", remove="f0", **NAMED)

    assert "ECI" not in answer.summary().split("caution")[0]
    assert "no-complexity" in [caution.code for caution in answer.cautions]


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"add": "f1"}, InputError, "a change is of one region: name its label with only="),
        ({"add": "f1", "only": "02", "cut": 0.5}, InputError, "a change follows RCA >= 1; leave presence and cut out"),
        ({"add": "f1", "only": "02", "amount": "much"}, InputError, "amount must be a number for each field.*'much'"),
        ({"add": "f2", "only": "02"}, MethodError, "the region is specialised in fields 'f2' already"),
        ({"only": "99"}, UnknownNameError, "there is no region '99'"),
        ({"add": "f1", "only": "99"}, UnknownNameError, "there is no region '99'"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_the_caller_s_words(options, error, message):
    with pytest.raises(error, match=message):
        tables.opportunity(_rows(LAST), **NAMED, **options)


@pytest.mark.parametrize(("measure", "method"), [("cosine", cosine_similarity), ("krugman", krugman_distance)])
def test_similar_has_every_other_region_with_the_method_s_value_and_the_shared_specialisations(measure, method):
    answer = tables.similar(_rows(LAST), measure=measure, reasons=N_FIELDS, **NAMED)

    values, ratios, made = method(LAST).values, rca(LAST).rca, answer.arrays()  # noqa: PD011 -- no frame
    pairs = [(r, s) for r in range(N_REGIONS) for s in range(N_REGIONS) if r != s]
    assert list(answer.columns) == ["pref", "other_pref", "value", "why"]
    assert list(zip(made["pref"], made["other_pref"], strict=True)) == [(REGIONS[r], REGIONS[s]) for r, s in pairs]
    assert made["value"].tolist() == [values[pair] for pair in pairs]
    shared = shared_specialisations(LAST, region=0, other=1)
    expected = [
        f"{FIELDS[one.activity]} (RCA {ratios[0, one.activity]:.2f}, {ratios[1, one.activity]:.2f})" for one in shared
    ]
    assert made["why"][0] == "; ".join(expected)


def test_the_nearest_come_first_and_those_that_tie_with_the_last_one_too():
    jobs = np.array([[5.0, 5.0], [6.0, 2.0], [2.0, 6.0], [9.0, 3.0], [1.0, 9.0]])

    answer = tables.similar(_rows(jobs), measure="krugman", only="01", nearest=2, **NAMED)

    assert answer.arrays()["other_pref"].tolist() == ["02", "03", "04"]


def test_partners_have_the_method_s_value_and_reasons_in_both_directions():
    answer = tables.partners(_rows(LAST), **NAMED)

    presence = rca(LAST).specialised
    found = partners(presence, proximity(presence), complexity=complexity(presence).pci)
    made = answer.arrays()
    assert list(answer.columns) == ["pref", "other_pref", "value", "why"]
    assert made["value"][0] == found.values[0, 1]  # noqa: PD011 -- no frame
    why = found.reasons(0, other=1, n=3)
    first = why.gains[0]
    named = f"{FIELDS[first.activity]} {first.contribution:.4f} for {FIELDS[first.serves]}"
    assert made["why"][0].startswith(f"gains {found.directed[0, 1]:.4f}: {named}")
    assert f"; gives {found.directed[1, 0]:.4f}: " in made["why"][0]
    assert "value the smaller of the two directions" in answer.summary()
    mean = tables.partners(_rows(LAST), combine="mean", **NAMED).arrays()["value"]
    assert mean[0] == (found.directed[0, 1] + found.directed[1, 0]) / 2


def test_partners_of_a_table_in_pieces_weigh_by_density_alone_on_request():
    with pytest.raises(MethodError, match=r"Or let options weigh by density alone: weights=density"):
        tables.partners(_rows(PIECES), **NAMED)

    answer = tables.partners(_rows(PIECES), weights="density", **NAMED)

    assert "nothing" in answer.columns["why"][0]


@pytest.mark.parametrize("method", [tables.similar, tables.partners])
def test_counts_below_one_are_refused(method):
    with pytest.raises(InputError, match="nearest must be at least 1, got 0"):
        method(_rows(LAST), nearest=0, **NAMED)
    with pytest.raises(InputError, match="reasons must be at least 1, got 0"):
        method(_rows(LAST), reasons=0, **NAMED)


def test_reasons_are_read_beside_a_drawing_and_are_no_axis_of_it():
    pairs = specification(tables.partners(_rows(LAST), **NAMED))["encoding"]
    options = specification(tables.opportunity(_rows(LAST), ranks=True, **NAMED))["encoding"]

    assert [pairs[axis]["title"] for axis in ("x", "y", "color")] == ["other_pref", "pref", "value"]
    assert [options[axis]["title"] for axis in ("x", "y", "size")] == ["density", "complexity", "size"]
