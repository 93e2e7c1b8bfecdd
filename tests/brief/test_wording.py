"""Wording: both languages hold the same keys and the same places."""

from __future__ import annotations

from string import Formatter

import pytest

from chiiki.brief.document import NumberRef
from chiiki.brief.wording import LANGUAGES, Wording, load_wording
from chiiki.errors import UnknownNameError


def _places(sentence):
    return sorted({name for _, name, _, _ in Formatter().parse(sentence) if name})


def test_the_languages_have_the_same_keys():
    ja, en = (load_wording(lang).entries for lang in LANGUAGES)

    assert sorted(ja) == sorted(en)


def test_a_sentence_has_the_same_places_in_each_language():
    ja, en = (load_wording(lang).entries for lang in LANGUAGES)

    assert {key for key in ja if _places(ja[key]) != _places(en[key])} == set()


def test_a_place_takes_text_numbers_and_whole_texts():
    wording = Wording("en", {"a": "{region} holds {n}{end}"})
    number = NumberRef("r04.designations", "13")

    assert wording.sentence("a", region="Miyagi", n=number, end=(" in", " all")) == (
        "Miyagi",
        " holds ",
        number,
        " in",
        " all",
    )


def test_a_place_that_is_not_filled_is_refused_by_name():
    with pytest.raises(UnknownNameError, match=r"place 'n', which was not filled; filled: \['region'\]"):
        Wording("en", {"a": "{region}{n}"}).sentence("a", region="Miyagi")


def test_an_unknown_key_says_which_file_lacks_it():
    with pytest.raises(UnknownNameError, match=r"no entry 'b'; add it to brief/wording/en"):
        Wording("en", {}).word("b")


def test_an_unknown_language_is_refused_with_the_choices():
    with pytest.raises(UnknownNameError, match="choose from ja, en"):
        load_wording("fr")
