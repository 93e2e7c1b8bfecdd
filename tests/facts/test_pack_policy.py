"""Plans, laws, programmes, their lineage and authorities in the shipped pack.

One test for each decision and each known trap of the sources; the numbers were read in the sources themselves.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest

DATA_RAW = Path(__file__).resolve().parents[2] / "data-raw/jp"
LEDGER = DATA_RAW / "ledger.csv"
RAW_ROWS = {
    "plans": 7,
    "laws_and_strategies": 40,
    "programmes": 50,
    "programmes_more": 18,
    "programme_budgets": 20,
    "cluster_budgets": 35,
    "programme_calls": 79,
    "programme_outcomes": 27,
    "cluster_outcomes": 84,
    "support_menu": 31,
    "coverage_notes": 30,
}


def _width(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text) / 2


def _cautions(row):
    return set(row.caution_ids)


def _one(rows, **wanted):
    found = [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]
    assert len(found) == 1, (wanted, len(found))
    return found[0]


def _statements(pack, disagreement_id):
    rows = sorted(
        (row for row in pack.disagreements if row.disagreement_id == disagreement_id), key=lambda row: row.statement
    )
    return [(row.value, row.is_preferred) for row in rows]


# The account of the raw rows


@pytest.mark.parametrize(("table", "n_rows"), RAW_ROWS.items())
def test_every_raw_row_stands_in_the_ledger(table, n_rows):
    with LEDGER.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["raw_table"] == table]
    assert {row["raw_row"] for row in rows} == {str(number) for number in range(2, n_rows + 2)}
    assert {row["outcome"] for row in rows} <= {"used", "merged"}


# Plans and laws


def test_there_are_six_decided_plans_and_one_draft(jp_pack):
    statuses = {plan.plan_id: plan.status for plan in jp_pack.plans}
    assert statuses == {f"P{number}": "decided" for number in range(1, 7)} | {"P7": "draft"}


def test_plans_follow_each_other_without_a_gap(jp_pack):
    plans = sorted(jp_pack.plans, key=lambda plan: plan.ordinal)
    assert [plan.start_fy for plan in plans[1:]] == [plan.end_fy + 1 for plan in plans[:-1]]


def test_concepts_are_worded_in_both_languages_and_tell_the_regional_ones_apart(jp_pack):
    knowledge = _one(jp_pack.plan_concepts, plan_id="P2", concept_id="knowledge_clusters")
    assert knowledge.is_regional
    assert all(concept.label_ja and concept.label_en for concept in jp_pack.plan_concepts)
    assert {concept.plan_id for concept in jp_pack.plan_concepts if concept.is_regional} == {
        plan.plan_id for plan in jp_pack.plans
    }


def test_the_investment_of_a_plan_is_a_target_unless_an_outturn_is_published(jp_pack):
    kinds = Counter(row.kind for row in jp_pack.budgets if row.subject_kind == "plan")
    assert kinds == {"investment_target": 6, "investment_actual": 1}
    outturn = _one(jp_pack.budgets, subject_id="P5", kind="investment_actual")
    assert (outturn.amount_jpy, outturn.approximate) == (26_100_000_000_000, True)


def test_an_outturn_over_two_plans_belongs_to_neither(jp_pack):
    both = _one(jp_pack.budgets, amount_jpy=38_700_000_000_000)
    assert (both.subject_kind, both.from_fy, both.to_fy) == ("group", 1996, 2005)


def test_the_town_people_job_act_is_of_2014_though_a_paper_says_2012(jp_pack):
    act = _one(jp_pack.laws_and_strategies, law_id="LAW-TPJ-2014")
    assert (act.dated_on, act.date_kind) == ("2014-11-28", "promulgated")
    assert _statements(jp_pack, "TPJ-ACT-DATE") == [("2014-11-28", True), ("2012", False)]


# Programmes


def test_all_programmes_are_there_once(jp_pack):
    assert len(jp_pack.programmes) == 50 + 18 + 2
    assert {"KCI", "ICP-METI", "HITECHAREA"} <= {programme.programme_id for programme in jp_pack.programmes}


def test_programmes_have_short_names_that_fit_a_label(jp_pack):
    for programme in jp_pack.programmes:
        assert 0 < _width(programme.short_ja) <= 14, programme.programme_id
        assert 0 < len(programme.short_en) <= 28, programme.programme_id
    for column in ("short_ja", "short_en", "name_ja", "name_en"):
        assert max(Counter(getattr(programme, column) for programme in jp_pack.programmes).values()) == 1, column


def test_programmes_say_in_both_languages_what_they_are_for(jp_pack):
    for programme in jp_pack.programmes:
        assert programme.purpose_ja, programme.programme_id
        assert programme.purpose_en, programme.programme_id


def test_every_programme_has_authority_stage_and_instrument(jp_pack):
    ids = {programme.programme_id for programme in jp_pack.programmes}
    for rows in (jp_pack.programme_authorities, jp_pack.programme_stages, jp_pack.programme_instruments):
        assert {row.programme_id for row in rows} == ids


def test_a_working_translation_says_so(jp_pack):
    for programme in jp_pack.programmes:
        is_working = programme.name_en_status == "working"
        assert is_working == ("working_translation" in _cautions(programme)), programme.programme_id


def test_an_open_end_says_whether_it_is_unknown(jp_pack):
    assert all(programme.missing for programme in jp_pack.programmes if programme.end_fy is None)


def test_a_span_ends_with_the_last_support_not_with_the_last_call(jp_pack):
    spans = {row.programme_id: (row.last_call_fy, row.end_fy) for row in jp_pack.programmes}
    assert spans["RICP"] == (2010, 2012)
    assert spans["KCI"] == (2009, 2013)
    assert spans["COC"] == (2014, 2018)
    assert spans["RIS"] == (2014, None)


def test_no_selection_outlasts_its_programme(jp_pack):
    ends = {programme.programme_id: programme.end_fy for programme in jp_pack.programmes}
    late = [
        row.designation_id
        for row in jp_pack.designations
        if row.end_fy is not None and ends[row.programme_id] is not None and row.end_fy > ends[row.programme_id]
    ]
    assert late == []


# Lineage


def test_links_join_known_programmes_and_are_not_doubled(jp_pack):
    ids = {programme.programme_id for programme in jp_pack.programmes}
    pairs = [(link.from_programme_id, link.to_programme_id) for link in jp_pack.programme_links]
    assert {programme_id for pair in pairs for programme_id in pair} <= ids
    assert max(Counter(frozenset(pair) for pair in pairs).values()) == 1
    assert all(first != second for first, second in pairs)


def test_what_the_raw_lists_say_of_predecessors_and_successors_agrees_both_ways(jp_pack):
    links = {(row.from_programme_id, row.to_programme_id) for row in jp_pack.programme_links}
    for table in ("programmes", "programmes_more"):
        with (DATA_RAW / f"raw/{table}.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                before = {(other, row["programme_id"]) for other in row["predecessor_id"].split(";") if other}
                after = {(row["programme_id"], other) for other in row["successor_id"].split(";") if other}
                assert before | after <= links, row["programme_id"]


def test_the_cluster_line_is_merged_in_2010_and_carried_over_in_2011(jp_pack):
    links = {(row.from_programme_id, row.to_programme_id): (row.kind, row.fy) for row in jp_pack.programme_links}
    assert links["KCI", "RICP"] == links["CITYAREA", "RICP"] == ("merged", 2010)
    assert links["RICP", "RSSP"] == ("succeeded", 2011)
    assert links["RICP", "RSSP-GLOBAL"] == links["RICP", "RSSP-CITY"] == ("carried_over", 2011)
    assert links["RIS", "RSSP"] == ("condition_for", 2011)


@pytest.mark.parametrize(
    "pair",
    [
        ("COI", "COINEXT"),
        ("COC", "COCPLUS"),
        ("EMC", "SDGFC"),
        ("EFC", "SDGFC"),
        ("ICT-TOWN", "ICT-MHS"),
        ("ICT-MHS", "SMARTCITY-MIC"),
        ("REGREVGRANT", "DIGIDENGRANT"),
        ("KIGYORICCHI", "MIRAITOSHI"),
        ("CREATE-JST", "CREATE-RD"),
        ("NSSZ", "SUPERCITY"),
        ("NSSZ", "DIGIHEALTH"),
        ("TECHNOPOLIS", "HITECHAREA"),
    ],
)
def test_a_programme_leads_to_its_successor(jp_pack, pair):
    assert pair in {(row.from_programme_id, row.to_programme_id) for row in jp_pack.programme_links}


def test_a_successor_does_not_begin_before_its_predecessor(jp_pack):
    starts = {programme.programme_id: programme.start_fy for programme in jp_pack.programmes}
    for link in jp_pack.programme_links:
        before, after = starts[link.from_programme_id], starts[link.to_programme_id]
        assert before is None or after is None or before <= after, link.link_id


# Authorities


def test_the_authorities_of_the_strategy_regions_belong_to_the_round(jp_pack):
    of_call = defaultdict(set)
    for row in jp_pack.call_authorities:
        of_call[row.call_id].add(row.authority)
    assert of_call["RIS-2011-1"] == {"MEXT", "METI", "MAFF"}
    assert of_call["RIS-2014-1"] == {"MEXT", "METI", "MAFF", "MIC"}
    of_programme = {row.authority for row in jp_pack.programme_authorities if row.programme_id == "RIS"}
    assert of_programme == {"MEXT", "METI", "MAFF", "MIC"}
    assert _statements(jp_pack, "RIS-AUTHORITIES") == [("MEXT; METI; MAFF; MIC", True), ("MEXT; METI; MAFF", False)]
