"""Folding: what readers do not mean to say is taken out, and every sign knows where it comes from."""

from __future__ import annotations

import csv
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chiiki.web.library.text import fold, grams, index_terms, words_of


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("髙知", "高知"),
        ("廣島縣", "広島県"),
        ("⻑野と⺠間", "長野と民間"),
        ("⼤阪", "大阪"),
        ("ＳＤＧｓ未来都市", "sdg 未来都市"),
        ("ｲﾉﾍﾞｰｼｮﾝ", "いのべしよん"),
        ("イノベーション", "いのべしよん"),
        ("か\u3099", "が"),
        ("葛\U000e0100城", "葛城"),
        ("駒ヶ根", "駒が根"),
        ("霞ケ関", "霞が関"),
        ("科学技術・イノベーション", "科学技術いのべしよん"),
        ("地 域", "地域"),
        ("Kōchi-ken", "kochi ken"),
        ("Universities and regions", "university and region"),
        ("class of status", "class of status"),
        ("COI-NEXT", "coi next"),
        ("COC+", "coc+"),
        ("第Ⅱ期", "第 2 期"),
        ("第二期", "第 2 期"),
        ("ー、。", ""),
        ("", ""),
    ],
)
def test_spellings_of_one_word_fold_alike(written, folded):
    assert fold(written).text == folded


def test_a_lone_surrogate_and_nul_are_no_signs():
    assert fold("津\ud800\x00市").text == "津 市"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_every_folded_sign_has_its_place_in_the_original(written):
    folded = fold(written)
    assert len(folded.text) == len(folded.spans)
    assert all(0 <= start <= end <= len(written) for start, end in folded.spans)
    assert [start for start, _ in folded.spans] == sorted(start for start, _ in folded.spans)


def test_a_run_is_cut_into_signs_and_pairs():
    assert grams("産学官") == ["産", "産学", "学", "学官", "官"]
    assert grams("県") == ["県"]


def test_neighbouring_latin_words_are_also_found_as_one():
    assert index_terms("coi next 都市") == {"coi", "next", "coinext", "都", "都市", "市"}


def test_words_in_quotes_stay_together():
    assert words_of('地域 "smart cities"　県 地域') == ("地域", "smart city", "県")
    assert words_of(" ・ー ") == ()


def _table():
    text = files("chiiki.web.library").joinpath("data", "characters.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_the_table_of_characters_names_its_source_and_ends_in_standard_forms():
    rows = _table()
    variants = {row["variant"] for row in rows}
    assert {row["source"] for row in rows} == {"joyo", "radical", "variant"}
    assert len(variants) == len(rows)
    assert not [row for row in rows if row["standard"] in variants]
    assert not [row for row in rows if unicodedata.normalize("NFKC", row["variant"]) != row["variant"]]
