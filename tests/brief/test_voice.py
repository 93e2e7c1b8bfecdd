"""How a composer speaks: counts with nouns, missing values, names in the language of the brief."""

from __future__ import annotations

import pytest

from chiiki.brief.document import Link, NumberRef, plain
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.errors import ProvenanceError
from chiiki.provenance import Number, NumberBook

STATED = {"source_ids": ("art-report",), "locators": ("p. 1",)}


def _voice(pack, lang="en", **values):
    book = NumberBook()
    for name, value in values.items():
        missing = "" if value is not None else "not_published"
        book.add(Number(name, value, "count", "FY2002", "designations", missing, **STATED))
    return Voice(pack=pack, wording=load_wording(lang), book=book)


@pytest.mark.parametrize(
    ("lang", "value", "text"),
    [
        ("en", 1, "1 national designation"),
        ("en", 0, "0 national designations"),
        ("en", 1234, "1,234 national designations"),
        ("ja", 1, "1件"),
        ("ja", 1234, "1,234件"),
    ],
)
def test_a_count_has_its_noun(small_pack, lang, value, text):
    count = _voice(small_pack, lang, n=value).count("n", "designation")

    assert plain(count) == text
    assert count[0].number_id == "n"


def test_a_missing_value_has_a_sign_and_carries_no_sentence(small_pack):
    voice = _voice(small_pack, n=None)

    assert voice.scalar_text("n") == "not published"
    assert voice.number_cell("n").tone == "none"
    assert voice.number("n").text == "not published"
    with pytest.raises(ProvenanceError, match="not a single value"):
        voice.scalar("n")


def test_a_known_cell_is_aligned_right(small_pack):
    cell = _voice(small_pack, n=5).number_cell("n", text="five")

    assert (cell.text, cell.align, cell.tone) == ((NumberRef("n", "five"),), "right", "")


@pytest.mark.parametrize(
    ("lang", "names", "text"),
    [
        ("en", [], ""),
        ("en", ["A"], "A"),
        ("en", ["A", "B"], "A and B"),
        ("en", ["A", "B", "C"], "A, B and C"),
        ("ja", ["A", "B", "C"], "A、B、C"),
    ],
)
def test_names_are_joined_as_the_language_does(small_pack, lang, names, text):
    assert _voice(small_pack, lang).listed(names) == text


@pytest.mark.parametrize(("lang", "text"), [("en", "no year stated"), ("ja", "年度の記載なし")])
def test_a_number_without_period_says_so(small_pack, lang, text):
    assert _voice(small_pack, lang).period("undated") == text


def test_a_span_without_beginning_is_unknown(small_pack):
    assert _voice(small_pack).span(None, 2005) == "unknown"
    assert _voice(small_pack, "ja").span(2002, 2005) == "2002〜2005年度"


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("ja", ["甲県", "（架空）選定事業", "架空選定", "（架空）大分類E"]),
        ("en", ["Ko", "(Artificial) Selection Programme", "Art. Selection", "(Artificial) section E"]),
    ],
)
def test_things_are_named_in_the_language_of_the_brief(small_pack, lang, names):
    voice, programme = _voice(small_pack, lang), small_pack.programme("ART-SEL")

    assert names == [
        voice.region(small_pack.region("01")),
        voice.programme(programme),
        voice.short(programme),
        voice.industry("E"),
    ]


def test_a_ministry_has_its_short_name_else_its_label(jp_pack):
    voice = _voice(jp_pack, "ja")
    unnamed = next(
        term.code
        for term in jp_pack.vocabularies
        if term.vocabulary == "authority" and f"support.authority_{term.code}" not in voice.wording
    )

    assert voice.authority("MEXT") == "文科省"
    assert voice.authority(unnamed) == voice.label("authority", unnamed)


def test_a_share_is_written_without_its_sign_and_a_quotient_with_one_decimal(small_pack):
    voice = _voice(small_pack, gap=-0.1684, lq=2.06)

    assert voice.percent("gap").text == "16.8%"
    assert voice.quotient("lq").text == "2.1"


def test_a_source_is_linked_by_the_title_that_there_is(small_pack):
    assert _voice(small_pack).source_link("art-report") == Link("#s-art-report", "(Artificial) Report")
    assert _voice(small_pack, "ja").source_link("art-report").text == "（架空）報告書"
