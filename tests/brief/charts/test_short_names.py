from __future__ import annotations

from chart_gallery import BUILDERS, prefectures

from chiiki.brief.charts import draw
from chiiki.brief.charts.short_names import three_letters


def test_every_prefecture_has_three_letters_of_its_own():
    names = [row["short_en"] for row in prefectures()]
    forms = three_letters(names)
    assert len(set(forms)) == len(names)
    assert all(len(form) == 3 and form[0] == name[0] for form, name in zip(forms, names, strict=True))
    assert dict(zip(names, forms, strict=True)).items() >= {
        ("Hokkaido", "HKD"),
        ("Miyagi", "MYG"),
        ("Tokyo", "TKY"),
        ("Fukuoka", "FKO"),
    }


def test_equal_names_share_a_form_when_letters_run_out():
    assert three_letters(["Abe", "Abe"]) == ("ABE", "ABE")
    assert three_letters(["Mie", "Oz", "Aia"]) == ("MIE", "OZ", "AIA")


def test_tiles_in_english_carry_three_letters_and_are_named_in_full():
    svg = draw(BUILDERS["tiles"]("en"), theme="html")
    assert ">MYG</text>" in svg
    assert 'aria-label="Miyagi: 13"' in svg


def test_tiles_in_japanese_keep_their_names():
    svg = draw(BUILDERS["tiles"]("ja"), theme="html")
    assert ">宮城</text>" in svg
    assert ">和歌山</text>" in svg
