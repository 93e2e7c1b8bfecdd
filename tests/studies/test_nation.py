"""The nation's numbers: they add up, resolve, and equal those of other briefs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from chiiki.capability.inequality import theil
from chiiki.facts.pack import load_pack
from chiiki.studies.balance import add_balance, rounding_bound
from chiiki.studies.holdings import holdings_by_region
from chiiki.studies.nation import study_nation
from chiiki.studies.programme import study_programme
from chiiki.studies.region import study_region
from chiiki.studies.wealth import INCOME
from small_pack import small_tables, write_pack

CHECKS = {
    "domestic_patents": (3064, 1097, 4161),
    "international_patents": (647, 124, 771),
    "practical_use": (2238, 1688, 3926),
    "articles_domestic": (3501, 1396, 4897),
    "articles_international": (8320, 2277, 10597),
    "sales_of_related_products": (56_700_000_000, 37_000_000_000, 93_700_000_000),
}


@pytest.fixture(scope="module")
def study(jp_pack):
    return study_nation(jp_pack)


@pytest.mark.parametrize("indicator", CHECKS)
def test_the_twelve_check_values_and_their_sums_are_those_of_the_source(study, indicator):
    book, (clusters, areas, total) = study.book, CHECKS[indicator]

    assert book.scalar(f"p-KCI.{indicator}.FY2002-2011") == clusters
    assert book.scalar(f"p-CITYAREA.{indicator}.FY2002-2011") == areas
    assert book.scalar(f"n.MEXT-CLUSTERS.{indicator}.FY2002-2011") == total


def test_every_sum_meets_its_check_value(study):
    assert [study.book.scalar(total.difference) for total in study.published.checks] == [0] * len(CHECKS)


def test_127_projects_75_regions_and_120_billion_yen_are_stated(study):
    book = study.book

    assert book.scalar("n.MEXT-CLUSTERS.projects.FY2002-2012") == 127
    assert book.scalar("n.MEXT-CLUSTERS.regions.FY2002-2012") == 75
    assert book.scalar("n.MEXT-CLUSTERS.budget.MEXT-CLUSTERS-2002-2012-investment-total") == 120_000_000_000


def test_results_per_yen_are_refused_because_the_periods_differ(study):
    assert len(study.published.refusals) == len(CHECKS)
    assert not any(number.id.endswith(".per_yen") for number in study.book)


def test_every_result_of_a_group_and_all_money_of_plans_are_in_the_book(study, jp_pack):
    groups = {row.outcome_id for row in jp_pack.outcomes if row.subject_kind in {"group", "plan", "strategy"}}
    plans = {row.budget_id for row in jp_pack.budgets if row.subject_kind == "plan"}

    assert {row.outcome_id for row, _ in study.published.outcomes} == groups
    assert plans <= {row.budget_id for row, number in study.published.plan_money if number.startswith("n.P")}


def test_counts_of_plans_add_up_to_the_dated_selections(study, jp_pack):
    dated = [row for row in jp_pack.designations if row.is_designation and row.start_fy]

    assert study.book.scalar("n.designations.dated") == len(dated)
    assert study.book.scalar("n.designations") == len(dated) + study.book.scalar("n.unknown.start")


def test_a_plan_whose_years_are_not_over_is_not_complete(study):
    assert [count.plan.ordinal for count in study.plans if not count.is_complete] == [7]


def test_numbers_of_the_nation_in_a_regions_brief_are_in_the_nations_own(study, jp_pack):
    for region in ("04", "13"):
        numbers = [number for number in study_region(region, pack=jp_pack).book if number.id.startswith("n.")]

        assert numbers
        assert [number.id for number in numbers if number.id not in study.book] == []
        assert [number.id for number in numbers if study.book[number.id].value != number.value] == []


def test_numbers_of_regions_equal_those_of_the_regions_own_briefs(study, jp_pack):
    own = study_region("04", pack=jp_pack).book
    shared = [number for number in study.book if number.id.startswith("r04.")]

    assert len(shared) > 20
    assert [number.id for number in shared if number.id not in own] == []
    assert [number.id for number in shared if own[number.id] != number] == []


@pytest.mark.parametrize("programme", ["KCI", "CITYAREA", "SDGFC"])
def test_numbers_of_programmes_equal_those_of_their_own_briefs(study, jp_pack, programme):
    own = study_programme(programme, pack=jp_pack).book
    shared = [number for number in study.book if number.id.startswith(f"p-{programme}.")]

    assert f"p-{programme}.selections" in [number.id for number in shared]
    assert [number.id for number in shared if number.id in own and own[number.id] != number] == []


def test_the_leaders_share_is_of_the_prefectures_counts_added_up(study, jp_pack):
    counts = sorted((len(rows) for rows in holdings_by_region(jp_pack).values()), reverse=True)
    size = len(study.spread.top)

    assert counts[size - 1] > counts[size]
    assert math.isclose(study.book.scalar("n.spread.top_share"), sum(counts[:size]) / sum(counts))


def test_inequality_is_computed_within_the_newest_vintage_only(study, jp_pack):
    balance = study.balance
    fy = balance.years[0].fy
    rows = {
        row.region_id: row.value
        for row in jp_pack.indicators
        if (row.indicator_id, row.vintage, row.year) == (INCOME, balance.vintage, fy) and row.region_id != "00"
    }
    people = {row: study.book.scalar(f"r{row}.population.{fy}") for row in rows}
    expected = theil(np.array(list(rows.values()), dtype=float), persons=np.array(list(people.values()), dtype=float))

    assert balance.vintage == "2011-2022"
    assert [year.fy for year in balance.years] == list(range(2011, 2023))
    assert math.isclose(study.book.scalar(balance.years[0].theil), expected.value)


def test_rounding_of_the_inputs_cannot_explain_the_change(study):
    book, balance = study.book, study.balance

    assert 0 < book.scalar(balance.rounding) < abs(book.scalar(balance.change)) < book.scalar(balance.swing)


def test_the_bound_of_rounding_holds_for_inputs_moved_at_random():
    rng = np.random.default_rng(7)
    per_head, persons = rng.uniform(2e6, 6e6, 20), rng.uniform(5e5, 1e7, 20)

    def index(amounts, weights):
        return theil(amounts, persons=weights).value

    bound = rounding_bound(index, per_head, persons=persons, resolutions=(1000.0, 10_000.0))
    base = index(per_head, persons)
    moved = [index(per_head + rng.uniform(-500, 500, 20), persons + rng.uniform(-5000, 5000, 20)) for _ in range(200)]

    assert max(abs(value - base) for value in moved) < bound


def test_a_pack_with_a_single_year_of_income_has_no_balance(tmp_path):
    tables = small_tables()
    tables["indicators"] = [
        row for row in tables["indicators"] if row["indicator_id"] != "population" or row["year"] == "2022"
    ]
    study = study_nation(load_pack(write_pack(tmp_path / "one", tables)))

    assert study.balance is None
    assert add_balance(study.book, load_pack(write_pack(tmp_path / "again", tables))) is None


def test_ties_leave_no_leaders_and_no_records_no_gini(tmp_path):
    tables = small_tables()
    tables["designation_prefectures"] = []
    study = study_nation(load_pack(write_pack(tmp_path / "nowhere", tables)))

    assert study.spread.top == ()
    assert study.spread.top_share == ""
    assert study.spread.gini == ""
    assert study.book.scalar("n.spread.unplaced") == study.book.scalar("n.designations")


def test_a_sum_of_equal_periods_may_be_divided_by_money_of_the_same_years(tmp_path):
    tables = small_tables()
    row = dict.fromkeys(tables["budgets"][0], "") | {
        "budget_id": "art-budget-9",
        "subject_kind": "group",
        "subject_id": "ART-ALL",
        "from_fy": "2002",
        "to_fy": "2008",
        "amount_jpy": "42",
        "kind": "investment_total",
        "approximate": "false",
        "source_id": "art-report",
        "locator": "p. 1",
    }
    tables["budgets"].append(row)
    study = study_nation(load_pack(write_pack(tmp_path / "ratio", tables)))

    assert study.published.refusals == ()
    assert study.book.scalar("n.ART-ALL.patents_domestic.FY2002-2008.per_yen") == 1


def test_a_sum_whose_programmes_form_no_group_is_named_after_its_check(tmp_path):
    tables = small_tables()
    tables["programme_groups"] = []
    study = study_nation(load_pack(write_pack(tmp_path / "loose", tables)))

    assert study.published.checks[0].sum_id == "n.check.art-check-1.sum"
