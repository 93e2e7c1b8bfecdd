"""The balance question: the index with and without the programme, and its numbers in the book."""

from __future__ import annotations

import math

import numpy as np
import pytest

from chiiki.capability.inequality import theil
from chiiki.evaluation.imputation import impute
from chiiki.provenance import NumberBook
from chiiki.studies.cluster_effects import study_cluster_effects
from chiiki.studies.effects.balance import balance_effect
from chiiki.studies.effects.panels import persons_of, vintage_panel
from chiiki.studies.effects.told import tell_effect


@pytest.fixture(scope="module")
def kci(jp_pack):
    return study_cluster_effects(jp_pack)


def test_both_years_come_from_the_vintage_that_reaches_furthest_from_the_year_before(kci):
    assert (kci.balance.vintage, kci.balance.first, kci.balance.last) == ("2001-2014", 2001, 2014)


def test_the_observed_index_is_that_of_the_published_values(jp_pack, kci):
    units = kci.effect.treatment.units
    panel = vintage_panel(jp_pack, kci.effect.treatment, vintage="2001-2014")
    persons = persons_of(jp_pack, units, years=np.array([2001, 2014]))
    found = kci.balance.balance.indices["theil"]

    # The amounts went through a logarithm and back.
    assert found.start == pytest.approx(theil(np.exp(panel.outcomes[:, 0]), persons=persons[:, 0]).value, rel=1e-12)
    assert found.end == pytest.approx(theil(np.exp(panel.outcomes[:, -1]), persons=persons[:, 1]).value, rel=1e-12)


def test_the_index_without_the_programme_takes_the_mean_effect_of_each_cohort_out(jp_pack, kci):
    effect, balance = kci.effect, kci.balance
    panel = vintage_panel(jp_pack, effect.treatment, vintage="2001-2014")
    persons = persons_of(jp_pack, panel.units, years=np.array([2014]))[:, 0]
    own = effect.design.panel
    effects = impute(own).effects[:, own.periods == 2014][:, 0]
    starts = dict(zip(own.units, own.first_treated.tolist(), strict=True))
    means = {g: np.nanmean(effects[own.first_treated == g]) for g in own.cohorts}
    overall = np.nanmean(effects)
    tau = [means.get(starts[u], 0.0) if u in starts else overall for u in panel.units]
    without = theil(np.exp(panel.outcomes[:, -1] - np.array(tau)), persons=persons).value

    # Closed form against the same effects by draws with fixed weights.
    assert balance.balance.indices["theil"].counterfactual_end == pytest.approx(without, rel=1e-9)


def test_programmes_without_an_estimate_have_no_part_in_the_gaps(jp_pack):
    assert balance_effect(jp_pack, "COC") is None


def test_effects_are_told_as_relative_changes_with_their_cells(jp_pack, kci):
    book = NumberBook()
    told = tell_effect(book, jp_pack, "KCI")

    assert book.scalar("p-KCI.effect.income") == pytest.approx(math.expm1(kci.effect.overall.estimate), rel=1e-12)
    assert book["p-KCI.effect.cells"].value == 43 * 27
    assert book["p-KCI.effect.income.interval"].value == tuple(map(math.expm1, kci.effect.overall.interval))
    assert told.number("theil.change") in book


def test_the_told_index_without_the_programme_and_its_part_add_up_to_the_observed_one(jp_pack):
    book = NumberBook()
    told = tell_effect(book, jp_pack, "WPI")
    without, part, last = (book.scalar(told.number(f"theil.{name}")) for name in ("without", "effect", "last"))

    assert without + part == pytest.approx(last, rel=1e-12)  # rounding of one sum


def test_other_estimates_outside_the_interval_are_counted(jp_pack):
    book = NumberBook()
    told = tell_effect(book, jp_pack, "KCI")
    low, high = book[told.number("interval")].value
    inputs = book[told.number("others")].inputs

    assert book.scalar(told.number("others")) == len(inputs)
    assert book.scalar(told.number("outside")) == sum(not low <= book.scalar(name) <= high for name in inputs)


def test_a_share_is_no_number_while_an_effect_is_not_certain(jp_pack):
    book = NumberBook()
    told = tell_effect(book, jp_pack, "KCI")

    assert told.number("theil.share") not in book
    assert told.number("theil.interval") in book
