"""The selections of the pack: each once, at a place, in a prefecture, with names that can be shown."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_JP = _ROOT / "data-raw/jp"
_RAW = ("cluster_sites", "designations", "designations_more", "cluster_evaluations", "post2011_evaluations")
_PLACEHOLDER = re.compile(r"…|\.\.\.|年度採択|県\(第1期\)|地方大学・地域産業創生交付金|地域イノベーション戦略\)$")
_N_RAW = 91 + 380 + 433
_N_MERGED = 28
_N_NOT_DESIGNATED = {"PREF-STP": 29, "JST-PLAZA": 8}


def _read(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _columns(text):
    """Count the columns that the text takes: two for a full-width character."""
    return sum(2 if unicodedata.east_asian_width(character) in "FWA" else 1 for character in text)


@pytest.fixture(scope="module")
def n_looked_up():
    """Count the selections that were looked up after the raw tables were compiled."""
    return len(_read(_JP / "decisions/found_designations.csv"))


@pytest.fixture(scope="module")
def ledger():
    return [line for line in _read(_JP / "ledger.csv") if line["raw_table"] in _RAW]


def test_every_selection_is_counted_once(jp_pack, n_looked_up):
    ids = [row.designation_id for row in jp_pack.designations]
    assert len(ids) == len(set(ids)) == _N_RAW - _N_MERGED + n_looked_up


def test_guidelines_and_facilities_are_kept_but_are_not_designations(jp_pack, n_looked_up):
    others = Counter(row.programme_id for row in jp_pack.designations if not row.is_designation)
    assert others == _N_NOT_DESIGNATED
    n_designations = sum(row.is_designation for row in jp_pack.designations)
    assert n_designations - n_looked_up == _N_RAW - _N_MERGED - 37 == 839


def test_every_raw_row_stands_in_the_ledger_exactly_once(ledger):
    lines = Counter((line["raw_table"], int(line["raw_row"])) for line in ledger)
    expected = {(table, number) for table in _RAW for number, _ in enumerate(_read(_JP / f"raw/{table}.csv"), start=2)}
    assert lines.keys() == expected
    once = {key: n for key, n in lines.items() if key[0] != "post2011_evaluations"}
    assert set(once.values()) == {1}


def test_a_row_that_improves_another_is_merged_with_a_reason(ledger):
    merged = [line for line in ledger if line["outcome"] == "merged" and line["pack_table"] == "designations"]
    assert len(merged) == _N_MERGED
    assert all(line["reason"] for line in merged)


def test_spans_are_ordered_and_unknown_years_say_so(jp_pack):
    for row in jp_pack.designations:
        if row.start_fy is not None and row.end_fy is not None:
            assert row.start_fy <= row.end_fy, row.designation_id
        else:
            assert row.missing == "unknown", row.designation_id


def test_a_computed_year_carries_its_caution(jp_pack):
    cautions = {row.designation_id: set(row.caution_ids) for row in jp_pack.designations}
    assert "computed_end" in cautions["cap-tsuruoka-2009"]
    assert "computed_start" in cautions["cap-yoneshiro-2006"]
    assert "computed_end" not in cautions["cap-tokachi-2009"]
    assert "disagreement" in cautions["cap-ishikawa-2009"]


def test_every_selection_lies_in_a_prefecture(jp_pack):
    placed = {row.designation_id for row in jp_pack.designation_prefectures}
    assert {row.designation_id for row in jp_pack.designations} == placed
    assert {row.region_id for row in jp_pack.designation_prefectures} == {f"{n:02}" for n in range(1, 48)}


def test_a_university_without_a_stated_prefecture_lies_at_its_seat(jp_pack):
    bases = {(row.designation_id, row.region_id): row.basis for row in jp_pack.designation_prefectures}
    assert bases["COI-KYUSHU", "40"] == "seat_of_lead"
    assert bases["COI-HOKKAIDO-S2", "13"] == "seat_of_lead"
    cautions = {row.designation_id: row.caution_ids for row in jp_pack.designations}
    seats = {key[0] for key, basis in bases.items() if basis == "seat_of_lead"}
    assert all("prefecture_from_seat" in cautions[designation_id] for designation_id in seats)


def test_a_block_lies_in_all_its_prefectures(jp_pack):
    kinki = [row for row in jp_pack.designation_prefectures if row.designation_id == "icp-kinki-env"]
    assert {row.region_id for row in kinki} == {"18", "25", "26", "27", "28", "29", "30"}
    assert {row.basis for row in kinki} == {"area"}


def test_no_label_stands_in_place_of_a_name(jp_pack):
    names = [(row.designation_id, row.name_ja) for row in jp_pack.designations]
    assert [name for name in names if not name[1] or _PLACEHOLDER.search(name[1])] == []


def test_every_selection_has_an_english_name_in_latin_letters(jp_pack):
    japanese = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
    names = [(row.designation_id, row.name_en) for row in jp_pack.designations]
    assert [name for name in names if not name[1] or japanese.search(name[1])] == []


def test_short_names_fit_and_are_alike_for_no_two_selections(jp_pack):
    rows = jp_pack.designations
    assert [row.short_ja for row in rows if _columns(row.short_ja) > 28] == []
    assert [row.short_en for row in rows if len(row.short_en) > 28] == []
    assert [name for name, n in Counter(row.short_ja for row in rows).items() if n > 1] == []
    assert [name for name, n in Counter(row.short_en for row in rows).items() if n > 1] == []


@pytest.mark.parametrize(
    "alike",
    [
        ("kci1-sendai", "kci2-sendai"),
        ("cap-hirosaki-2004", "cap-hirosaki-2007", "ricp-hirosaki"),
        ("COI-HIROSAKI", "COINEXT-HIROSAKI", "JPEAKS-HIROSAKI", "COC-HIROSAKI"),
        ("COINEXT-KAGAWA-SEED", "COINEXT-KAGAWA"),
        ("EMC-05", "EFC-01", "SDGFC-2018-07", "SSZR-SHIMOKAWA"),
        ("kcig-hakodate", "RSSPG-HAKODATE", "cap-hakodate-2003", "TECHNO-10"),
    ],
)
def test_selections_of_one_place_share_it(jp_pack, alike):
    places = {row.designation_id: row.place_id for row in jp_pack.designations}
    assert len({places[designation_id] for designation_id in alike}) == 1


def test_every_place_is_used_and_described(jp_pack):
    used = {row.place_id for row in jp_pack.designations}
    assert {row.place_id for row in jp_pack.places} == used
    assert all(row.name_ja and row.name_en and row.short_ja and row.short_en for row in jp_pack.places)


def test_a_municipality_in_the_pack_is_one_of_todays(jp_pack):
    known = {row.region_id for row in jp_pack.regions if row.kind == "municipality"}
    assert {row.region_id for row in jp_pack.designation_municipalities} <= known
    prefectures = {(row.designation_id, row.region_id) for row in jp_pack.designation_prefectures}
    outside = [
        row for row in jp_pack.designation_municipalities if (row.designation_id, row.region_id[:2]) not in prefectures
    ]
    assert outside == []


def test_what_was_kept_apart_is_still_apart(jp_pack):
    ids = {row.designation_id for row in jp_pack.designations}
    for row in _read(_JP / "decisions/selection_kept_apart.csv"):
        assert {row["designation_id"], row["other_id"]} <= ids, row["reason"]


def test_an_evaluation_is_one_row_however_often_it_is_stated(jp_pack):
    keys = Counter((row.designation_id, row.programme_id, row.kind, row.fy) for row in jp_pack.evaluations)
    assert [key for key, n in keys.items() if n > 1] == []


def test_an_evaluation_has_a_grade_or_says_why_not(jp_pack):
    for row in jp_pack.evaluations:
        assert bool(row.grade) != bool(row.missing), row.evaluation_id
    grades = {row.evaluation_id: row.grade for row in jp_pack.evaluations}
    assert grades["EV-ECO-TSUKUBA-final-2020"] == "S"
    assert grades["EV-COC-SHUDO-progress-2016"] == "A"
    assert grades["EV-COI-NAGOYA-interim-2018"] == "S+"


def test_an_award_is_not_a_grade(jp_pack):
    assert [row.designation_id for row in jp_pack.awards] == ["COI-HIROSAKI"]
    assert {row.grade for row in jp_pack.evaluations} <= {None, "", "S+", "S", "A", "B", "C", "D"}


def test_raw_tables_hold_facts_and_not_remarks_about_compiling():
    remarks = re.compile(r"excerpt|\bstored\b|\bseen\b|not read|compiled by|page owner|mirror of")
    for table in _RAW:
        text = (_JP / f"raw/{table}.csv").read_text(encoding="utf-8")
        assert remarks.findall(text) == [], table
