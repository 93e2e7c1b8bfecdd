"""The brief of a prefecture: what each block says of Miyagi, and how rules choose among sentences."""

from __future__ import annotations

import pytest

from chiiki.brief.charts import Dots, Matrix, OutlineMap, Scatter, Series, Strip, TileGrid, Timeline
from chiiki.brief.compose import compose
from chiiki.brief.document import plain
from chiiki.facts.pack import load_pack
from shipped_csv import rows
from small_pack import small_tables, write_pack

BLOCKS = {
    "timeline": Timeline,
    "tiles": TileGrid,
    "known": None,
    "open": None,
    "support": Matrix,
    "outcomes": None,
    "effects": None,
    "income": Series,
    "population": Series,
    "industry": Dots,
    "groups": None,
    "complexity": Strip,
    "opportunity": Scatter,
    "alike": OutlineMap,
    "partners": None,
    "unknown": None,
}


@pytest.fixture(scope="module")
def miyagi(jp_pack):
    return compose("region", "04", pack=jp_pack, lang="en")


def _blocks(document):
    return {block.id: block for block in document.blocks}


def _small(folder, change, region="01", lang="en"):
    tables = small_tables()
    change(tables)
    return compose("region", region, pack=load_pack(write_pack(folder / "p", tables)), lang=lang)


def test_the_blocks_stand_in_reading_order_each_with_its_chart(miyagi):
    drawn = {block.id: type(block.figure.chart) if block.figure else None for block in miyagi.blocks}

    assert drawn == BLOCKS
    assert list(drawn) == list(BLOCKS)
    assert [block.page for block in miyagi.blocks] == sorted(block.page for block in miyagi.blocks)


def test_the_title_holds_the_counts(miyagi):
    assert plain(miyagi.title.text) == (
        f"Miyagi holds {miyagi.numbers.scalar('r04.designations')} national designations; "
        f"{miyagi.numbers.scalar('r04.graded')} grade is on record"
    )


def test_the_four_figures_are_given_judged_size_and_wealth(miyagi):
    assert [kpi.value.number_id for kpi in miyagi.kpis] == [
        "r04.designations",
        "r04.graded",
        "r04.population",
        "r04.income",
    ]
    assert miyagi.kpis[0].period.endswith("as far as confirmed")


def test_the_map_has_a_tile_for_each_prefecture_with_its_count(miyagi):
    tiles = _blocks(miyagi)["tiles"].figure.chart.tiles

    assert len(tiles) == 47
    assert all(int(tile.value.text) == miyagi.numbers.scalar(f"r{tile.region_id}.designations") for tile in tiles)


def test_both_surveys_are_drawn_as_two_panels_with_the_break_and_no_growth(miyagi):
    block = _blocks(miyagi)["industry"]

    assert block.figure.chart.panels == ("2014", "2021")
    assert block.figure.chart.break_label == "scope differs"
    assert "not growth" in plain(block.sentences[0])


def test_chained_years_are_dashed_and_marked(miyagi):
    own = _blocks(miyagi)["income"].figure.chart.lines[0]

    assert [point.year for point in own.points if point.is_chained] == list(range(1996, 2011))
    assert len(_blocks(miyagi)["income"].figure.chart.joins) == 3


def test_a_prefecture_that_the_3_digit_table_lacks_is_told_so_and_where_to_look(miyagi, jp_pack):
    covered = {row["region_id"] for row in rows("employment_groups")}
    lacking = next(f"{k:02}" for k in range(1, 48) if f"{k:02}" not in covered)
    block = _blocks(compose("region", lacking, pack=jp_pack, lang="ja"))["groups"]

    assert block.heading.rule == "region.groups.not_covered"
    assert "経済センサス" in plain(block.sentences[0])
    assert _blocks(miyagi)["groups"].heading.rule == "region.groups.top"
    assert len(_blocks(miyagi)["groups"].tables[0].rows) == 10


def test_results_of_whole_programmes_are_marked_as_not_the_regions(miyagi):
    block = _blocks(miyagi)["outcomes"]

    assert "not for this region alone" in plain(block.tables[-1].note)
    assert "No ratio is computed over different periods" in plain(block.sentences[0])


def _only_population(tables):
    tables["indicators"] = [row for row in tables["indicators"] if row["indicator_id"] == "population"]


def _only_income(tables):
    tables["indicators"] = [row for row in tables["indicators"] if row["indicator_id"] != "population"]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (_only_population, "The population is 2,000; no income per head of this prefecture was found."),
        (
            _only_income,
            "Income per head is ¥3.00 million (Japan ¥3.00 million); no population of this prefecture was found.",
        ),
        (
            lambda tables: tables.update(indicators=[]),
            "Neither the population nor the income per head of this prefecture was found.",
        ),
    ],
)
def test_the_lead_says_which_of_income_and_population_is_known(tmp_path, change, text):
    assert plain(_small(tmp_path, change).lead[1]) == text


def _stages(*pairs):
    def change(tables):
        source = {"source_id": "art-report", "locator": "p. 1"}
        tables["programme_stages"] = [{"programme_id": p, "stage": stage} | source for p, stage in pairs]

    return change


@pytest.mark.parametrize(
    ("stages", "rule"),
    [
        (["research"], "region.support.gap"),
        (["research", "development"], "region.support.tie"),
        (["research", "development", "commercialisation", "market_creation"], "region.support.neutral"),
        ([], "region.support.none"),
    ],
)
def test_the_heading_of_the_matrix_is_the_first_that_holds(tmp_path, stages, rule):
    document = _small(tmp_path, _stages(*(("ART-SEL", stage) for stage in stages)))

    assert _blocks(document)["support"].heading.rule == rule
    assert bool(_blocks(document)["support"].figure) == bool(stages)


def test_a_stage_ahead_of_others_without_gap_is_named(tmp_path):
    every = [("ART-SEL", stage) for stage in ("research", "development", "commercialisation", "market_creation")]

    def change(tables):
        _stages(*every, ("ART-ONE", "research"))(tables)
        tables["designations"][1] |= {"programme_id": "ART-ONE"}

    document = _small(tmp_path, change)

    assert _blocks(document)["support"].heading.rule == "region.support.most"
    assert _blocks(document)["timeline"].heading.rule == "region.timeline.from_to"


def test_the_programme_that_selected_most_often_is_named(tmp_path):
    def change(tables):
        tables["designations"][2] |= {"start_fy": "1999"}
        tables["designations"][2] |= {"programme_id": "ART-ONE"}
        link = next(row for row in tables["designation_prefectures"] if row["designation_id"] == "art-otsu-1")
        link["region_id"] = "01"

    heading = _blocks(_small(tmp_path, change))["timeline"].heading

    assert plain(heading.text) == "Began with Art. Single (FY1999); most often Art. Selection"


def test_a_target_leads_no_heading(tmp_path):
    def change(tables):
        tables["outcomes"][2] |= {"kind": "target", "value": "5", "missing": ""}
        tables["outcomes"][0] |= {"value": "", "missing": "not_published"}

    block = _blocks(_small(tmp_path, change))["outcomes"]

    assert block.heading.rule == "region.outcomes.none"
    assert len(block.tables) == 2


def test_lists_that_are_complete_are_said_to_be_so(tmp_path):
    def change(tables):
        tables["coverage"] = [row | {"known_total": row["n_found"], "caution_ids": ""} for row in tables["coverage"]]

    block = _blocks(_small(tmp_path, change))["unknown"]

    assert plain(block.sentences[0]) == "The lists of all programmes on record here are complete (1)."
    assert len(block.tables) == 1
