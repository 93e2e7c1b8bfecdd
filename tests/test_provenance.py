"""Numbers: an origin, one value per id, and a reason where the value is missing."""

from __future__ import annotations

import pytest

from chiiki.errors import ProvenanceError
from chiiki.provenance import Number, NumberBook, Phrase, worded


def _stated(number_id="r04.designations", value=13, **more):
    return Number(number_id, value, "count", "FY2002", "designations", source_ids=("s",), locators=("p. 1",), **more)


def _computed(number_id, inputs, value=1):
    return Number(number_id, value, "count", "FY2002", "rank", formula=Phrase.signs("1 + 0"), inputs=inputs)


def test_a_book_keeps_numbers_in_the_order_of_first_use():
    book = NumberBook()
    book.add(_stated())
    book.add(_computed("r04.rank", ("r04.designations",)))

    assert [number.id for number in book] == ["r04.designations", "r04.rank"]
    assert len(book) == 2
    assert "r04.rank" in book
    assert "r04.none" not in book
    assert book["r04.rank"].inputs == ("r04.designations",)


def test_the_same_number_twice_is_one_number():
    book = NumberBook()

    assert book.add(_stated()) == book.add(_stated())
    assert len(book) == 1


def test_an_id_with_another_value_is_refused():
    book = NumberBook()
    book.add(_stated())

    with pytest.raises(ProvenanceError, match=r"number 'r04\.designations' already stands for 13, got 14\."):
        book.add(_stated(value=14))


def test_a_number_without_origin_is_refused():
    with pytest.raises(ProvenanceError, match=r"'a' needs sources or a formula, and not both\."):
        NumberBook().add(Number("a", 1, "count", "FY2002", "rank"))


def test_a_number_with_two_origins_is_refused():
    number = Number("a", 1, "count", "FY2002", "rank", source_ids=("s",), locators=("p",), formula=Phrase.signs("b"))

    with pytest.raises(ProvenanceError, match=r"'a' needs sources or a formula, and not both\."):
        NumberBook().add(number)


def test_each_source_needs_its_place():
    number = Number("a", 1, "count", "FY2002", "rank", source_ids=("s", "t"), locators=("p",))

    with pytest.raises(ProvenanceError, match=r"'a' has 2 sources and 1 locators\."):
        NumberBook().add(number)


@pytest.mark.parametrize(("value", "missing"), [(None, ""), (1, "unknown")])
def test_a_missing_value_needs_a_reason_and_a_known_one_none(value, missing):
    with pytest.raises(ProvenanceError, match="a missing value needs a missing code, and only that"):
        NumberBook().add(_stated(value=value, missing=missing))


def test_an_input_that_is_not_in_the_book_is_refused_by_name():
    book = NumberBook()
    book.add(_stated())

    with pytest.raises(ProvenanceError, match=r"not in the book: x, y\."):
        book.add(_computed("b", ("r04.designations", "x", "y")))


@pytest.mark.parametrize(("value", "missing", "said"), [(None, "unknown", "unknown"), ((1.0, 2.0), "", "an interval")])
def test_a_missing_value_and_an_interval_are_no_single_value(value, missing, said):
    book = NumberBook()
    book.add(_stated(value=value, missing=missing))

    with pytest.raises(ProvenanceError, match=rf"\({said}\), not a single value"):
        book.scalar("r04.designations")


@pytest.mark.parametrize("words", [Phrase(en="all rows", ja=""), Phrase(en="", ja="すべての行")])
def test_words_of_our_own_in_one_language_are_refused(words):
    message = r"number 'a' has words of our own in one language alone; give both\."
    with pytest.raises(ProvenanceError, match=message):
        NumberBook().add(Number("a", 1, "count", "FY2002", "rank", formula=words))
    with pytest.raises(ProvenanceError, match=message):
        NumberBook().add(Number("a", 1, "count", "FY2002", "rank", source_ids=("s",), locators=(words,)))


def test_our_own_words_follow_the_reader_and_quoted_ones_stay():
    words = Phrase(en="all rows", ja="すべての行")

    assert [worded(words, lang) for lang in ("ja", "en")] == ["すべての行", "all rows"]
    assert worded("slide 12", "ja") == "slide 12"
    assert Phrase.signs("a / b") == Phrase(en="a / b", ja="a / b")
