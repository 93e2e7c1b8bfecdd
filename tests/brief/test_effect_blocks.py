"""What briefs say of effects: no more than the interval allows, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest
from document_texts import broken_guards

from chiiki.brief.charts import EventStudy
from chiiki.brief.compose import compose
from chiiki.brief.document import NumberRef, plain
from chiiki.brief.wording import load_wording
from chiiki.facts.pack import SHIPPED, load_pack
from chiiki.studies.effects.study import NoEffectReason
from chiiki.studies.effects.threats import THREATS
from chiiki.studies.treatments import treatment_of

LONGEST_HEADING = {"ja": 48, "en": 110}
CAUSES = re.compile(r"because of|thanks to|led to|boosted|のおかげ|により増|により減")


@pytest.fixture(scope="module")
def kci(jp_pack):
    return {lang: compose("programme", "KCI", pack=jp_pack, lang=lang) for lang in ("ja", "en")}


def _blocks(document):
    return {block.id: block for block in document.blocks}


def _numbers(text):
    return [piece.number_id for piece in text if isinstance(piece, NumberRef)]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_an_interval_with_zero_in_it_names_no_direction(kci, lang):
    block = _blocks(kci[lang])["effect"]
    low, high = kci[lang].numbers["p-KCI.effect.income.interval"].value

    assert low < 0 < high
    assert block.heading.rule == "effect.claim.untold"


def test_what_could_be_found_stands_before_what_was_found(kci):
    before, found = _blocks(kci["en"])["effect"].sentences

    assert "p-KCI.effect.income.detectable" in _numbers(before)
    assert _numbers(found) == ["p-KCI.effect.income", "p-KCI.effect.income.interval", "p-KCI.effect.income.p"]


def test_the_figure_is_an_event_study_with_its_table(kci):
    figure = _blocks(kci["ja"])["effect"].figure

    assert isinstance(figure.chart, EventStudy)
    assert [point.event_time for point in figure.chart.points] == list(range(-4, 21))
    assert len(figure.table.rows) == 25


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_threat_has_a_computed_answer_and_a_reading(kci, lang):
    (table,) = _blocks(kci[lang])["threats"].tables

    assert len(table.rows) == len(THREATS)
    for _, computed, reading in table.rows:
        assert _numbers(computed.text)
        assert plain(reading.text)


def test_the_gaps_state_no_share_while_no_effect_is_certain(kci):
    block = _blocks(kci["en"])["gaps"]

    assert block.heading.rule == "effect.gaps.untold"
    assert "p-KCI.effect.income.theil.share" not in {name for text in block.sentences for name in _numbers(text)}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_sentence_says_that_support_caused_a_result(kci, lang):
    for name in ("effect", "threats", "gaps"):
        block = _blocks(kci[lang])[name]
        cells = [cell.text for table in block.tables for row in table.rows for cell in row]
        assert not [plain(text) for text in (*block.sentences, *block.cautions, *cells) if CAUSES.search(plain(text))]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_reason_for_no_estimate_has_its_sentence(lang):
    wording = load_wording(lang)

    assert all(f"effect.why.{reason}" in wording for reason in get_args(NoEffectReason))


@pytest.mark.parametrize(("programme", "words"), [("COC", "too short"), ("DESIGNI", "Fewer than six prefectures")])
def test_a_programme_without_an_estimate_says_why_in_one_sentence(jp_pack, programme, words):
    blocks = _blocks(compose("programme", programme, pack=jp_pack, lang="en"))

    assert blocks["effect"].heading.rule == "effect.claim.none"
    assert words in plain(blocks["effect"].sentences[0])
    assert "threats" not in blocks


def test_a_region_is_told_that_an_average_is_not_its_own_effect(jp_pack):
    document = compose("region", "21", pack=jp_pack, lang="en")
    block = _blocks(document)["effects"]

    assert "is not the effect on Gifu" in plain(block.sentences[0])
    assert document.numbers.scalar("r21.effects") == len(block.tables[0].rows)
    row = next(row for row in block.tables[0].rows if plain(row[0].text) == "Knowledge Cluster")
    assert "not among the prefectures compared" in plain(row[3].text)


def test_a_region_without_an_evaluated_programme_is_told_what_is_needed(jp_pack):
    block = _blocks(compose("region", "41", pack=jp_pack, lang="en"))["effects"]

    assert block.heading.rule == "region.effects.none"
    assert block.tables == ()


def test_where_neighbours_were_chosen_together_and_move_together_the_page_says_so(jp_pack):
    document = compose("programme", "SSZ-INT", pack=jp_pack, lang="en")
    p_values = [document.numbers.scalar(f"p-SSZ-INT.effect.income.space.{name}") for name in ("borders_p", "moran_p")]

    assert max(p_values) < 0.05
    assert plain(_blocks(document)["effect"].cautions[0]).startswith("Space: ")


@pytest.fixture(scope="module")
def risen_pack():
    """The shipped pack with incomes and products of FutureCity's prefectures a fifth higher from the start on."""
    pack = load_pack(SHIPPED)
    treatment = treatment_of(pack, ["EFC"])
    starts = {unit: start for unit, start in zip(treatment.units, treatment.starts, strict=True) if start}
    raised = ("prefectural_income_per_head", "gross_prefectural_product_nominal")
    vars(pack)["indicators"] = tuple(
        replace(row, value=row.value * 1.2)
        if row.indicator_id in raised and row.year >= starts.get(row.region_id, 9999)
        else row
        for row in pack.indicators
    )
    return pack


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_direction_is_named_where_the_interval_and_every_other_estimate_bear_it(risen_pack, lang):
    document = compose("programme", "EFC", pack=risen_pack, lang=lang)
    blocks = _blocks(document)

    assert document.numbers["p-EFC.effect.income.interval"].value[0] > 0.1
    assert blocks["effect"].heading.rule == "effect.claim.higher"
    assert broken_guards(document) == []
    assert blocks["gaps"].heading.rule in {"effect.gaps.wider", "effect.gaps.narrower", "effect.gaps.untold"}
    assert all(len(plain(block.heading.text)) <= LONGEST_HEADING[lang] for block in blocks.values())


def test_a_region_reads_a_certain_average_as_above_zero_and_still_not_its_own(risen_pack):
    block = _blocks(compose("region", "01", pack=risen_pack, lang="en"))["effects"]
    row = next(row for row in block.tables[0].rows if plain(row[0].text) == "FutureCity")

    assert plain(row[3].text) == "Above zero on average."
    assert "is not the effect on Hokkaido" in plain(block.sentences[0])
