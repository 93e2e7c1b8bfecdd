"""Outcome tables: the check values of the seed, sums, refused ratios, conflicts, and no ledger yet."""

from __future__ import annotations

import pytest

from chiiki.brief.document import NumberRef, plain
from chiiki.facts.pack import load_pack
from chiiki.web.library.pages.outcomes import DIFFERENCES, compose_outcomes, compose_subject_outcomes
from chiiki.web.library.queries.published import disagreements_about, result_subjects

PACK = load_pack()

SEED_001 = {
    "domestic_patents": (3064, 1097, 4161),
    "international_patents": (647, 124, 771),
    "practical_use": (2238, 1688, 3926),
    "articles_domestic": (3501, 1396, 4897),
    "articles_international": (8320, 2277, 10597),
    "sales_of_related_products": (56_700_000_000, 37_000_000_000, 93_700_000_000),
}
"""Indicator → Global Type, City Area Type, both: the check values of the cluster initiative, FY2002-2011."""


@pytest.fixture(scope="module")
def document():
    return compose_outcomes(pack=PACK, lang="en")


def numbers(cell, document):
    return [document.numbers[piece.number_id] for piece in cell.text if isinstance(piece, NumberRef)]


@pytest.mark.parametrize("indicator", SEED_001)
def test_the_rebuilt_table_holds_the_values_of_the_seed(document, indicator):
    table = document.blocks[0].tables[0]
    name = PACK.outcome_indicator(indicator).name_en
    row = next(row for row in table.rows if plain(row[0].text) == name)
    found = [numbers(cell, document)[0] for cell in row[1:6]]
    parts = SEED_001[indicator]
    assert [number.value for number in found] == [*parts, parts[-1], 0]
    assert {number.period for number in found} == {"FY2002-2011"}
    assert all(number.source_ids and number.locators for number in found[:2])


def test_the_projects_regions_and_investment_are_those_of_the_seed():
    document = compose_subject_outcomes("MEXT-CLUSTERS", pack=PACK, lang="en")
    values = sorted(number.value for number in document.numbers if number.period == "FY2002-2012")
    assert values == [75, 127, 120_000_000_000]


def test_the_title_says_that_all_sums_agree_only_where_they_do(document):
    assert document.numbers[DIFFERENCES].value == 0
    assert "all 6" in plain(document.title.text)


def test_a_ratio_over_mixed_periods_is_refused_with_both_periods(document):
    table = next(block for block in document.blocks if block.id == "ratios").tables[0]
    assert len(table.rows) == len(SEED_001)
    for row in table.rows:
        money, result = numbers(row[1], document)[0], numbers(row[3], document)[0]
        assert (money.period, result.period) == ("FY2002-2012", "FY2002-2011")
        assert plain(row[5].text) == "not computed: different periods"
    assert not any("per_yen" in number.id for number in document.numbers)


@pytest.mark.parametrize("subject_id", ["", "KCI"])
def test_that_there_is_no_ledger_yet_is_said_below_a_table_and_takes_no_column(document, subject_id):
    shown = compose_subject_outcomes(subject_id, pack=PACK, lang="en") if subject_id else document
    tables = [table for block in shown.blocks for table in block.tables]
    assert not [head for table in tables for head in table.header if "edger" in head]
    assert any("There is no ledger" in plain(table.note) for table in tables)
    assert not [row for table in tables for row in table.rows if any(plain(cell.text) == "none yet" for cell in row)]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("subject_id", result_subjects(PACK))
def test_no_column_of_statements_says_the_same_of_everything_but_where_it_stands(subject_id, lang):
    document = compose_subject_outcomes(subject_id, pack=PACK, lang=lang)
    for table in (table for block in document.blocks for table in block.tables if len(table.rows) > 1):
        said = [{plain(row[k].text) for row in table.rows} for k in range(len(table.header))]
        assert not [head for head, words in zip(table.header, said, strict=True) if words <= {"…", "–", "まだない"}]


def test_conflicting_counts_stand_side_by_side_with_one_preferred(document):
    assert len(document.conflicts) == len(disagreements_about(PACK)) > 0
    for table in document.conflicts:
        assert len(table.rows) >= 2
        assert sum(plain(row[3].text) != "–" for row in table.rows) <= 1


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("subject_id", ["", *result_subjects(PACK)])
def test_every_subject_answers_with_its_data_beside_it(client, lang, subject_id):
    address = f"/{lang}/outcomes" + (f"/{subject_id}" if subject_id else "")
    response = client.get(address)
    assert response.status_code == 200
    assert len(response.content) <= 200_000
    assert client.get(f"{address}.csv").status_code == client.get(f"{address}.json").status_code == 200


@pytest.mark.parametrize("subject_id", result_subjects(PACK))
def test_every_statement_of_a_subject_is_there_with_source_and_period(subject_id):
    document = compose_subject_outcomes(subject_id, pack=PACK, lang="ja")
    stated = [row for row in PACK.outcomes if row.subject_id == subject_id]
    tables = {block.id: block.tables[0] for block in document.blocks}
    assert len(tables["statements"].rows if stated else []) == len(stated)
    for row in tables["statements"].rows if stated else []:
        assert numbers(row[1], document)[0].source_ids


@pytest.mark.django_db
@pytest.mark.parametrize("subject_id", ["NOPE", "%00", "..%2F..%2Fetc", "<script>", "x" * 3000])
def test_a_subject_without_results_is_not_found_and_others_are_named(client, subject_id):
    response = client.get(f"/en/outcomes/{subject_id}")
    assert response.status_code == 404
    assert "<script>" not in response.content.decode().replace('<script src="', "")
