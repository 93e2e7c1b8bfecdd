"""Money, calls, outcomes, coverage, partnerships and disagreements of the shipped pack.

One test for each decision and each known trap of the sources; the numbers were read in the sources themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

CHECK_VALUES = {
    "domestic_patents": (3_064, 1_097, 4_161),
    "international_patents": (647, 124, 771),
    "practical_use": (2_238, 1_688, 3_926),
    "articles_domestic": (3_501, 1_396, 4_897),
    "articles_international": (8_320, 2_277, 10_597),
    "sales_of_related_products": (56_700_000_000, 37_000_000_000, 93_700_000_000),
}


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


# Money


def test_money_is_whole_yen_and_has_one_subject_of_its_kind(jp_pack):
    known = {
        "programme": {row.programme_id for row in jp_pack.programmes},
        "plan": {row.plan_id for row in jp_pack.plans},
        "designation": {row.designation_id for row in jp_pack.designations},
        "group": {row.group_id for row in jp_pack.programme_groups} | {"PLANS-1-2"},
    }
    for row in jp_pack.budgets:
        assert row.subject_id in known[row.subject_kind], row.budget_id
        assert isinstance(row.amount_jpy, int), row.budget_id


def test_a_budget_is_stated_once_though_two_raw_tables_have_it(jp_pack):
    keys = Counter(
        (row.subject_id, row.from_fy, row.to_fy, row.amount_jpy, row.kind)
        for row in jp_pack.budgets
        if not row.budget_id.endswith(("-min", "-max"))
    )
    assert max(keys.values()) == 1
    assert _one(jp_pack.budgets, subject_id="RSSP", kind="initial", from_fy=2013).amount_jpy == 5_400_000_000
    assert _one(jp_pack.budgets, subject_id="RSSP", kind="request", from_fy=2014).amount_jpy == 5_600_000_000


def test_the_investment_in_clusters_is_stated_once_with_its_caution(jp_pack):
    total = _one(jp_pack.budgets, kind="investment_total")
    assert (total.subject_id, total.amount_jpy) == ("MEXT-CLUSTERS", 120_000_000_000)
    assert (total.from_fy, total.to_fy) == (2002, 2012)
    assert "mixed_periods" in _cautions(total)


def test_the_kind_in_brackets_became_the_kind_of_the_budget(jp_pack):
    kinds = {(row.subject_id, row.from_fy, row.kind): row.amount_jpy for row in jp_pack.budgets}
    assert kinds["CITYAREA", 2009, "request"] == 5_500_000_000
    assert kinds["RICP", 2010, "government_draft"] == 12_065_000_000
    assert kinds["RICP", 2010, "initial"] == 10_900_000_000
    assert kinds["cap-gifu-nanbu-2009", 2009, "project_cost"] == 1_350_000_000
    assert kinds["cap-gifu-nanbu-2009", 2009, "state_share"] == 600_000_000
    assert kinds["cap-kazusa-chiba-2009", 2009, "state_commission"] == 1_000_000_000


def test_a_range_per_site_is_two_bounds_and_a_limit_is_one(jp_pack):
    amounts = {row.budget_id: row for row in jp_pack.budgets}
    low, high = amounts["ECO-2016-1-per-site-min"], amounts["ECO-2016-1-per-site-max"]
    assert (low.amount_jpy, high.amount_jpy) == (100_000_000, 140_000_000)
    assert (low.kind, low.approximate) == (high.kind, high.approximate) == ("per_site_year", True)
    assert amounts["JPEAKS-2023-1-per-site-max"].kind == "per_site_total"
    assert "JPEAKS-2023-1-per-site-min" not in amounts


# Outcomes


def test_the_twelve_check_values_stand_once_each(jp_pack):
    rows = [row for row in jp_pack.outcomes if row.indicator in CHECK_VALUES and row.subject_id in {"KCI", "CITYAREA"}]
    assert len(rows) == 12
    assert {(row.from_fy, row.to_fy) for row in rows} == {(2002, 2011)}
    assert {row.source_id for row in rows} == {"seed-001"}


@pytest.mark.parametrize(("indicator", "values"), CHECK_VALUES.items())
def test_the_published_results_add_up(jp_pack, indicator, values):
    rows = {
        row.subject_id: row.value
        for row in jp_pack.outcomes
        if row.indicator == indicator and row.subject_kind == "programme"
    }
    assert (rows["KCI"], rows["CITYAREA"], rows["KCI"] + rows["CITYAREA"]) == values


def test_sales_are_approximate_and_counts_are_not(jp_pack):
    rows = [row for row in jp_pack.outcomes if row.subject_id in {"KCI", "CITYAREA"} and row.indicator in CHECK_VALUES]
    assert {row.indicator for row in rows if row.approximate} == {"sales_of_related_products"}


def test_results_and_investment_cover_different_years_and_say_so(jp_pack):
    results = [
        row for row in jp_pack.outcomes if row.indicator in CHECK_VALUES and row.subject_id in {"KCI", "CITYAREA"}
    ]
    assert all("mixed_periods" in _cautions(row) for row in results)
    projects = _one(jp_pack.outcomes, subject_id="MEXT-CLUSTERS", indicator="projects")
    regions = _one(jp_pack.outcomes, subject_id="MEXT-CLUSTERS", indicator="regions")
    assert (projects.value, regions.value, projects.from_fy, projects.to_fy) == (127, 75, 2002, 2012)


def test_not_every_number_is_an_outcome(jp_pack):
    kinds = defaultdict(set)
    for row in jp_pack.outcomes:
        kinds[row.indicator].add(row.kind)
    assert all(len(found) == 1 for found in kinds.values())
    assert kinds["tokyo_area_net_inmigration"] == {"context"}
    assert kinds["economic_effect_expected"] == kinds["jobs_expected"] == {"expected"}
    assert kinds["patent_applications_target"] == kinds["startup_investment_target"] == {"target"}
    assert kinds["practical_use"] == {"outcome"}


def test_every_indicator_is_described_and_has_one_unit(jp_pack):
    described = {row.indicator: row.unit for row in jp_pack.outcome_indicators}
    assert {(row.indicator, row.unit) for row in jp_pack.outcomes} == set(described.items())


def test_migration_is_by_calendar_year_and_results_by_fiscal_year(jp_pack):
    calendars = defaultdict(set)
    for row in jp_pack.outcomes:
        calendars[row.indicator].add(row.calendar)
    assert calendars["tokyo_area_net_inmigration"] == {"calendar"}
    assert calendars["domestic_patents"] == {"fiscal"}


# Calls, coverage


def test_a_call_selects_no_more_than_applied(jp_pack):
    for call in jp_pack.calls:
        assert call.n_applied is None or call.n_selected is None or call.n_selected <= call.n_applied, call.call_id


def test_calls_lie_between_the_first_and_the_last_call_of_the_programme(jp_pack):
    programmes = {programme.programme_id: programme for programme in jp_pack.programmes}
    for call in jp_pack.calls:
        programme = programmes[call.programme_id]
        if call.fy is None or call.kind != "selection":
            continue
        assert programme.first_call_fy is None or programme.first_call_fy <= call.fy, call.call_id
        assert programme.last_call_fy is None or call.fy <= programme.last_call_fy, call.call_id


def test_a_part_of_a_selection_is_not_counted_again(jp_pack):
    kinds = {call.call_id: call.kind for call in jp_pack.calls if call.programme_id == "SDGFC" and call.fy == 2018}
    assert kinds == {"SDGFC-2018-1": "selection", "SDGFC-2018-2": "subset"}
    total = sum(call.n_selected for call in jp_pack.calls if call.programme_id == "SDGFC" and call.kind == "selection")
    assert total == 215


def test_the_city_area_calls_sum_to_89(jp_pack):
    years = {row.fy: row.known_total for row in jp_pack.coverage_years if row.programme_id == "CITYAREA"}
    assert years == {2002: 19, 2003: 9, 2004: 9, 2005: 13, 2006: 9, 2007: 10, 2008: 11, 2009: 9}
    assert sum(years.values()) == _one(jp_pack.coverage, programme_id="CITYAREA").known_total == 89


def test_the_rows_found_are_counted_in_the_designations(jp_pack):
    counts = Counter(row.programme_id for row in jp_pack.designations)
    assert {row.programme_id: row.n_found for row in jp_pack.coverage} == {
        row.programme_id: counts[row.programme_id] for row in jp_pack.coverage
    }


def test_no_more_rows_are_found_than_an_exact_total_allows(jp_pack):
    for row in jp_pack.coverage:
        if row.total_kind == "exact":
            assert row.n_found <= row.known_total, row.programme_id
    for row in jp_pack.coverage_years:
        assert row.fy is not None, row.programme_id


def test_coverage_says_what_is_missing_and_whom_to_ask(jp_pack):
    for row in jp_pack.coverage:
        assert row.missing_ja, row.programme_id
        assert row.missing_en, row.programme_id
        is_complete = row.total_kind == "exact" and row.n_found == row.known_total
        assert (row.missing_ja == "なし") == (row.missing_en == "Nothing"), row.programme_id
        assert is_complete or (row.ask_ja and row.ask_en and row.missing_en != "Nothing"), row.programme_id


def test_a_total_is_unknown_exactly_when_no_number_is_given(jp_pack):
    for row in jp_pack.coverage:
        assert (row.known_total is None) == (row.total_kind == "unknown"), row.programme_id


# Partnerships


def test_the_exchanges_with_four_countries_are_recorded(jp_pack):
    assert {row.country for row in jp_pack.partnerships} == {"France", "Canada", "Sweden", "Switzerland"}
    france = _one(jp_pack.events, event_id="EV-FR-2012")
    assert (france.held_on, france.n_participants) == ("2012-11-29", 50)


def test_participants_that_the_slides_do_not_count_are_unknown(jp_pack):
    assert {row.missing for row in jp_pack.events if row.n_participants is None} == {"unknown"}


# Disagreements


def test_each_disagreement_prefers_one_statement_and_gives_the_reason(jp_pack):
    by_id = defaultdict(list)
    for row in jp_pack.disagreements:
        by_id[row.disagreement_id].append(row)
        assert row.reason_ja, row.disagreement_id
        assert row.reason_en, row.disagreement_id
    for disagreement_id, rows in by_id.items():
        assert sum(row.is_preferred for row in rows) == 1, disagreement_id
        assert len({row.value for row in rows}) == len(rows) >= 2, disagreement_id


@pytest.mark.parametrize(
    ("disagreement_id", "values"),
    [
        ("ECO-START", ["2016", "2015", "2019"]),
        ("ECO-CALL-2017", ["2017", "2016"]),
        ("DCLEAD-ROUNDS-1-5", ["82", "83"]),
        ("COC-2013-SELECTED", ["52", "51"]),
        ("ISHIKAWA-CITYAREA-END", ["2011", "2012"]),
        ("KUMAMOTO-CENTRE-OPENING", ["2011-03", "2011-08"]),
        ("SDGFC-TOYAMA", ["富山県（2019年度）", "富山市（2018年度）"]),
    ],
)
def test_statements_that_disagree_are_kept_with_the_preferred_one_first(jp_pack, disagreement_id, values):
    assert _statements(jp_pack, disagreement_id) == [(value, n == 0) for n, value in enumerate(values)]


def test_the_names_of_the_coi_visions_differ_between_three_sources(jp_pack):
    rows = [row for row in jp_pack.disagreements if row.disagreement_id == "COI-VISIONS"]
    assert {"seed-001", "seed-003"} < {row.source_id for row in rows}
    assert len(rows) == 3


def test_what_is_preferred_is_what_the_tables_say(jp_pack):
    programmes = {row.programme_id: row for row in jp_pack.programmes}
    for row in jp_pack.disagreements:
        if row.is_preferred and row.table == "programmes" and row.field.endswith("_fy"):
            assert str(getattr(programmes[row.row_id], row.field)) == row.value, row.disagreement_id
    rounds = [call for call in jp_pack.calls if call.programme_id == "DCLEAD" and call.fy <= 2024]
    assert sum(call.n_selected for call in rounds) == 83
    assert max(call.n_cumulative or 0 for call in rounds) == 82


def test_a_row_in_disagreement_carries_the_caution(jp_pack):
    keys = {
        "programmes": "programme_id",
        "calls": "call_id",
        "designations": "designation_id",
        "coverage": "programme_id",
    }
    for row in jp_pack.disagreements:
        if row.table in keys:
            found = _one(getattr(jp_pack, row.table), **{keys[row.table]: row.row_id})
            assert "disagreement" in _cautions(found), row.row_id


# Citations


def test_no_citation_repeats_the_source_of_its_row(jp_pack):
    sources = {
        "programmes": {row.programme_id: row.source_id for row in jp_pack.programmes},
        "calls": {row.call_id: row.source_id for row in jp_pack.calls},
        "plans": {row.plan_id: row.source_id for row in jp_pack.plans},
    }
    for row in jp_pack.citations:
        assert sources.get(row.table, {}).get(row.row_id) != row.source_id, (row.table, row.row_id)


def test_a_founding_document_is_cited_with_a_place_in_it(jp_pack):
    for rows in (jp_pack.programmes, jp_pack.outcomes, jp_pack.measures, jp_pack.events, jp_pack.plan_concepts):
        assert all(row.locator != "page" for row in rows if row.source_id.startswith("seed-"))
