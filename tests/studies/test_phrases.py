"""Formulas and places in our own words: the same in Japanese and English."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from chiiki.provenance import Phrase
from chiiki.studies.effects.formulas import FORMULAS as THREATS
from chiiki.studies.effects.formulas import THEIL
from chiiki.studies.phrases import FORMULAS, PLACES, formula, place

PHRASES = [
    *(pytest.param(en, ja, id=key) for table in (FORMULAS, PLACES) for key, (en, ja) in table.items()),
    *(pytest.param(one.en, one.ja, id=f"{kind}.{name}") for kind in THREATS for name, one in THREATS[kind].items()),
    *(pytest.param(one.en, one.ja, id=f"theil.{name}") for name, one in THEIL.items()),
]
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
CODES = {"budgets", "calls", "coverage", "designations", "disagreements", "regions"} | {
    *("programme_id", "region_id", "industry", "year"),
    *("r", "p", "ECI", "PCI", "I", "exp"),
}
"""Names of tables and columns, and signs, which are the same in each language."""


def _places(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize(("en", "ja"), PHRASES)
def test_a_phrase_says_the_same_in_both_languages(en, ja):
    assert JAPANESE.search(ja)
    assert not JAPANESE.search(en)
    assert _places(en) == _places(ja)


@pytest.mark.parametrize(("en", "ja"), PHRASES)
def test_the_japanese_holds_no_english_but_codes(en, ja):
    words = re.findall(r"[A-Za-z_]+", re.sub(r"\{\w+\}", "", ja))
    assert set(words) <= CODES


def test_a_phrase_in_a_phrase_fills_each_language_with_its_own():
    cells = formula("cells", table="employment", year=2021, n=47, m=18)
    assert formula("pci", cells=cells) == Phrase(
        en="mean ECI of the prefectures specialised in it, standardised "
        "(employment 2021, 47 prefectures x 18 industries)",
        ja="その産業に特化する都道府県のECIの平均を標準化した値（employmentの2021年、47都道府県×18産業）",
    )


def test_a_part_that_is_empty_leaves_no_space():
    assert place("found_in_year", programme="KCI", fy=2002, part="") == Phrase(
        en="designations: programme_id=KCI, FY2002", ja="designations：programme_id=KCI、2002年度"
    )
