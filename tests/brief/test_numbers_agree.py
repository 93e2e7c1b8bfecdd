"""One id, one number: what a brief says of another subject is what that subject's own brief says."""

from __future__ import annotations

import pytest

from chiiki.brief.compose import compose

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def books(jp_pack):
    """Every subject's numbers, by the first part of their ids."""
    subjects = [
        ("region", f"r{region.region_id}", region.region_id)
        for region in jp_pack.regions
        if region.kind == "prefecture"
    ]
    subjects += [("programme", f"p-{row.programme_id}", row.programme_id) for row in jp_pack.programmes]
    subjects.append(("national", "n", "jp"))
    return {prefix: compose(kind, name, pack=jp_pack, lang="en").numbers for kind, prefix, name in subjects}


def test_every_number_of_another_subject_is_in_that_subjects_own_brief(books):
    strays = {
        number.id
        for book in books.values()
        for number in book
        if number.id not in books.get(number.id.partition(".")[0], ())
    }

    assert sorted(strays) == []


def test_an_id_stands_for_one_number_in_all_briefs(books):
    first: dict[str, object] = {}
    differing = {
        number.id for book in books.values() for number in book if first.setdefault(number.id, number) != number
    }

    assert sorted(differing) == []
