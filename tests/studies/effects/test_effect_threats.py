"""Ten threats: each value by another way, or by what must hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import MethodError
from chiiki.evaluation.design import design_of
from chiiki.facts.neighbours import read_neighbours
from chiiki.studies.effects.estimates import overall_effect
from chiiki.studies.effects.formulas import FORMULAS
from chiiki.studies.effects.neighbours import contiguity
from chiiki.studies.effects.others import most_overlapping, running
from chiiki.studies.effects.panels import outcome_panel, vintage_panel
from chiiki.studies.effects.study import study_effect
from chiiki.studies.effects.threats import THREATS, threats_of


@pytest.fixture(scope="module")
def kci(jp_pack):
    return study_effect(jp_pack, "KCI")


@pytest.fixture(scope="module")
def threats(jp_pack):
    return {threat.kind: threat.values for threat in threats_of(jp_pack, "KCI")}


def test_there_are_ten_each_with_the_values_that_are_explained(threats):
    assert tuple(threats) == THREATS
    assert len(threats) == 10
    assert {kind: list(values) for kind, values in threats.items()} == {
        kind: list(names) for kind, names in FORMULAS.items()
    }


def test_selection_compares_level_and_trend_before_the_first_start(kci, threats):
    panel = kci.design.panel
    before = panel.outcomes[:, panel.periods < 2002]
    treated = panel.is_ever_treated
    slopes = np.polyfit(np.arange(before.shape[1]), before.T, 1)[0]

    for name, values in (("level_gap", before.mean(axis=1)), ("trend_gap", slopes)):
        gap = values[treated].mean() - values[~treated].mean()
        # The same means in another order.
        assert threats["selection"][name] == pytest.approx(gap, abs=1e-12)


def test_spillovers_leave_out_never_selected_neighbours(jp_pack, kci, threats):
    panel, pairs = kci.design.panel, read_neighbours(jp_pack.neighbours).pairs()
    selected = {unit for unit, n in zip(kci.treatment.units, kci.treatment.n_selections, strict=True) if n}
    beside = {a for a, b in pairs if b in selected} | {b for a, b in pairs if a in selected}
    near = np.array([unit in beside for unit in panel.units]) & ~panel.is_ever_treated

    assert threats["spillovers"]["n_neighbours"] == near.sum()
    assert threats["spillovers"]["without"] == overall_effect(panel.subset(~near))


def test_shocks_leave_out_years_and_prefectures(kci, threats):
    panel = kci.design.panel
    kept = panel.subset(~np.isin(panel.units, ["03", "04", "07"]))

    assert threats["shocks"]["without_struck"] == overall_effect(kept)
    assert threats["shocks"]["until_crisis"] == overall_effect(design_of(panel, window=(1996, 2007)).panel)


def test_the_base_year_answer_stays_within_one_vintage(jp_pack, kci, threats):
    one = vintage_panel(jp_pack, kci.treatment, vintage="1996-2009")

    assert threats["base_years"]["one_vintage"] == overall_effect(design_of(one).panel)
    assert tuple(one.periods[[0, -1]]) == (1996, 2009)


def test_the_list_bounds_hold_the_estimate_of_any_list(jp_pack, kci, threats):
    low, high = threats["list"]["bounds"]
    panel = outcome_panel(jp_pack, kci.treatment)
    all_first = np.where(np.isnan(kci.treatment.first_treated), 2002.0, kci.treatment.first_treated)
    all_first[panel.units.index("34")], all_first[panel.units.index("21")] = 2004.0, 2004.0

    assert low <= overall_effect(replace(panel, first_treated=all_first)) <= high
    assert (threats["list"]["n_missing"], threats["list"]["n_undated"]) == (2, 4)


def test_manufacturing_has_one_year_before_the_main_cohort(threats):
    assert (threats["before"]["years"], threats["before"]["manufacturing_years"]) == (6, 1)


def test_a_programme_without_an_estimate_has_no_threats(jp_pack):
    with pytest.raises(MethodError, match="short-list"):
        threats_of(jp_pack, "COC")


def test_a_whole_list_has_no_bounds(jp_pack):
    values = {threat.kind: threat.values for threat in threats_of(jp_pack, "EMC")}["list"]

    assert (values["bounds"], values["n_lists"], values["n_missing"]) == (None, 1, 0)


class TestBorders:
    def test_contiguity_is_symmetric_without_a_diagonal(self, jp_pack):
        found = contiguity(jp_pack, ["13", "14", "47"])

        assert found.tolist() == [[False, True, False], [True, False, False], [False, False, False]]

    def test_a_pack_without_borders_has_no_neighbours(self):
        class Bare:
            neighbours = ""

        assert not contiguity(Bare(), ["13", "14"]).any()


class TestOtherProgrammes:
    def test_a_selection_runs_from_its_first_to_its_last_year_with_the_gap_between_two(self, jp_pack):
        cells = running(jp_pack, "EMC", units=("26",), years=np.arange(2000, 2015))["KCI"]

        assert cells[0].tolist() == [2002 <= year <= 2012 and year != 2007 for year in range(2000, 2015)]

    def test_what_the_programme_came_from_and_what_it_became_do_not_count(self, jp_pack, kci):
        panel = kci.design.panel
        before, after = (running(jp_pack, name, units=panel.units, years=panel.periods) for name in ("RICP", "KCI"))

        assert not {"RICP", "KCI", "CITYAREA"} & set(before)
        assert not {"RICP", "RSSP", "KCI"} & set(after)
        assert "CITYAREA" in after

    def test_the_programme_to_leave_out_must_leave_enough(self, jp_pack, kci):
        panel = kci.design.panel
        others = running(jp_pack, "KCI", units=panel.units, years=panel.periods)

        assert most_overlapping(others, panel, least=panel.n_units) == ""
