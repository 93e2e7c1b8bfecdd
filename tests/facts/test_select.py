"""Selecting rows: conditions, columns, limits, sources, and what is counted."""

from __future__ import annotations

import pytest

from chiiki.errors import InputError, UnknownNameError
from chiiki.facts.select import select


def test_all_rows_come_in_the_order_of_the_pack(small_pack):
    found = select(small_pack, "plans", columns=["plan_id", "start_fy"])

    assert found.columns == ("plan_id", "start_fy")
    assert found.rows == (("ART-PLAN1", 2001), ("ART-PLAN2", 2006))
    assert (found.n_matching, found.n_rows) == (2, 2)


def test_all_conditions_must_hold_and_an_empty_one_finds_empty_cells(small_pack):
    where = ["programme_id=ART-SEL", "start_fy=2002"]

    assert len(select(small_pack, "designations", where=where).rows) == 2
    assert select(small_pack, "designations", where=["end_fy="], columns=["designation_id"]).rows == (("art-hei-1",),)
    assert len(select(small_pack, "designations", where=["is_designation=true"]).rows) == 4


def test_a_limit_keeps_the_count_of_what_fits(small_pack):
    found = select(small_pack, "designations", where=["programme_id=ART-SEL"], limit=1)

    assert (len(found.rows), found.n_matching, found.n_rows) == (1, 3, 4)


def test_each_row_can_carry_its_source(small_pack):
    found = select(small_pack, "plans", columns=["plan_id"], with_sources=True)

    assert found.columns == ("plan_id", "source_title", "source_url", "source_licence")
    assert found.rows[0] == ("ART-PLAN1", "(Artificial) Report", "https://example.org/report", "ART-OPEN")
    assert select(small_pack, "licences", with_sources=True).columns[-1] == "note"


def test_an_unknown_table_gets_the_nearest(small_pack):
    with pytest.raises(UnknownNameError, match=r"no table 'designation'. Did you mean designations"):
        select(small_pack, "designation")


def test_an_unknown_field_gets_the_nearest_or_all(small_pack):
    with pytest.raises(UnknownNameError, match=r"plans has no field 'start'. Did you mean start_fy"):
        select(small_pack, "plans", where=["start=2001"])
    with pytest.raises(UnknownNameError, match=r"no field '§'. Its fields: plan_id, ordinal"):
        select(small_pack, "plans", columns=["§"])


def test_a_condition_without_a_sign_is_refused(small_pack):
    with pytest.raises(InputError, match=r"--where 'ART' is no condition. Write FIELD=VALUE"):
        select(small_pack, "plans", where=["ART"])
