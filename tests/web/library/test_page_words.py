"""What pages of the cascade say, checked against the facts by hand."""

from __future__ import annotations

from collections import Counter

import pytest

from chiiki.brief.charts import Timeline
from chiiki.brief.document import plain
from chiiki.facts.pack import load_pack, record_types
from chiiki.web.library.enums import Kind
from chiiki.web.library.queries.sources import rows_by_source
from chiiki.web.library.queries.subjects import near_subjects
from chiiki.web.library.views.cascade_pages import COMPOSERS


@pytest.fixture(scope="module")
def pack():
    return load_pack()


def _page(pack, kind, subject_id, lang="ja"):
    return COMPOSERS[kind](subject_id, pack=pack, lang=lang)


def _block(document, block_id):
    return next(block for block in document.blocks if block.id == block_id)


def _rows(table):
    return [[plain(cell.text) for cell in row] for row in table.rows]


def test_the_act_dated_to_two_years_keeps_both_statements_and_prefers_the_statute(pack):
    page = _page(pack, Kind.CONFLICT, "TPJ-ACT-DATE")
    rows = _rows(_block(page, "statements").tables[0])
    assert [(row[0], row[-1]) for row in rows] == [("2014年11月28日", "採用"), ("2012年", "採用しない")]
    assert "2014（平成26）年11月28日" in plain(page.lead[0])
    assert any("/ja/laws/LAW-TPJ-2014" in str(item) for item in _block(page, "matters").items)


def test_nobody_is_named_as_having_preferred_a_statement_where_nobody_is_recorded(pack):
    page = _page(pack, Kind.CONFLICT, "TPJ-ACT-DATE", "en")
    assert "does not record who chose it" in plain(_block(page, "history").sentences[0])


def test_a_statute_shows_its_era_and_its_number_and_what_began_after_it_without_a_cause(pack):
    page = _page(pack, Kind.LAW, "LAW-TPJ-2014")
    facts = dict(row[:2] for row in _rows(_block(page, "facts").tables[0]))
    assert facts["日付"] == "2014（平成26）年11月28日公布"
    assert facts["法律番号"] == "平成26年法律第136号"
    began = [row for row in pack.programmes if row.start_fy and 2014 <= row.start_fy <= 2016]
    assert page.numbers["law-LAW-TPJ-2014.programmes_after"].value == len(began)
    assert len(_block(page, "after").tables[0].rows) == len(began)
    said = " ".join(plain(text) for text in (page.title.text, _block(page, "after").heading.text))
    assert not any(word in said for word in ("により", "効果", "ため"))
    assert [block.id for block in page.blocks].count("conflicts") == 1


def test_a_strategy_has_no_era_and_a_law_dated_by_year_says_so(pack):
    facts = dict(row[:2] for row in _rows(_block(_page(pack, Kind.LAW, "STRAT-STI-2015"), "facts").tables[0]))
    assert facts["日付"] == "2015年6月19日決定"
    assert "法律番号" not in facts
    note = plain(_block(_page(pack, Kind.LAW, "LAW-STI-ACTIVATION-2008"), "facts").tables[0].note)
    assert "年だけの記載" in note


def test_a_plan_tells_target_from_outturn_and_regional_concepts_from_the_rest(pack):
    page = _page(pack, Kind.PLAN, "P5", "en")
    assert plain(_block(page, "money").heading.text) == (
        "Government R&D investment: target ¥26 trillion, outturn ¥26.1 trillion"
    )
    own = [row for row in pack.plan_concepts if row.plan_id == "P5"]
    assert page.numbers["plan-P5.regional_concepts"].value == sum(row.is_regional for row in own)
    marks = [row[1] for row in _rows(_block(page, "concepts").tables[0])]
    assert marks == ["on regions"] * 4 + ["general"] * 3
    assert isinstance(_block(page, "programmes").figure.chart, Timeline)
    assert len(_block(page, "neighbours").items) == 2


def test_a_draft_is_called_a_draft_and_has_no_date(pack):
    page = _page(pack, Kind.PLAN, "P7", "en")
    assert "draft and not decided" in plain(page.lead[0])
    facts = dict(row[:2] for row in _rows(_block(page, "facts").tables[0]))
    assert facts["Decided on"] == "…"
    assert facts["English name"].endswith("(working translation)")


