from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from chart_gallery import PACK
from fontTools.ttLib import TTFont

import chiiki
from chiiki.brief.charts.letters import label_width, text_width, wrap

FONTS = Path(chiiki.__file__).parent / "brief/fonts"
WORDING = Path(chiiki.__file__).parent / "brief/wording"


@pytest.fixture(scope="module", params=["Regular", "Bold"])
def font(request):
    return request.param, TTFont(FONTS / f"NotoSansCJKjp-{request.param}.otf")


def test_widths_are_those_of_the_shipped_font(font):
    weight, face = font
    widths = {point: face["hmtx"][glyph][0] for point, glyph in face.getBestCmap().items() if chr(point) != "\u00ad"}
    measured = {point: text_width(chr(point), size=1000, is_bold=weight == "Bold") for point in widths}
    assert measured == widths


def test_the_font_has_every_character_of_facts_and_wording(font):
    _, face = font
    has = set(face.getBestCmap())
    for path in (*PACK.glob("*.csv"), *WORDING.glob("*.toml")):
        missing = {character for character in path.read_text(encoding="utf-8") if ord(character) not in has}
        assert missing <= set("\n\r\t"), path.name


def test_the_font_has_the_signs_of_briefs(font):
    _, face = font
    assert {ord(sign) for sign in "Ⅱ①㈱髙﨑−〜△▲∥⇄…–×ōū直骨化令"} <= set(face.getBestCmap())


def test_the_fonts_come_with_their_licence():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert sum(path.stat().st_size for path in FONTS.glob("*.otf")) < 4_000_000


def test_short_names_fit_the_label_column_or_are_condensed_by_a_third_at_most():
    with (PACK / "programmes.csv").open(encoding="utf-8") as rows:
        programmes = list(csv.DictReader(rows))
    assert max(label_width(row["short_ja"], size=10) for row in programmes) <= 0.28 * 680
    assert max(label_width(row["short_en"], size=10) for row in programmes) <= 0.34 * 680


def test_japanese_lines_do_not_begin_with_a_stop_nor_end_with_a_bracket():
    lines = wrap("終了年度を確認できない（推定）。出典は公募要領、評価書", width=60, size=10)
    assert "".join(lines) == "終了年度を確認できない（推定）。出典は公募要領、評価書"
    assert all(label_width(line, size=10) <= 71 for line in lines)
    assert not any(re.match("[、。）ー]", line) or line.endswith("（") for line in lines)


def test_english_breaks_at_spaces_and_soft_hyphens_only():
    assert wrap("Market creation", width=60, size=10) == ("Market", "creation")
    assert wrap("Commercial\u00adisation", width=60, size=10) == ("Commercial-", "isation")
    assert wrap("Commercial\u00adisation", width=200, size=10) == ("Commercialisation",)
    assert wrap("Unbreakable", width=10, size=10) == ("Unbreakable",)


def test_nothing_to_wrap_is_one_empty_line():
    assert wrap("", width=10, size=10) == ("",)
