"""Published results as a table: kinds in words, about-values marked, years as far as stated."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chiiki.brief.document import plain
from chiiki.brief.outcome_tables import outcome_table, subject_name
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.provenance import NumberBook
from chiiki.studies.outcomes import add_outcome


def _row(pack, lang="en", **changes):
    outcome = replace(pack.outcomes[0], **changes)
    book = NumberBook()
    number = add_outcome(book, pack, outcome)
    voice = Voice(pack=pack, wording=load_wording(lang), book=book)
    table = outcome_table([(outcome, number.id)], voice, caption=("c",))
    return [plain(cell.text) for cell in table.rows[0]]


def test_a_row_says_who_what_how_much_when_and_where(small_pack):
    assert _row(small_pack) == [
        "Art. Selection",
        "Domestic patent applications",
        "30 patents",
        "FY2002–2008",
        "(Artificial) Report",
    ]


def test_an_approximate_value_says_about(small_pack):
    assert _row(small_pack, approximate=True)[2] == "about 30 patents"
    assert _row(small_pack, approximate=True, value=None, missing="not_published")[2] == "not published"


def test_a_target_is_named_as_one(small_pack):
    assert _row(small_pack, kind="target")[1].startswith("Domestic patent applications (")
    assert _row(small_pack, kind="output")[1] == "Domestic patent applications"


@pytest.mark.parametrize(
    ("from_fy", "to_fy", "text"), [(None, None, "no year stated"), (None, 2008, "to FY2008"), (2002, 2002, "FY2002")]
)
def test_years_are_said_as_far_as_stated(small_pack, from_fy, to_fy, text):
    assert _row(small_pack, from_fy=from_fy, to_fy=to_fy)[3] == text


@pytest.mark.parametrize(
    ("kind", "subject", "name"),
    [
        ("programme", "ART-SEL", "Art. Selection"),
        ("designation", "art-ko-1", "Ko area"),
        ("group", "ART-ALL", "(Artificial) all"),
        ("group", "NOBODY", "NOBODY"),
    ],
)
def test_a_subject_has_its_name_else_its_id(small_pack, kind, subject, name):
    voice = Voice(pack=small_pack, wording=load_wording("en"), book=NumberBook())

    assert subject_name(kind, subject, voice=voice) == name


def test_a_plan_and_a_strategy_have_a_name(jp_pack):
    voice = Voice(pack=jp_pack, wording=load_wording("ja"), book=NumberBook())
    subjects = {(row.subject_kind, row.subject_id) for row in jp_pack.outcomes}

    assert all(subject_name(kind, subject, voice=voice) for kind, subject in subjects)