def test_published_results_have_no_column_for_a_ledger_that_has_not_begun(pack):
    page = _page(pack, Kind.PROGRAMME, "KCI")
    table = _block(page, "outcomes").tables[0]
    assert plain(table.note).startswith("台帳")
    rows = {row[1]: row for row in _rows(table)}
    patents = rows["国内特許（活動実績）"]
    assert patents[2:4] == ["2002〜2011年度", "3,064件"]
    assert len(patents) == 5


def test_money_of_different_kinds_is_never_added(pack):
    page = _page(pack, Kind.PROGRAMME, "KCI")
    budgets = [number for number in page.numbers if number.definition.startswith("budget_")]
    assert budgets
    assert not any(number.inputs for number in budgets)


def test_a_programme_leads_to_its_plan_sites_measures_and_brief(pack):
    page = _page(pack, Kind.PROGRAMME, "KCI")
    said = str(page.blocks)
    for href in ("/ja/plans/P2", "/ja/sites/", "/ja/measures/M27", "/ja/regions/", "/ja/programmes/RICP"):
        assert f"href='{href}" in said, href
    assert "/ja/briefs/programme/KCI" in said


def test_the_letter_of_a_grade_is_explained_by_its_own_scale_only(pack):
    page = _page(pack, Kind.EVALUATION, "EV-COI-HIROSAKI-expost-2021", "en")
    facts = dict(row[:2] for row in _rows(_block(page, "facts").tables[0]))
    assert facts["Grade"] == "S+"
    assert facts["Scale"] == "S+ is the highest"
    other = _page(pack, Kind.EVALUATION, "EV-ECO-FUKUI-final-2021", "en")
    facts = dict(row[:2] for row in _rows(_block(other, "facts").tables[0]))
    assert "not mapped" in facts["Scale"]


def test_a_measure_names_other_ministries_at_its_stage_and_its_own_gaps(pack):
    page = _page(pack, Kind.MEASURE, "M01", "en")
    others = _rows(_block(page, "overlap").tables[0])
    assert [row[1] for row in others][:3] == ["JST"] * 3
    assert page.numbers["measure-M01.other_ministries"].value == 3
    assert plain(_block(page, "gaps").heading.text) == "No measure of MEXT on record for Market creation"


def test_every_row_of_the_facts_is_counted_with_its_source_once(pack):
    rows = rows_by_source(pack)
    counted = Counter(row.table for found in rows.values() for row in found)
    expected = {
        table: sum(bool(row.source_id) for row in getattr(pack, table))
        for table, record in record_types().items()
        if table != "sources" and "source_id" in record.__dataclass_fields__
    }
    assert counted == Counter({table: n for table, n in expected.items() if n})


def test_a_source_says_whether_its_terms_were_read_and_that_no_copy_is_kept(pack):
    page = _page(pack, Kind.SOURCE, "seed-001", "en")
    assert "have not been read yet" in plain(page.lead[0])
    facts = dict(_rows(_block(page, "facts").tables[0]))
    assert facts["Copy kept"] == "no copy kept"
    assert facts["Published"] == "…"
    parts = [int(row[1].replace(",", "")) for row in _rows(_block(page, "tables").tables[0])]
    assert sum(parts) == page.numbers["source-seed-001.rows"].value


def test_a_long_list_of_a_source_says_of_how_many(pack):
    page = _page(pack, Kind.SOURCE, "economic-census-2014")
    table = _block(page, "rows").tables[0]
    assert table.n_total == page.numbers["source-economic-census-2014.rows"].value
    assert len(table.rows) < table.n_total
    assert plain(table.note)


@pytest.mark.parametrize(
    ("kind", "asked", "expected"),
    [
        (Kind.PROGRAMME, "kci", "KCI"),
        (Kind.PROGRAMME, "知的クラスター", "KCI"),
        (Kind.LAW, "LAW-TPJ-2012", "LAW-TPJ-2014"),
        (Kind.PLAN, "P9", "P1"),
    ],
)
def test_what_is_near_to_a_wrong_id_is_found(pack, kind, asked, expected):
    assert expected in dict(near_subjects(kind, asked, pack=pack, lang="ja"))


def test_nothing_is_near_to_nothing(pack):
    assert near_subjects(Kind.PROGRAMME, "", pack=pack, lang="en") == ()
