"""A programme's numbers: counted once, compared only with their like, and never divided across periods."""

from __future__ import annotations

import pytest

from chiiki.errors import UnknownNameError
from chiiki.facts.pack import load_pack
from chiiki.provenance import NumberBook
from chiiki.studies.calls import comparable_rates
from chiiki.studies.lineage import MOST_PROGRAMMES, trace_family
from chiiki.studies.programme import study_programme
from chiiki.studies.published import add_published
from chiiki.studies.shared_results import RESULTS
from small_pack import small_tables, write_pack


@pytest.fixture(scope="module")
def kci(jp_pack):
    return study_programme("KCI", pack=jp_pack)


def test_every_programme_holds_the_rows_that_its_coverage_counts(jp_pack):
    for row in jp_pack.coverage:
        study = study_programme(row.programme_id, pack=jp_pack)

        assert study.book.scalar(f"p-{row.programme_id}.selections") == row.n_found


def test_an_unknown_programme_is_refused_with_a_suggestion(jp_pack):
    with pytest.raises(UnknownNameError, match="Did you mean"):
        study_programme("CITYAERA", pack=jp_pack)


def test_graded_evaluated_and_unevaluated_selections_add_up(jp_pack):
    for programme in jp_pack.programmes:
        study = study_programme(programme.programme_id, pack=jp_pack)
        parts = [study.book.scalar(f"{study.subject}.{name}") for name in ("graded", "evaluated_only", "not_evaluated")]

        assert sum(parts) == len(study.holdings)
        assert sum(study.book.scalar(row.number_id) for row in study.grades) == parts[0]


def test_prefectures_with_and_without_a_selection_are_all_prefectures(kci):
    assert kci.book.scalar("p-KCI.regions") + kci.book.scalar("p-KCI.regions_without") == 47
    assert kci.book.scalar("p-KCI.region.13") == 0


def test_a_year_sets_published_beside_found_with_their_difference(kci):
    first = kci.years_found[0]

    assert first.row.fy == 2002
    assert kci.book.scalar(first.known) - kci.book.scalar(first.found) == kci.book.scalar(first.difference)


def test_the_sum_of_the_cluster_results_meets_the_published_check_values(kci):
    sums = {result.indicator: kci.book.scalar(result.sum_id) for result in kci.shared}

    assert sums == {
        "domestic_patents": 4161,
        "international_patents": 771,
        "articles_domestic": 4897,
        "articles_international": 10597,
        "practical_use": 3926,
        "sales_of_related_products": 93_700_000_000,
    }


def test_the_sums_are_the_numbers_of_the_national_brief(jp_pack, kci):
    nation = NumberBook()
    add_published(nation, jp_pack)

    for result in kci.shared:
        for number in (result.sum_id, result.expected, result.difference):
            assert nation[number] == kci.book[number]


def test_a_sum_without_a_declared_total_is_not_checked(tmp_path):
    tables = small_tables()
    tables["check_parts"].pop()
    study = study_programme("ART-SEL", pack=load_pack(write_pack(tmp_path / "pack", tables)))

    assert [result.expected for result in study.shared] == [""]


def test_results_over_ten_years_are_not_divided_by_eleven_years_of_money(kci):
    assert len(kci.refused) == len(kci.shared)
    assert all("2012 is in one of them only" in refused.message for refused in kci.refused)


def test_a_ratio_over_one_period_is_computed(small_pack):
    study = study_programme("ART-SEL", pack=small_pack)

    assert study.refused == ()
    assert [result.sum_id for result in study.shared] == ["n.ART-ALL.patents_domestic.FY2002-2008"]


def test_only_results_are_added_to_those_of_other_programmes(jp_pack):
    indicators = {row.indicator for row in jp_pack.outcomes if row.kind in RESULTS}

    for programme in ("KCI", "CITYAREA", "RICP"):
        study = study_programme(programme, pack=jp_pack)
        assert {result.indicator for result in study.shared} <= indicators


def test_a_year_whose_total_is_published_counts_by_its_total_only(jp_pack):
    study = study_programme("COINEXT", pack=jp_pack)

    inputs = study.book[study.call_totals.selected].inputs
    assert "p-COINEXT.call.COINEXT-2021-1.selected" in inputs
    assert not [name for name in inputs if "2021-2" in name]


def test_parts_of_a_selection_are_not_counted_again(jp_pack):
    study = study_programme("SDGFC", pack=jp_pack)

    assert not [name for name in study.book[study.call_totals.selected].inputs if "SDGFC-2018-2" in name]


def test_rates_of_different_types_are_not_compared(jp_pack):
    cityarea = comparable_rates(study_programme("CITYAREA", pack=jp_pack).calls)

    assert {row.call.type_en for row in cityarea} == {"General type"}
    assert comparable_rates(study_programme("KCI", pack=jp_pack).calls) == ()


def test_rounds_of_one_programme_are_of_one_type(jp_pack):
    years = [row.call.fy for row in comparable_rates(study_programme("DCLEAD", pack=jp_pack).calls)]

    assert years == [2022, 2023, 2025]


def test_a_family_reaches_as_far_as_its_links(jp_pack):
    family = trace_family(jp_pack, "KCI")

    assert {"CITYAREA", "RICP", "RSSP", "RIS"} <= {row.programme_id for row in family.programmes}
    assert len(family.programmes) <= MOST_PROGRAMMES
    assert [link.kind for link in family.after] == ["merged"]
    assert family.before == ()


def test_a_condition_is_neither_before_nor_after(jp_pack):
    family = trace_family(jp_pack, "RIS")

    assert family.before == family.after == ()
    assert [link.to_programme_id for link in family.conditions] == ["RSSP"]
